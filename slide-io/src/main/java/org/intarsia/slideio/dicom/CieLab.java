package org.intarsia.slideio.dicom;

/** Colours as DICOM gives them to a display: CIE L*a*b* under D50, 16 bits each. */
final class CieLab {
  private static final double EPSILON = 216.0 / 24389;
  private static final double KAPPA = 24389.0 / 27;
  private static final double[] D50 = {0.96422, 1.0, 0.82521};

  /** XYZ under D50 to linear sRGB, adapted by Bradford's matrix (Lindbloom). */
  private static final double[][] TO_RGB = {
    {3.1338561, -1.6168667, -0.4906146},
    {-0.9787684, 1.9161415, 0.0334540},
    {0.0719453, -0.2289914, 1.4052427}
  };

  private CieLab() {}

  /**
   * The colour as 0xRRGGBB of sRGB.
   *
   * @param l 0 to 65535 for 0 to 100 (PS3.3 C.10.7.1.1)
   * @param a 0 to 65535 for -128 to 127
   * @param b 0 to 65535 for -128 to 127
   */
  static int rgb(int l, int a, int b) {
    double lightness = l * 100.0 / 65535;
    double fy = (lightness + 16) / 116;
    double fx = fy + (a * 255.0 / 65535 - 128) / 500;
    double fz = fy - (b * 255.0 / 65535 - 128) / 200;
    double[] xyz = {
      D50[0] * linear(fx),
      D50[1] * (lightness > 8 ? fy * fy * fy : lightness / KAPPA),
      D50[2] * linear(fz)
    };
    int rgb = 0;
    for (double[] row : TO_RGB) {
      double value = row[0] * xyz[0] + row[1] * xyz[1] + row[2] * xyz[2];
      rgb = rgb << 8 | gamma(value);
    }
    return rgb;
  }

  private static double linear(double f) {
    double cube = f * f * f;
    return cube > EPSILON ? cube : (116 * f - 16) / KAPPA;
  }

  private static int gamma(double linear) {
    double value = linear <= 0.0031308 ? 12.92 * linear : 1.055 * Math.pow(linear, 1 / 2.4) - 0.055;
    return (int) Math.round(255 * Math.max(0, Math.min(1, value)));
  }
}
