package org.intarsia.segmenter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TensorStorageTest {
  private static final int HALF_INFINITY = 0x7C00;

  /** A non-negative number of binary16 by its definition; what would come after 65504 is 65536. */
  private static double half(int bits) {
    int exponent = bits >> 10;
    int fraction = bits & 0x3FF;
    return exponent == 0
        ? Math.scalb((double) fraction, -24)
        : Math.scalb(1024.0 + fraction, exponent - 25);
  }

  private static double bfloat(int bits) {
    int exponent = bits >> 7;
    int fraction = bits & 0x7F;
    return exponent == 0
        ? Math.scalb((double) fraction, -133)
        : Math.scalb(128.0 + fraction, exponent - 134);
  }

  /** Every number, and around the middle to the next one. */
  @Test
  void float16IsTheNearestNumberTiesToEven() {
    for (int bits = 0; bits < HALF_INFINITY; bits++) {
      float exact = (float) half(bits);
      float middle = (float) ((half(bits) + half(bits + 1)) / 2);
      int even = bits + (bits & 1);
      expect(TensorStorage.float16(exact), bits);
      expect(TensorStorage.float16(-exact), bits | 0x8000);
      expect(TensorStorage.float16(middle), even);
      expect(TensorStorage.float16(-middle), even | 0x8000);
      expect(TensorStorage.float16(Math.nextDown(middle)), bits);
      expect(TensorStorage.float16(Math.nextUp(middle)), bits + 1);
    }
  }

  @Test
  void bfloat16IsTheNearestNumberTiesToEven() {
    for (int bits = 0; bits < 0x7F7F; bits++) {
      float exact = (float) bfloat(bits);
      float middle = (float) ((bfloat(bits) + bfloat(bits + 1)) / 2);
      expect(TensorStorage.bfloat16(exact), bits);
      expect(TensorStorage.bfloat16(-middle), (bits + (bits & 1)) | 0x8000);
      expect(TensorStorage.bfloat16(Math.nextDown(middle)), bits);
      expect(TensorStorage.bfloat16(Math.nextUp(middle)), bits + 1);
    }
  }

  private static void expect(short found, int bits) {
    if ((found & 0xFFFF) != bits) {
      assertThat(Integer.toHexString(found & 0xFFFF)).isEqualTo(Integer.toHexString(bits));
    }
  }

  /** As numpy's float32 to float16 gives them. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "0.1, 2e66",
    "-0.333333343, b555",
    "3.14159274, 4248",
    "1e-7, 0002",
    "6.1e-5, 03ff",
    "65519.996, 7bff",
    "65520, 7c00",
    "-1e30, fc00",
    "2.9802322e-8, 0000",
    "2.9802326e-8, 0001",
    "Infinity, 7c00",
    "NaN, 7e00"
  })
  void float16OfSomeNumbers(float value, String bits) {
    assertThat("%04x".formatted(TensorStorage.float16(value))).isEqualTo(bits);
  }

  @Test
  void roundingNeverGoesFurtherThanHalfAStep() {
    Random random = new Random(3);
    for (int i = 0; i < 100_000; i++) {
      float value = (float) Math.scalb(random.nextDouble(), random.nextInt(40) - 24);
      int bits = TensorStorage.float16(value);
      double step = half(bits + 1) - half(bits);
      if (Math.abs(half(bits) - value) > step / 2) {
        assertThat(half(bits)).isEqualTo(value);
      }
    }
  }
}
