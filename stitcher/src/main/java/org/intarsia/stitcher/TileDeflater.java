package org.intarsia.stitcher;

import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.zip.Deflater;

/**
 * Compresses rows of tiles of labels, the tiles of a row at the same time on all processors; those
 * of one label only once for each label. One row at a time.
 */
final class TileDeflater implements AutoCloseable {
  /** Side of a tile in pixels. */
  static final int SIDE = 256;

  /**
   * Why 3: on masks of eight tissues 4 and 5 take 2.3 to 2.7 times as long for files that are 20 %
   * larger (smooth borders) to 5 % smaller (ragged ones); 6 makes them 30 % smaller and takes 3.5
   * times as long; 1 and 2 are no faster.
   */
  private static final int LEVEL = 3;

  /** Of noise, 3 makes files a tenth smaller than 1 and takes twice as long. */
  private static final int NOISE_LEVEL = 1;

  /** Rows of a tile that tell whether it is noise: every eighth pixel, or more, begins a run. */
  private static final int NOISE_ROWS = 8;

  private static final int AREA = SIDE * SIDE;

  private final ConcurrentLinkedQueue<Workspace> idle = new ConcurrentLinkedQueue<>();

  /** What one thread needs. */
  private static final class Workspace {
    private final Deflater usual = new Deflater(LEVEL);
    private final Deflater fast = new Deflater(NOISE_LEVEL);
    private final byte[] tile = new byte[AREA];
    private final byte[] compressed = new byte[AREA + AREA / 512];
    private final byte[][] uniform = new byte[256][];

    /** The tile whose first pixel is {@code rows[from]}, compressed. */
    byte[] deflate(byte[] rows, int from, int stride) {
      if (!isUniform(rows, from, stride)) {
        for (int y = 0; y < SIDE; y++) {
          System.arraycopy(rows, from + y * stride, tile, y * SIDE, SIDE);
        }
        return deflate(isNoise() ? fast : usual);
      }
      int label = rows[from] & 0xFF;
      if (uniform[label] == null) {
        Arrays.fill(tile, (byte) label);
        uniform[label] = deflate(usual);
      }
      return uniform[label];
    }

    private static boolean isUniform(byte[] rows, int from, int stride) {
      if (!Arrays.equals(rows, from, from + SIDE - 1, rows, from + 1, from + SIDE)) {
        return false;
      }
      for (int y = 1; y < SIDE; y++) {
        int row = from + y * stride;
        if (!Arrays.equals(rows, from, from + SIDE, rows, row, row + SIDE)) {
          return false;
        }
      }
      return true;
    }

    /** Looks at a few rows of the tile, which stand for the others. */
    private boolean isNoise() {
      int starts = 0;
      for (int y = 0; y < SIDE; y += SIDE / NOISE_ROWS) {
        for (int x = y * SIDE + 1; x < (y + 1) * SIDE; x++) {
          starts += tile[x] == tile[x - 1] ? 0 : 1;
        }
      }
      return starts > NOISE_ROWS * SIDE / 8;
    }

    private byte[] deflate(Deflater deflater) {
      deflater.reset();
      deflater.setInput(tile);
      deflater.finish();
      int length = deflater.deflate(compressed);
      if (!deflater.finished()) {
        throw new IllegalStateException("a deflated tile exceeds " + compressed.length + " bytes");
      }
      return Arrays.copyOf(compressed, length);
    }
  }

  /**
   * Compresses a row of tiles.
   *
   * @param rows {@link #SIDE} rows of {@code stride} labels
   * @param stride a multiple of {@link #SIDE}
   * @return the tiles from left to right
   */
  byte[][] deflate(byte[] rows, int stride) {
    byte[][] tiles = new byte[stride / SIDE][];
    IntStream.range(0, tiles.length)
        .parallel()
        .forEach(
            i -> {
              Workspace free = idle.poll();
              Workspace workspace = free == null ? new Workspace() : free;
              tiles[i] = workspace.deflate(rows, i * SIDE, stride);
              idle.add(workspace);
            });
    return tiles;
  }

  @Override
  public void close() {
    for (Workspace each = idle.poll(); each != null; each = idle.poll()) {
      each.usual.end();
      each.fast.end();
    }
  }
}
