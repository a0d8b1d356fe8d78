package org.intarsia.training;

import org.intarsia.segmenter.LabelledPatch;

/**
 * How much each pixel counts in the loss: {@code w(x) = w_class(x) + border term}.
 *
 * @param classes weight by label
 * @param border U-Net's border term
 * @param background the class that is no tissue and no object
 */
public record LossWeights(float[] classes, BorderWeights border, int background) {
  /** Writes the weights of a patch's labels; 0 where they are ignored. */
  void fill(LabelledPatch patch) {
    byte[] labels = patch.labels();
    float[] weights = patch.weights();
    for (int i = 0; i < labels.length; i++) {
      int label = labels[i] & 0xFF;
      weights[i] = label == LabelledPatch.IGNORED ? 0 : classes[label];
    }
    border.addTo(labels, patch.outputSide(), weights);
    for (int i = 0; i < labels.length; i++) {
      if ((labels[i] & 0xFF) == LabelledPatch.IGNORED) {
        weights[i] = 0;
      }
    }
  }
}
