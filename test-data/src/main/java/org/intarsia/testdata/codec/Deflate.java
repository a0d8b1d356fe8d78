package org.intarsia.testdata.codec;

import java.io.ByteArrayOutputStream;
import java.util.zip.Deflater;

final class Deflate {
  private Deflate() {}

  static byte[] encode(byte[] data, int length) {
    Deflater deflater = new Deflater(6);
    try {
      deflater.setInput(data, 0, length);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream(length / 2 + 64);
      byte[] buffer = new byte[1 << 15];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return out.toByteArray();
    } finally {
      deflater.end();
    }
  }
}
