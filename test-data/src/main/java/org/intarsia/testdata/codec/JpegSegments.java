package org.intarsia.testdata.codec;

import java.io.ByteArrayOutputStream;

/** Takes JPEG streams apart at their markers. */
final class JpegSegments {
  private static final int SOI = 0xD8;
  private static final int EOI = 0xD9;
  private static final int SOS = 0xDA;
  private static final int DQT = 0xDB;
  private static final int DHT = 0xC4;
  private static final int APP0 = 0xE0;
  private static final int COMMENT = 0xFE;

  private JpegSegments() {}

  /** Only the quantisation and Huffman tables. */
  static byte[] tables(byte[] stream) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
    marker(SOI, out);
    for (int at = 2; code(stream, at) != SOS; at += 2 + length(stream, at)) {
      if (isTable(code(stream, at))) {
        out.write(stream, at, 2 + length(stream, at));
      }
    }
    marker(EOI, out);
    return out.toByteArray();
  }

  /** Without application segments and comments, and with or without tables. */
  static byte[] without(byte[] stream, boolean keepTables) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(stream.length);
    marker(SOI, out);
    int at = 2;
    for (; code(stream, at) != SOS; at += 2 + length(stream, at)) {
      int code = code(stream, at);
      boolean application = (code >= APP0 && code <= APP0 + 15) || code == COMMENT;
      if (!application && (keepTables || !isTable(code))) {
        out.write(stream, at, 2 + length(stream, at));
      }
    }
    out.write(stream, at, stream.length - at);
    return out.toByteArray();
  }

  private static boolean isTable(int code) {
    return code == DQT || code == DHT;
  }

  private static int code(byte[] stream, int at) {
    return stream[at + 1] & 0xFF;
  }

  private static int length(byte[] stream, int at) {
    return ((stream[at + 2] & 0xFF) << 8) | (stream[at + 3] & 0xFF);
  }

  private static void marker(int code, ByteArrayOutputStream out) {
    out.write(0xFF);
    out.write(code);
  }
}
