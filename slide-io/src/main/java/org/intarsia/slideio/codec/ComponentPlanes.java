package org.intarsia.slideio.codec;

import java.util.List;

/** The decoded components of a JPEG 2000 block, each with its own size. */
final class ComponentPlanes {
  /**
   * One component.
   *
   * @param stepX columns of the block that share one sample
   * @param stepY rows of the block that share one sample
   * @param samples values, row by row; those out of range are clamped later
   */
  record Plane(int width, int height, int stepX, int stepY, int[] samples) {}

  private ComponentPlanes() {}

  /** Interleaves the planes, repeating subsampled values as OpenSlide does. */
  static void interleave(List<Plane> planes, BlockShape shape, Jpeg2000Colors colors, byte[] out) {
    for (int c = 0; c < planes.size(); c++) {
      Plane plane = planes.get(c);
      for (int y = 0; y < shape.height(); y++) {
        int source = Math.min(y / plane.stepY(), plane.height() - 1) * plane.width();
        int target = y * shape.rowBytes() + c;
        row(plane, source, out, target, shape);
      }
    }
    if (colors == Jpeg2000Colors.YCBCR && shape.samples() == 3) {
      YccToRgb.inPlace(out, shape.width() * shape.height());
    }
  }

  private static void row(Plane plane, int source, byte[] out, int target, BlockShape shape) {
    int[] samples = plane.samples();
    int step = plane.stepX();
    int last = plane.width() - 1;
    int pixelBytes = shape.samples();
    for (int x = 0; x < shape.width(); x++) {
      int column = step == 1 ? x : Math.min(x / step, last);
      int value = samples[source + column];
      out[target] = (byte) Math.max(0, Math.min(255, value));
      target += pixelBytes;
    }
  }
}
