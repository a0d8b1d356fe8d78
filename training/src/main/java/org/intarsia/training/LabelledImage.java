package org.intarsia.training;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.intarsia.slideio.PyramidLevel;
import org.intarsia.slideio.Region;
import org.intarsia.slideio.SlideReader;
import org.intarsia.tiler.WindowReader;

/**
 * A picture or slide with the labels of its pixels, at the resolution that a network learns at.
 *
 * <p>Both are mirrored beyond the border, without repeating the edge pixel. Thread-safe.
 */
public final class LabelledImage implements Closeable {
  private final String name;
  private final SlideReader picture;
  private final LabelSource labels;
  private final PyramidLevel level;

  private LabelledImage(String name, SlideReader picture, LabelSource labels) {
    this.name = name;
    this.picture = picture;
    this.labels = labels;
    this.level = picture.metadata().level(0);
  }

  /** Takes over both sources, of which level 0 is used. */
  static LabelledImage of(String name, SlideReader picture, LabelSource labels) {
    return new LabelledImage(name, picture, labels);
  }

  /** What messages and tables call it. */
  public String name() {
    return name;
  }

  /** Columns. */
  public long width() {
    return level.width();
  }

  /** Rows. */
  public long height() {
    return level.height();
  }

  /**
   * Reads a window of the picture.
   *
   * @param window may lie partly or wholly outside; mirrored there
   * @param rgb receives {@code 3 * window.area()} bytes
   */
  public void pixels(Region window, byte[] rgb) throws IOException {
    WindowReader.of(picture, 0).read(window, ByteBuffer.wrap(rgb));
  }

  /**
   * Reads the labels of a window: those of the nearest pixels, where the mask is larger or smaller
   * than the picture.
   *
   * @param window may lie partly or wholly outside; mirrored there
   * @param result receives a byte a pixel
   */
  public void labels(Region window, byte[] result) throws IOException {
    long[] columns = positions(window.x(), window.width(), width(), labels.width());
    long[] rows = positions(window.y(), window.height(), height(), labels.height());
    Region hull = hull(columns, rows);
    byte[] source = new byte[Math.toIntExact(hull.area())];
    labels.read(hull, source);
    int i = 0;
    for (long row : rows) {
      int start = (int) (row - hull.y()) * hull.width();
      for (long column : columns) {
        result[i++] = source[start + (int) (column - hull.x())];
      }
    }
  }

  private static long[] positions(long start, int count, long length, long sourceLength) {
    long[] positions = new long[count];
    for (int i = 0; i < count; i++) {
      long inside = WindowReader.mirror(start + i, length);
      positions[i] =
          length == sourceLength
              ? inside
              : Math.min(sourceLength - 1, (long) ((inside + 0.5) * sourceLength / length));
    }
    return positions;
  }

  private static Region hull(long[] columns, long[] rows) {
    long left = min(columns);
    long top = min(rows);
    return new Region(left, top, (int) (max(columns) - left + 1), (int) (max(rows) - top + 1));
  }

  private static long min(long[] values) {
    long least = values[0];
    for (long value : values) {
      least = Math.min(least, value);
    }
    return least;
  }

  private static long max(long[] values) {
    long most = values[0];
    for (long value : values) {
      most = Math.max(most, value);
    }
    return most;
  }

  @Override
  public void close() throws IOException {
    try {
      picture.close();
    } finally {
      labels.close();
    }
  }
}
