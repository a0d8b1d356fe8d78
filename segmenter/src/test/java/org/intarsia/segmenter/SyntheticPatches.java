package org.intarsia.segmenter;

import java.util.Random;
import org.intarsia.testdata.BiopsySpec;
import org.intarsia.testdata.Diagnosis;
import org.intarsia.testdata.SyntheticBiopsy;
import org.intarsia.testdata.Tissue;

/** Rendered regions of synthetic biopsies. */
final class SyntheticPatches {
  static final int CLASSES = Tissue.values().length;
  private static final int BIOPSY = 2048;

  /** A rendered region. */
  record Region(int side, byte[] rgb, byte[] labels) {}

  private SyntheticPatches() {}

  static Region render(long seed, Diagnosis diagnosis, int side, double micronsPerPixel) {
    SyntheticBiopsy biopsy =
        SyntheticBiopsy.of(new BiopsySpec(seed, BIOPSY, BIOPSY, diagnosis, micronsPerPixel));
    Random random = new Random(seed);
    byte[] rgb = new byte[3 * side * side];
    byte[] labels = new byte[side * side];
    int x = random.nextInt(BIOPSY - side + 1);
    int y = random.nextInt(BIOPSY - side + 1);
    biopsy.render(x, y, side, side, rgb, labels);
    return new Region(side, rgb, labels);
  }
}
