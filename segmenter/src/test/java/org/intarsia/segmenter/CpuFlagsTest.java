package org.intarsia.segmenter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CpuFlagsTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "flags\t\t: fpu avx512f avx512_bf16 bmi1, true",
    "flags\t\t: fpu avx512f amx_bf16 amx_tile, true",
    "flags\t\t: fpu avx512f avx512vnni, false",
    "Features\t: fp asimd bf16 i8mm, true",
    "Features\t: fp asimd svebf16x, false",
    "bugs\t\t: avx512_bf16, false",
    "model name\t: none, false"
  })
  void whoMultipliesInBfloat16(String line, boolean expected) {
    String text = "processor\t: 0\n" + line + "\n\nprocessor\t: 1\n" + line + "\n";
    assertThat(CpuFlags.of(text).computesInBfloat16()).isEqualTo(expected);
  }

  @Test
  void processorsThatDifferHaveWhatAllHave() {
    CpuFlags flags = CpuFlags.of("flags : fpu avx512_bf16 sse\nflags : fpu sse avx2\n");
    assertThat(flags.names()).containsExactlyInAnyOrder("fpu", "sse");
    assertThat(flags.computesInBfloat16()).isFalse();
  }

  @Test
  void thisMachineIsAsked() throws IOException {
    assertThat(CpuFlags.of("").names()).isEmpty();
    assertThat(CpuFlags.here()).isEqualTo(CpuFlags.here());
  }
}
