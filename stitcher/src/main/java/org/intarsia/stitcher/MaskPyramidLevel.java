package org.intarsia.stitcher;

import static org.intarsia.stitcher.TileDeflater.SIDE;

import java.io.IOException;
import java.util.Arrays;
import org.intarsia.tiff.TiffWriter;
import org.jspecify.annotations.Nullable;

/** One level while it is written: one row of tiles in memory, the places of those before. */
final class MaskPyramidLevel {
  private final int width;
  private final int height;
  private final int tilesAcross;
  private final int stride;
  private final byte[] rows;
  private final long[] offsets;
  private final long[] byteCounts;
  private final @Nullable MaskPyramidLevel next;
  private int filled;
  private int written;
  private int tiles;

  private MaskPyramidLevel(int width, int height, @Nullable MaskPyramidLevel next) {
    this.width = width;
    this.height = height;
    this.tilesAcross = tiles(width);
    this.stride = tilesAcross * SIDE;
    this.rows = new byte[stride * SIDE];
    int count = Math.multiplyExact(tilesAcross, tiles(height));
    this.offsets = new long[count];
    this.byteCounts = new long[count];
    this.next = next;
  }

  /** The level of this size and all coarser ones behind it. */
  static MaskPyramidLevel chain(int width, int height, int smallest) {
    boolean last = Math.max(width, height) <= smallest;
    return new MaskPyramidLevel(
        width, height, last ? null : chain(half(width), half(height), smallest));
  }

  static int half(int size) {
    return size / 2 + (size & 1);
  }

  static int tiles(int size) {
    return (int) ((size + (long) SIDE - 1) / SIDE);
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  @Nullable MaskPyramidLevel next() {
    return next;
  }

  long[] offsets() {
    return offsets;
  }

  long[] byteCounts() {
    return byteCounts;
  }

  /** Rows that have arrived. */
  int arrived() {
    return written + filled;
  }

  /** Takes rows of labels without gaps. */
  void add(byte[] labels, int count, TileDeflater deflater, TiffWriter writer) throws IOException {
    for (int y = 0; y < count; y++) {
      System.arraycopy(labels, y * width, rows, filled * stride, width);
      rowArrived(deflater, writer);
    }
  }

  private void rowArrived(TileDeflater deflater, TiffWriter writer) throws IOException {
    filled++;
    if (filled == SIDE || arrived() == height) {
      flush(deflater, writer);
    }
  }

  private void flush(TileDeflater deflater, TiffWriter writer) throws IOException {
    pad();
    for (byte[] tile : deflater.deflate(rows, stride)) {
      offsets[tiles] = writer.append(tile, 0, tile.length);
      byteCounts[tiles] = tile.length;
      tiles++;
    }
    int whole = filled;
    written += filled;
    filled = 0;
    if (next != null) {
      for (int y = 0; y < whole; y += 2) {
        Majority.halve(
            rows, y * stride, (y + 1) * stride, next.rows, next.filled * next.stride, next.width);
        next.rowArrived(deflater, writer);
      }
    }
  }

  /** Repeats the last column and the last row into what a tile has beyond the level. */
  private void pad() {
    if (width < stride) {
      for (int y = 0; y < filled; y++) {
        int end = y * stride + width;
        Arrays.fill(rows, end, (y + 1) * stride, rows[end - 1]);
      }
    }
    for (int y = filled; y < SIDE; y++) {
      System.arraycopy(rows, (filled - 1) * stride, rows, y * stride, stride);
    }
  }
}
