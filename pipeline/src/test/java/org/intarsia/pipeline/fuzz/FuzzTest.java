package org.intarsia.pipeline.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Changed inputs end in a result or a refusal. A few thousand of them here; {@code tools/fuzz} runs
 * any number.
 */
class FuzzTest {
  private static final long INPUTS = 2000;
  private static final long MOST_BYTES = 512L << 20;

  @TempDir private Path folder;

  private FuzzTarget target(String name) throws IOException {
    FuzzTarget target = Fuzz.target(name, folder);
    assumeTrue(Fuzz.isInstalled(target), () -> "no reader " + name);
    return target;
  }

  @ParameterizedTest
  @ValueSource(strings = {"tiff", "dicom", "model-card"})
  void soundInputsAreRead(String name) throws IOException {
    FuzzTarget target = target(name);
    List<byte[]> seeds = target.seeds();
    assertThat(seeds).isNotEmpty();
    int refused = 0;
    for (byte[] seed : seeds) {
      try {
        target.run(seed);
      } catch (IOException e) {
        assertThat(e).isInstanceOf(target.refusal()).hasMessageContaining("not supported");
        refused++;
      }
    }
    assertThat(refused).isLessThan(7);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tiff", "dicom", "model-card"})
  void changedInputsAreReadOrRefused(String name) throws IOException, InterruptedException {
    FuzzTarget target = target(name);
    Fuzzer.Settings settings = new Fuzzer.Settings(INPUTS, 7, MOST_BYTES, folder.resolve("faults"));
    Fuzzer.Report report = Fuzzer.run(target, settings, done -> {});
    assertThat(report.faults()).as(report.toString()).isEmpty();
    assertThat(report.inputs()).isEqualTo(INPUTS);
    assertThat(report.read()).as("inputs that are still sound").isBetween(1L, INPUTS - 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tiff", "dicom", "model-card"})
  void inputsThatOnceWereFaultsAreReadOrRefused(String name) throws IOException {
    FuzzTarget target = target(name);
    for (String input : regressions(name)) {
      byte[] bytes;
      try (InputStream in = FuzzTest.class.getResourceAsStream("/fuzz/" + name + "/" + input)) {
        bytes = in == null ? new byte[0] : in.readAllBytes();
      }
      assertThat(bytes).as(input).isNotEmpty();
      assertThatCode(
              () -> {
                try {
                  target.run(bytes);
                } catch (IOException e) {
                  assertThat(e).isInstanceOf(target.refusal());
                }
              })
          .as(input)
          .doesNotThrowAnyException();
    }
  }

  private static List<String> regressions(String name) throws IOException {
    Path folder = Path.of("src/test/resources/fuzz").resolve(name);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }
}
