package org.intarsia.tiler.annotation;

import java.util.Optional;
import org.intarsia.slideio.Region;

/**
 * The centres of a block's pixels, in pixels of level 0.
 *
 * @param columns of its columns
 * @param rows of its rows
 */
record LevelBlock(PixelCentres columns, PixelCentres rows) {
  static LevelBlock of(Region region, double scale) {
    checkScale(scale);
    return new LevelBlock(
        new PixelCentres(region.x(), region.width(), scale),
        new PixelCentres(region.y(), region.height(), scale));
  }

  static void checkScale(double scale) {
    if (!(scale > 0) || Double.isInfinite(scale)) {
      throw new IllegalArgumentException("scale must be more than 0, not " + scale);
    }
  }

  static void checkLabels(Region region, byte[] labels) {
    if (labels.length < region.area()) {
      throw new IllegalArgumentException(
          "%d labels are fewer than the pixels of a block of %s".formatted(labels.length, region));
    }
  }

  /** A box of level 0, grown to whole pixels of a level and cut to it. */
  static Optional<Region> grown(Box box, double scale, int width, int height) {
    checkScale(scale);
    double left = Math.max(0, Math.floor(box.left() / scale));
    double top = Math.max(0, Math.floor(box.top() / scale));
    double right = Math.min(width, Math.ceil(box.right() / scale));
    double bottom = Math.min(height, Math.ceil(box.bottom() / scale));
    return left < right && top < bottom
        ? Optional.of(
            new Region((long) left, (long) top, (int) (right - left), (int) (bottom - top)))
        : Optional.empty();
  }

  /** An upright rectangle in pixels of level 0. */
  record Box(double left, double top, double right, double bottom) {}
}
