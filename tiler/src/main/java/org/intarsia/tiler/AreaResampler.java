package org.intarsia.tiler;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.intarsia.slideio.PyramidLevel;
import org.intarsia.slideio.Region;
import org.intarsia.slideio.SlideReader;
import org.intarsia.slideio.WindowPass;

/**
 * Area resampling of a level to any other size: every pixel is the mean of the source area that it
 * covers.
 *
 * <p>With source length s and result length d, result pixel i covers source positions {@code i s /
 * d} to {@code (i + 1) s / d}. All positions are kept in units of {@code 1 / d} as integers, so a
 * pixel's weights depend on its place in the level alone and never on the tile that asks: tiles
 * agree at their borders bit for bit. Thread-safe; scratch space is per thread.
 */
final class AreaResampler {
  private static final int CHANNELS = 3;
  private static final int CHUNK_BYTES = 1 << 22;

  private final SlideReader slide;
  private final PyramidLevel source;
  private final long width;
  private final long height;
  private final int background;
  private final ThreadLocal<Scratch> scratch = ThreadLocal.withInitial(Scratch::new);

  AreaResampler(SlideReader slide, PyramidLevel source, long width, long height, int background) {
    this.slide = slide;
    this.source = source;
    this.width = width;
    this.height = height;
    this.background = background;
  }

  private static final class Scratch {
    private byte[] rows = {};
    private float[] line = {};
    private float[] sums = {};
    private byte[] out = {};
  }

  /** The part of the source axis that each of {@code count} result pixels covers. */
  private record Axis(long first, int length, int[] begin, float[][] weights) {
    static Axis of(long start, int count, long from, long to) {
      long first = Math.floorDiv(start * from, to);
      int[] begin = new int[count];
      float[][] weights = new float[count][];
      long last = first;
      for (int i = 0; i < count; i++) {
        long low = (start + i) * from;
        long high = low + from;
        long a = Math.floorDiv(low, to);
        long b = Math.min(from, Math.floorDiv(high + to - 1, to));
        begin[i] = (int) (a - first);
        weights[i] = new float[(int) (b - a)];
        for (long j = a; j < b; j++) {
          long covered = Math.min(high, (j + 1) * to) - Math.max(low, j * to);
          weights[i][(int) (j - a)] = (float) ((double) covered / from);
        }
        last = Math.max(last, b);
      }
      return new Axis(first, (int) (last - first), begin, weights);
    }
  }

  /** How parts of the source are read. */
  private interface SourceReader {
    /**
     * Reads a part.
     *
     * @param all everything of the source that the region covers
     */
    void read(Region part, Region all, ByteBuffer rgb) throws IOException;
  }

  void read(Region region, ByteBuffer rgb) throws IOException {
    read(region, (part, all, rows) -> slide.read(source.index(), part, rows), rgb);
  }

  /** Tells the source where the read stands; {@code pass} is one over the result. */
  void read(Region region, WindowPass pass, ByteBuffer rgb) throws IOException {
    long nextRow =
        pass.nextRow() >= height ? Long.MAX_VALUE : pass.nextRow() * source.height() / height;
    SourceReader reader =
        (part, all, rows) ->
            slide.read(source.index(), part, new WindowPass(all, nextRow, pass.readers()), rows);
    read(region, reader, rgb);
  }

  private void read(Region region, SourceReader reader, ByteBuffer rgb) throws IOException {
    Scratch space = scratch.get();
    int bytes = Math.toIntExact(CHANNELS * region.area());
    if (space.out.length < bytes) {
      space.out = new byte[bytes];
    }
    fillBackground(space.out, bytes);
    long left = Math.max(0, region.x());
    long top = Math.max(0, region.y());
    long right = Math.min(width, region.right());
    long bottom = Math.min(height, region.bottom());
    if (left < right && top < bottom) {
      Region inside = new Region(left, top, (int) (right - left), (int) (bottom - top));
      resample(inside, region, reader, space);
    }
    rgb.put(space.out, 0, bytes);
  }

  private void fillBackground(byte[] out, int bytes) {
    for (int i = 0; i < bytes; i += CHANNELS) {
      out[i] = (byte) (background >> 16);
      out[i + 1] = (byte) (background >> 8);
      out[i + 2] = (byte) background;
    }
  }

  private void resample(Region inside, Region region, SourceReader reader, Scratch space)
      throws IOException {
    Axis across = Axis.of(inside.x(), inside.width(), source.width(), width);
    Axis down = Axis.of(inside.y(), inside.height(), source.height(), height);
    int lineLength = CHANNELS * inside.width();
    if (space.line.length < lineLength) {
      space.line = new float[lineLength];
      space.sums = new float[lineLength];
    }
    int rowBytes = CHANNELS * across.length();
    int chunkRows = Math.max(1, CHUNK_BYTES / rowBytes);
    RowSource rows = new RowSource(reader, across, down, chunkRows, space);
    for (int i = 0; i < inside.height(); i++) {
      Arrays.fill(space.sums, 0, lineLength, 0f);
      float[] weights = down.weights()[i];
      for (int j = 0; j < weights.length; j++) {
        rows.reduce(down.begin()[i] + j);
        for (int k = 0; k < lineLength; k++) {
          space.sums[k] += weights[j] * space.line[k];
        }
      }
      int to =
          Math.toIntExact(
              CHANNELS
                  * ((inside.y() + i - region.y()) * region.width() + inside.x() - region.x()));
      for (int k = 0; k < lineLength; k++) {
        space.out[to + k] = (byte) Math.min(255, (int) (space.sums[k] + 0.5f));
      }
    }
  }

  /** Source rows, read in chunks and reduced along x one at a time. */
  private static final class RowSource {
    private final SourceReader reader;
    private final Axis across;
    private final Axis down;
    private final int rowBytes;
    private final int chunkRows;
    private final Scratch space;
    private int chunkStart = -1;
    private int chunkEnd = -1;
    private int reduced = -1;

    RowSource(SourceReader reader, Axis across, Axis down, int chunkRows, Scratch space) {
      this.reader = reader;
      this.across = across;
      this.down = down;
      this.rowBytes = CHANNELS * across.length();
      this.chunkRows = chunkRows;
      this.space = space;
    }

    void reduce(int row) throws IOException {
      if (row == reduced) {
        return;
      }
      if (row < chunkStart || row >= chunkEnd) {
        load(row);
      }
      int start = (row - chunkStart) * rowBytes;
      byte[] rows = space.rows;
      for (int i = 0; i < across.begin().length; i++) {
        float[] weights = across.weights()[i];
        int from = start + CHANNELS * across.begin()[i];
        float r = 0;
        float g = 0;
        float b = 0;
        for (float weight : weights) {
          r += weight * (rows[from] & 0xFF);
          g += weight * (rows[from + 1] & 0xFF);
          b += weight * (rows[from + 2] & 0xFF);
          from += CHANNELS;
        }
        space.line[CHANNELS * i] = r;
        space.line[CHANNELS * i + 1] = g;
        space.line[CHANNELS * i + 2] = b;
      }
      reduced = row;
    }

    private void load(int row) throws IOException {
      int count = Math.min(chunkRows, down.length() - row);
      int bytes = Math.multiplyExact(count, rowBytes);
      if (space.rows.length < bytes) {
        space.rows = new byte[bytes];
      }
      Region needed = new Region(across.first(), down.first() + row, across.length(), count);
      Region all = new Region(across.first(), down.first(), across.length(), down.length());
      reader.read(needed, all, ByteBuffer.wrap(space.rows, 0, bytes));
      chunkStart = row;
      chunkEnd = row + count;
    }
  }
}
