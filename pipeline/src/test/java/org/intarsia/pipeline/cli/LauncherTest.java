package org.intarsia.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The real {@code bin/intarsia} with the real Java, before an application of two small classes. */
@Timeout(120)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "has a script of its own, without a cache")
class LauncherTest {
  private static final String SCRIPT = "src/main/bin/intarsia";

  /** What a call left: its exit code, and all that it wrote. */
  private record Call(int code, String out, String err) {}

  @TempDir private Path folder;
  private Path cache = Path.of("");

  @BeforeEach
  void install() throws IOException {
    cache = folder.resolve("a cache");
    Path script = Files.createDirectories(folder.resolve("app/bin")).resolve("intarsia");
    Files.copy(Path.of(SCRIPT), script);
    assertThat(script.toFile().setExecutable(true)).isTrue();
    Path classes = Files.createDirectories(folder.resolve("classes"));
    List<String> sources = new ArrayList<>();
    for (String name : List.of("Intarsia", "Rehearsal")) {
      Path source = folder.resolve(name + ".java");
      Files.writeString(
          source,
          """
          package org.intarsia.pipeline.cli;

          class %s {
            public static void main(String[] arguments) throws Exception {
              System.out.print(String.join("|", arguments));
              Class.forName("org.intarsia.pipeline.cli.Rehearsal");
            }
          }
          """
              .formatted(name));
      sources.add(source.toString());
    }
    List<String> options = new ArrayList<>(List.of("--release", "17", "-d", classes.toString()));
    options.addAll(sources);
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, options.toArray(String[]::new)))
        .isZero();
    Path jar =
        Files.createDirectories(folder.resolve("app/lib")).resolve("intarsia-pipeline-0.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Intarsia.class.getName());
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      for (String name : List.of("Intarsia", "Rehearsal")) {
        String entry = "org/intarsia/pipeline/cli/" + name + ".class";
        out.putNextEntry(new ZipEntry(entry));
        Files.copy(classes.resolve(entry), out);
      }
    }
  }

  private Call call(Path caches, String options, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(folder.resolve("app/bin/intarsia").toString());
    command.addAll(List.of(arguments));
    Path out = folder.resolve("out.txt");
    Path err = folder.resolve("err.txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("INTARSIA_CACHE_DIR", caches.toString());
    builder.environment().put("INTARSIA_JAVA_OPTIONS", options);
    builder.environment().remove("INTARSIA_CLASS_CACHE");
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    int code = builder.start().waitFor();
    return new Call(code, Files.readString(out), Files.readString(err));
  }

  private List<Path> cached(String ending) throws IOException {
    Path classes = cache.resolve("classes");
    if (!Files.isDirectory(classes)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(classes)) {
      return files.filter(file -> file.toString().endsWith(ending)).toList();
    }
  }

  /** Calls and waits for the archive that is made beside. */
  private Path archive() throws Exception {
    assertThat(call(cache, "", "run", "a b")).isEqualTo(new Call(0, "run|a b", ""));
    while (cached(".jsa").isEmpty() || !cached(".new").isEmpty()) {
      Thread.sleep(20);
    }
    assertThat(cached("")).hasSize(1);
    return cached(".jsa").get(0);
  }

  private boolean isUsed() throws Exception {
    Path log = folder.resolve("classes.log");
    Call call = call(cache, "-Xlog:class+load:file=" + log.getFileName(), "x");
    assertThat(call).isEqualTo(new Call(0, "x", ""));
    return Files.readString(log, StandardCharsets.UTF_8).contains("cli.Rehearsal source: shared");
  }

  @Test
  void theFirstCallHasAnArchiveMadeThatOthersUse() throws Exception {
    Path archive = archive();
    assertThat(archive).isNotEmptyFile();
    assertThat(isUsed()).isTrue();
    assertThat(cached("")).containsExactly(archive);
  }

  @Test
  void anotherBuildMakesItsOwnInPlaceOfTheOld() throws Exception {
    Path archive = archive();
    Files.write(folder.resolve("app/lib/intarsia-tiler-0.jar"), new byte[] {1});
    assertThat(archive()).isNotEqualTo(archive);
    assertThat(archive).doesNotExist();
  }

  @Test
  void anArchiveThatIsSpoiltIsPassedOver() throws Exception {
    Path archive = archive();
    byte[] spoilt = new byte[(int) Files.size(archive)];
    Files.delete(archive);
    Files.write(archive, spoilt);
    assertThat(isUsed()).isFalse();
  }

  @Test
  void anArchiveThatWasCutOffIsMadeAnew() throws Exception {
    Path archive = archive();
    byte[] whole = Files.readAllBytes(archive);
    Files.delete(archive);
    Files.write(archive, Arrays.copyOf(whole, whole.length / 2));
    assertThat(archive()).hasSize(whole.length);
    assertThat(isUsed()).isTrue();
  }

  @Test
  void aCacheThatCannotBeWrittenIsDoneWithout() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    for (Path caches : List.of(file, file.resolve("below"), Path.of("/proc/none"))) {
      assertThat(call(caches, "", "run")).isEqualTo(new Call(0, "run", ""));
    }
    assertThat(file).isEmptyFile();
  }

  @Test
  void runsKeepFewDeadObjectsUnlessToldOtherwise() throws Exception {
    String limit = "MaxNewSize += +67108864 ";
    assertThat(call(cache, "-XX:+PrintFlagsFinal", "run").out()).containsPattern(limit);
    assertThat(call(cache, "-XX:+PrintFlagsFinal -Xmn80m", "run").out())
        .doesNotContainPattern(limit);
    assertThat(call(cache, "-XX:+PrintFlagsFinal", "train").out()).doesNotContainPattern(limit);
  }

  @Test
  void helpNeedsNoCache() throws Exception {
    for (String help : List.of("--help", "-h", "--version", "-V")) {
      assertThat(call(cache, "", "run", help)).isEqualTo(new Call(0, "run|" + help, ""));
    }
    assertThat(cache).doesNotExist();
  }
}
