package org.intarsia.classifier.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupedFoldsTest {
  private static Samples samples(int[] labels, int[] groups) {
    return new Samples(new double[labels.length][1], labels, groups, 3);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void keepsGroupsTogetherAndClassesEven(long seed) {
    Random random = new Random(seed);
    int rows = 200;
    int[] groups = IntStream.range(0, rows).map(row -> random.nextInt(80)).toArray();
    int[] labels = Arrays.stream(groups).map(group -> group % 10 < 6 ? 0 : group % 3).toArray();
    Samples samples = samples(labels, groups);
    GroupedFolds folds = GroupedFolds.stratified(samples, 5, seed);
    for (int a = 0; a < rows; a++) {
      for (int b = 0; b < a; b++) {
        assertThat(groups[a] == groups[b] && folds.of()[a] != folds.of()[b]).isFalse();
      }
    }
    for (int fold = 0; fold < 5; fold++) {
      assertThat(folds.testing(fold).length).isBetween(33, 47);
      assertThat(folds.training(fold).length).isEqualTo(rows - folds.testing(fold).length);
      int[] counts = samples.subset(folds.testing(fold)).counts();
      for (int label = 0; label < 3; label++) {
        assertThat(counts[label])
            .isBetween(samples.counts()[label] / 5 - 4, samples.counts()[label] / 5 + 5);
      }
    }
    assertThat(GroupedFolds.stratified(samples, 5, seed).of()).isEqualTo(folds.of());
    assertThat(GroupedFolds.stratified(samples, 5, seed + 100).of()).isNotEqualTo(folds.of());
  }

  /**
   * Rows of their own are dealt exactly: no fold has two more of a class, or rows, than another.
   */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void dealsSingleRowsExactly(long seed) {
    int[] labels = IntStream.range(0, 103).map(row -> row % 7 == 0 ? 2 : row % 2).toArray();
    Samples samples = samples(labels, IntStream.range(0, 103).toArray());
    GroupedFolds folds = GroupedFolds.stratified(samples, 10, seed);
    for (int fold = 0; fold < 10; fold++) {
      int[] counts = samples.subset(folds.testing(fold)).counts();
      for (int label = 0; label < 3; label++) {
        assertThat(counts[label])
            .isBetween(samples.counts()[label] / 10, samples.counts()[label] / 10 + 1);
      }
      assertThat(folds.testing(fold).length).isBetween(10, 11);
    }
  }

  @Test
  void leavesOneGroupOut() {
    Samples samples = samples(new int[] {0, 1, 2, 0}, new int[] {7, 3, 7, 5});
    assertThat(GroupedFolds.leaveOneGroupOut(samples).of()).containsExactly(0, 1, 0, 2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GroupedFolds.stratified(samples, 4, 1))
        .withMessage("folds (4) must be at least 2 and at most the number of cases (3)");
  }
}
