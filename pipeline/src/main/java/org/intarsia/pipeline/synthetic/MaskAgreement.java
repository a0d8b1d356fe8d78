package org.intarsia.pipeline.synthetic;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.intarsia.slideio.PyramidLevel;
import org.intarsia.slideio.Region;
import org.intarsia.slideio.SlideReader;
import org.intarsia.slideio.SlideReaders;
import org.intarsia.testdata.BiopsySpec;
import org.intarsia.testdata.SyntheticBiopsy;
import org.intarsia.testdata.Tissue;

/**
 * How a mask agrees with a synthetic biopsy's truth: the confusion of all pixels, truth by row.
 *
 * @param confusion {@code confusion[t][p]} pixels of true label t that the mask calls p
 */
public record MaskAgreement(long[][] confusion) {
  private static final int BAND_ROWS = 256;

  /**
   * Compares level 0 of a mask with the truth at the mask's scale.
   *
   * @param mask a label pyramid of the eight tissues
   * @param spec the biopsy that was segmented
   */
  public static MaskAgreement of(Path mask, BiopsySpec spec) throws IOException {
    Map<Integer, Integer> labels = new HashMap<>();
    for (Tissue tissue : Tissue.values()) {
      labels.put(tissue.rgb(), tissue.label());
    }
    int classes = Tissue.values().length;
    long[][] confusion = new long[classes][classes];
    try (SlideReader reader = SlideReaders.open(mask)) {
      PyramidLevel level = reader.metadata().level(0);
      double scale = spec.micronsPerPixel() * spec.width() / level.width();
      SyntheticBiopsy truth =
          SyntheticBiopsy.of(
              new BiopsySpec(spec.seed(), level.width(), level.height(), spec.diagnosis(), scale));
      int width = Math.toIntExact(level.width());
      byte[] expected = new byte[width * BAND_ROWS];
      ByteBuffer rgb = ByteBuffer.allocate(3 * width * BAND_ROWS);
      for (long y = 0; y < level.height(); y += BAND_ROWS) {
        int rows = (int) Math.min(BAND_ROWS, level.height() - y);
        truth.labels(0, y, width, rows, expected);
        reader.read(0, new Region(0, y, width, rows), rgb.clear());
        count(confusion, expected, rgb.array(), width * rows, labels);
      }
    }
    return new MaskAgreement(confusion);
  }

  private static void count(
      long[][] confusion, byte[] expected, byte[] rgb, int pixels, Map<Integer, Integer> labels)
      throws IOException {
    for (int i = 0; i < pixels; i++) {
      int colour =
          (rgb[3 * i] & 0xFF) << 16 | (rgb[3 * i + 1] & 0xFF) << 8 | (rgb[3 * i + 2] & 0xFF);
      Integer label = labels.get(colour);
      if (label == null) {
        throw new IOException(
            "the mask has a colour that is no tissue's: #" + Integer.toHexString(colour));
      }
      confusion[expected[i]][label]++;
    }
  }

  /** The sum of several. */
  public static MaskAgreement sum(List<MaskAgreement> all) {
    int classes = Tissue.values().length;
    long[][] sum = new long[classes][classes];
    for (MaskAgreement one : all) {
      for (int t = 0; t < classes; t++) {
        for (int p = 0; p < classes; p++) {
          sum[t][p] += one.confusion[t][p];
        }
      }
    }
    return new MaskAgreement(sum);
  }

  /** Fraction of pixels with the true label. */
  public double accuracy() {
    long right = 0;
    long all = 0;
    for (int t = 0; t < confusion.length; t++) {
      for (int p = 0; p < confusion.length; p++) {
        all += confusion[t][p];
        right += t == p ? confusion[t][p] : 0;
      }
    }
    return (double) right / all;
  }

  /** Intersection over union of a class; empty if neither truth nor mask has it. */
  public OptionalDouble iou(int label) {
    long union = 0;
    for (int other = 0; other < confusion.length; other++) {
      union += confusion[label][other] + (other == label ? 0 : confusion[other][label]);
    }
    return union == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((double) confusion[label][label] / union);
  }

  /** Mean intersection over union of the classes that occur. */
  public double meanIou() {
    double sum = 0;
    int occurring = 0;
    for (int label = 0; label < confusion.length; label++) {
      OptionalDouble iou = iou(label);
      if (iou.isPresent()) {
        sum += iou.getAsDouble();
        occurring++;
      }
    }
    return sum / occurring;
  }
}
