package org.intarsia.pipeline.features;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.intarsia.pipeline.batch.Json;
import org.intarsia.pipeline.batch.RoiFolder;
import org.intarsia.pipeline.batch.UsageException;
import org.intarsia.pipeline.roi.Roi;
import org.intarsia.pipeline.roi.RoiFile;
import org.intarsia.pipeline.roi.RoiFrame;
import org.intarsia.tiler.LabelMask;

/** Where the ROIs of masks are: in one file for all, or in one of each mask's name. */
public final class RoiChoice {
  private static final String RECORD = "slide.json";

  private final Path source;
  private final Optional<RoiFile> shared;
  private final OptionalDouble micronsPerPixel;

  private RoiChoice(Path source, Optional<RoiFile> shared, OptionalDouble micronsPerPixel) {
    this.source = source;
    this.shared = shared;
    this.micronsPerPixel = micronsPerPixel;
  }

  /**
   * The ROIs of a file or a folder.
   *
   * @param source a file for all masks, or a folder with NAME.geojson, .xml or .png for each
   * @param micronsPerPixel of the slides' level 0, in whose pixels the areas are, if it was given
   * @throws UsageException if it is a file without areas, or not there; names it
   */
  public static RoiChoice of(Path source, OptionalDouble micronsPerPixel) {
    if (Files.isDirectory(source)) {
      return new RoiChoice(source, Optional.empty(), micronsPerPixel);
    }
    if (!Files.exists(source)) {
      throw new UsageException(source + ": no such file or folder");
    }
    try {
      return new RoiChoice(source, Optional.of(RoiFile.read(source)), micronsPerPixel);
    } catch (IOException e) {
      throw new UsageException(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * The ROIs of a mask.
   *
   * @throws IOException if there are none; names the file
   */
  List<Roi> of(String mask, RoiFrame frame) throws IOException {
    RoiFile file = shared.isPresent() ? shared.get() : RoiFile.read(RoiFolder.file(source, mask));
    return file.on(frame, 0);
  }

  /** The mask as a level of its slide. */
  RoiFrame frame(LabelMask mask, OptionalDouble maskMicronsPerPixel) throws IOException {
    return new RoiFrame(
        scale(mask, maskMicronsPerPixel), mask.width(), Math.toIntExact(mask.height()));
  }

  /**
   * Pixels of the slide's level 0 along a pixel of a mask: by the pixel sizes, if that of level 0
   * was given; else what the run that left the mask says beside it; else 1.
   */
  private double scale(LabelMask mask, OptionalDouble maskMicronsPerPixel) throws IOException {
    if (micronsPerPixel.isPresent()) {
      double size =
          maskMicronsPerPixel.orElseThrow(
              () ->
                  new IOException(
                      mask.file()
                          + ": the mask does not say its pixel size, which --roi-mpp needs; --mpp"
                          + " gives it"));
      return size / micronsPerPixel.getAsDouble();
    }
    Path record = mask.file().resolveSibling(RECORD);
    if (Files.isRegularFile(record)) {
      JsonNode node = Json.read(Files.readString(record), JsonNode.class);
      double slide = node.path("source").path("width").asDouble(0);
      double level = node.path("level").path("width").asDouble(0);
      if (slide > 0 && level == mask.width()) {
        return slide / level;
      }
    }
    return 1;
  }
}
