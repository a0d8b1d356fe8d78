package org.intarsia.classifier.learning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Which rows are tested together: rows of one group always are.
 *
 * @param folds how many parts there are
 * @param of the part of each row
 */
public record GroupedFolds(int folds, int[] of) {
  private record Group(int[] rows, double[] counts) {}

  /**
   * Parts of about the same size with about the same share of every class: groups, large ones first
   * and otherwise in random order, each go where they make the classes most even.
   *
   * @param folds at least 2, at most the number of groups
   * @throws IllegalArgumentException if there are too few groups
   */
  public static GroupedFolds stratified(Samples samples, int folds, long seed) {
    List<Group> groups = new ArrayList<>(groups(samples));
    if (folds < 2 || folds > groups.size()) {
      throw new IllegalArgumentException(
          "folds (%d) must be at least 2 and at most the number of cases (%d)"
              .formatted(folds, groups.size()));
    }
    Collections.shuffle(groups, new Random(seed));
    groups.sort(Comparator.comparingInt((Group group) -> group.rows().length).reversed());
    groups.sort(Comparator.comparingInt(GroupedFolds::rarest));
    int[] of = new int[samples.size()];
    double[][] counts = new double[folds][samples.classes()];
    double[] sizes = new double[folds];
    for (Group group : groups) {
      int fold = best(counts, sizes, group, samples.counts());
      for (int row : group.rows()) {
        of[row] = fold;
      }
      sizes[fold] += group.rows().length;
      for (int label = 0; label < group.counts().length; label++) {
        counts[fold][label] += group.counts()[label];
      }
    }
    return new GroupedFolds(folds, of);
  }

  /** Every group by itself. */
  public static GroupedFolds leaveOneGroupOut(Samples samples) {
    List<Group> groups = groups(samples);
    if (groups.size() < 2) {
      throw new IllegalArgumentException("there must be at least two cases to leave one out");
    }
    int[] of = new int[samples.size()];
    for (int fold = 0; fold < groups.size(); fold++) {
      for (int row : groups.get(fold).rows()) {
        of[row] = fold;
      }
    }
    return new GroupedFolds(groups.size(), of);
  }

  private static List<Group> groups(Samples samples) {
    Map<Integer, List<Integer>> rows = new LinkedHashMap<>();
    for (int row = 0; row < samples.size(); row++) {
      rows.computeIfAbsent(samples.groups()[row], number -> new ArrayList<>()).add(row);
    }
    return rows.values().stream()
        .map(
            each -> {
              double[] counts = new double[samples.classes()];
              each.forEach(row -> counts[samples.labels()[row]]++);
              return new Group(each.stream().mapToInt(Integer::intValue).toArray(), counts);
            })
        .toList();
  }

  /** Groups of one class stay together in the order, so that each class is dealt round. */
  private static int rarest(Group group) {
    return group.rows().length > 1 ? -1 : Numbers.argMax(group.counts());
  }

  private static int best(double[][] counts, double[] sizes, Group group, int[] totals) {
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int fold = 0; fold < counts.length; fold++) {
      double growth = 0;
      for (int label = 0; label < totals.length; label++) {
        double own = group.counts()[label];
        growth += own == 0 ? 0 : (2 * counts[fold][label] + own) * own / totals[label];
      }
      growth += 1e-6 * sizes[fold] / counts.length;
      if (growth < least) {
        least = growth;
        best = fold;
      }
    }
    return best;
  }

  /** The rows that are tested in a part. */
  public int[] testing(int fold) {
    return IntStream.range(0, of.length).filter(row -> of[row] == fold).toArray();
  }

  /** The rows that are learned from when a part is tested: all others. */
  public int[] training(int fold) {
    return IntStream.range(0, of.length).filter(row -> of[row] != fold).toArray();
  }

  @Override
  public String toString() {
    return folds + " folds " + Arrays.toString(of);
  }
}
