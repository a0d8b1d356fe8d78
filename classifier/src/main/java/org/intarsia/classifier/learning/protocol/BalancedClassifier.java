package org.intarsia.classifier.learning.protocol;

import java.util.Random;
import java.util.stream.IntStream;
import org.intarsia.classifier.learning.Classifier;
import org.intarsia.classifier.learning.Model;
import org.intarsia.classifier.learning.Numbers;
import org.intarsia.classifier.learning.Samples;

/**
 * Makes classes even before training: of each, rows are drawn with replacement, twice as many as
 * the largest class has, as in the published study of breast biopsies. Classes without a row stay
 * so.
 *
 * @param classifier that learns from the rows drawn
 */
public record BalancedClassifier(Classifier classifier) implements Classifier {
  @Override
  public Model train(Samples samples, long seed) {
    return classifier.train(samples.subset(draw(samples, seed)), seed);
  }

  /** The rows drawn, class after class. */
  static int[] draw(Samples samples, long seed) {
    int most = IntStream.of(samples.counts()).max().orElse(0);
    return IntStream.range(0, samples.classes())
        .flatMap(
            label -> {
              int[] own =
                  IntStream.range(0, samples.size())
                      .filter(row -> samples.labels()[row] == label)
                      .toArray();
              Random random = new Random(Numbers.seed(seed, label));
              return own.length == 0
                  ? IntStream.empty()
                  : random.ints(2L * most, 0, own.length).map(place -> own[place]);
            })
        .toArray();
  }
}
