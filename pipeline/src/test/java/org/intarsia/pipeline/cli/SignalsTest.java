package org.intarsia.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.intarsia.pipeline.cli.Ended.intarsia;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.intarsia.pipeline.TinyModel;
import org.intarsia.pipeline.synthetic.SyntheticCohort;
import org.intarsia.testdata.PyramidOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Signals to a process of its own. */
@Timeout(180)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no such signals")
class SignalsTest {
  @TempDir private Path folder;
  private Path model = Path.of("");
  private Path slides = Path.of("");

  @BeforeEach
  void makeInputs() throws IOException {
    model = TinyModel.write(folder, 1);
    slides = Files.createDirectory(folder.resolve("slides"));
    SyntheticCohort cohort =
        new SyntheticCohort(
            SyntheticCohort.Patients.inTurn(2), 3, 1000, 800, 1, PyramidOptions.Format.SVS);
    for (SyntheticCohort.Member member : cohort.members()) {
      cohort.writeSlide(slides, member);
    }
  }

  private List<String> arguments(Path output) {
    return List.of(
        "run",
        slides.toString(),
        "--output",
        output.toString(),
        "--model",
        model.toString(),
        "--no-tissue-filter",
        "--patch",
        "48",
        "--batch",
        "1",
        "--workers",
        "1");
  }

  private Process start(Path output) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Intarsia.class.getName()));
    command.addAll(arguments(output));
    return new ProcessBuilder(command)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectInput(ProcessBuilder.Redirect.PIPE)
        .start();
  }

  private static void signal(Process process, String name) throws Exception {
    // The shell has a kill of its own; not every system has a program of that name.
    new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid()).start().waitFor();
  }

  /** Sends the signal when the first slide has begun; returns what was said until the end. */
  private static String signalWhenBusy(Process process, String name) throws Exception {
    StringBuilder said = new StringBuilder();
    try (BufferedReader err =
        new BufferedReader(
            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      for (String line = err.readLine(); line != null; line = err.readLine()) {
        said.append(line).append('\n');
        if (line.startsWith("slide 1 of 2")) {
          signal(process, name);
        }
      }
    }
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return said.toString();
  }

  /** A shell starts background jobs so, and so are all processes below them. */
  private static boolean interruptsAreIgnored() throws IOException {
    Path status = Path.of("/proc/self/status");
    return Files.exists(status)
        && Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).trim(), 16) & 2) != 0);
  }

  @Test
  void anInterruptEndsWithItsCodeAndTheRunGoesOn() throws Exception {
    assumeFalse(interruptsAreIgnored(), "this process was started with SIGINT ignored");
    Path output = folder.resolve("out");
    Process process = start(output);
    String said = signalWhenBusy(process, "INT");
    assertThat(said)
        .contains("intarsia: stopping; Ctrl-C again stops at once")
        .contains("intarsia: interrupted; what is finished is kept");
    assertThat(process.exitValue()).isEqualTo(130);
    assertThat(output.resolve("manifest.json")).exists();
    assertThat(intarsia(arguments(output).toArray()).code()).isZero();
    Path undisturbed = folder.resolve("undisturbed");
    assertThat(intarsia(arguments(undisturbed).toArray()).code()).isZero();
    for (String file :
        List.of(
            "features.csv",
            "slides/biopsy-001-benign/mask.ome.tiff",
            "slides/biopsy-002-atypia/overlay.jpg")) {
      assertThat(output.resolve(file)).hasSameBinaryContentAs(undisturbed.resolve(file));
    }
    assertThat(output.resolve(".intarsia")).doesNotExist();
  }

  @Test
  void aRequestToEndIsHeardToo() throws Exception {
    Process process = start(folder.resolve("out"));
    assertThat(signalWhenBusy(process, "TERM")).contains("interrupted; what is finished is kept");
    assertThat(process.exitValue()).isEqualTo(143);
  }
}
