package org.intarsia.testdata.codec;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** The LZW code of TIFF 6.0, section 13: most significant bit first, early change of width. */
final class Lzw {
  private static final int CLEAR = 256;
  private static final int END = 257;
  private static final int FIRST_FREE = 258;
  private static final int LAST_CODE = 4093;
  private static final int SLOTS = 1 << 14;

  private final ByteArrayOutputStream out;
  private final int[] keys = new int[SLOTS];
  private final short[] codes = new short[SLOTS];
  private int next;
  private int width;
  private int bits;
  private int bitCount;

  private Lzw(int length) {
    out = new ByteArrayOutputStream(length / 2 + 64);
    reset();
  }

  static byte[] encode(byte[] data, int length) {
    Lzw lzw = new Lzw(length);
    lzw.put(CLEAR);
    int prefix = -1;
    for (int i = 0; i < length; i++) {
      int symbol = data[i] & 0xFF;
      prefix = prefix < 0 ? symbol : lzw.extend(prefix, symbol);
    }
    if (prefix >= 0) {
      lzw.put(prefix);
      lzw.grow();
    }
    lzw.put(END);
    lzw.flush();
    return lzw.out.toByteArray();
  }

  /** Returns the code of prefix and symbol if known; else writes the prefix and starts anew. */
  private int extend(int prefix, int symbol) {
    int key = prefix << 8 | symbol;
    int slot = (key * 0x9E3779B1) >>> 18;
    while (keys[slot] >= 0) {
      if (keys[slot] == key) {
        return codes[slot];
      }
      slot = (slot + 1) & (SLOTS - 1);
    }
    put(prefix);
    keys[slot] = key;
    codes[slot] = (short) next;
    grow();
    if (next > LAST_CODE) {
      put(CLEAR);
      reset();
    }
    return symbol;
  }

  /** Counts one entry; readers, whose table lags by one, see the width change one code early. */
  private void grow() {
    next++;
    if (next == 1 << width && width < 12) {
      width++;
    }
  }

  private void reset() {
    Arrays.fill(keys, -1);
    next = FIRST_FREE;
    width = 9;
  }

  private void put(int code) {
    bits = bits << width | code;
    bitCount += width;
    while (bitCount >= 8) {
      bitCount -= 8;
      out.write(bits >>> bitCount);
    }
    bits &= (1 << bitCount) - 1;
  }

  private void flush() {
    if (bitCount > 0) {
      out.write(bits << (8 - bitCount));
    }
  }
}
