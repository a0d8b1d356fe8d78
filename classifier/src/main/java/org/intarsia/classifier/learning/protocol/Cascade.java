package org.intarsia.classifier.learning.protocol;

import java.util.stream.IntStream;
import org.intarsia.classifier.learning.Classifier;
import org.intarsia.classifier.learning.Model;
import org.intarsia.classifier.learning.Numbers;
import org.intarsia.classifier.learning.Samples;
import org.intarsia.classifier.learning.weak.Majority;

/**
 * Three decisions of two in a row, as in Mehta et al. 2018: invasive or not; if not, benign or not;
 * if not, DCIS or atypia. Each is learned from the rows that it is about, by a classifier of its
 * own with columns prepared for it.
 *
 * <p>The class called is the one that the decisions lead to; probabilities are products of theirs,
 * so the class called need not be the most probable.
 *
 * @param classifier of each decision
 * @param severity which class is what
 */
public record Cascade(Classifier classifier, Severity severity) implements Classifier {
  /**
   * The trained decisions.
   *
   * @param severity which class is what
   * @param invasive class 1 is invasive
   * @param proliferative class 1 is atypia or DCIS, class 0 benign
   * @param dcis class 1 is DCIS, class 0 atypia
   */
  public record Cascaded(Severity severity, Model invasive, Model proliferative, Model dcis)
      implements Model {
    @Override
    public boolean fits(int columns) {
      return invasive.fits(columns) && proliferative.fits(columns) && dcis.fits(columns);
    }

    @Override
    public double[] probabilities(double[] row) {
      double spreads = invasive.probabilities(row)[1];
      double grows = proliferative.probabilities(row)[1];
      double inDucts = dcis.probabilities(row)[1];
      double[] all = new double[Severity.NAMES.size()];
      all[severity.invasive()] = spreads;
      all[severity.benign()] = (1 - spreads) * (1 - grows);
      all[severity.dcis()] = (1 - spreads) * grows * inDucts;
      all[severity.atypia()] = (1 - spreads) * grows * (1 - inDucts);
      return all;
    }

    @Override
    public int label(double[] row) {
      if (invasive.label(row) == 1) {
        return severity.invasive();
      }
      if (proliferative.label(row) == 0) {
        return severity.benign();
      }
      return dcis.label(row) == 1 ? severity.dcis() : severity.atypia();
    }
  }

  /**
   * Learns.
   *
   * @throws IllegalArgumentException if there are not four classes
   */
  @Override
  public Cascaded train(Samples samples, long seed) {
    if (samples.classes() != Severity.NAMES.size()) {
      throw new IllegalArgumentException(
          "the cascade needs the classes %s, not %d classes"
              .formatted(Severity.NAMES, samples.classes()));
    }
    int unused = -1;
    int[] invasive = roles(0, 0, 0, 1);
    int[] proliferative = roles(0, 1, 1, unused);
    int[] dcis = roles(unused, 0, 1, unused);
    return new Cascaded(
        severity,
        decision(samples, invasive, Numbers.seed(seed, 0)),
        decision(samples, proliferative, Numbers.seed(seed, 1)),
        decision(samples, dcis, Numbers.seed(seed, 2)));
  }

  private int[] roles(int benign, int atypia, int dcis, int invasive) {
    int[] roles = new int[Severity.NAMES.size()];
    roles[severity.benign()] = benign;
    roles[severity.atypia()] = atypia;
    roles[severity.dcis()] = dcis;
    roles[severity.invasive()] = invasive;
    return roles;
  }

  private Model decision(Samples samples, int[] roles, long seed) {
    int[] rows =
        IntStream.range(0, samples.size())
            .filter(row -> roles[samples.labels()[row]] >= 0)
            .toArray();
    if (rows.length == 0) {
      return new Majority.Shares(new double[] {0.5, 0.5}); // nothing to decide by
    }
    Samples about = samples.subset(rows);
    int[] labels = IntStream.of(about.labels()).map(label -> roles[label]).toArray();
    return classifier.train(about.withLabels(labels, 2), seed);
  }
}
