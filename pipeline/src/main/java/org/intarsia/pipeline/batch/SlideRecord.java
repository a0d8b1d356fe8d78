package org.intarsia.pipeline.batch;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;

/**
 * The content of {@code slide.json}: what was read, how it was cut, what came out.
 *
 * @param state always {@code done}: a slide that failed leaves no folder
 * @param slide path of the slide as it was given
 * @param fingerprint see {@link Digest#fingerprint}
 * @param planDigest digest of the plan that made these results
 * @param source the file and its reader
 * @param level the working level
 * @param tiles the grid and what became of its tiles
 * @param classes pixel counts in the order of the labels
 * @param features what {@code features.csv} says of the slide, by column
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
    Source source,
    Level level,
    Tiles tiles,
    List<ClassCount> classes,
    Map<String, Number> features,
    Seconds seconds,
    List<String> notes,
    SortedMap<String, String> files) {

  /** The file and its reader; {@code micronsPerPixel} is that of level 0. */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Source(
      String format, String codec, long width, long height, OptionalDouble micronsPerPixel) {}

  /** The level that was segmented, in its own pixels. */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Level(
      int sourceLevel, long width, long height, OptionalDouble micronsPerPixel, String scaling) {}

  /** The grid in pixels, and its tiles by what became of them. */
  public record Tiles(
      int window, int core, int haloBefore, int haloAfter, long segmented, long skippedAsGlass) {}

  /** Pixels of a class on the working level. */
  public record ClassCount(String name, long pixels) {}

  /** Seconds of threads by stage, and of the clock. */
  public record Seconds(double tissue, double read, double segment, double stitch, double wall) {}

  /** All pixels of the working level. */
  public long pixels() {
    return classes.stream().mapToLong(ClassCount::pixels).sum();
  }
}
