package org.intarsia.pipeline.regress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.intarsia.classifier.Confusion;
import org.intarsia.testdata.BiopsySpec;
import org.intarsia.testdata.Diagnosis;
import org.intarsia.testdata.PyramidOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgeTest {
  private static final MachineKind HERE = new MachineKind("here", "here, fast");
  private static final MachineKind ELSEWHERE = new MachineKind("there", "there, fast");
  private static final Golden.Digests DIGESTS = new Golden.Digests("m", "o", "f");
  private static final Map<String, Long> CLASSES = Map.of("a", 600L, "b", 400L);

  @TempDir private Path folder;

  private static RegressionCase regressionCase(RegressionCase.Exact exact) {
    return new RegressionCase(
        "one",
        new RegressionCase.Synthetic(
            BiopsySpec.of(1, 10, 10, Diagnosis.DCIS), PyramidOptions.Format.SVS),
        RegressionCase.ModelFiles.embedded(),
        RegressionCase.Options.standard(),
        1,
        new RegressionCase.Expectation(
            exact, RegressionCase.MaskKeeping.KEPT, Tolerance.standard()));
  }

  private static Measurement measurement(double seconds, double changed, double dice) {
    return new Measurement(
        seconds,
        2,
        "model",
        CLASSES,
        DIGESTS,
        true,
        Optional.of(new MaskDifference(changed, Map.of("a", dice, "mean", dice), "")),
        Map.of("mean", 0.9),
        Path.of("mask"));
  }

  private static Golden golden(Golden.Digests digests) {
    return new Golden(
        Map.of(
            "one",
            new Golden.GoldenCase(
                "model", CLASSES, Map.of("mean", 0.9), new TreeMap<>(Map.of("here", digests)))));
  }

  private History history(double... ratios) throws IOException {
    Path file = folder.resolve("history.jsonl");
    String definition = regressionCase(RegressionCase.Exact.NEVER).definition();
    for (double ratio : ratios) {
      History.Result result =
          new History.Result(
              "passed",
              definition,
              OptionalDouble.of(ratio),
              OptionalDouble.of(1),
              OptionalDouble.empty(),
              OptionalDouble.empty(),
              OptionalDouble.empty());
      History.append(
          file, new History.Night("2026-01-01", "1", "s", "here, fast", Map.of("one", result)));
    }
    return History.read(file);
  }

  private List<String> failures(
      RegressionCase.Exact exact, Golden golden, MachineKind machine, Measurement found)
      throws IOException {
    return new Judge(golden, history(), machine)
        .figures(regressionCase(exact), found).stream()
            .filter(Figure::failed)
            .map(Figure::sentence)
            .toList();
  }

  @Test
  void digestsCountOnTheSameKindOfMachine() throws IOException {
    Golden other = golden(new Golden.Digests("x", "o", "f"));
    Measurement found = measurement(1, 0, 1);
    assertThat(failures(RegressionCase.Exact.SAME_MACHINE_KIND, golden(DIGESTS), HERE, found))
        .isEmpty();
    assertThat(failures(RegressionCase.Exact.SAME_MACHINE_KIND, other, HERE, found))
        .containsExactly("mask SHA-256 is m, expected x");
    assertThat(failures(RegressionCase.Exact.SAME_MACHINE_KIND, other, ELSEWHERE, found)).isEmpty();
    assertThat(failures(RegressionCase.Exact.NEVER, other, HERE, found)).isEmpty();
    assertThat(failures(RegressionCase.Exact.ALWAYS, other, ELSEWHERE, found))
        .containsExactly("mask SHA-256 is m, expected x");
  }

  @Test
  void tolerancesCountEverywhere() throws IOException {
    assertThat(
            failures(
                RegressionCase.Exact.NEVER, golden(DIGESTS), ELSEWHERE, measurement(1, 0.01, 0.9)))
        .containsExactly(
            "changed pixels is 0.01000, expected at most 0.000500",
            "mean Dice against golden is 0.90000, expected at least 0.99800",
            "Dice of a, the lowest is 0.90000, expected at least 0.99000");
    assertThat(
            failures(
                RegressionCase.Exact.NEVER, new Golden(Map.of()), ELSEWHERE, measurement(1, 0, 1)))
        .containsExactly("golden results is missing, expected some; run regress --update");
  }

  @ParameterizedTest(name = "{0} nights, {1} s: {2}")
  @CsvSource({"4, 100, TOLD", "5, 2.9, PASSED", "5, 3.1, FAILED", "40, 3.1, FAILED"})
  void timesAreJudgedByTheMedianOfEnoughNights(int nights, double seconds, Figure.Verdict verdict)
      throws IOException {
    double[] ratios = new double[nights];
    for (int i = 0; i < nights; i++) {
      ratios[i] = i == 0 ? 50 : 1;
    }
    List<Figure> figures =
        new Judge(golden(DIGESTS), history(ratios), HERE)
            .figures(regressionCase(RegressionCase.Exact.NEVER), measurement(seconds, 0, 1));
    assertThat(figures.get(figures.size() - 1).name()).isEqualTo("time in calibrations");
    assertThat(figures.get(figures.size() - 1).verdict()).isEqualTo(verdict);
    assertThat(
            new Judge(golden(DIGESTS), history(), ELSEWHERE)
                .figures(regressionCase(RegressionCase.Exact.NEVER), measurement(100, 0, 1)))
        .as("nights of other machines do not count")
        .noneMatch(Figure::failed);
  }

  @Test
  void aTornLineOfTheHistoryIsPassedOver() throws IOException {
    history(1, 2);
    Path file = folder.resolve("history.jsonl");
    Files.writeString(file, "{\"night\": \"2026-01", StandardOpenOption.APPEND);
    assertThat(history(3).of("s")).hasSize(3);
    assertThat(Files.readAllLines(file)).hasSize(4);
  }

  @Test
  void distancesAreThoseOfTheFormulas() {
    ClassDistance distance =
        ClassDistance.of(Map.of("a", 60L, "b", 40L), Map.of("a", 500L, "c", 500L));
    assertThat(distance.l1()).isCloseTo(0.1 + 0.4 + 0.5, within(1e-12));
    assertThat(distance.chiSquare())
        .isCloseTo((0.01 / 1.1 + 0.16 / 0.4 + 0.25 / 0.5) / 2, within(1e-12));
    assertThat(ClassDistance.of(CLASSES, CLASSES)).isEqualTo(new ClassDistance(0, 0));
  }

  @Test
  void diceLeavesOutClassesOfAFewPixels() {
    Confusion confusion = Confusion.of(new long[][] {{8000, 0, 0}, {500, 1500, 0}, {0, 5, 4}});
    assertThat(MaskDifference.dice(confusion, List.of("a", "b", "c")))
        .containsOnlyKeys("a", "b", "mean")
        .containsEntry("a", 2 * 8000 / 16500.0)
        .containsEntry("b", 2 * 1500 / 3505.0)
        .containsEntry("mean", (2 * 8000 / 16500.0 + 2 * 1500 / 3505.0) / 2);
  }
}
