package org.intarsia.pipeline.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Times contenders that take turns: each once a round, in an order that rotates from round to
 * round. For one thread.
 */
public final class Rounds {
  /** What becomes of the first round, in which Java still compiles and caches are cold. */
  public enum First {
    /** It is taken once more, and counts then. */
    DROPPED,
    /** It counts: right where a turn takes minutes. */
    COUNTED
  }

  /** What is timed. */
  public interface Contender {
    /** Short name, unique among the contenders. */
    String name();

    /** Megapixels that one turn works on. */
    double megapixels();

    /**
     * Takes a turn.
     *
     * @return wall seconds of what counts; what it prepares and clears away does not
     */
    double turn() throws IOException, InterruptedException;
  }

  /**
   * What one turn took.
   *
   * @param wallSeconds as the contender says
   * @param cpuSeconds of all threads of this process while it had its turn, preparations included
   */
  public record Turn(double wallSeconds, double cpuSeconds) {}

  /**
   * The turns of one contender.
   *
   * @param name its name
   * @param megapixels that one turn works on
   * @param turns in the order of the rounds
   */
  public record Timing(String name, double megapixels, List<Turn> turns) {
    /** Copies the turns. */
    public Timing {
      turns = List.copyOf(turns);
    }

    /** Median of the wall seconds of a turn. */
    public double seconds() {
      return median(turns.stream().mapToDouble(Turn::wallSeconds).toArray());
    }

    /** Median of the CPU seconds of a turn. */
    public double cpuSeconds() {
      return median(turns.stream().mapToDouble(Turn::cpuSeconds).toArray());
    }

    /** Megapixels a second of wall time, by the median. */
    public double rate() {
      return megapixels / seconds();
    }

    /** Megapixels a CPU second, by the median. */
    public double cpuRate() {
      return megapixels / cpuSeconds();
    }

    /** The slowest turn over the fastest. */
    public double spread() {
      double[] seconds = turns.stream().mapToDouble(Turn::wallSeconds).sorted().toArray();
      return seconds[seconds.length - 1] / seconds[0];
    }
  }

  /**
   * How fast one is beside another: in each round their rates are compared, which were measured
   * next to each other.
   *
   * @param median of the rounds
   * @param least of the rounds
   * @param most of the rounds
   */
  public record Ratio(double median, double least, double most) {
    /** The rate of {@code one} over that of {@code other}. */
    public static Ratio of(Timing one, Timing other) {
      int rounds = Math.min(one.turns().size(), other.turns().size());
      double[] ratios = new double[rounds];
      for (int i = 0; i < rounds; i++) {
        double rate = one.megapixels() / one.turns().get(i).wallSeconds();
        ratios[i] = rate * other.turns().get(i).wallSeconds() / other.megapixels();
      }
      Arrays.sort(ratios);
      return new Ratio(Rounds.median(ratios), ratios[0], ratios[rounds - 1]);
    }
  }

  private Rounds() {}

  /** Lets the contenders take turns; a round before the first is thrown away. */
  public static List<Timing> run(List<? extends Contender> contenders, int rounds)
      throws IOException, InterruptedException {
    return run(contenders, rounds, First.DROPPED);
  }

  /**
   * Lets the contenders take turns.
   *
   * @param rounds rounds that count, at least 1
   * @return the timing of each, in the given order
   */
  public static List<Timing> run(List<? extends Contender> contenders, int rounds, First first)
      throws IOException, InterruptedException {
    if (rounds < 1) {
      throw new IllegalArgumentException("rounds must be at least 1, not " + rounds);
    }
    Map<String, List<Turn>> turns = new LinkedHashMap<>();
    contenders.forEach(contender -> turns.put(contender.name(), new ArrayList<>()));
    int dropped = first == First.DROPPED ? 1 : 0;
    for (int round = 0; round < rounds + dropped; round++) {
      for (int i = 0; i < contenders.size(); i++) {
        Contender contender = contenders.get((i + round) % contenders.size());
        double before = cpuSeconds();
        double seconds = contender.turn();
        Turn turn = new Turn(seconds, cpuSeconds() - before);
        if (round >= dropped) {
          turns.getOrDefault(contender.name(), new ArrayList<>()).add(turn);
        }
      }
    }
    return contenders.stream()
        .map(
            each ->
                new Timing(
                    each.name(), each.megapixels(), turns.getOrDefault(each.name(), List.of())))
        .toList();
  }

  /** CPU seconds of all threads of this process; 0 where the system does not say. */
  private static double cpuSeconds() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? Math.max(0, system.getProcessCpuTime()) * 1e-9
        : 0;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
