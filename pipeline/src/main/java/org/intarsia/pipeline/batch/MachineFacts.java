package org.intarsia.pipeline.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.intarsia.slideio.Codecs;
import org.intarsia.slideio.ReadOptions.CodecChoice;
import org.intarsia.slideio.SlideReaders;

/** What a run ran on. */
public final class MachineFacts {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

  private MachineFacts() {}

  /** Operating system, processors, Java, codecs, readers of slides and peak memory, by name. */
  public static Map<String, String> all() {
    Map<String, String> facts = new TreeMap<>();
    facts.put(
        "os",
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch"));
    facts.put("processors", String.valueOf(Runtime.getRuntime().availableProcessors()));
    facts.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
    facts.put("heapMebibytes", String.valueOf(Runtime.getRuntime().maxMemory() >> 20));
    facts.put(
        "codecs",
        Codecs.available(CodecChoice.NATIVE_WHERE_INSTALLED).stream()
            .map(each -> each.codec() + " (" + each.library() + ")")
            .collect(Collectors.joining(", ")));
    facts.put(
        "readers",
        SlideReaders.providers().stream()
            .map(each -> each.name() + each.library().map(" (%s)"::formatted).orElse(""))
            .collect(Collectors.joining(", ")));
    peakResidentKibibytes()
        .ifPresent(peak -> facts.put("peakResidentMebibytes", String.valueOf(peak >> 10)));
    return facts;
  }

  /** What the system says of its first processor, such as {@code model name}; Linux only. */
  public static Map<String, String> processor() throws IOException {
    Map<String, String> facts = new TreeMap<>();
    if (Files.isReadable(PROCESSORS)) {
      for (String line : Files.readAllLines(PROCESSORS)) {
        String[] parts = line.split(":", 2);
        if (parts.length == 2) {
          facts.putIfAbsent(parts[0].strip(), parts[1].strip());
        }
      }
    }
    return facts;
  }

  /** The most memory that this process has had in use, where the system says it (Linux). */
  public static OptionalLong peakResidentKibibytes() {
    if (!Files.isReadable(STATUS)) {
      return OptionalLong.empty();
    }
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}
