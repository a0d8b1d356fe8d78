package org.intarsia.classifier.superpixels;

/**
 * Colours in CIELAB under D65, from sRGB (IEC 61966-2-1). The same on every machine: StrictMath.
 */
final class LabPixels {
  private static final double[] LINEAR = new double[256];

  static {
    for (int i = 0; i < 256; i++) {
      double c = i / 255.0;
      LINEAR[i] = c <= 0.04045 ? c / 12.92 : StrictMath.pow((c + 0.055) / 1.055, 2.4);
    }
  }

  private LabPixels() {}

  /** Interleaved L, a, b of interleaved R, G, B. */
  static float[] of(byte[] rgb, int pixels) {
    float[] lab = new float[Math.multiplyExact(3, pixels)];
    for (int i = 0; i < lab.length; i += 3) {
      boolean same =
          i > 0 && rgb[i] == rgb[i - 3] && rgb[i + 1] == rgb[i - 2] && rgb[i + 2] == rgb[i - 1];
      if (same) {
        System.arraycopy(lab, i - 3, lab, i, 3);
      } else {
        convert(rgb, lab, i);
      }
    }
    return lab;
  }

  private static void convert(byte[] rgb, float[] lab, int at) {
    double r = LINEAR[rgb[at] & 0xFF];
    double g = LINEAR[rgb[at + 1] & 0xFF];
    double b = LINEAR[rgb[at + 2] & 0xFF];
    double x = root((0.412453 * r + 0.357580 * g + 0.180423 * b) / 0.950456);
    double y = root(0.212671 * r + 0.715160 * g + 0.072169 * b);
    double z = root((0.019334 * r + 0.119193 * g + 0.950227 * b) / 1.088754);
    lab[at] = (float) (116 * y - 16);
    lab[at + 1] = (float) (500 * (x - y));
    lab[at + 2] = (float) (200 * (y - z));
  }

  /**
   * Smooths an image of three channels by the binomial kernel 1 4 6 4 1 along rows and columns,
   * about a Gaussian of sigma 1; the border is continued by its own pixels. Noise of single pixels
   * would tear clusters apart.
   */
  static void smooth(float[] lab, int width, int height) {
    float[] line = new float[3 * Math.max(width, height)];
    for (int y = 0; y < height; y++) {
      smoothLine(lab, 3 * y * width, 3, width, line);
    }
    for (int x = 0; x < width; x++) {
      smoothLine(lab, 3 * x, 3 * width, height, line);
    }
  }

  private static void smoothLine(float[] lab, int from, int step, int count, float[] line) {
    for (int i = 0; i < count; i++) {
      System.arraycopy(lab, from + i * step, line, 3 * i, 3);
    }
    int last = 3 * (count - 1);
    for (int i = 0; i < count; i++) {
      for (int c = 0; c < 3; c++) {
        int at = 3 * i;
        float near = line[Math.max(0, at - 3) + c] + line[Math.min(last, at + 3) + c];
        float far = line[Math.max(0, at - 6) + c] + line[Math.min(last, at + 6) + c];
        lab[from + i * step + c] = (6 * line[at + c] + 4 * near + far) / 16;
      }
    }
  }

  private static double root(double t) {
    return t > 0.008856 ? StrictMath.cbrt(t) : 7.787 * t + 16 / 116.0;
  }
}
