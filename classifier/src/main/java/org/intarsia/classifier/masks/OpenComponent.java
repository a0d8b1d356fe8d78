package org.intarsia.classifier.masks;

/**
 * A component that may still grow, as a node of a union-find forest.
 *
 * <p>Sums of coordinates are relative to the component's first pixel. Those of second order are
 * doubles: whole numbers, exact up to 2^53, that is for components of up to about 10,000 x 10,000
 * pixels, and as good as doubles are beyond.
 */
final class OpenComponent {
  private int label;
  private OpenComponent parent = this;
  private long pixels;
  private long perimeter;
  private int anchorX;
  private long anchorY;
  private int left;
  private int right;
  private long top;
  private long lastRow;
  private boolean retired;
  private long sumX;
  private long sumY;
  private double sumXx;
  private double sumYy;
  private double sumXy;

  /** A component that begins at a pixel but has none yet. */
  OpenComponent(int label, int x, long y) {
    begin(label, x, y);
  }

  /** Makes another component of this object, to which nothing may refer any more. */
  final void begin(int ofLabel, int x, long y) {
    label = ofLabel;
    parent = this;
    pixels = 0;
    perimeter = 0;
    anchorX = x;
    anchorY = y;
    left = x;
    right = x;
    top = y;
    lastRow = y;
    retired = false;
    sumX = 0;
    sumY = 0;
    sumXx = 0;
    sumYy = 0;
    sumXy = 0;
  }

  OpenComponent root() {
    OpenComponent at = this;
    while (at.parent != at) {
      at.parent = at.parent.parent;
      at = at.parent;
    }
    return at;
  }

  /**
   * Adds the pixels {@code start} to {@code end} of a row.
   *
   * @param shared how many of them lie under a pixel of the component
   */
  void add(long y, int start, int end, int shared) {
    int length = end - start;
    double n = length;
    double x = start - anchorX;
    long dy = y - anchorY;
    long runX = (long) length * (start - anchorX) + (long) length * (length - 1) / 2;
    pixels += length;
    perimeter += 2L * length + 2 - 2L * shared;
    sumX += runX;
    sumY += length * dy;
    sumXx += n * x * x + x * n * (n - 1) + (n - 1) * n * (2 * n - 1) / 6;
    sumYy += n * dy * dy;
    sumXy += (double) runX * dy;
    left = Math.min(left, start);
    right = Math.max(right, end);
    lastRow = y;
  }

  /** Takes up another component; both are roots. */
  void join(OpenComponent other) {
    double n = other.pixels;
    double dx = other.anchorX - anchorX;
    double dy = other.anchorY - anchorY;
    double x = other.sumX;
    double y = other.sumY;
    sumXx += other.sumXx + 2 * dx * x + n * dx * dx;
    sumYy += other.sumYy + 2 * dy * y + n * dy * dy;
    sumXy += other.sumXy + dx * y + dy * x + n * dx * dy;
    sumX += other.sumX + other.pixels * (other.anchorX - anchorX);
    sumY += other.sumY + other.pixels * (other.anchorY - anchorY);
    pixels += other.pixels;
    perimeter += other.perimeter;
    left = Math.min(left, other.left);
    right = Math.max(right, other.right);
    top = Math.min(top, other.top);
    lastRow = Math.max(lastRow, other.lastRow);
    other.parent = this;
  }

  /** Whether it is retired by this call, and not before. */
  boolean retire() {
    boolean first = !retired;
    retired = true;
    return first;
  }

  int label() {
    return label;
  }

  long pixels() {
    return pixels;
  }

  long perimeter() {
    return perimeter;
  }

  /** The last row that has a pixel of it. */
  long lastRow() {
    return lastRow;
  }

  /** 16 area / perimeter^2: 1 for a square, less for everything else. */
  double compactness() {
    return 16.0 * pixels / perimeter / perimeter;
  }

  /** The part of the bounding box that it fills. */
  double extent() {
    double height = lastRow + 1 - top;
    return pixels / (height * (right - left));
  }

  /** Of the ellipse with the same second moments, pixels being squares. */
  double eccentricity() {
    double n = pixels;
    double x = sumX / n;
    double y = sumY / n;
    double ofPixel = 1 / 12.0;
    double varianceX = sumXx / n - x * x + ofPixel;
    double varianceY = sumYy / n - y * y + ofPixel;
    double covariance = sumXy / n - x * y;
    double middle = (varianceX + varianceY) / 2;
    double apart = Math.hypot((varianceX - varianceY) / 2, covariance);
    return Math.sqrt(Math.max(0, 1 - (middle - apart) / (middle + apart)));
  }
}
