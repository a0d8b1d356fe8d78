package org.intarsia.testdata;

/**
 * Turns amounts of dye into colours by the law of Beer and Lambert, {@code I = I0 exp(-sum c d)}.
 *
 * <p>The optical densities of haematoxylin, eosin and red cells (natural logarithm, a unit vector
 * each) lie near those of Ruifrok and Johnston (2001) and Macenko and others (2009), and differ a
 * little from slide to slide, as do the amounts of dye and the light.
 */
final class Stain {
  private static final double STEPS_PER_UNIT = 512;
  private static final double[] TRANSMISSION = transmission();

  private final double[] haematoxylin;
  private final double[] eosin;
  private final double[] red;
  private final double[] light;
  private final int noiseSeed;

  Stain(long stainSeed) {
    int h = Noise.hash(Noise.fold(stainSeed), 77);
    haematoxylin = dye(Noise.hash(h, 1), 0.20, 0.62, 0.70, 0.34);
    eosin = dye(Noise.hash(h, 2), 0.22, 0.15, 0.88, 0.43);
    red = dye(Noise.hash(h, 3), 0.12, 0.13, 0.74, 0.66);
    double bright = Noise.between(238, 248, Noise.unit(h, 4));
    light = new double[3];
    for (int c = 0; c < 3; c++) {
      light[c] = bright + 3 * Noise.signed(Noise.hash(h, 5 + c));
    }
    noiseSeed = Noise.hash(h, 9);
  }

  private static double[] dye(int h, double spread, double r, double g, double b) {
    double[] od = {
      r + 0.045 * Noise.signed(Noise.hash(h, 1)),
      g + 0.045 * Noise.signed(Noise.hash(h, 2)),
      b + 0.045 * Noise.signed(Noise.hash(h, 3))
    };
    double amount = 1 + spread * Noise.signed(Noise.hash(h, 4));
    double scale = amount / Math.sqrt(od[0] * od[0] + od[1] * od[1] + od[2] * od[2]);
    for (int c = 0; c < 3; c++) {
      od[c] *= scale;
    }
    return od;
  }

  private static double[] transmission() {
    double[] table = new double[(int) (8 * STEPS_PER_UNIT)];
    for (int i = 0; i < table.length; i++) {
      table[i] = StrictMath.exp(-(i + 0.5) / STEPS_PER_UNIT);
    }
    return table;
  }

  /** Writes the colour of one pixel; {@code noise} is the hash of its place. */
  void color(double hem, double eos, double blood, int noise, byte[] rgb, int at) {
    for (int c = 0; c < 3; c++) {
      double od = hem * haematoxylin[c] + eos * eosin[c] + blood * red[c];
      int step = Math.min(TRANSMISSION.length - 1, Math.max(0, (int) (od * STEPS_PER_UNIT)));
      int shot = ((noise >>> (8 * c)) & 0xFF) + ((noise >>> (8 * c + 3)) & 0xFF);
      double value = light[c] * TRANSMISSION[step] + (shot - 255) * (1.0 / 96);
      int level = (int) (value + 0.5);
      rgb[at + c] = (byte) Math.max(0, Math.min(255, level));
    }
  }

  int noiseSeed() {
    return noiseSeed;
  }
}
