package org.intarsia.slideio.tiff;

import java.nio.ByteOrder;

/**
 * How samples lie in a decompressed block before they are bytes.
 *
 * @param bits of a sample, 1 to 16
 * @param order of the two bytes of 16 bits
 * @param predictor 1, or 2 for differences to the left (8 and 16 bits)
 * @param stepX columns that share one pair of chroma samples, 1 unless Y Cb Cr is subsampled
 * @param stepY rows that share one pair of chroma samples
 * @param fillOrder 1, or 2 where the bits of every stored byte are reversed
 */
record SamplePacking(
    int bits, ByteOrder order, int predictor, int stepX, int stepY, int fillOrder) {
  /** Whether a block of a number of rows is a run of whole rows, so that strips can be cut. */
  boolean hasRows() {
    return !isSubsampled();
  }

  boolean isSubsampled() {
    return stepX > 1 || stepY > 1;
  }

  /** Bytes of one packed row; of one row of chroma units where they are subsampled. */
  long rowBytes(int width, int samples) {
    if (isSubsampled()) {
      return units(width, stepX) * ((long) stepX * stepY + 2);
    }
    return ((long) width * samples * bits + 7) / 8;
  }

  /** Rows of {@link #rowBytes} that hold so many rows of pixels. */
  int packedRows(int rows) {
    return (int) units(rows, stepY);
  }

  private static long units(int size, int step) {
    return ((long) size + step - 1) / step;
  }

  /** Reverses the bits of every byte in place. */
  static void reverse(byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (Integer.reverse(bytes[i]) >>> 24);
    }
  }

  /**
   * Makes bytes of the samples: the full range of fewer or more bits becomes 0 to 255, rounded.
   *
   * @param packed rows of {@link #rowBytes}; changed
   * @return interleaved samples, {@code width * rows * samples}; {@code packed} itself where they
   *     are bytes already
   */
  byte[] unpack(byte[] packed, int width, int rows, int samples) {
    if (isSubsampled()) {
      return spread(packed, width, rows);
    }
    int rowSamples = width * samples;
    if (bits == 8) {
      if (predictor == 2) {
        undoDifferences(packed, rowSamples, samples);
      }
      return packed;
    }
    byte[] out = new byte[rowSamples * rows];
    if (bits == 16) {
      words(packed, out, rowSamples, samples);
    } else {
      fields(packed, out, rowSamples);
    }
    return out;
  }

  private static void undoDifferences(byte[] samples, int rowBytes, int step) {
    for (int start = 0; start < samples.length; start += rowBytes) {
      int end = start + rowBytes;
      for (int i = start + step; i < end; i++) {
        samples[i] += samples[i - step];
      }
    }
  }

  private void words(byte[] packed, byte[] out, int rowSamples, int step) {
    int high = order == ByteOrder.BIG_ENDIAN ? 0 : 1;
    int[] row = new int[rowSamples];
    for (int start = 0; start < out.length; start += rowSamples) {
      for (int i = 0; i < rowSamples; i++) {
        int at = 2 * (start + i);
        int value = (packed[at + high] & 0xFF) << 8 | (packed[at + 1 - high] & 0xFF);
        if (predictor == 2 && i >= step) {
          value = value + row[i - step] & 0xFFFF;
        }
        row[i] = value;
        out[start + i] = (byte) ((value * 255 + 32767) / 65535);
      }
    }
  }

  /** Bit fields, the most significant bit first, each row from a new byte on. */
  private void fields(byte[] packed, byte[] out, int rowSamples) {
    int most = (1 << bits) - 1;
    int rowBytes = (rowSamples * bits + 7) / 8;
    for (int start = 0, in = 0; start < out.length; start += rowSamples, in += rowBytes) {
      int at = in;
      int held = 0;
      int count = 0;
      for (int i = 0; i < rowSamples; i++) {
        while (count < bits) {
          held = held << 8 | (packed[at++] & 0xFF);
          count += 8;
        }
        count -= bits;
        int value = held >>> count & most;
        out[start + i] = (byte) ((value * 255 + most / 2) / most);
      }
    }
  }

  /** Units of stepX * stepY luma samples and one pair of chroma samples become Y Cb Cr pixels. */
  private byte[] spread(byte[] packed, int width, int rows) {
    int unitBytes = stepX * stepY + 2;
    int rowBytes = (int) rowBytes(width, 3);
    byte[] out = new byte[3 * width * rows];
    for (int y = 0, target = 0; y < rows; y++) {
      int row = y / stepY * rowBytes;
      int line = y % stepY * stepX;
      for (int x = 0; x < width; x++, target += 3) {
        int unit = row + x / stepX * unitBytes;
        out[target] = packed[unit + line + x % stepX];
        out[target + 1] = packed[unit + unitBytes - 2];
        out[target + 2] = packed[unit + unitBytes - 1];
      }
    }
    return out;
  }
}
