package org.intarsia.segmenter;

/**
 * A picture, and the labels and loss weights of that part of it which the network puts out: its
 * centre, which is all of it for a padded network.
 *
 * <p>The arrays are the patch's own and are meant to be written; not thread-safe.
 */
public final class LabelledPatch {
  /** A label whose pixels do not count; their weight is 0 too. */
  public static final int IGNORED = 255;

  private final int side;
  private final int outputSide;
  private final byte[] rgb;
  private final byte[] labels;
  private final float[] weights;

  /**
   * An empty patch.
   *
   * @param side side of the picture in pixels
   * @param outputSide side of its labelled centre in pixels; differs from {@code side} by an even
   *     number
   */
  public LabelledPatch(int side, int outputSide) {
    if (outputSide < 1 || outputSide > side || (side - outputSide) % 2 != 0) {
      throw new IllegalArgumentException(
          "a patch of %d px cannot have a labelled centre of %d px".formatted(side, outputSide));
    }
    this.side = side;
    this.outputSide = outputSide;
    this.rgb = new byte[3 * side * side];
    this.labels = new byte[outputSide * outputSide];
    this.weights = new float[outputSide * outputSide];
  }

  /** Side of the picture in pixels. */
  public int side() {
    return side;
  }

  /** Side of the labelled centre in pixels. */
  public int outputSide() {
    return outputSide;
  }

  /** Pixels on each side of the picture that have no label. */
  public int margin() {
    return (side - outputSide) / 2;
  }

  /** Interleaved R G B, {@code 3 * side * side} bytes, row by row. */
  public byte[] rgb() {
    return rgb;
  }

  /** A byte a pixel of the centre, row by row; {@link #IGNORED} where nothing is known. */
  public byte[] labels() {
    return labels;
  }

  /** Weight in the loss of each pixel of the centre; not negative, 0 where ignored. */
  public float[] weights() {
    return weights;
  }
}
