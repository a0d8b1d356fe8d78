package org.intarsia.slideio.codec;

/**
 * What a block must decode to: 8-bit samples, interleaved, row by row.
 *
 * @param width columns
 * @param height rows that are wanted
 * @param samples samples of a pixel
 * @param declaredHeight rows that the block may hold, at least {@code height}; more in the last
 *     strip of an image where the writer padded it
 */
public record BlockShape(int width, int height, int samples, int declaredHeight) {
  /** A block that holds exactly the wanted rows. */
  public static BlockShape of(int width, int height, int samples) {
    return new BlockShape(width, height, samples, height);
  }

  /** Bytes of the wanted rows. */
  public int bytes() {
    return Math.multiplyExact(rowBytes(), height);
  }

  /** Bytes of all rows that the block may hold. */
  public long declaredBytes() {
    return (long) rowBytes() * declaredHeight;
  }

  /** Bytes of one row. */
  public int rowBytes() {
    return Math.multiplyExact(width, samples);
  }
}
