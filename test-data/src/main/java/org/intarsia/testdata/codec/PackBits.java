package org.intarsia.testdata.codec;

import java.io.ByteArrayOutputStream;

/** The run-length code of TIFF 6.0, section 9; no run crosses a row. */
final class PackBits {
  private static final int LONGEST = 128;

  private PackBits() {}

  static byte[] encode(byte[] rgb, int width, int height) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(3 * width * height + height);
    for (int row = 0; row < height; row++) {
      encodeRow(rgb, 3 * width * row, 3 * width * (row + 1), out);
    }
    return out.toByteArray();
  }

  private static void encodeRow(byte[] data, int from, int to, ByteArrayOutputStream out) {
    int literal = from;
    int at = from;
    while (at < to) {
      int run = run(data, at, to);
      if (run < 3) {
        at += run;
        continue;
      }
      literals(data, literal, at, out);
      out.write(1 - run);
      out.write(data[at]);
      at += run;
      literal = at;
    }
    literals(data, literal, to, out);
  }

  private static int run(byte[] data, int at, int to) {
    int end = Math.min(to, at + LONGEST);
    int next = at + 1;
    while (next < end && data[next] == data[at]) {
      next++;
    }
    return next - at;
  }

  private static void literals(byte[] data, int from, int to, ByteArrayOutputStream out) {
    for (int at = from; at < to; at += LONGEST) {
      int length = Math.min(LONGEST, to - at);
      out.write(length - 1);
      out.write(data, at, length);
    }
  }
}
