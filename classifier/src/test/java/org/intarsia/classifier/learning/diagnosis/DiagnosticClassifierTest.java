package org.intarsia.classifier.learning.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalDouble;
import org.intarsia.classifier.learning.Blobs;
import org.intarsia.classifier.learning.Preparation;
import org.intarsia.classifier.learning.PreparedClassifier;
import org.intarsia.classifier.learning.Samples;
import org.intarsia.classifier.learning.diagnosis.Diagnosis.Abstention;
import org.intarsia.classifier.learning.diagnosis.Diagnosis.Call;
import org.intarsia.classifier.learning.diagnosis.Diagnosis.Reason;
import org.intarsia.classifier.learning.weak.LogisticRegression;
import org.junit.jupiter.api.Test;

class DiagnosticClassifierTest {
  private static final List<String> CLASSES = List.of("benign", "invasive");
  private static final List<String> FEATURES = List.of("a", "b", "c");

  private static DiagnosticClassifier classifier(double leastConfidence) {
    Samples samples = Blobs.of(2, 400, 3, 3, 1);
    return new DiagnosticClassifier(
        CLASSES,
        FEATURES,
        new PreparedClassifier(Preparation.ALL_COLUMNS, new LogisticRegression(1))
            .train(samples, 1),
        Familiarity.of(samples, 0.99, 1),
        new DiagnosticClassifier.Limits(leastConfidence, 0.5));
  }

  @Test
  void callsWhatIsClear() {
    Diagnosis diagnosis = classifier(0.6).diagnose(new double[] {3, 0, 0}, OptionalDouble.of(2));
    assertThat(diagnosis).isInstanceOf(Call.class);
    assertThat(((Call) diagnosis).label()).isZero();
    assertThat(classifier(0.6).diagnose(new double[] {3, 0, 0}, OptionalDouble.empty()))
        .isInstanceOf(Call.class);
  }

  @Test
  void abstainsAndSaysWhy() {
    DiagnosticClassifier classifier = classifier(0.6);
    Abstention little =
        (Abstention) classifier.diagnose(new double[] {3, 0, 0}, OptionalDouble.of(0.25));
    assertThat(little.reason()).isEqualTo(Reason.TOO_LITTLE_TISSUE);
    assertThat(little.detail()).isEqualTo("tissue 0.2500 mm2 < 0.5000");
    Abstention strange =
        (Abstention) classifier.diagnose(new double[] {3, 0, 9}, OptionalDouble.of(1));
    assertThat(strange.reason()).isEqualTo(Reason.UNLIKE_TRAINING);
    assertThat(strange.detail()).matches("distance [0-9.]+ > [0-9.]+");
    double[] overflowing = {1e300, -1e300, 1e300};
    assertThat(((Abstention) classifier.diagnose(overflowing, OptionalDouble.of(1))).reason())
        .isEqualTo(Reason.UNLIKE_TRAINING);
    Abstention unsure =
        (Abstention) classifier.diagnose(new double[] {1.5, 1.5, 0}, OptionalDouble.of(1));
    assertThat(unsure.reason()).isEqualTo(Reason.LOW_CONFIDENCE);
    assertThat(unsure.probabilities()).hasSize(2);
  }

  /** One row in a hundred of the same kind lies beyond the limit. */
  @Test
  void theLimitIsAQuantileOfUnseenRows() {
    Familiarity familiarity = Familiarity.of(Blobs.of(1, 2000, 4, 0, 1), 0.95, 1);
    int beyond = 0;
    for (double[] row : Blobs.of(1, 4000, 4, 0, 2).rows()) {
      beyond += familiarity.distance(row) > familiarity.limit() ? 1 : 0;
    }
    assertThat(beyond / 4000.0).isCloseTo(0.05, within(0.012));
  }

  @Test
  void refusesPartsThatDoNotFit() {
    DiagnosticClassifier whole = classifier(0.5);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new DiagnosticClassifier(
                    CLASSES, List.of("a"), whole.model(), whole.familiarity(), whole.limits()))
        .withMessage("the model does not fit 1 features");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new DiagnosticClassifier(
                    List.of("x", "y", "z"),
                    FEATURES,
                    whole.model(),
                    whole.familiarity(),
                    whole.limits()))
        .withMessage("the model knows 2 classes, not 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DiagnosticClassifier.Limits(1.1, 0))
        .withMessage("least confidence must be 0 to 1, not 1.1");
  }
}
