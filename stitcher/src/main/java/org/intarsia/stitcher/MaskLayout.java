package org.intarsia.stitcher;

import java.util.List;
import java.util.OptionalDouble;

/**
 * All that is known about a mask before its first label.
 *
 * @param width columns of pixels
 * @param height rows of pixels
 * @param classes the classes in the order of their labels, 1 to 256
 * @param micronsPerPixel size of a pixel of the mask in micrometres, if known
 * @param name what the mask is of: the slide's name
 * @param origin where on the slide the mask lies
 */
public record MaskLayout(
    long width,
    long height,
    List<LabelClass> classes,
    OptionalDouble micronsPerPixel,
    String name,
    MaskOrigin origin) {
  /** Checks size, number of classes and pixel size. */
  public MaskLayout {
    if (width < 1 || height < 1 || width > Integer.MAX_VALUE || height > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "a mask must be 1 x 1 to %d x %d px, not %d x %d"
              .formatted(Integer.MAX_VALUE, Integer.MAX_VALUE, width, height));
    }
    classes = List.copyOf(classes);
    if (classes.isEmpty() || classes.size() > 256) {
      throw new IllegalArgumentException("a mask has 1 to 256 classes, not " + classes.size());
    }
    checkMicronsPerPixel(micronsPerPixel);
  }

  /** A mask that begins at the slide's top left corner. */
  public static MaskLayout of(
      long width,
      long height,
      List<LabelClass> classes,
      OptionalDouble micronsPerPixel,
      String name) {
    return new MaskLayout(
        width, height, classes, micronsPerPixel, name, MaskOrigin.topLeft(OptionalDouble.empty()));
  }

  static void checkMicronsPerPixel(OptionalDouble micronsPerPixel) {
    double size = micronsPerPixel.orElse(1);
    if (!(size > 0) || Double.isInfinite(size)) {
      throw new IllegalArgumentException("a pixel cannot be " + size + " micrometres wide");
    }
  }
}
