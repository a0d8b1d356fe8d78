package org.intarsia.slideio.codec;

/**
 * TIFF LZW, compression 5: codes of 9 to 12 bits, most significant bit first as TIFF 6.0 has it, or
 * least significant bit first as TIFF 5.0 had it and libtiff tells by the first two bytes.
 */
final class LzwCodec implements BlockCodec {
  private static final int CLEAR = 256;
  private static final int END = 257;
  private static final int FIRST_FREE = 258;
  private static final int TABLE = 4096;

  @Override
  public String name() {
    return "lzw";
  }

  @Override
  public void decode(byte[] encoded, BlockShape shape, byte[] out) throws CodecException {
    new Decoding(encoded, shape, out).run();
  }

  /**
   * The state of one block.
   *
   * <p>A string of the table is kept as the place in {@code out} where it was last written, with
   * its length: the string of a new code is always the previous string and the byte behind it.
   */
  private static final class Decoding {
    private final byte[] encoded;
    private final BlockShape shape;
    private final byte[] out;
    private final int limit;
    private final boolean leastFirst;
    private final int late;
    private final int[] start = new int[TABLE];
    private final int[] length = new int[TABLE];
    private long bits;
    private int bitCount;
    private int in;
    private int done;

    Decoding(byte[] encoded, BlockShape shape, byte[] out) {
      this.encoded = encoded;
      this.shape = shape;
      this.out = out;
      this.limit = shape.bytes();
      this.leastFirst = encoded.length >= 2 && encoded[0] == 0 && (encoded[1] & 1) == 1;
      this.late = leastFirst ? 1 : 0;
    }

    void run() throws CodecException {
      int free = FIRST_FREE;
      int width = 9;
      int previousStart = -1;
      int previousLength = 0;
      while (done < limit) {
        int code = next(width);
        if (code == END) {
          break;
        }
        if (code == CLEAR) {
          free = FIRST_FREE;
          width = 9;
          previousStart = -1;
          continue;
        }
        if (code > free
            || (previousStart < 0 && code >= CLEAR)
            || (code == free && free >= TABLE)) {
          throw new CodecException("damaged LZW stream: code " + code + " of " + free);
        }
        int at = done;
        if (previousStart >= 0 && free < TABLE) {
          start[free] = previousStart;
          length[free] = previousLength + 1;
          free++;
        }
        int written = code < CLEAR ? single(code) : copy(start[code], length[code]);
        previousStart = at;
        previousLength = written;
        int grown = free - late;
        width = grown >= 2047 ? 12 : grown >= 1023 ? 11 : grown >= 511 ? 10 : 9;
      }
      if (done < limit) {
        throw Shortage.of(done, shape);
      }
    }

    private int next(int width) throws CodecException {
      while (bitCount < width) {
        if (in >= encoded.length) {
          throw Shortage.of(done, shape);
        }
        long next = encoded[in++] & 0xFF;
        bits = leastFirst ? bits | next << bitCount : bits << 8 | next;
        bitCount += 8;
      }
      bitCount -= width;
      if (leastFirst) {
        int code = (int) bits & ((1 << width) - 1);
        bits >>>= width;
        return code;
      }
      return (int) (bits >>> bitCount) & ((1 << width) - 1);
    }

    private int single(int code) {
      out[done++] = (byte) code;
      return 1;
    }

    private int copy(int from, int count) throws CodecException {
      if (count > limit - done && shape.declaredHeight() == shape.height()) {
        throw Shortage.excess(shape);
      }
      int n = Math.min(count, limit - done);
      if (from + n <= done) {
        System.arraycopy(out, from, out, done, n);
      } else {
        for (int i = 0; i < n; i++) {
          out[done + i] = out[from + i];
        }
      }
      done += n;
      return count;
    }
  }
}
