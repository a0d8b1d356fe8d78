package org.intarsia.classifier.learning.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.intarsia.classifier.learning.ClassifierCatalogue;
import org.intarsia.classifier.learning.Preparation;
import org.intarsia.classifier.learning.PreparedClassifier;
import org.intarsia.classifier.learning.Samples;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The Wisconsin table in ten folds, beside what scikit-learn 1.2.1 scores with the same settings.
 */
class WisconsinTest {
  private static Path table() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path file = at.resolve("shared/samples/tables/wdbc.data");
      if (Files.exists(file)) {
        return file;
      }
    }
    return Path.of("wdbc.data");
  }

  private static Samples read(Path file) throws IOException {
    List<String[]> rows =
        Files.readAllLines(file).stream()
            .map(line -> line.split(",", -1))
            .filter(cells -> cells.length == 32)
            .toList();
    return new Samples(
        rows.stream()
            .map(cells -> Arrays.stream(cells, 2, 32).mapToDouble(Double::parseDouble).toArray())
            .toArray(double[][]::new),
        rows.stream().mapToInt(cells -> cells[1].equals("M") ? 1 : 0).toArray(),
        IntStream.range(0, rows.size()).toArray(),
        2);
  }

  @ParameterizedTest
  @CsvSource({
    "majority, 0.6274",
    "decision-stump, 0.8946",
    "nearest-neighbours, 0.9684",
    "gaussian-bayes, 0.9262",
    "linear-discriminant, 0.9578",
    "logistic-regression, 0.9772",
    "svm-linear, 0.9754",
    "svm-polynomial, 0.9033",
    "svm-rbf, 0.9772",
    "random-forest, 0.9561"
  })
  void scoresAsScikitLearnDoes(String name, double theirs) throws IOException {
    Path file = table();
    assumeTrue(Files.exists(file), "no shared/samples/tables/wdbc.data beside the project");
    Samples samples = read(file);
    assertThat(samples.size()).isEqualTo(569);
    PreparedClassifier classifier =
        new PreparedClassifier(
            Preparation.ALL_COLUMNS, ClassifierCatalogue.named(name).classifier());
    long right =
        Validation.stratified(samples, 10, 1, 1).predict(classifier).stream()
            .filter(each -> each.label() == samples.labels()[each.row()])
            .count();
    assertThat(right / 569.0).isCloseTo(theirs, within(0.01));
  }
}
