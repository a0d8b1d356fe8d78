package org.intarsia.training;

/**
 * Exact squared Euclidean distances to a set of pixels of a square, by lower envelopes of parabolas
 * along columns, then rows (Felzenszwalb and Huttenlocher 2012). Reuses its arrays.
 */
final class SquaredDistance {
  private static final double FAR = 1e18;

  private final int side;
  private final double[] squares;
  private final double[] line;
  private final double[] out;
  private final int[] vertex;
  private final double[] bound;

  SquaredDistance(int side) {
    this.side = side;
    this.squares = new double[side * side];
    this.line = new double[side];
    this.out = new double[side];
    this.vertex = new int[side];
    this.bound = new double[side + 1];
  }

  /** To the pixels whose id is this one; the array is overwritten by the next call. */
  double[] to(int[] ids, int id) {
    for (int i = 0; i < squares.length; i++) {
      squares[i] = ids[i] == id ? 0 : FAR;
    }
    for (int column = 0; column < side; column++) {
      transform(column, side);
    }
    for (int row = 0; row < side; row++) {
      transform(row * side, 1);
    }
    return squares;
  }

  private void transform(int start, int stride) {
    boolean any = false;
    for (int i = 0; i < side; i++) {
      line[i] = squares[start + i * stride];
      any |= line[i] < FAR;
    }
    if (!any) {
      return;
    }
    int last = -1;
    for (int q = 0; q < side; q++) {
      if (line[q] >= FAR) {
        continue;
      }
      double from = Double.NEGATIVE_INFINITY;
      while (last >= 0) {
        int v = vertex[last];
        from = ((line[q] + (double) q * q) - (line[v] + (double) v * v)) / (2.0 * (q - v));
        if (from > bound[last]) {
          break;
        }
        last--;
      }
      last++;
      vertex[last] = q;
      bound[last] = last == 0 ? Double.NEGATIVE_INFINITY : from;
    }
    int k = 0;
    for (int q = 0; q < side; q++) {
      while (k < last && bound[k + 1] < q) {
        k++;
      }
      double d = (double) q - vertex[k];
      out[q] = d * d + line[vertex[k]];
    }
    for (int i = 0; i < side; i++) {
      squares[start + i * stride] = out[i];
    }
  }
}
