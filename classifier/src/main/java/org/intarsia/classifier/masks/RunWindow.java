package org.intarsia.classifier.masks;

import org.intarsia.classifier.Confusion;

/** The runs of the row that was read last and of some rows before it. */
final class RunWindow {
  /** Works on a row that a window has just read. */
  @FunctionalInterface
  interface Row {
    void read(RunWindow window);
  }

  private final int classes;
  private final LabelRuns[] ring;
  private long rows;
  private int width;

  /** For labels below {@code classes} and 255; remembers {@code before} rows. */
  RunWindow(int classes, int before) {
    checkClasses(classes);
    this.classes = classes;
    this.ring = new LabelRuns[before + 1];
    for (int i = 0; i < ring.length; i++) {
      ring[i] = new LabelRuns();
    }
  }

  static void checkClasses(int classes) {
    if (classes < 1 || classes > 255) {
      throw new IllegalArgumentException("a mask has 1 to 255 classes, not " + classes);
    }
  }

  static void checkLabel(int label, int classes) {
    if (label < 0 || label >= classes) {
      throw new IllegalArgumentException(
          "label " + label + " is not one of " + classes + " classes");
    }
  }

  /** Reads the rows of a band, one after the other. */
  void accept(byte[] labels, int width, int rows, Row work) {
    if (width < 1 || rows < 0 || labels.length < (long) width * rows) {
      throw new IllegalArgumentException(
          "%d labels are no band of %d x %d px".formatted(labels.length, width, rows));
    }
    if (this.rows > 0 && width != this.width) {
      throw new IllegalArgumentException(
          "a band is %d px wide and those before it %d px; all bands of a mask are of one width"
              .formatted(width, this.width));
    }
    this.width = width;
    for (int row = 0; row < rows; row++) {
      next(labels, row * width);
      work.read(this);
    }
  }

  private void next(byte[] labels, int from) {
    LabelRuns runs = ring[(int) (rows % ring.length)];
    runs.read(labels, from, width);
    for (int run = 0; run < runs.count(); run++) {
      int label = runs.label(run);
      if (label >= classes && label != Confusion.IGNORED) {
        throw new IllegalArgumentException(
            "label %d at (%d, %d) is not one of %d classes (0 to %d, or 255 for pixels that do not count)"
                .formatted(label, runs.start(run), rows, classes, classes - 1));
      }
    }
    rows++;
  }

  /** How many rows were read. */
  long rows() {
    return rows;
  }

  /** Columns; 0 before the first row. */
  int width() {
    return width;
  }

  /** Whether there is a row this far before the last one. */
  boolean has(int before) {
    return rows > before;
  }

  /** The row this far before the last one, at most as far as the window remembers. */
  LabelRuns row(int before) {
    return ring[(int) ((rows - 1 - before) % ring.length)];
  }
}
