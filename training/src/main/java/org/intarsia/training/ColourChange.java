package org.intarsia.training;

import java.util.SplittableRandom;

/**
 * One change of colour for a whole patch: stains in optical density, then gain, offset and gamma of
 * the channels.
 *
 * <p>The stains are haematoxylin, eosin and a residual with the vectors of Ruifrok and Johnston
 * (2001); their amounts {@code s} in a pixel become {@code s (1 + a) + b}, and the pixel is mixed
 * anew from them.
 */
final class ColourChange {
  private static final double[][] STAINS = {
    normalized(0.650, 0.704, 0.286),
    normalized(0.072, 0.990, 0.105),
    normalized(0.268, 0.570, 0.776)
  };
  private static final double[][] UNMIX = inverse(STAINS);
  private static final double[] DENSITY = densities();
  private static final double DENSEST = 6;
  private static final int STEPS = 4096;
  private static final byte[] LIGHT = lights();

  private final boolean changesStains;
  private final float[] matrix;
  private final float[] shift;
  private final byte[][] curves;

  private ColourChange(boolean changesStains, float[] matrix, float[] shift, byte[][] curves) {
    this.changesStains = changesStains;
    this.matrix = matrix;
    this.shift = shift;
    this.curves = curves;
  }

  static ColourChange draw(Augmentation.Colours colours, SplittableRandom random) {
    double[] factor = new double[3];
    double[] addend = new double[3];
    for (int s = 0; s < 3; s++) {
      factor[s] = 1 + colours.stain() * limited(random);
      addend[s] = colours.stainShift() * limited(random);
    }
    float[] matrix = new float[9];
    float[] shift = new float[3];
    for (int out = 0; out < 3; out++) {
      for (int s = 0; s < 3; s++) {
        shift[out] += (float) (addend[s] * STAINS[s][out]);
        for (int in = 0; in < 3; in++) {
          matrix[3 * out + in] += (float) (UNMIX[in][s] * factor[s] * STAINS[s][out]);
        }
      }
    }
    double gamma = Math.exp(colours.gamma() * limited(random));
    double offset = colours.offset() * limited(random);
    byte[][] curves = new byte[3][256];
    for (byte[] curve : curves) {
      double gain = 1 + colours.gain() * limited(random);
      for (int v = 0; v < 256; v++) {
        double value = 255 * Math.pow(v / 255.0, gamma) * gain + offset;
        curve[v] = (byte) Math.round(Math.max(0, Math.min(255, value)));
      }
    }
    boolean changesStains = colours.stain() > 0 || colours.stainShift() > 0;
    return new ColourChange(changesStains, matrix, shift, curves);
  }

  /** Not more than two standard deviations: no stain vanishes. */
  private static double limited(SplittableRandom random) {
    return Math.max(-2, Math.min(2, RandomNumbers.gaussian(random)));
  }

  /** Changes interleaved pixels in place. */
  void apply(byte[] rgb) {
    for (int i = 0; i < rgb.length; i += 3) {
      int r = rgb[i] & 0xFF;
      int g = rgb[i + 1] & 0xFF;
      int b = rgb[i + 2] & 0xFF;
      if (changesStains) {
        float x = (float) DENSITY[r];
        float y = (float) DENSITY[g];
        float z = (float) DENSITY[b];
        r = light(matrix[0] * x + matrix[1] * y + matrix[2] * z + shift[0]);
        g = light(matrix[3] * x + matrix[4] * y + matrix[5] * z + shift[1]);
        b = light(matrix[6] * x + matrix[7] * y + matrix[8] * z + shift[2]);
      }
      rgb[i] = curves[0][r];
      rgb[i + 1] = curves[1][g];
      rgb[i + 2] = curves[2][b];
    }
  }

  private static int light(float density) {
    int step = Math.round(density * (float) (STEPS / DENSEST));
    return LIGHT[Math.max(0, Math.min(STEPS, step))] & 0xFF;
  }

  private static double[] densities() {
    double[] density = new double[256];
    for (int v = 0; v < 256; v++) {
      density[v] = -Math.log(Math.max(v, 0.7) / 255);
    }
    return density;
  }

  private static byte[] lights() {
    byte[] light = new byte[STEPS + 1];
    for (int i = 0; i <= STEPS; i++) {
      light[i] = (byte) Math.round(255 * Math.exp(-i * DENSEST / STEPS));
    }
    return light;
  }

  private static double[] normalized(double... v) {
    double length = Math.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);
    return new double[] {v[0] / length, v[1] / length, v[2] / length};
  }

  /** By cofactors. */
  private static double[][] inverse(double[][] m) {
    double[][] inverse = new double[3][3];
    for (int i = 0; i < 3; i++) {
      for (int k = 0; k < 3; k++) {
        int a = (i + 1) % 3;
        int b = (i + 2) % 3;
        int c = (k + 1) % 3;
        int d = (k + 2) % 3;
        inverse[k][i] = m[a][c] * m[b][d] - m[a][d] * m[b][c];
      }
    }
    double determinant =
        m[0][0] * inverse[0][0] + m[0][1] * inverse[1][0] + m[0][2] * inverse[2][0];
    for (double[] row : inverse) {
      for (int k = 0; k < 3; k++) {
        row[k] /= determinant;
      }
    }
    return inverse;
  }
}
