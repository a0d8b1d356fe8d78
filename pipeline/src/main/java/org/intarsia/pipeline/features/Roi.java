package org.intarsia.pipeline.features;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.intarsia.tiler.annotation.Annotation;
import org.intarsia.tiler.annotation.Annotations;
import org.intarsia.tiler.annotation.PolygonRaster;

/**
 * A region of interest.
 *
 * @param name its class, or {@code roi}, and its number in the file from 1 on
 * @param area in pixels of the slide's level 0
 */
record Roi(String name, PolygonRaster area) {
  /**
   * Every area of a GeoJSON file.
   *
   * @throws IOException if it cannot be read, is no GeoJSON, or has no area; names it
   */
  static List<Roi> read(Path geojson) throws IOException {
    Annotations annotations = Annotations.read(geojson);
    List<Roi> rois = new ArrayList<>();
    for (Annotation area : annotations.areas()) {
      String kind = area.className().isEmpty() ? "roi" : area.className();
      rois.add(new Roi(kind + "-" + (rois.size() + 1), PolygonRaster.of(area)));
    }
    if (rois.isEmpty()) {
      throw new IOException(
          "%s: no area in it (%d points or lines); an ROI is a polygon or a box"
              .formatted(geojson, annotations.skipped()));
    }
    return rois;
  }
}
