package org.intarsia.classifier;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.apache.commons.math3.stat.descriptive.rank.Percentile.EstimationType;

/**
 * A value of a set of images and how far it would move with other images of the same kind.
 *
 * <p>Percentile bootstrap (Efron 1979): as many images as there are are drawn with replacement,
 * their counts are added, and the statistic is taken of the sum; {@code low} and {@code high} are
 * the quantiles of many such draws, interpolated linearly. The unit that is drawn is an image, not
 * a pixel: pixels of one image are alike. With one image every draw is that image and the interval
 * says nothing; with fewer than about ten it is too narrow.
 *
 * @param estimate the statistic of all images
 * @param low lower end
 * @param high upper end
 */
public record BootstrapInterval(double estimate, double low, double high) {
  /**
   * How images are drawn; the same plan draws the same images.
   *
   * @param seed of the random numbers
   * @param draws how many sets of images are drawn, at least 1
   * @param confidence part of the draws that lies between the ends, more than 0 and less than 1
   */
  public record Resampling(long seed, int draws, double confidence) {
    /** Checks the numbers. */
    public Resampling {
      if (draws < 1) {
        throw new IllegalArgumentException("draws must be at least 1, not " + draws);
      }
      if (!(confidence > 0 && confidence < 1)) {
        throw new IllegalArgumentException(
            "confidence must be more than 0 and less than 1, not " + confidence);
      }
    }

    /** 2000 draws, 95 %. */
    public static Resampling of(long seed) {
      return new Resampling(seed, 2000, 0.95);
    }
  }

  /**
   * The intervals of a statistic of confusions.
   *
   * @param images one confusion an image, at least one
   * @return empty if the statistic of all images is
   */
  public static Optional<BootstrapInterval> of(
      List<Confusion> images, Function<Confusion, OptionalDouble> statistic, Resampling plan) {
    return of(images, Confusion::plus, List.of(statistic), plan).get(0);
  }

  /**
   * The intervals of several statistics, all of the same draws.
   *
   * @param images what was counted in each image, at least one
   * @param plus adds two counts, exactly enough that the order does not matter
   * @param statistics functions of a sum of counts; a draw where one is empty is left out of its
   *     interval
   * @return one for each statistic, empty where the statistic of all images is
   */
  public static <T> List<Optional<BootstrapInterval>> of(
      List<T> images,
      BinaryOperator<T> plus,
      List<Function<T, OptionalDouble>> statistics,
      Resampling plan) {
    if (images.isEmpty()) {
      throw new IllegalArgumentException("an interval needs at least one image");
    }
    T all = images.stream().reduce(plus).orElseThrow();
    double[][] values = new double[statistics.size()][plan.draws()];
    int[] present = new int[statistics.size()];
    Random random = new Random(plan.seed());
    for (int draw = 0; draw < plan.draws(); draw++) {
      T sum = images.get(random.nextInt(images.size()));
      for (int i = 1; i < images.size(); i++) {
        sum = plus.apply(sum, images.get(random.nextInt(images.size())));
      }
      for (int s = 0; s < values.length; s++) {
        OptionalDouble value = statistics.get(s).apply(sum);
        if (value.isPresent()) {
          values[s][present[s]++] = value.getAsDouble();
        }
      }
    }
    List<OptionalDouble> estimates = statistics.stream().map(each -> each.apply(all)).toList();
    return intervals(estimates, values, present, plan);
  }

  /**
   * The intervals of statistics that are not functions of a sum of counts.
   *
   * @param units how many things are drawn from, at least one
   * @param statistics as many numbers each time, of how often each unit was drawn; an empty one is
   *     left out of its interval
   * @return one for each statistic, empty where the statistic of all units, once each, is
   */
  public static List<Optional<BootstrapInterval>> ofDraws(
      int units, Function<int[], List<OptionalDouble>> statistics, Resampling plan) {
    if (units < 1) {
      throw new IllegalArgumentException("an interval needs at least one unit, not " + units);
    }
    int[] once = new int[units];
    Arrays.fill(once, 1);
    List<OptionalDouble> estimates = statistics.apply(once);
    double[][] values = new double[estimates.size()][plan.draws()];
    int[] present = new int[values.length];
    Random random = new Random(plan.seed());
    for (int draw = 0; draw < plan.draws(); draw++) {
      int[] times = new int[units];
      for (int i = 0; i < units; i++) {
        times[random.nextInt(units)]++;
      }
      List<OptionalDouble> drawn = statistics.apply(times);
      for (int s = 0; s < values.length; s++) {
        if (drawn.get(s).isPresent()) {
          values[s][present[s]++] = drawn.get(s).getAsDouble();
        }
      }
    }
    return intervals(estimates, values, present, plan);
  }

  private static List<Optional<BootstrapInterval>> intervals(
      List<OptionalDouble> estimates, double[][] values, int[] present, Resampling plan) {
    List<Optional<BootstrapInterval>> intervals = new ArrayList<>();
    for (int s = 0; s < values.length; s++) {
      OptionalDouble estimate = estimates.get(s);
      intervals.add(
          estimate.isEmpty()
              ? Optional.empty()
              : Optional.of(
                  between(estimate.getAsDouble(), Arrays.copyOf(values[s], present[s]), plan)));
    }
    return intervals;
  }

  private static BootstrapInterval between(double estimate, double[] drawn, Resampling plan) {
    if (drawn.length == 0) {
      return new BootstrapInterval(estimate, estimate, estimate);
    }
    Percentile percentile = new Percentile().withEstimationType(EstimationType.R_7);
    percentile.setData(drawn);
    double tail = 50 * (1 - plan.confidence());
    return new BootstrapInterval(
        estimate, percentile.evaluate(tail), percentile.evaluate(100 - tail));
  }
}
