package org.intarsia.pipeline.regress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.intarsia.pipeline.PipelinePlan;
import org.intarsia.pipeline.batch.UsageException;
import org.intarsia.testdata.Diagnosis;
import org.intarsia.testdata.PyramidOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuiteTest {
  private static final String WHOLE =
      """
      name: a suite
      defaults:
        runs: 2
        tolerance: {slower: 0.3}
        options: {halo: 16}
      cases:
        # a comment
        - name: one
          synthetic: {seed: 5, size: 300x200, mpp: 1, diagnosis: dcis, format: svs}
          options: {patch: 64, seam: feather, tissue-filter: false}
          tolerance: {l1: 0.25}
        - name: two
          path: "${samples}/a-*.svs"
          sha256: 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
          required: true
          exact: never
          model: ../m/model.pt
      """;

  @TempDir private Path folder;

  private Suite read(String text) throws IOException {
    return Suite.read(Files.writeString(folder.resolve("s.yaml"), text));
  }

  @Test
  void readsWhatItSays() throws IOException {
    Suite suite = read(WHOLE);
    assertThat(suite.name()).isEqualTo("a suite");
    RegressionCase one = suite.cases().get(0);
    RegressionCase.Synthetic made = (RegressionCase.Synthetic) one.source();
    assertThat(made.spec().diagnosis()).isEqualTo(Diagnosis.DCIS);
    assertThat(made.spec().width()).isEqualTo(300);
    assertThat(made.format()).isEqualTo(PyramidOptions.Format.SVS);
    assertThat(one.options().halo()).isEqualTo(OptionalInt.of(16));
    assertThat(one.options().patch()).isEqualTo(OptionalInt.of(64));
    assertThat(one.options().seam()).isEqualTo(PipelinePlan.SeamChoice.FEATHER);
    assertThat(one.options().tissue()).isEqualTo(PipelinePlan.TissueFilter.NONE);
    assertThat(one.runs()).isEqualTo(2);
    assertThat(one.expectation().tolerance().slower()).isEqualTo(0.3);
    assertThat(one.expectation().tolerance().l1()).isEqualTo(0.25);
    assertThat(one.expectation().tolerance().changed()).isEqualTo(Tolerance.standard().changed());
    assertThat(one.expectation().mask()).isEqualTo(RegressionCase.MaskKeeping.KEPT);
    RegressionCase two = suite.cases().get(1);
    RegressionCase.RealSlide real = (RegressionCase.RealSlide) two.source();
    assertThat(real.path()).isEqualTo("${samples}/a-*.svs");
    assertThat(real.need()).isEqualTo(RegressionCase.Need.REQUIRED);
    assertThat(two.expectation().exact()).isEqualTo(RegressionCase.Exact.NEVER);
    assertThat(two.expectation().mask()).isEqualTo(RegressionCase.MaskKeeping.NOT_KEPT);
    assertThat(two.model().archive().orElseThrow().normalize())
        .isEqualTo(folder.resolveSibling("m").resolve("model.pt").toAbsolutePath());
    assertThat(suite.goldenFile()).isEqualTo(folder.resolve("s.golden.yaml"));
    assertThat(suite.goldenMask("one")).isEqualTo(folder.resolve("s.golden/one.ome.tiff"));
    assertThat(suite.only(Optional.of("two")).cases()).containsExactly(two);
    assertThatThrownBy(() -> suite.only(Optional.of("three")))
        .isInstanceOf(UsageException.class)
        .hasMessage(folder.resolve("s.yaml") + ": no case 'three'; there are one, two");
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "seed: 5|seed: five|line 9, cases[0].synthetic.seed: must be a whole number, not 'five'",
        "dcis|dcsi|line 9, cases[0].synthetic.diagnosis: must be one of benign, atypia, dcis,"
            + " invasive, not 'dcsi'",
        "300x200|300|line 9, cases[0].synthetic.size: must be WIDTHxHEIGHT in pixels, such as"
            + " 2048x1536, not 300",
        "mpp: 1|mpp: 90|line 9, cases[0].synthetic.mpp: must be 0.1 to 8.0, not 90",
        "seed: 5, |''|line 9, cases[0].synthetic: the key seed is missing; add it",
        "patch: 64|pach: 64|line 10, cases[0].options.pach: no such key; there are patch, halo,"
            + " seam, tissue-filter, mpp, level",
        "runs: 2|runs:|line 3, defaults.runs: has no value; give it one, or leave the key out",
        "runs: 2|runs: 0|line 3, defaults.runs: must be 1 to 9, not 0",
        "name: two|name: one|line 12, cases[1].name: there are two cases named one; rename one",
        "name: two|name: a/b|line 12, cases[1].name: 'a/b' must be letters, digits, dots, dashes"
            + " and underscores, 80 at most",
        "0123456789abcdef012|xyz|line 14, cases[1].sha256: must be 64 hexadecimal digits in lower"
            + " case, as sha256sum prints them",
        "required: true|required: yes|line 15, cases[1].required: must be one of true, false, not"
            + " 'yes'",
        "exact: never|exact: often|line 16, cases[1].exact: must be one of same-machine-kind,"
            + " always, never, not 'often'",
        "model: ../m/model.pt|card: c.json|line 17, cases[1].card: a card needs its model; add the"
            + " key model",
        "exact: never|synthetic: {seed: 1}|line 12, cases[1]: a case needs either synthetic or"
            + " path",
        "name: a suite|title: a suite|line 1, title: no such key; there are name, defaults, cases",
        "slower: 0.3|slower: fast|line 4, defaults.tolerance.slower: must be a number, not 'fast'",
      })
  void namesLineKeyAndMend(String from, String to, String message) throws IOException {
    Path file =
        Files.writeString(folder.resolve("s.yaml"), WHOLE.replaceFirst(Pattern.quote(from), to));
    assertThatThrownBy(() -> Suite.read(file))
        .isInstanceOf(UsageException.class)
        .hasMessage(file + ", " + message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name: [a|line 1: no YAML: ",
        "'name: a\nname: b\n'|line 2: no YAML: Duplicate",
        "'- a'|line 1: must have fields, of name, defaults, cases",
        "''|the file is empty",
        "'name: a\ncases: []\n'|line 2, cases: must be a list of at least one",
      })
  void refusesWhatIsNoSuite(String text, String message) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith(folder.resolve("s.yaml").toString())
        .hasMessageContaining(message);
  }

  @Test
  void theSuiteOfThisRepositoryIsOne() {
    Path file = Path.of("../regression/nightly.yaml");
    Suite suite = Suite.read(file);
    Golden golden = Golden.read(suite.goldenFile());
    for (RegressionCase each : suite.cases()) {
      assertThat(golden.cases()).containsKey(each.name());
      boolean kept = each.expectation().mask() == RegressionCase.MaskKeeping.KEPT;
      assertThat(Files.exists(suite.goldenMask(each.name()))).isEqualTo(kept);
    }
    assertThat(golden.cases()).hasSameSizeAs(suite.cases());
  }
}
