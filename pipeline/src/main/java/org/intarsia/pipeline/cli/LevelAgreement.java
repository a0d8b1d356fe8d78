package org.intarsia.pipeline.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.intarsia.slideio.PyramidLevel;
import org.intarsia.slideio.Region;
import org.intarsia.slideio.SlideReader;

/**
 * How far two readers agree on the pixels of a level.
 *
 * @param level of the first reader
 * @param mean absolute difference of the samples, 0 to 255
 * @param largest absolute difference
 * @param error why it could not be compared, if it could not
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record LevelAgreement(
    int level,
    long width,
    long height,
    OptionalDouble mean,
    OptionalInt largest,
    Optional<String> error) {
  private static final int BAND_BYTES = 24 << 20;

  /** Reads both levels in bands and compares every sample. */
  static LevelAgreement of(
      SlideReader first, PyramidLevel level, SlideReader second, PyramidLevel other) {
    int width = Math.toIntExact(level.width());
    int rows = (int) Math.min(level.height(), Math.max(1, BAND_BYTES / (3L * width)));
    byte[] one = new byte[3 * width * rows];
    byte[] two = new byte[one.length];
    long sum = 0;
    int largest = 0;
    try {
      for (long y = 0; y < level.height(); y += rows) {
        Region band = new Region(0, y, width, (int) Math.min(rows, level.height() - y));
        first.read(level.index(), band, ByteBuffer.wrap(one));
        second.read(other.index(), band, ByteBuffer.wrap(two));
        for (int i = 0; i < 3 * width * band.height(); i++) {
          int difference = Math.abs((one[i] & 0xFF) - (two[i] & 0xFF));
          sum += difference;
          largest = Math.max(largest, difference);
        }
      }
    } catch (IOException e) {
      return new LevelAgreement(
          level.index(),
          level.width(),
          level.height(),
          OptionalDouble.empty(),
          OptionalInt.empty(),
          Optional.of(String.valueOf(e.getMessage())));
    }
    return new LevelAgreement(
        level.index(),
        level.width(),
        level.height(),
        OptionalDouble.of(sum / (3.0 * level.area())),
        OptionalInt.of(largest),
        Optional.empty());
  }

  /** For people: {@code 0: 0.012, 3}. */
  String text() {
    return error
        .map(message -> level + ": " + message)
        .orElseGet(
            () ->
                String.format(
                    Locale.ROOT, "%d: %.3f, %d", level, mean.orElse(0), largest.orElse(0)));
  }
}
