package org.intarsia.segmenter;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.intarsia.segmenter.djl.TorchModule;
import org.intarsia.segmenter.probe.FeatureMaps;

/**
 * How far one archive's answers are from another's, on real pixels.
 *
 * @param pixels that were compared
 * @param largestProbabilityDifference over all of them and all classes, after softmax
 * @param labelAgreement part of them with the same most probable class
 */
public record ArchiveCheck(
    long pixels, double largestProbabilityDifference, double labelAgreement) {
  /**
   * Pictures to compare on.
   *
   * @param side of each in pixels
   * @param rgb interleaved R G B, {@code 3 * side * side} bytes each
   * @param normalization from pixels to the networks' input
   */
  public record Sample(int side, List<byte[]> rgb, Normalization normalization) {
    private FeatureMaps input(int index) {
      byte[] bytes = rgb.get(index);
      int area = side * side;
      float[] values = new float[3 * area];
      for (int c = 0; c < 3; c++) {
        double mean = normalization.mean().get(c);
        double std = normalization.std().get(c);
        for (int i = 0; i < area; i++) {
          values[c * area + i] =
              (float) (((bytes[3 * i + c] & 0xFF) * normalization.scale() - mean) / std);
        }
      }
      return new FeatureMaps(1, 3, side, side, values);
    }
  }

  /**
   * Runs both archives, which put out logits, in evaluation mode on the CPU.
   *
   * @throws SegmentationException if one of them cannot be run
   */
  public static ArchiveCheck compare(Path reference, Path variant, Sample sample)
      throws IOException {
    long pixels = 0;
    long agreeing = 0;
    double largest = 0;
    try (TorchModule first = load(reference);
        TorchModule second = load(variant)) {
      for (int k = 0; k < sample.rgb().size(); k++) {
        FeatureMaps a = first.forward(sample.input(k));
        FeatureMaps b = second.forward(sample.input(k));
        int area = a.height() * a.width();
        double[] p = new double[a.channels()];
        double[] q = new double[a.channels()];
        for (int i = 0; i < area; i++) {
          agreeing += softmax(a, i, p) == softmax(b, i, q) ? 1 : 0;
          for (int c = 0; c < p.length; c++) {
            largest = Math.max(largest, Math.abs(p[c] - q[c]));
          }
        }
        pixels += area;
      }
    }
    return new ArchiveCheck(pixels, largest, (double) agreeing / pixels);
  }

  private static TorchModule load(Path archive) throws IOException {
    return TorchModule.load(
        archive, String.valueOf(archive.getFileName()), "cpu", ArchiveOptions.Storage.FLOAT32);
  }

  /** Fills {@code p} with a pixel's probabilities; returns the most probable class. */
  private static int softmax(FeatureMaps scores, int pixel, double[] p) {
    int area = scores.height() * scores.width();
    int best = 0;
    for (int c = 0; c < p.length; c++) {
      p[c] = scores.values()[c * area + pixel];
      best = p[c] > p[best] ? c : best;
    }
    double top = p[best];
    double sum = 0;
    for (int c = 0; c < p.length; c++) {
      p[c] = Math.exp(p[c] - top);
      sum += p[c];
    }
    for (int c = 0; c < p.length; c++) {
      p[c] /= sum;
    }
    return best;
  }
}
