package org.intarsia.pipeline.roi;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.intarsia.tiler.annotation.Annotation;
import org.intarsia.tiler.annotation.Annotations;
import org.intarsia.tiler.annotation.MaskAreas;
import org.intarsia.tiler.annotation.PolygonRaster;

/**
 * The ROIs of a file: areas of GeoJSON or XML, or a raster mask that covers the slide.
 *
 * <p>Areas are called by their class, or {@code roi}, and their number in the file from 1 on; the
 * values of a mask by their class, or {@code roi}, and the value. Immutable.
 */
public final class RoiFile {
  private static final Set<String> MASKS = Set.of("png", "tif", "tiff", "btf", "bmp");
  private static final Set<String> DRAWINGS = Set.of("geojson", "json", "xml");
  private static final String NAMELESS = "roi";

  /** What makes an area of a slide. */
  private interface Source {
    List<Roi> on(RoiFrame frame, int before) throws IOException;
  }

  private final int skipped;
  private final Source source;

  private RoiFile(int skipped, Source source) {
    this.skipped = skipped;
    this.source = source;
  }

  /** Whether a file of this extension, in lower case, may hold ROIs. */
  public static boolean isExtension(String extension) {
    return MASKS.contains(extension) || DRAWINGS.contains(extension);
  }

  /**
   * Reads a file; pictures are told by their extension, all others by their content.
   *
   * @throws IOException if it cannot be read, is of no such kind, or has no area; names it
   */
  public static RoiFile read(Path file) throws IOException {
    String name = String.valueOf(file.getFileName());
    String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return MASKS.contains(extension) ? mask(file) : drawing(file);
  }

  private static RoiFile drawing(Path file) throws IOException {
    Annotations annotations = Annotations.read(file);
    if (annotations.areas().isEmpty()) {
      throw new IOException(
          "%s: no area in it (%d points or lines); an ROI is a polygon or a box"
              .formatted(file, annotations.skipped()));
    }
    return new RoiFile(
        annotations.skipped(),
        (frame, before) -> {
          List<Roi> rois = new ArrayList<>();
          for (Annotation area : annotations.areas()) {
            rois.add(
                new Roi(name(area.className(), before + rois.size() + 1), PolygonRaster.of(area)));
          }
          return rois;
        });
  }

  private static RoiFile mask(Path file) throws IOException {
    MaskAreas areas = MaskAreas.read(file);
    if (areas.parts().isEmpty()) {
      throw new IOException(
          file + ": every pixel of this mask is 0; those of an ROI have a value above 0");
    }
    return new RoiFile(
        0,
        (frame, before) -> {
          List<Roi> rois = new ArrayList<>();
          for (MaskAreas.Part part : areas.parts()) {
            rois.add(
                new Roi(
                    name(part.className().orElse(""), part.value()),
                    areas.area(part, frame.slideWidth(), frame.slideHeight())));
          }
          return rois;
        });
  }

  static String name(String className, int number) {
    return (className.isEmpty() ? NAMELESS : className) + "-" + number;
  }

  /** How many points, lines and other things that are no areas the file has. */
  public int skipped() {
    return skipped;
  }

  /**
   * The ROIs on a slide.
   *
   * @param frame any level of the slide
   * @param before how many ROIs of the slide come before these
   * @throws IOException if a mask has not the shape of the slide
   */
  public List<Roi> on(RoiFrame frame, int before) throws IOException {
    return source.on(frame, before);
  }
}
