package org.intarsia.slideio.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The sizes that a WebP file states, checked before any decoder sees it. */
final class WebpHeader {
  private static final int FIRST_CHUNK = 12;
  private static final int CHUNK_HEAD = 8;
  private static final int SIDE_MASK = 0x3FFF;

  private final ByteBuffer in;
  private final BlockShape shape;

  private WebpHeader(byte[] encoded, BlockShape shape) {
    this.in = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);
    this.shape = shape;
  }

  /**
   * Checks that every size in the file is the block's.
   *
   * @throws CodecException naming what differs
   */
  static void check(byte[] encoded, BlockShape shape) throws CodecException {
    new WebpHeader(encoded, shape).check();
  }

  private void check() throws CodecException {
    if (in.limit() < FIRST_CHUNK + CHUNK_HEAD || !is(0, "RIFF") || !is(8, "WEBP")) {
      throw new CodecException("no WebP image");
    }
    boolean found = false;
    long at = FIRST_CHUNK;
    while (at + CHUNK_HEAD <= in.limit()) {
      long length = in.getInt((int) at + 4) & 0xFFFFFFFFL;
      if (length > in.limit() - at - CHUNK_HEAD) {
        throw new CodecException(
            "damaged WebP image: a chunk of " + length + " bytes ends beyond the data");
      }
      found |= chunk((int) at, (int) length);
      at += CHUNK_HEAD + length + (length & 1);
    }
    if (!found) {
      throw new CodecException("damaged WebP image: no picture in it");
    }
  }

  /** Whether the chunk holds the picture. */
  private boolean chunk(int at, int length) throws CodecException {
    int data = at + CHUNK_HEAD;
    if (is(at, "ANIM") || is(at, "ANMF")) {
      throw new CodecException("a WebP animation");
    }
    if (is(at, "VP8X") && length >= 10) {
      size(1 + (in.getInt(data + 4) & 0xFFFFFF), 1 + (in.getInt(data + 6) >>> 8));
      return false;
    }
    if (is(at, "VP8L") && length >= 5) {
      int bits = in.getInt(data + 1);
      size(1 + (bits & SIDE_MASK), 1 + (bits >>> 14 & SIDE_MASK));
      return true;
    }
    if (is(at, "VP8 ") && length >= 10) {
      size(in.getShort(data + 6) & SIDE_MASK, in.getShort(data + 8) & SIDE_MASK);
      return true;
    }
    return false;
  }

  private void size(int width, int height) throws CodecException {
    if (width != shape.width() || height < shape.height() || height > shape.declaredHeight()) {
      throw new CodecException(
          "WebP image of "
              + width
              + " x "
              + height
              + " px in a block of "
              + shape.width()
              + " x "
              + shape.height());
    }
  }

  private boolean is(int at, String name) {
    for (int i = 0; i < name.length(); i++) {
      if (in.get(at + i) != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
