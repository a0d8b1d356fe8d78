package org.intarsia.pipeline.batch;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import org.intarsia.pipeline.TileFaults;

/**
 * The content of {@code slide.json}: what was read, how it was cut, what came out.
 *
 * @param state always {@code done}; of a slide that failed, this file says other things
 * @param slide path of the slide as it was given
 * @param fingerprint see {@link Digest#fingerprint}
 * @param planDigest digest of the plan that made these results
 * @param run id of the run that made them
 * @param source the file and its reader
 * @param level the working level
 * @param tiles the grid and what became of its tiles
 * @param rois its regions of interest; absent for the whole slide
 * @param classes pixel counts in the order of the labels
 * @param badTiles those that could not be read and were given the background class
 * @param features of the whole mask, by column of {@code features.csv}, which says this of slides
 *     without ROIs
 * @param seconds time by stage
 * @param notes what a user should know
 * @param files SHA-256 of each file beside this one
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record SlideRecord(
    String state,
    String slide,
    String fingerprint,
    String planDigest,
    String run,
    Source source,
    Level level,
    Tiles tiles,
    Optional<Rois> rois,
    List<ClassCount> classes,
    List<TileFaults.Fault> badTiles,
    Map<String, Number> features,
    Seconds seconds,
    List<String> notes,
    SortedMap<String, String> files) {

  /**
   * The file and what read it.
   *
   * @param reader name of the reader that was taken: {@code tiff}, {@code openslide}, ...
   * @param micronsPerPixel that of level 0
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Source(
      String format,
      String reader,
      String codec,
      long width,
      long height,
      OptionalDouble micronsPerPixel) {}

  /** The level that was segmented, in its own pixels. */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Level(
      int sourceLevel, long width, long height, OptionalDouble micronsPerPixel, String scaling) {}

  /**
   * The grid in pixels, and its tiles by what became of them.
   *
   * @param window side of what the network reads
   * @param core side of what is kept of it
   * @param haloBefore context to the left and above
   * @param haloAfter context to the right and below
   * @param segmented tiles that the network saw
   * @param skippedAsGlass tiles without tissue
   * @param skippedOutsideRois tiles that no region of interest touches
   * @param failed tiles that could not be read
   */
  public record Tiles(
      int window,
      int core,
      int haloBefore,
      int haloAfter,
      long segmented,
      long skippedAsGlass,
      long skippedOutsideRois,
      long failed) {
    /** The part of the tiles with tissue that was lost, 0 to 1. */
    @JsonProperty
    public double lostTissueFraction() {
      return failed == 0 ? 0 : failed / (double) (failed + segmented);
    }
  }

  /**
   * Regions of interest.
   *
   * @param origins where they come from
   * @param areas each with what {@code features.csv} says of it
   */
  public record Rois(List<RoiOrigin> origins, List<RoiFeatures> areas) {}

  /**
   * Where ROIs come from.
   *
   * @param source path of the file, or the box
   * @param sha256 of the file, empty for a box
   */
  public record RoiOrigin(String source, String sha256) {}

  /**
   * A region of interest.
   *
   * @param name as {@code features.csv} has it
   * @param pixels of the working level, whatever their class
   * @param squareMillimetres their area, where the pixel size is known
   * @param features by column
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record RoiFeatures(
      String name, long pixels, OptionalDouble squareMillimetres, Map<String, Number> features) {}

  /** Pixels of a class on the working level. */
  public record ClassCount(String name, long pixels) {}

  /** Seconds of threads by stage, and of the clock. */
  public record Seconds(double tissue, double read, double segment, double stitch, double wall) {}

  /** All pixels of the working level. */
  public long pixels() {
    return classes.stream().mapToLong(ClassCount::pixels).sum();
  }
}
