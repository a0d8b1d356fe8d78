package org.intarsia.testdata;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Decoders after the text of TIFF 6.0, written plainly. */
final class Codes {
  private Codes() {}

  static byte[] packBits(byte[] coded) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int at = 0;
    while (at < coded.length) {
      int n = coded[at++];
      if (n >= 0) {
        out.write(coded, at, n + 1);
        at += n + 1;
      } else if (n > -128) {
        for (int i = 0; i < 1 - n; i++) {
          out.write(coded[at]);
        }
        at++;
      }
    }
    return out.toByteArray();
  }

  static byte[] lzw(byte[] coded) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<byte[]> table = new ArrayList<>();
    byte[] previous = {};
    int bit = 0;
    while (true) {
      int width = table.size() >= 2047 ? 12 : table.size() >= 1023 ? 11 : 9;
      width = width == 9 && table.size() >= 511 ? 10 : width;
      int code = 0;
      for (int i = 0; i < width; i++, bit++) {
        code = code << 1 | (coded[bit / 8] >> (7 - bit % 8) & 1);
      }
      if (code == 257) {
        return out.toByteArray();
      }
      if (code == 256) {
        table.clear();
        for (int i = 0; i < 258; i++) {
          table.add(new byte[] {(byte) i});
        }
        previous = new byte[0];
        continue;
      }
      byte[] entry = code < table.size() ? table.get(code) : joined(previous, previous[0]);
      out.write(entry);
      if (previous.length > 0) {
        table.add(joined(previous, entry[0]));
      }
      previous = entry;
    }
  }

  private static byte[] joined(byte[] start, byte last) {
    byte[] all = Arrays.copyOf(start, start.length + 1);
    all[start.length] = last;
    return all;
  }
}
