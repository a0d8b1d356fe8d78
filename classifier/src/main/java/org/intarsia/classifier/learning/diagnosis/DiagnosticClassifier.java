package org.intarsia.classifier.learning.diagnosis;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.intarsia.classifier.learning.Model;
import org.intarsia.classifier.learning.diagnosis.Diagnosis.Abstention;
import org.intarsia.classifier.learning.diagnosis.Diagnosis.Call;
import org.intarsia.classifier.learning.diagnosis.Diagnosis.Reason;

/**
 * A pure function from features to a diagnosis, which says so when it cannot say.
 *
 * @param classes names, mildest first
 * @param features names of the columns, in order
 * @param model what was learned
 * @param familiarity which rows are like those of training
 * @param limits when it abstains
 */
public record DiagnosticClassifier(
    List<String> classes,
    List<String> features,
    Model model,
    Familiarity familiarity,
    Limits limits) {
  /**
   * When there is no call.
   *
   * @param leastConfidence least probability of a class that is called, 0 to 1
   * @param leastTissueSquareMillimetres least tissue; not asked where a table does not state it
   */
  public record Limits(double leastConfidence, double leastTissueSquareMillimetres) {
    /** Checks the numbers. */
    public Limits {
      if (!(leastConfidence >= 0 && leastConfidence <= 1)) {
        throw new IllegalArgumentException(
            "least confidence must be 0 to 1, not " + leastConfidence);
      }
      if (!(leastTissueSquareMillimetres >= 0 && leastTissueSquareMillimetres < 1e9)) {
        throw new IllegalArgumentException(
            "least tissue must be 0 to 1e9 mm2, not " + leastTissueSquareMillimetres);
      }
    }
  }

  /**
   * Checks that the parts fit together.
   *
   * @throws IllegalArgumentException if model and features, or model and classes, do not fit
   */
  public DiagnosticClassifier {
    classes = List.copyOf(classes);
    features = List.copyOf(features);
    int width = features.size();
    if (!model.fits(width) || familiarity.preparation().width() != width) {
      throw new IllegalArgumentException("the model does not fit %d features".formatted(width));
    }
    int labels = model.probabilities(new double[width]).length;
    if (labels != classes.size()) {
      throw new IllegalArgumentException(
          "the model knows %d classes, not %d".formatted(labels, classes.size()));
    }
  }

  /**
   * The diagnosis of one row.
   *
   * @param row its features in order, all finite
   * @param tissueSquareMillimetres how much tissue there is, if known
   */
  public Diagnosis diagnose(double[] row, OptionalDouble tissueSquareMillimetres) {
    double[] probabilities = model.probabilities(row);
    double tissue = tissueSquareMillimetres.orElse(Double.POSITIVE_INFINITY);
    if (tissue < limits.leastTissueSquareMillimetres()) {
      return new Abstention(
          Reason.TOO_LITTLE_TISSUE,
          text("tissue %.4g mm2 < %.4g", tissue, limits.leastTissueSquareMillimetres()),
          probabilities);
    }
    double distance = familiarity.distance(row);
    if (!(distance <= familiarity.limit())) { // so far that it is not a number, too
      return new Abstention(
          Reason.UNLIKE_TRAINING,
          text("distance %.4g > %.4g", distance, familiarity.limit()),
          probabilities);
    }
    int label = model.label(row);
    if (!(probabilities[label] >= limits.leastConfidence())) {
      return new Abstention(
          Reason.LOW_CONFIDENCE,
          text("probability %.4g < %.4g", probabilities[label], limits.leastConfidence()),
          probabilities);
    }
    return new Call(label, probabilities);
  }

  private static String text(String form, double value, double limit) {
    return String.format(Locale.ROOT, form, value, limit);
  }
}
