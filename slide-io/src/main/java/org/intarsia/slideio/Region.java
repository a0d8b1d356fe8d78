package org.intarsia.slideio;

import java.util.Optional;

/**
 * A non-empty rectangle in pixels of one pyramid level.
 *
 * <p>Positions are {@code long} and may be negative (a halo beyond the slide's border); sizes are
 * {@code int} and positive.
 *
 * @param x left-most column
 * @param y top-most row
 * @param width columns, at least 1
 * @param height rows, at least 1
 */
public record Region(long x, long y, int width, int height) {
  /** Checks the size; positions are free. */
  public Region {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "region size must be at least 1 x 1 px, not " + width + " x " + height);
    }
  }

  /** The number of pixels. */
  public long area() {
    return (long) width * height;
  }

  /** The first column to the right of the region. */
  public long right() {
    return x + width;
  }

  /** The first row below the region. */
  public long bottom() {
    return y + height;
  }

  /** The common part of both, empty if there is none. */
  public Optional<Region> intersect(Region other) {
    long left = Math.max(x, other.x);
    long top = Math.max(y, other.y);
    long w = Math.min(right(), other.right()) - left;
    long h = Math.min(bottom(), other.bottom()) - top;
    return w < 1 || h < 1 ? Optional.empty() : Optional.of(new Region(left, top, (int) w, (int) h));
  }

  /** Whether every pixel of {@code other} lies in this region. */
  public boolean contains(Region other) {
    return other.x >= x && other.y >= y && other.right() <= right() && other.bottom() <= bottom();
  }

  /** This region with {@code margin} more pixels on each of its four sides. */
  public Region grow(int margin) {
    return new Region(x - margin, y - margin, width + 2 * margin, height + 2 * margin);
  }

  @Override
  public String toString() {
    return width + " x " + height + " at (" + x + ", " + y + ")";
  }
}
