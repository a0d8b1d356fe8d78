package org.intarsia.pipeline.regress;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.intarsia.pipeline.batch.MachineFacts;
import org.intarsia.segmenter.Devices;
import org.intarsia.slideio.Codecs;
import org.intarsia.slideio.ReadOptions.CodecChoice;

/**
 * What kind of machine this is.
 *
 * <p><em>Why two:</em> kernels of networks differ between processors, and JPEG decoders between
 * libraries, in the last bit of a sum; the version of Java and the number of processors change
 * times but no results.
 *
 * @param arithmetic all that may change the last bit of a result
 * @param speed {@code arithmetic}, and what else changes times
 */
public record MachineKind(String arithmetic, String speed) {
  private static final List<String> VECTORS =
      List.of("amx_tile", "avx512f", "avx2", "avx", "sse4_2", "sve", "asimd");

  /** This machine. */
  public static MachineKind current() {
    String jpeg =
        Codecs.available(CodecChoice.NATIVE_WHERE_INSTALLED).stream()
            .filter(codec -> codec.compression().startsWith("JPEG"))
            .map(Codecs.Codec::codec)
            .collect(Collectors.joining(" and "));
    String arithmetic =
        "%s %s, %s, %s, %s"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                processor(),
                Devices.library().replaceFirst(",.*", ""),
                jpeg);
    return new MachineKind(
        arithmetic,
        "%s, %d processors, Java %d"
            .formatted(
                arithmetic,
                Runtime.getRuntime().availableProcessors(),
                Runtime.version().feature()));
  }

  private static String processor() {
    Map<String, String> facts;
    try {
      facts = MachineFacts.processor();
    } catch (IOException e) {
      return "unknown processor";
    }
    String name = facts.getOrDefault("model name", "unknown processor");
    String family = facts.containsKey("cpu family") ? " family " + facts.get("cpu family") : "";
    String model = facts.containsKey("model") ? " model " + facts.get("model") : "";
    String flags = facts.getOrDefault("flags", facts.getOrDefault("Features", ""));
    List<String> words = Arrays.asList(flags.split(" +"));
    String vectors = VECTORS.stream().filter(words::contains).findFirst().orElse("no vectors");
    return name + family + model + " " + vectors;
  }
}
