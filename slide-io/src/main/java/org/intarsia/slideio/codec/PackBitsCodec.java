package org.intarsia.slideio.codec;

import java.util.Arrays;

/** Byte runs, TIFF compression 32773. */
final class PackBitsCodec implements BlockCodec {
  @Override
  public String name() {
    return "packbits";
  }

  @Override
  public void decode(byte[] encoded, BlockShape shape, byte[] out) throws CodecException {
    int length = shape.bytes();
    boolean padded = shape.declaredHeight() > shape.height();
    int in = 0;
    int done = 0;
    while (done < length) {
      if (in >= encoded.length) {
        throw Shortage.of(done, shape);
      }
      int code = encoded[in++];
      if (code == -128) {
        continue;
      }
      int run = code >= 0 ? code + 1 : 1 - code;
      if (run > length - done && !padded) {
        throw Shortage.excess(shape);
      }
      int n = Math.min(run, length - done);
      int source = code >= 0 ? run : 1;
      if (source > encoded.length - in) {
        throw Shortage.of(done, shape);
      }
      if (code >= 0) {
        System.arraycopy(encoded, in, out, done, n);
      } else {
        Arrays.fill(out, done, done + n, encoded[in]);
      }
      in += source;
      done += n;
    }
  }
}
