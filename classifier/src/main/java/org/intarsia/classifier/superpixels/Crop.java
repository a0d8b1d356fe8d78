package org.intarsia.classifier.superpixels;

/** A rectangle of a picture. */
record Crop(int left, int top, int width, int height) {
  /** The bounds of an area with a margin, as far as the picture reaches. */
  static Crop around(Duct duct, int margin, int width, int height) {
    int left = width;
    int right = 0;
    int top = height;
    int bottom = 0;
    for (int[] point : duct.points()) {
      left = Math.min(left, point[0]);
      right = Math.max(right, point[0]);
      top = Math.min(top, point[1]);
      bottom = Math.max(bottom, point[1]);
    }
    left = Math.max(0, left - margin);
    top = Math.max(0, top - margin);
    right = Math.min(width - 1, right + margin);
    bottom = Math.min(height - 1, bottom + margin);
    return new Crop(left, top, right - left + 1, bottom - top + 1);
  }

  /** The part of a picture whose rows have {@code columns} pixels of {@code bytes} each. */
  byte[] of(byte[] picture, int columns, int bytes) {
    byte[] part = new byte[width * height * bytes];
    for (int row = 0; row < height; row++) {
      System.arraycopy(
          picture,
          ((top + row) * columns + left) * bytes,
          part,
          row * width * bytes,
          width * bytes);
    }
    return part;
  }
}
