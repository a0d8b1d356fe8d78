package org.intarsia.pipeline.regress;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.intarsia.pipeline.batch.Json;

/**
 * What earlier nights gave: JSON, a line a night.
 *
 * <p>A line is appended under a lock, in one write. A line that was torn by a crash is passed over,
 * and the next begins on a line of its own.
 */
public final class History {
  private static final int NIGHTS_REMEMBERED = 30;

  /**
   * A night.
   *
   * @param night when it ended, in UTC
   * @param version of Intarsia
   * @param suite name of the suite
   * @param machine {@link MachineKind#speed}
   * @param cases by name
   */
  public record Night(
      String night, String version, String suite, String machine, Map<String, Result> cases) {}

  /**
   * A case that night; figures are missing where it was not run.
   *
   * @param state in lower case
   * @param definition digest of slide and options: times of others are not compared
   * @param seconds of the clock
   * @param calibration seconds of the calibration
   * @param dice mean against the golden mask
   * @param truth mean Dice against the truth
   * @param l1 distance of the class fractions
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Result(
      String state,
      String definition,
      OptionalDouble seconds,
      OptionalDouble calibration,
      OptionalDouble dice,
      OptionalDouble truth,
      OptionalDouble l1) {
    /** Seconds in units of the calibration. */
    OptionalDouble ratio() {
      return seconds.isPresent() && calibration.isPresent() && calibration.getAsDouble() > 0
          ? OptionalDouble.of(seconds.getAsDouble() / calibration.getAsDouble())
          : OptionalDouble.empty();
    }
  }

  private final List<Night> nights;

  private History(List<Night> nights) {
    this.nights = List.copyOf(nights);
  }

  /** Those of a file; none if there is no such file. */
  public static History read(Path file) throws IOException {
    List<Night> nights = new ArrayList<>();
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        night(line).ifPresent(nights::add);
      }
    }
    return new History(nights);
  }

  private static Optional<Night> night(String line) {
    try {
      return Optional.ofNullable(Json.read(line, Night.class))
          .filter(night -> night.cases() != null && night.suite() != null);
    } catch (JsonProcessingException torn) {
      return Optional.empty();
    }
  }

  /** Appends a night, whole or not at all as far as readers see; makes the file if need be. */
  public static void append(Path file, Night night) throws IOException {
    try (FileChannel channel =
            FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      long end = channel.size();
      ByteBuffer last = ByteBuffer.allocate(1);
      boolean torn = end > 0 && channel.read(last, end - 1) == 1 && last.get(0) != '\n';
      String line = (torn ? "\n" : "") + Json.line(night) + "\n";
      ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        end += channel.write(bytes, end);
      }
      channel.force(lock.isValid());
    }
  }

  /** The nights of a suite, oldest first. */
  List<Night> of(String suite) {
    return nights.stream().filter(night -> night.suite().equals(suite)).toList();
  }

  /** Times of the same case on machines of the same kind, in the last nights, oldest first. */
  List<Double> ratios(RegressionCase each, MachineKind machine) {
    List<Double> ratios =
        nights.stream()
            .filter(night -> machine.speed().equals(night.machine()))
            .flatMap(night -> Optional.ofNullable(night.cases().get(each.name())).stream())
            .filter(result -> each.definition().equals(result.definition()))
            .map(Result::ratio)
            .filter(OptionalDouble::isPresent)
            .map(OptionalDouble::getAsDouble)
            .toList();
    return ratios.subList(Math.max(0, ratios.size() - NIGHTS_REMEMBERED), ratios.size());
  }

  /** The middle one, or the mean of the two in the middle. */
  static OptionalDouble median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int n = sorted.size();
    return n == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((sorted.get((n - 1) / 2) + sorted.get(n / 2)) / 2);
  }
}
