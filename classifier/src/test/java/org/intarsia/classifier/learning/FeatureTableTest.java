package org.intarsia.classifier.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class FeatureTableTest {
  private static final FeatureTable TABLE =
      new FeatureTable(
          List.of("stroma", "necrosis"),
          List.of("a", "b", "c"),
          new double[][] {{1, 2}, {3, 4}, {5, 6}});

  @Test
  void takesColumnsInTheOrderAsked() {
    FeatureTable selected = TABLE.select(List.of("necrosis", "stroma"));
    assertThat(selected.columns()).containsExactly("necrosis", "stroma");
    assertThat(selected.rows()).isDeepEqualTo(new double[][] {{2, 1}, {4, 3}, {6, 5}});
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TABLE.select(List.of("stroma", "blood")))
        .withMessage(
            "the table has another schema: no column 'blood'; there are 'stroma', 'necrosis'");
  }

  @Test
  void namesTheRowThatIsWrong() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new FeatureTable(
                    List.of("x", "y"), List.of("a", "b"), new double[][] {{1, 2}, {3, Double.NaN}}))
        .withMessage(
            "row 'b', column 'y': NaN is not a finite number; mend it, or leave the column out");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new FeatureTable(List.of("x"), List.of("a", "a"), new double[][] {{1}, {3}}))
        .withMessage("row 'a' comes twice; each must have a name of its own");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FeatureTable(List.of("x", "x"), List.of(), new double[0][]))
        .withMessage("column 'x' comes twice; each must have a name of its own");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FeatureTable(List.of("x"), List.of("a"), new double[][] {{1, 2}}))
        .withMessage("row 'a' has 2 numbers, but there are 1 columns");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FeatureTable(List.of(), List.of("a"), new double[][] {{}}))
        .withMessage("a table of features needs at least one numeric column");
  }

  @Test
  void numbersCasesAndRefusesAClassOfOne() {
    List<String> classes = List.of("benign", "invasive");
    LabelledTable labelled =
        new LabelledTable(TABLE, List.of("p", "q", "q"), classes, new int[] {0, 1, 1});
    assertThat(labelled.samples().groups()).containsExactly(0, 1, 1);
    assertThat(labelled.samples().counts()).containsExactly(1, 2);
    assertThatIllegalArgumentException()
        .isThrownBy(labelled::requireTwoCasesAClass)
        .withMessage(
            "class 'benign' has only one case, 'p' (rows [a]); give it another, or leave it out");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new LabelledTable(TABLE, List.of("p", "q", "q"), classes, new int[] {0, 0, 0}))
        .withMessage("class 'invasive' has no row; leave it out");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new LabelledTable(TABLE, List.of("p", "q", "q"), classes, new int[] {0, 1, 2}))
        .withMessage("row 'c': label 2 must be 0 to 1");
  }
}
