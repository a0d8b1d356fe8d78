package org.intarsia.pipeline.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The fuzzer as a program: {@code Fuzz TARGET INPUTS SEED FAULTS}, or {@code Fuzz TARGET FILE...}
 * to run inputs of files.
 */
final class Fuzz {
  private static final String MEMORY = "/dev/shm";
  private static final long TWICE_THE_CAP = 512L << 20;

  private Fuzz() {}

  static FuzzTarget target(String name, Path folder) throws IOException {
    return switch (name) {
      case "tiff" -> SlideTarget.tiff(folder);
      case "dicom" -> SlideTarget.dicom(folder);
      case "model-card" -> new ModelCardTarget();
      default -> throw new IllegalArgumentException("no target '" + name + "'");
    };
  }

  static boolean isInstalled(FuzzTarget target) {
    return !(target instanceof SlideTarget slides) || slides.isInstalled();
  }

  /** Ends with code 1 after a fault. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path memory = Path.of(MEMORY);
    Path folder =
        Files.isWritable(memory)
            ? Files.createTempDirectory(memory, "intarsia-fuzz")
            : Files.createTempDirectory("intarsia-fuzz");
    int code;
    try {
      FuzzTarget target = target(arguments[0], folder);
      if (!isInstalled(target)) {
        System.err.println("fuzz: no reader " + target.name() + " is installed");
        code = 2;
      } else if (Files.exists(Path.of(arguments[1]))) {
        code = files(target, List.of(arguments).subList(1, arguments.length));
      } else {
        code = many(target, arguments);
      }
    } finally {
      try (Stream<Path> left = Files.list(folder)) {
        for (Path file : new ArrayList<>(left.toList())) {
          Files.deleteIfExists(file);
        }
      }
      Files.deleteIfExists(folder);
    }
    System.exit(code);
  }

  private static int many(FuzzTarget target, String[] arguments)
      throws IOException, InterruptedException {
    Fuzzer.Settings settings =
        new Fuzzer.Settings(
            Long.parseLong(arguments[1]),
            Long.parseLong(arguments[2]),
            TWICE_THE_CAP,
            Path.of(arguments[3]));
    Fuzzer.Report report =
        Fuzzer.run(
            target,
            settings,
            done -> {
              if (done % 100_000 == 0) {
                System.err.println(done + " inputs");
              }
            });
    report.faults().forEach(System.out::println);
    System.out.println(report + ", peak resident " + peakResident());
    return report.faults().isEmpty() ? 0 : 1;
  }

  private static int files(FuzzTarget target, List<String> files) throws IOException {
    int code = 0;
    for (String file : files) {
      long start = System.nanoTime();
      String verdict = "read";
      try {
        target.run(Files.readAllBytes(Path.of(file)));
      } catch (IOException e) {
        verdict = e.toString();
        code = target.refusal().isInstance(e) ? code : 1;
      }
      System.out.println(
          String.format(
              Locale.ROOT, "%s: %.3f s, %s", file, (System.nanoTime() - start) * 1e-9, verdict));
    }
    return code;
  }

  private static String peakResident() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.isReadable(status)) {
      return "not known";
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM"))
        .map(line -> line.substring(6).strip())
        .findFirst()
        .orElse("not known");
  }
}
