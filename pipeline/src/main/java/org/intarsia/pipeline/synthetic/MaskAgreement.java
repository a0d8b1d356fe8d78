package org.intarsia.pipeline.synthetic;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.intarsia.classifier.Confusion;
import org.intarsia.slideio.Region;
import org.intarsia.testdata.BiopsySpec;
import org.intarsia.testdata.SyntheticBiopsy;
import org.intarsia.testdata.Tissue;
import org.intarsia.tiler.LabelKey;
import org.intarsia.tiler.LabelMask;

/** How a mask agrees with a synthetic biopsy's truth. */
public final class MaskAgreement {
  private MaskAgreement() {}

  /**
   * Compares level 0 of a mask with the truth at the mask's scale.
   *
   * @param mask a label pyramid of the eight tissues
   * @param spec the biopsy that was segmented
   */
  public static Confusion of(Path mask, BiopsySpec spec) throws IOException {
    LabelKey tissues =
        LabelKey.colored(
            Arrays.stream(Tissue.values())
                .map(
                    tissue ->
                        new LabelKey.Entry(
                            tissue.label(), tissue.title(), tissue.rgb(), tissue.label()))
                .toList());
    Confusion.Builder confusion = Confusion.builder(tissues.classes());
    try (LabelMask labels = LabelMask.open(mask)) {
      int width = labels.width();
      double scale = spec.micronsPerPixel() * spec.width() / width;
      SyntheticBiopsy truth =
          SyntheticBiopsy.of(
              new BiopsySpec(
                  spec.seed(),
                  width,
                  labels.height(),
                  spec.diagnosis(),
                  scale,
                  spec.lesionExtent()));
      byte[] expected = new byte[Math.multiplyExact(width, labels.bandRows())];
      byte[] found = new byte[expected.length];
      for (long y = 0; y < labels.height(); y += labels.bandRows()) {
        int rows = (int) Math.min(labels.bandRows(), labels.height() - y);
        truth.labels(0, y, width, rows, expected);
        labels.read(new Region(0, y, width, rows), tissues, found);
        confusion.count(expected, found, width * rows);
      }
    }
    return confusion.build();
  }
}
