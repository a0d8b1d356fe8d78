package org.intarsia.segmenter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a CPU says that it can do, as Linux lists it.
 *
 * @param names such as {@code avx512f}
 */
public record CpuFlags(Set<String> names) {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  /** Instructions that multiply in bfloat16: of x86, its matrix tiles, and of ARM. */
  private static final Set<String> BFLOAT16 = Set.of("avx512_bf16", "amx_bf16", "bf16");

  /** Copies the names. */
  public CpuFlags {
    names = Set.copyOf(names);
  }

  /** Those of this machine; none where the system has no {@code /proc/cpuinfo}. */
  public static CpuFlags here() throws IOException {
    return of(Files.isReadable(CPU_INFO) ? Files.readString(CPU_INFO) : "");
  }

  /**
   * Those that all processors of a machine have.
   *
   * @param cpuInfo text of {@code /proc/cpuinfo}, with a line {@code flags} (x86) or {@code
   *     Features} (ARM) for each processor
   */
  public static CpuFlags of(String cpuInfo) {
    return new CpuFlags(
        cpuInfo
            .lines()
            .filter(line -> line.matches("(flags|Features)\\s*:.*"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .distinct()
            .map(line -> Arrays.stream(line.split("\\s+", -1)).collect(Collectors.toSet()))
            .reduce(CpuFlags::common)
            .orElse(Set.of()));
  }

  private static Set<String> common(Set<String> one, Set<String> other) {
    return one.stream().filter(other::contains).collect(Collectors.toSet());
  }

  /**
   * Whether the CPU multiplies numbers of bfloat16, so that a network is faster in them; one that
   * does not computes the same in 32 bits and converts, which is slower than 32 bits alone.
   */
  public boolean computesInBfloat16() {
    return names.stream().anyMatch(BFLOAT16::contains);
  }
}
