package org.intarsia.segmenter;

/** What the numbers mean that a network puts out. */
public enum Output {
  /** Any real numbers; their softmax over the classes gives probabilities. */
  LOGITS,
  /** Probabilities already; each pixel's sum to 1. */
  PROBABILITIES
}
