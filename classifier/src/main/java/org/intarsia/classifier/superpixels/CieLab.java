package org.intarsia.classifier.superpixels;

/** From sRGB to CIELAB with the white of D65 (IEC 61966-2-1, ISO 11664-4). */
final class CieLab {
  private static final double[] WHITE = {0.95047, 1, 1.08883};
  private static final double[][] TO_XYZ = {
    {0.4124564, 0.3575761, 0.1804375},
    {0.2126729, 0.7151522, 0.0721750},
    {0.0193339, 0.1191920, 0.9503041}
  };
  private static final double EPSILON = 216.0 / 24389;
  private static final double KAPPA = 24389.0 / 27;

  private static final float[] LINEAR = linear();

  /** f of CIELAB at 4,096 steps from 0 to 1: finer than a byte's step in any colour. */
  private static final float[] CURVE = curve();

  private CieLab() {}

  private static float[] linear() {
    float[] linear = new float[256];
    for (int i = 0; i < 256; i++) {
      double v = i / 255.0;
      linear[i] = (float) (v <= 0.04045 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4));
    }
    return linear;
  }

  private static float[] curve() {
    float[] curve = new float[4097];
    for (int i = 0; i < curve.length; i++) {
      double t = i / 4096.0;
      curve[i] = (float) (t > EPSILON ? Math.cbrt(t) : (KAPPA * t + 16) / 116);
    }
    return curve;
  }

  private static float f(double t) {
    double place = Math.min(1, t) * 4096;
    int step = Math.min(4095, (int) place);
    float part = (float) (place - step);
    return CURVE[step] + part * (CURVE[step + 1] - CURVE[step]);
  }

  /** Fills {@code lab} with L, a, b of each pixel. */
  static void convert(byte[] rgb, float[] lab) {
    for (int i = 0; i < rgb.length; i += 3) {
      float r = LINEAR[rgb[i] & 0xFF];
      float g = LINEAR[rgb[i + 1] & 0xFF];
      float b = LINEAR[rgb[i + 2] & 0xFF];
      float x = f((TO_XYZ[0][0] * r + TO_XYZ[0][1] * g + TO_XYZ[0][2] * b) / WHITE[0]);
      float y = f((TO_XYZ[1][0] * r + TO_XYZ[1][1] * g + TO_XYZ[1][2] * b) / WHITE[1]);
      float z = f((TO_XYZ[2][0] * r + TO_XYZ[2][1] * g + TO_XYZ[2][2] * b) / WHITE[2]);
      lab[i] = 116 * y - 16;
      lab[i + 1] = 500 * (x - y);
      lab[i + 2] = 200 * (y - z);
    }
  }
}
