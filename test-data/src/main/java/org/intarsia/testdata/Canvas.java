package org.intarsia.testdata;

/** The working arrays of one block, one number a pixel. */
final class Canvas {
  final int side;
  final Material[] material;
  final double[] depth;
  final double[] warpedX;
  final double[] warpedY;
  final double[] fold;
  final double[] fibrous;
  final double[] wall;
  final double[] wrap;
  final double[] phase;
  final double[] wide;
  final double[] coarse;
  final double[] middle;
  final double[] fine;
  final double[] grain;
  final double[] scratch;

  /** How much of the pixel a nucleus covers, 0 to 1, and its haematoxylin. */
  final double[] cover;

  final double[] chromatin;

  /** How much of the pixel a red cell covers. */
  final double[] red;

  final byte[] rgb;
  final byte[] labels;

  Canvas(int side) {
    this.side = side;
    int n = side * side;
    material = new Material[n];
    depth = new double[n];
    warpedX = new double[n];
    warpedY = new double[n];
    fold = new double[n];
    fibrous = new double[n];
    wall = new double[n];
    wrap = new double[n];
    phase = new double[n];
    wide = new double[n];
    coarse = new double[n];
    middle = new double[n];
    fine = new double[n];
    grain = new double[n];
    scratch = new double[n];
    cover = new double[n];
    chromatin = new double[n];
    red = new double[n];
    rgb = new byte[3 * n];
    labels = new byte[n];
  }
}
