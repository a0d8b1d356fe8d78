package org.intarsia.testdata.codec;

import java.util.Arrays;

/** Compresses one tile or strip of interleaved RGB; safe for use by many threads at once. */
@FunctionalInterface
public interface TileEncoder {
  /** Returns the compressed bytes of {@code width} x {@code height} pixels. */
  byte[] encode(byte[] rgb, int width, int height);

  /** Pixels as they are. */
  static TileEncoder raw() {
    return (rgb, width, height) -> Arrays.copyOf(rgb, 3 * width * height);
  }

  /** Zlib streams. */
  static TileEncoder deflate() {
    return (rgb, width, height) -> Deflate.encode(rgb, 3 * width * height);
  }

  /** TIFF's variant of LZW. */
  static TileEncoder lzw() {
    return (rgb, width, height) -> Lzw.encode(rgb, 3 * width * height);
  }

  /** Run lengths, row by row. */
  static TileEncoder packBits() {
    return PackBits::encode;
  }

  /** This encoder after horizontal differencing (predictor 2). */
  default TileEncoder differenced() {
    return (rgb, width, height) -> encode(Differences.of(rgb, width, height), width, height);
  }
}
