package org.intarsia.classifier.superpixels;

/**
 * How superpixels are made.
 *
 * @param pixels how large one is on average, at least 1
 * @param compactness weight of the distance in the plane against that of colours in CIELAB; 1 to 40
 *     is usual, more makes squarer superpixels
 * @param iterations how often every pixel is assigned, at least 1
 */
record SlicSettings(int pixels, double compactness, int iterations) {
  SlicSettings {
    if (pixels < 1) {
      throw new IllegalArgumentException("a superpixel must be at least 1 px large, not " + pixels);
    }
    if (!(compactness > 0 && compactness < 1e6)) {
      throw new IllegalArgumentException(
          "compactness must be more than 0 and less than 1e6, not " + compactness);
    }
    if (iterations < 1) {
      throw new IllegalArgumentException("iterations must be at least 1, not " + iterations);
    }
  }
}
