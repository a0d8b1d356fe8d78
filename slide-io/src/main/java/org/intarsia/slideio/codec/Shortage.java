package org.intarsia.slideio.codec;

/** The two messages that every byte-oriented codec needs. */
final class Shortage {
  private Shortage() {}

  static CodecException of(long bytes, BlockShape shape) {
    return new CodecException("holds only " + bytes + " of " + shape.bytes() + " bytes");
  }

  static CodecException excess(BlockShape shape) {
    return new CodecException(
        "decompresses to more than the " + shape.declaredBytes() + " bytes that it declares");
  }
}
