package org.intarsia.pipeline.features;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.intarsia.pipeline.batch.Json;
import org.intarsia.pipeline.batch.UsageException;
import org.intarsia.tiler.LabelMask;

/** Where the ROIs of masks are: in one GeoJSON file for all, or in one of each mask's name. */
public final class RoiChoice {
  private static final String RECORD = "slide.json";

  private final Path source;
  private final Optional<List<Roi>> shared;
  private final OptionalDouble micronsPerPixel;

  private RoiChoice(Path source, Optional<List<Roi>> shared, OptionalDouble micronsPerPixel) {
    this.source = source;
    this.shared = shared;
    this.micronsPerPixel = micronsPerPixel;
  }

  /**
   * The ROIs of a file or a folder.
   *
   * @param source a GeoJSON file for all masks, or a folder with NAME.geojson for each
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
      return new RoiChoice(source, Optional.of(Roi.read(source)), micronsPerPixel);
    } catch (IOException e) {
      throw new UsageException(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * The ROIs of a mask.
   *
   * @throws IOException if there are none; names the file
   */
  List<Roi> of(String mask) throws IOException {
    if (shared.isPresent()) {
      return shared.get();
    }
    Path file = source.resolve(mask + ".geojson");
    if (!Files.isRegularFile(file)) {
      throw new IOException(file + ": no such file; a folder of ROIs has one for each mask");
    }
    return Roi.read(file);
  }

  /**
   * Pixels of the slide's level 0 along a pixel of a mask: by the pixel sizes, if that of level 0
   * was given; else what the run that left the mask says beside it; else 1.
   */
  double scale(LabelMask mask, OptionalDouble maskMicronsPerPixel) throws IOException {
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
