package org.intarsia.pipeline.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.intarsia.pipeline.Version;
import org.intarsia.segmenter.Devices;
import org.intarsia.slideio.Codecs;
import org.intarsia.slideio.ReadOptions.CodecChoice;
import org.intarsia.slideio.SlideReaderProvider;
import org.intarsia.slideio.SlideReaders;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code intarsia doctor}: what this machine has and lacks. */
@Command(
    name = "doctor",
    description = "Show Java, native libraries, codecs, devices and memory, and test them.")
final class DoctorCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    row(out, "intarsia", Version.current());
    row(
        out,
        "java",
        System.getProperty("java.vm.name")
            + " "
            + Runtime.version()
            + ", heap up to "
            + (Runtime.getRuntime().maxMemory() >> 20)
            + " MiB");
    row(
        out,
        "machine",
        "%s %s, %d processors"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors()));
    readers(out);
    codecs(out);
    for (String device : Devices.available()) {
      row(out, "device", device);
    }
    row(out, "networks", Devices.library());
    SelfTest.Outcome outcome = SelfTest.run();
    row(
        out,
        "self-test",
        String.format(
            Locale.ROOT,
            "%s: segmented %d pixels of a synthetic biopsy in %.1f s (%.2f MP/s, one worker)",
            outcome.ok() ? "passed" : "FAILED, " + outcome.problem(),
            outcome.pixels(),
            outcome.seconds(),
            1e-6 * outcome.pixels() / outcome.seconds()));
    return outcome.ok() ? ExitCode.DONE : ExitCode.FAULT;
  }

  private static void readers(PrintWriter out) {
    String title = "readers";
    for (SlideReaderProvider reader : SlideReaders.providers()) {
      row(out, title, reader.name() + reader.library().map(" (%s)"::formatted).orElse(""));
      title = "";
    }
    for (SlideReaderProvider reader : SlideReaders.lacking()) {
      row(out, title, reader.name() + " lacks its library" + hint(reader));
    }
  }

  private static String hint(SlideReaderProvider reader) {
    return reader.name().equals("openslide")
        ? "; for MIRAX and others install libopenslide0 (Debian, Ubuntu), openslide (Fedora,"
            + " Homebrew)"
        : "";
  }

  private static void codecs(PrintWriter out) {
    List<Codecs.Codec> codecs = Codecs.available(CodecChoice.NATIVE_WHERE_INSTALLED);
    for (Codecs.Codec codec : codecs) {
      row(out, codec.compression(), codec.codec() + " (" + codec.library() + ")");
      hint(codec).ifPresent(hint -> row(out, "", hint));
    }
  }

  private static Optional<String> hint(Codecs.Codec codec) {
    return switch (codec.codec()) {
      case "java-jpeg" ->
          Optional.of(
              "faster with libjpeg-turbo: install libturbojpeg0 (Debian, Ubuntu), turbojpeg"
                  + " (Fedora), jpeg-turbo (Homebrew)");
      case "java-jpeg2000" ->
          Optional.of(
              "faster with OpenJPEG: install libopenjp2-7 (Debian, Ubuntu), openjpeg2 (Fedora),"
                  + " openjpeg (Homebrew)");
      default -> Optional.empty();
    };
  }

  private static void row(PrintWriter out, String name, String value) {
    out.printf("%-12s %s%n", name, value);
  }
}
