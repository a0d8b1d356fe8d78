package org.intarsia.slideio.codec;

/** Blocks without compression. */
final class RawCodec implements BlockCodec {
  @Override
  public String name() {
    return "uncompressed";
  }

  @Override
  public void decode(byte[] encoded, BlockShape shape, byte[] out) throws CodecException {
    if (encoded.length < shape.bytes()) {
      throw Shortage.of(encoded.length, shape);
    }
    System.arraycopy(encoded, 0, out, 0, shape.bytes());
  }
}
