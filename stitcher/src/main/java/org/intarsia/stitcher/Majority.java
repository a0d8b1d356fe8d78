package org.intarsia.stitcher;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Halves a label image: each pixel takes the most frequent of four labels, among equals the one
 * that comes first in row-major order.
 */
final class Majority {
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Majority() {}

  /**
   * Halves two rows into one.
   *
   * @param from both rows, {@code 2 * length} labels each
   * @param upper start of the upper row
   * @param lower start of the lower row
   * @param to where the halved row goes
   * @param start its start
   * @param length its length
   */
  static void halve(byte[] from, int upper, int lower, byte[] to, int start, int length) {
    int i = 0;
    for (; i + 4 <= length; i += 4) {
      long above = (long) EIGHT.get(from, upper + 2 * i);
      long below = (long) EIGHT.get(from, lower + 2 * i);
      if (above == below && above == Long.rotateLeft(above, 8)) {
        byte label = (byte) above;
        to[start + i] = label;
        to[start + i + 1] = label;
        to[start + i + 2] = label;
        to[start + i + 3] = label;
      } else {
        halveEach(from, upper + 2 * i, lower + 2 * i, to, start + i, 4);
      }
    }
    halveEach(from, upper + 2 * i, lower + 2 * i, to, start + i, length - i);
  }

  private static void halveEach(
      byte[] from, int upper, int lower, byte[] to, int start, int length) {
    for (int i = 0; i < length; i++) {
      byte a = from[upper + 2 * i];
      byte b = from[upper + 2 * i + 1];
      byte c = from[lower + 2 * i];
      byte d = from[lower + 2 * i + 1];
      to[start + i] = of(a, b, c, d);
    }
  }

  /** A label seen twice or more wins; the first one where two are seen twice or all differ. */
  static byte of(byte a, byte b, byte c, byte d) {
    if (a == b || a == c || a == d) {
      return a;
    }
    if (b == c || b == d) {
      return b;
    }
    return c == d ? c : a;
  }
}
