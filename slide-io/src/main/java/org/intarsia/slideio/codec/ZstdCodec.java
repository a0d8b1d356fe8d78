package org.intarsia.slideio.codec;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;

/** Zstandard frames, TIFF compression 50000. */
final class ZstdCodec implements BlockCodec {
  @Override
  public String name() {
    return "zstd";
  }

  @Override
  public void decode(byte[] encoded, BlockShape shape, byte[] out) throws CodecException {
    int wanted = shape.bytes();
    int room = Math.toIntExact(shape.declaredBytes());
    byte[] target = room == wanted ? out : new byte[room];
    long done = decompress(encoded, target, shape);
    if (done < wanted) {
      throw Shortage.of(done, shape);
    }
    if (target != out) {
      System.arraycopy(target, 0, out, 0, wanted);
    }
  }

  private static long decompress(byte[] encoded, byte[] target, BlockShape shape)
      throws CodecException {
    try {
      return Zstd.decompressByteArray(target, 0, target.length, encoded, 0, encoded.length);
    } catch (ZstdException e) {
      throw e.getErrorCode() == Zstd.errDstSizeTooSmall()
          ? Shortage.excess(shape)
          : new CodecException("damaged Zstandard stream: " + e.getMessage(), e);
    }
  }
}
