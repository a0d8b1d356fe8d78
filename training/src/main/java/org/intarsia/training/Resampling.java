package org.intarsia.training;

import java.io.IOException;
import org.intarsia.segmenter.LabelledPatch;
import org.intarsia.slideio.Region;

/** Fills a patch through a map: pixels bilinearly, labels from the nearest pixel. */
final class Resampling {
  private Resampling() {}

  static void fill(LabelledImage image, PatchMap map, LabelledPatch patch) throws IOException {
    Region hull = map.hull();
    int pixels = Math.toIntExact(hull.area());
    byte[] rgb = new byte[3 * pixels];
    byte[] labels = new byte[pixels];
    image.pixels(hull, rgb);
    image.labels(hull, labels);
    for (int i = 0; i < map.x().length; i++) {
      float x = map.x()[i] - hull.x();
      float y = map.y()[i] - hull.y();
      interpolate(rgb, hull.width(), new Position(x, y), patch.rgb(), 3 * i);
    }
    int margin = patch.margin();
    int side = patch.outputSide();
    for (int row = 0; row < side; row++) {
      for (int column = 0; column < side; column++) {
        int i = (row + margin) * patch.side() + column + margin;
        int x = (int) Math.floor(map.x()[i] - hull.x() + 0.5f);
        int y = (int) Math.floor(map.y()[i] - hull.y() + 0.5f);
        patch.labels()[row * side + column] = labels[y * hull.width() + x];
      }
    }
  }

  private record Position(float x, float y) {}

  private static void interpolate(byte[] rgb, int width, Position at, byte[] out, int to) {
    int x = (int) at.x();
    int y = (int) at.y();
    float right = at.x() - x;
    float down = at.y() - y;
    int from = 3 * (y * width + x);
    for (int c = 0; c < 3; c++) {
      int i = from + c;
      float top = (rgb[i] & 0xFF) * (1 - right) + (rgb[i + 3] & 0xFF) * right;
      float bottom =
          (rgb[i + 3 * width] & 0xFF) * (1 - right) + (rgb[i + 3 * width + 3] & 0xFF) * right;
      out[to + c] = (byte) (int) (top * (1 - down) + bottom * down + 0.5f);
    }
  }
}
