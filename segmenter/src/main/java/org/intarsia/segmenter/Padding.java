package org.intarsia.segmenter;

/** How a network's output size follows from its input size. */
public enum Padding {
  /** The output has the input's size; borders are padded inside the network. */
  SAME,
  /** The output is smaller by a fixed margin on every side; every output pixel saw real pixels. */
  VALID
}
