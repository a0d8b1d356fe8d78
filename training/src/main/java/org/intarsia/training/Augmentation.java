package org.intarsia.training;

/**
 * How patches are varied, so that a network does not learn what does not matter.
 *
 * <p>Picture and labels are always moved by the same map: labels by the nearest pixel at the very
 * positions where the picture is interpolated. What lies beyond the border is mirrored.
 *
 * @param movement how patches are moved
 * @param colours how their colours are changed
 */
public record Augmentation(Movement movement, Colours colours) {
  /** Which of the square's symmetries are drawn from. */
  public enum Symmetry {
    /** Only the identity. */
    NONE,
    /** All eight: quarter turns, with and without a flip. */
    ALL
  }

  /**
   * A symmetry, then rotation, zoom and shift about the patch's centre, then an elastic
   * deformation.
   *
   * @param symmetry which symmetries
   * @param rotationDegrees largest rotation to either side
   * @param zoom largest factor of enlargement, and of reduction; 1 for none
   * @param shift largest shift in pixels, along either axis, in whole pixels
   * @param elastic standard deviation in pixels of the random displacements on a grid of 3 x 3
   *     points over the patch, between which they are interpolated bicubically (Ronneberger et al.
   *     2015: 10 px)
   */
  public record Movement(
      Symmetry symmetry, double rotationDegrees, double zoom, int shift, double elastic) {
    /** No movement. */
    public static final Movement NONE = new Movement(Symmetry.NONE, 0, 1, 0, 0);

    /** Checks the ranges. */
    public Movement {
      if (!(rotationDegrees >= 0 && rotationDegrees <= 180)
          || !(zoom >= 1 && zoom <= 4)
          || shift < 0
          || !(elastic >= 0)) {
        throw new IllegalArgumentException(
            "a movement needs a rotation of 0 to 180 degrees, a zoom of 1 to 4, and shift and"
                + " elastic displacement that are not negative, not %s, %s, %d and %s"
                    .formatted(rotationDegrees, zoom, shift, elastic));
      }
    }
  }

  /**
   * Changes of colour, by random numbers with these standard deviations.
   *
   * @param stain relative change of the amounts of haematoxylin and eosin, in optical density
   * @param stainShift change of these amounts everywhere, in units of optical density
   * @param gain relative change of each channel
   * @param offset change of all channels together, in grey values
   * @param gamma relative change of the exponent of all channels together
   */
  public record Colours(double stain, double stainShift, double gain, double offset, double gamma) {
    /** No change. */
    public static final Colours NONE = new Colours(0, 0, 0, 0, 0);

    /** Checks that nothing is negative. */
    public Colours {
      if (!(stain >= 0 && stainShift >= 0 && gain >= 0 && offset >= 0 && gamma >= 0)) {
        throw new IllegalArgumentException("changes of colour must not be negative");
      }
    }
  }

  /** Patches as they are. */
  public static final Augmentation NONE = new Augmentation(Movement.NONE, Colours.NONE);

  /** The eight symmetries of the square: exact, nothing is interpolated. */
  public static final Augmentation FLIPS =
      new Augmentation(new Movement(Symmetry.ALL, 0, 1, 0, 0), Colours.NONE);

  /** For stained tissue: every direction, other magnifications, bent a little, other stains. */
  public static final Augmentation TISSUE =
      new Augmentation(
          new Movement(Symmetry.ALL, 45, 1.25, 0, 3), new Colours(0.15, 0.02, 0.03, 3, 0.05));

  /** That of the U-Net paper: shift, rotation, elastic deformation, grey values. */
  public static final Augmentation UNET =
      new Augmentation(
          new Movement(Symmetry.ALL, 45, 1.1, 10, 10), new Colours(0, 0, 0.05, 8, 0.15));
}
