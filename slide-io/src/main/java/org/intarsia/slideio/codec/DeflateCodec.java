package org.intarsia.slideio.codec;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Zlib streams, TIFF compression 8 and 32946. */
final class DeflateCodec implements BlockCodec {
  @Override
  public String name() {
    return "deflate";
  }

  @Override
  public void decode(byte[] encoded, BlockShape shape, byte[] out) throws CodecException {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(encoded);
      int done = fill(inflater, out, shape.bytes());
      if (done < shape.bytes()) {
        throw Shortage.of(done, shape);
      }
      byte[] rest = new byte[4096];
      long extra = 0;
      for (int n = fill(inflater, rest, rest.length);
          n > 0;
          n = fill(inflater, rest, rest.length)) {
        extra += n;
        if (done + extra > shape.declaredBytes()) {
          throw Shortage.excess(shape);
        }
      }
    } catch (DataFormatException e) {
      throw new CodecException("damaged deflate stream: " + e.getMessage(), e);
    } finally {
      inflater.end();
    }
  }

  private static int fill(Inflater inflater, byte[] out, int length) throws DataFormatException {
    int done = 0;
    while (done < length) {
      int n = inflater.inflate(out, done, length - done);
      if (n == 0 && (inflater.finished() || inflater.needsInput() || inflater.needsDictionary())) {
        break;
      }
      done += n;
    }
    return done;
  }
}
