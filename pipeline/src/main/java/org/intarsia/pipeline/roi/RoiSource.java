package org.intarsia.pipeline.roi;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.intarsia.tiler.annotation.Annotation;
import org.intarsia.tiler.annotation.PolygonRaster;

/** Where ROIs of a slide come from. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = RoiSource.InFile.class, name = "file"),
  @JsonSubTypes.Type(value = RoiSource.InFolder.class, name = "folder"),
  @JsonSubTypes.Type(value = RoiSource.Box.class, name = "box")
})
public sealed interface RoiSource {
  /** All that a file has. */
  record InFile(Path file) implements RoiSource {}

  /** All that the file of the slide's name in a folder has. */
  record InFolder(Path folder) implements RoiSource {}

  /** An upright box in pixels of level 0: left edge, upper edge, width, height. */
  record Box(double x, double y, double width, double height) implements RoiSource {
    /** Checks that it is finite and has an area. */
    public Box {
      Annotation.box(x, y, width, height);
    }
  }

  /**
   * The ROIs of a slide, in the order of the sources.
   *
   * @param sources files and boxes; folders have been looked up
   * @param frame any level of the slide
   * @throws IOException if a file cannot be read, or two ROIs have one name; names it
   */
  static List<Roi> read(List<RoiSource> sources, RoiFrame frame) throws IOException {
    List<Roi> rois = new ArrayList<>();
    for (RoiSource source : sources) {
      if (source instanceof InFile in) {
        rois.addAll(RoiFile.read(in.file()).on(frame, rois.size()));
      } else if (source instanceof Box box) {
        Annotation area = Annotation.box(box.x(), box.y(), box.width(), box.height());
        rois.add(new Roi(RoiFile.name("", rois.size() + 1), PolygonRaster.of(area)));
      } else {
        throw new IllegalArgumentException(source + " has not been looked up");
      }
    }
    Set<String> names = new HashSet<>();
    for (Roi roi : rois) {
      if (!names.add(roi.name())) {
        throw new IOException(
            "two ROIs of the slide are called %s, in %s; put all of them into one file"
                .formatted(roi.name(), sources));
      }
    }
    return rois;
  }
}
