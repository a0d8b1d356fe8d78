package org.intarsia.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.intarsia.pipeline.cli.Ended.intarsia;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which commands are made for which arguments must not show. */
class CommandsTest {
  @Test
  void helpOfTheRootIsTheSameWithNamesAndWithCommands() {
    Ended names = intarsia("--help");
    assertThat(names.code()).isZero();
    assertThat(names.out()).contains("  run         Segment slides: masks").contains("  doctor  ");
    assertThat(intarsia("--help", "run")).isEqualTo(names);
    assertThat(intarsia("--verbose", "--help")).isEqualTo(names);
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "diagnose", "bench", "doctor"})
  void helpOfACommandIsTheSameAloneAndAmongAll(String command) {
    Ended alone = intarsia(command, "--help");
    assertThat(alone.code()).isZero();
    assertThat(alone.out()).startsWith("Usage: intarsia " + command + " [-hV] ");
    assertThat(intarsia("--verbose", command, "--help")).isEqualTo(alone);
  }

  @Test
  void nothingAndWhatIsNoCommandAreRefused() {
    assertThat(intarsia()).extracting(Ended::code).isEqualTo(ExitCode.USAGE);
    assertThat(intarsia().err()).contains("Missing required subcommand");
    assertThat(intarsia("runn").err())
        .contains("Unmatched argument at index 0: 'runn'")
        .contains("Try 'intarsia --help'.");
    assertThat(intarsia("run", "verify").err()).contains("Missing required option: '--output=DIR'");
  }
}
