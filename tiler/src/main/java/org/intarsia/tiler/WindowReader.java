package org.intarsia.tiler;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.intarsia.slideio.PyramidLevel;
import org.intarsia.slideio.Region;
import org.intarsia.slideio.SlideReader;
import org.intarsia.slideio.WindowPass;

/**
 * Reads windows of one level, with true mirror padding beyond the slide's border.
 *
 * <p>The mirror does not repeat the edge pixel: left of {@code a b c d} stands {@code d c b}. That
 * is ImgLib2's {@code extendMirrorSingle} and numpy's {@code reflect}; here it also holds for
 * slides smaller than the window (the reflection is periodic) and for levels one pixel wide (that
 * pixel repeats). Mirroring happens at the level's border only, never at a tile's or a ROI's.
 *
 * <p>Holds scratch space of at most one window: one instance a thread, not thread-safe.
 */
public final class WindowReader {
  private static final int CHANNELS = 3;

  private final long width;
  private final long height;
  private final Rows rows;
  private byte[] source = {};
  private byte[] line = {};

  private WindowReader(PyramidLevel level, Rows rows) {
    this.width = level.width();
    this.height = level.height();
    this.rows = rows;
  }

  /** Reads what lies in the level. */
  private interface Rows {
    void read(Region window, Region needed, ByteBuffer rgb) throws IOException;
  }

  /** A reader of any windows of a level; the slide stays the caller's to close. */
  public static WindowReader of(SlideReader slide, int level) {
    return new WindowReader(
        slide.metadata().level(level), (window, needed, rgb) -> slide.read(level, needed, rgb));
  }

  /**
   * A reader of the windows of a grid's tiles, for several readers that together read them in the
   * grid's order: lets the slide keep decoded what the next row of windows wants, and nothing else.
   *
   * @param grid tiles of the level
   * @param readers how many threads read, each with such a reader
   */
  public static WindowReader of(SlideReader slide, int level, TileGrid grid, int readers) {
    return new WindowReader(
        slide.metadata().level(level),
        (window, needed, rgb) ->
            slide.read(
                level, needed, new WindowPass(needed, firstRowBelow(window, grid), readers), rgb));
  }

  /** The first row of the level that the row of windows below a window shows. */
  private static long firstRowBelow(Region window, TileGrid grid) {
    long top = window.y() + grid.core();
    if (top + grid.halo().before() >= grid.height()) {
      return Long.MAX_VALUE;
    }
    long last = top + grid.window() - 1;
    long mirrored = last < grid.height() ? top : 2 * (grid.height() - 1) - last;
    return Math.max(0, Math.min(top, mirrored));
  }

  /**
   * The position that a mirrored axis shows at {@code position}.
   *
   * @param position any position, also negative or beyond the end
   * @param length pixels of the axis, at least 1
   * @return a position from 0 to {@code length - 1}
   */
  public static long mirror(long position, long length) {
    if (length == 1) {
      return 0;
    }
    long period = 2 * (length - 1);
    long phase = Math.floorMod(position, period);
    return phase < length ? phase : period - phase;
  }

  /**
   * Fills a buffer with a window's pixels, interleaved R G B.
   *
   * @param window in pixels of the level; may lie partly or wholly outside it
   * @param rgb receives {@code 3 * window.area()} bytes from its position on
   * @throws IOException if the slide cannot be read there
   */
  public void read(Region window, ByteBuffer rgb) throws IOException {
    if (window.x() >= 0
        && window.y() >= 0
        && window.right() <= width
        && window.bottom() <= height) {
      rows.read(window, window, rgb);
      return;
    }
    long[] across = mirrored(window.x(), window.width(), width);
    long[] down = mirrored(window.y(), window.height(), height);
    Region needed = hull(across, down);
    int bytes = Math.toIntExact(CHANNELS * needed.area());
    if (source.length < bytes) {
      source = new byte[bytes];
    }
    rows.read(window, needed, ByteBuffer.wrap(source, 0, bytes));
    gather(across, down, needed, rgb);
  }

  /** Copies what lies side by side in the level as it lies, and the mirrored columns one by one. */
  private void gather(long[] columns, long[] rows, Region needed, ByteBuffer rgb) {
    int stride = CHANNELS * needed.width();
    int lineBytes = CHANNELS * columns.length;
    if (line.length < lineBytes) {
      line = new byte[lineBytes];
    }
    int[] places = new int[columns.length];
    for (int i = 0; i < columns.length; i++) {
      places[i] = CHANNELS * (int) (columns[i] - needed.x());
    }
    int first = firstInOrder(columns);
    int end = endOfOrder(columns, first);
    for (long row : rows) {
      int start = (int) (row - needed.y()) * stride;
      pick(start, places, 0, first);
      System.arraycopy(
          source, start + places[first], line, CHANNELS * first, CHANNELS * (end - first));
      pick(start, places, end, places.length);
      rgb.put(line, 0, lineBytes);
    }
  }

  private void pick(int start, int[] places, int begin, int end) {
    for (int i = begin; i < end; i++) {
      int from = start + places[i];
      line[CHANNELS * i] = source[from];
      line[CHANNELS * i + 1] = source[from + 1];
      line[CHANNELS * i + 2] = source[from + 2];
    }
  }

  private static int firstInOrder(long[] columns) {
    int first = 0;
    while (first + 1 < columns.length && columns[first + 1] != columns[first] + 1) {
      first++;
    }
    return first;
  }

  private static int endOfOrder(long[] columns, int first) {
    int end = first + 1;
    while (end < columns.length && columns[end] == columns[end - 1] + 1) {
      end++;
    }
    return end;
  }

  private static long[] mirrored(long start, int count, long length) {
    long[] positions = new long[count];
    for (int i = 0; i < count; i++) {
      positions[i] = mirror(start + i, length);
    }
    return positions;
  }

  private static Region hull(long[] columns, long[] rows) {
    long left = Long.MAX_VALUE;
    long right = Long.MIN_VALUE;
    for (long column : columns) {
      left = Math.min(left, column);
      right = Math.max(right, column);
    }
    long top = Long.MAX_VALUE;
    long bottom = Long.MIN_VALUE;
    for (long row : rows) {
      top = Math.min(top, row);
      bottom = Math.max(bottom, row);
    }
    return new Region(left, top, (int) (right - left + 1), (int) (bottom - top + 1));
  }
}
