package org.intarsia.training;

import java.util.SplittableRandom;
import org.intarsia.slideio.Region;

/**
 * Where each pixel of a patch comes from: a position in the picture for every pixel centre, row by
 * row, in pixels whose centres have whole numbers.
 *
 * @param side of the patch
 * @param x columns
 * @param y rows
 */
record PatchMap(int side, float[] x, float[] y) {
  private static final int GRID = 3;

  /** A centre is in the middle of a patch: at a half pixel if its side is even. */
  record Centre(double x, double y) {
    static Centre ofPatchAt(long left, long top, int side) {
      return new Centre(left + (side - 1) / 2.0, top + (side - 1) / 2.0);
    }
  }

  static PatchMap draw(
      Augmentation.Movement movement, Centre centre, int side, SplittableRandom random) {
    double[] linear = linear(movement, random);
    double shiftX = movement.shift() == 0 ? 0 : random.nextInt(2 * movement.shift() + 1);
    double shiftY = movement.shift() == 0 ? 0 : random.nextInt(2 * movement.shift() + 1);
    double originX = centre.x() + shiftX - movement.shift();
    double originY = centre.y() + shiftY - movement.shift();
    float[] x = new float[side * side];
    float[] y = new float[side * side];
    double middle = (side - 1) / 2.0;
    for (int row = 0; row < side; row++) {
      double v = row - middle;
      for (int column = 0; column < side; column++) {
        double u = column - middle;
        int i = row * side + column;
        x[i] = (float) (originX + linear[0] * u + linear[1] * v);
        y[i] = (float) (originY + linear[2] * u + linear[3] * v);
      }
    }
    PatchMap map = new PatchMap(side, x, y);
    if (movement.elastic() > 0) {
      add(x, Displacements.draw(movement.elastic(), GRID, random), side);
      add(y, Displacements.draw(movement.elastic(), GRID, random), side);
    }
    return map;
  }

  /** Rows of the matrix from patch to picture. */
  private static double[] linear(Augmentation.Movement movement, SplittableRandom random) {
    int symmetry = movement.symmetry() == Augmentation.Symmetry.ALL ? random.nextInt(8) : 0;
    double[] turned = symmetry(symmetry);
    if (movement.rotationDegrees() == 0 && movement.zoom() == 1) {
      return turned;
    }
    double angle = Math.toRadians(movement.rotationDegrees() * (2 * random.nextDouble() - 1));
    double scale = Math.exp(Math.log(movement.zoom()) * (2 * random.nextDouble() - 1));
    double cos = Math.cos(angle) / scale;
    double sin = Math.sin(angle) / scale;
    return new double[] {
      cos * turned[0] - sin * turned[2],
      cos * turned[1] - sin * turned[3],
      sin * turned[0] + cos * turned[2],
      sin * turned[1] + cos * turned[3]
    };
  }

  /** The eight symmetries: bit 0 flips columns, bit 1 rows, bit 2 exchanges both. */
  static double[] symmetry(int number) {
    double a = (number & 1) == 0 ? 1 : -1;
    double b = (number & 2) == 0 ? 1 : -1;
    return (number & 4) == 0 ? new double[] {a, 0, 0, b} : new double[] {0, a, b, 0};
  }

  private static void add(float[] positions, Displacements field, int side) {
    double[] line = new double[side];
    for (int row = 0; row < side; row++) {
      field.line(row, line);
      for (int column = 0; column < side; column++) {
        positions[row * side + column] += (float) line[column];
      }
    }
  }

  /** The smallest region that holds every pixel needed for interpolation. */
  Region hull() {
    float left = Float.MAX_VALUE;
    float right = -Float.MAX_VALUE;
    float top = Float.MAX_VALUE;
    float bottom = -Float.MAX_VALUE;
    for (int i = 0; i < x.length; i++) {
      left = Math.min(left, x[i]);
      right = Math.max(right, x[i]);
      top = Math.min(top, y[i]);
      bottom = Math.max(bottom, y[i]);
    }
    long x0 = (long) Math.floor(left);
    long y0 = (long) Math.floor(top);
    return new Region(
        x0,
        y0,
        (int) ((long) Math.floor(right) + 2 - x0),
        (int) ((long) Math.floor(bottom) + 2 - y0));
  }
}
