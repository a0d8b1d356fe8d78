package org.intarsia.testdata;

import java.nio.ByteOrder;

/**
 * How a pyramid is written: take {@link #of} and change what matters with the {@code with} methods.
 *
 * @param format which family of files
 * @param coding how pixels are compressed
 * @param layout tiles, or strips over the whole width
 * @param tileSize the side of a tile, or the rows of a strip; 16 to 4096, a multiple of 16
 * @param quality of JPEG, 1 to 100
 * @param downsample how much smaller each level is than the one before, 2 or 4
 * @param topSide levels are added until the longer side is at most this
 * @param micronsPerPixel of level 0
 * @param magnification of the objective, as slides state it
 * @param byteOrder of the TIFF
 * @param size 32-bit or 64-bit offsets
 * @param tables where the tables of JPEG stand
 * @param prediction before LZW and DEFLATE
 * @param emptyTiles whether tiles of bare glass are left out
 * @param threads that render and compress; the file does not depend on it
 */
public record PyramidOptions(
    Format format,
    Coding coding,
    Layout layout,
    int tileSize,
    int quality,
    int downsample,
    int topSide,
    double micronsPerPixel,
    double magnification,
    ByteOrder byteOrder,
    Size size,
    Tables tables,
    Prediction prediction,
    EmptyTiles emptyTiles,
    int threads) {
  /** The families of files. */
  public enum Format {
    /** As Aperio scanners write: level 0, a thumbnail, lower levels, label and macro pages. */
    SVS,
    /** A page a level, lower ones marked as reduced, resolution in pixels a centimetre. */
    GENERIC,
    /** OME-XML in the description, lower levels as sub-directories. */
    OME_TIFF
  }

  /** Compression with the meaning of the samples. */
  public enum Coding {
    /** JPEG of R, G, B without an Adobe marker; only the TIFF tells that it is not YCbCr. */
    JPEG_RGB,
    JPEG_YCBCR_444,
    JPEG_YCBCR_420,
    NONE,
    LZW,
    PACK_BITS,
    DEFLATE;

    boolean jpeg() {
      return this == JPEG_RGB || ycbcr();
    }

    boolean ycbcr() {
      return this == JPEG_YCBCR_444 || this == JPEG_YCBCR_420;
    }
  }

  /** How levels are cut. */
  public enum Layout {
    TILES,
    STRIPS
  }

  /** Classic TIFF, BigTIFF, or BigTIFF only where the pixels could need it. */
  public enum Size {
    AUTO,
    CLASSIC,
    BIG
  }

  /** Where JPEG tables stand: once in tag 347, or in every tile. */
  public enum Tables {
    SHARED,
    PER_TILE
  }

  /** Differencing before lossless compression. */
  public enum Prediction {
    NONE,
    HORIZONTAL
  }

  /** Whether bare glass is stored, or left out with length 0 as SVS readers understand. */
  public enum EmptyTiles {
    WRITTEN,
    MISSING
  }

  /** Checks the ranges. */
  public PyramidOptions {
    if (tileSize < 16 || tileSize > 4096 || tileSize % 16 != 0) {
      throw new IllegalArgumentException(
          "tile size " + tileSize + " is not a multiple of 16 from 16 to 4096");
    }
    if (quality < 1 || quality > 100) {
      throw new IllegalArgumentException("JPEG quality " + quality + " is not 1 to 100");
    }
    if (downsample != 2 && downsample != 4) {
      throw new IllegalArgumentException("downsample " + downsample + " is not 2 or 4");
    }
    if (topSide < 1) {
      throw new IllegalArgumentException("top side " + topSide + " is not at least 1");
    }
    if (!(micronsPerPixel > 0) || !(magnification > 0)) {
      throw new IllegalArgumentException(
          "scale of " + micronsPerPixel + " micrometres at " + magnification + "x is not positive");
    }
    if (threads < 1) {
      throw new IllegalArgumentException("threads " + threads + " is not at least 1");
    }
  }

  /** What files of the format are usually like, at 0.5 micrometres and 20x, on one thread. */
  public static PyramidOptions of(Format format) {
    boolean svs = format == Format.SVS;
    return new PyramidOptions(
        format,
        svs ? Coding.JPEG_RGB : Coding.JPEG_YCBCR_420,
        Layout.TILES,
        svs ? 240 : 256,
        80,
        svs ? 4 : 2,
        1024,
        0.5,
        20,
        ByteOrder.LITTLE_ENDIAN,
        Size.AUTO,
        Tables.SHARED,
        Prediction.NONE,
        EmptyTiles.WRITTEN,
        1);
  }

  /** These options with another coding. */
  public PyramidOptions withCoding(Coding coding) {
    return new PyramidOptions(
        format,
        coding,
        layout,
        tileSize,
        quality,
        downsample,
        topSide,
        micronsPerPixel,
        magnification,
        byteOrder,
        size,
        tables,
        prediction,
        emptyTiles,
        threads);
  }

  /** These options with another layout. */
  public PyramidOptions withLayout(Layout layout) {
    return new PyramidOptions(
        format,
        coding,
        layout,
        tileSize,
        quality,
        downsample,
        topSide,
        micronsPerPixel,
        magnification,
        byteOrder,
        size,
        tables,
        prediction,
        emptyTiles,
        threads);
  }

  /** These options with another tile size. */
  public PyramidOptions withTileSize(int tileSize) {
    return new PyramidOptions(
        format,
        coding,
        layout,
        tileSize,
        quality,
        downsample,
        topSide,
        micronsPerPixel,
        magnification,
        byteOrder,
        size,
        tables,
        prediction,
        emptyTiles,
        threads);
  }

  /** These options with another JPEG quality. */
  public PyramidOptions withQuality(int quality) {
    return new PyramidOptions(
        format,
        coding,
        layout,
        tileSize,
        quality,
        downsample,
        topSide,
        micronsPerPixel,
        magnification,
        byteOrder,
        size,
        tables,
        prediction,
        emptyTiles,
        threads);
  }

  /** These options with another step between levels. */
  public PyramidOptions withDownsample(int downsample) {
    return new PyramidOptions(
        format,
        coding,
        layout,
        tileSize,
        quality,
        downsample,
        topSide,
        micronsPerPixel,
        magnification,
        byteOrder,
        size,
        tables,
        prediction,
        emptyTiles,
        threads);
  }

  /** These options with another side that ends the pyramid. */
  public PyramidOptions withTopSide(int topSide) {
    return new PyramidOptions(
        format,
        coding,
        layout,
        tileSize,
        quality,
        downsample,
        topSide,
        micronsPerPixel,
        magnification,
        byteOrder,
        size,
        tables,
        prediction,
        emptyTiles,
        threads);
  }

  /** These options with another byte order. */
  public PyramidOptions withByteOrder(ByteOrder byteOrder) {
    return new PyramidOptions(
        format,
        coding,
        layout,
        tileSize,
        quality,
        downsample,
        topSide,
        micronsPerPixel,
        magnification,
        byteOrder,
        size,
        tables,
        prediction,
        emptyTiles,
        threads);
  }

  /** These options with another offset size. */
  public PyramidOptions withSize(Size size) {
    return new PyramidOptions(
        format,
        coding,
        layout,
        tileSize,
        quality,
        downsample,
        topSide,
        micronsPerPixel,
        magnification,
        byteOrder,
        size,
        tables,
        prediction,
        emptyTiles,
        threads);
  }

  /** These options with another place of JPEG tables. */
  public PyramidOptions withTables(Tables tables) {
    return new PyramidOptions(
        format,
        coding,
        layout,
        tileSize,
        quality,
        downsample,
        topSide,
        micronsPerPixel,
        magnification,
        byteOrder,
        size,
        tables,
        prediction,
        emptyTiles,
        threads);
  }

  /** These options with another prediction. */
  public PyramidOptions withPrediction(Prediction prediction) {
    return new PyramidOptions(
        format,
        coding,
        layout,
        tileSize,
        quality,
        downsample,
        topSide,
        micronsPerPixel,
        magnification,
        byteOrder,
        size,
        tables,
        prediction,
        emptyTiles,
        threads);
  }

  /** These options with another treatment of bare glass. */
  public PyramidOptions withEmptyTiles(EmptyTiles emptyTiles) {
    return new PyramidOptions(
        format,
        coding,
        layout,
        tileSize,
        quality,
        downsample,
        topSide,
        micronsPerPixel,
        magnification,
        byteOrder,
        size,
        tables,
        prediction,
        emptyTiles,
        threads);
  }

  /** These options with another number of threads. */
  public PyramidOptions withThreads(int threads) {
    return new PyramidOptions(
        format,
        coding,
        layout,
        tileSize,
        quality,
        downsample,
        topSide,
        micronsPerPixel,
        magnification,
        byteOrder,
        size,
        tables,
        prediction,
        emptyTiles,
        threads);
  }

  /** These options with another scale of level 0. */
  public PyramidOptions withScale(double micronsPerPixel, double magnification) {
    return new PyramidOptions(
        format,
        coding,
        layout,
        tileSize,
        quality,
        downsample,
        topSide,
        micronsPerPixel,
        magnification,
        byteOrder,
        size,
        tables,
        prediction,
        emptyTiles,
        threads);
  }
}
