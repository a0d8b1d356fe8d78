package org.intarsia.stitcher.overlay;

/** An RGB picture to draw rectangles and text into. Not thread-safe. */
public final class Canvas {
  private final int width;
  private final int height;
  private final byte[] rgb;

  /** A black picture. */
  public Canvas(int width, int height) {
    this.width = width;
    this.height = height;
    this.rgb = new byte[Math.multiplyExact(3, Math.multiplyExact(width, height))];
  }

  /** Columns. */
  public int width() {
    return width;
  }

  /** Rows. */
  public int height() {
    return height;
  }

  /** Interleaved R G B, row by row; not a copy. */
  public byte[] rgb() {
    return rgb;
  }

  /** Sets a pixel to {@code 0xRRGGBB}; outside the picture nothing happens. */
  public void set(int x, int y, int colour) {
    if (x < 0 || y < 0 || x >= width || y >= height) {
      return;
    }
    int at = 3 * (y * width + x);
    rgb[at] = (byte) (colour >> 16);
    rgb[at + 1] = (byte) (colour >> 8);
    rgb[at + 2] = (byte) colour;
  }

  /** Fills {@code [left, right) x [top, bottom)}. */
  public void fill(int left, int top, int right, int bottom, int colour) {
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        set(x, y, colour);
      }
    }
  }

  /** Writes a line of text with dots of {@code scale} pixels; letters are 6 dots apart. */
  public void text(BitmapFont font, int left, int top, int scale, String text) {
    int x = left;
    for (int codePoint : text.codePoints().toArray()) {
      for (int row = 0; row < BitmapFont.HEIGHT; row++) {
        for (int column = 0; column < BitmapFont.WIDTH; column++) {
          if (font.isSet(codePoint, column, row)) {
            int dotX = x + column * scale;
            int dotY = top + row * scale;
            fill(dotX, dotY, dotX + scale, dotY + scale, 0);
          }
        }
      }
      x += (BitmapFont.WIDTH + 1) * scale;
    }
  }

  /** Pixels that {@link #text} needs across. */
  public static int textWidth(String text, int scale) {
    return text.codePointCount(0, text.length()) * (BitmapFont.WIDTH + 1) * scale;
  }
}
