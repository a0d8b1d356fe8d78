package org.intarsia.slideio.tiff;

/**
 * How one image lies in a TIFF, checked: every size here may be multiplied and allocated.
 *
 * @param width columns
 * @param height rows
 * @param blockWidth columns of a tile, or the width for strips
 * @param blockHeight rows of a tile or strip
 * @param tiled whether blocks are tiles, which are padded at the borders
 * @param samples samples of a pixel
 * @param planar whether each sample has blocks of its own
 * @param compression the TIFF's number
 * @param color what the samples mean
 * @param packing how the samples lie in a decompressed block
 */
record PageLayout(
    int width,
    int height,
    int blockWidth,
    int blockHeight,
    boolean tiled,
    int samples,
    boolean planar,
    int compression,
    SampleColors color,
    SamplePacking packing) {
  int columns() {
    return (int) ((width + (long) blockWidth - 1) / blockWidth);
  }

  int rows() {
    return (int) ((height + (long) blockHeight - 1) / blockHeight);
  }

  /** Blocks of one plane. */
  long blocksPerPlane() {
    return (long) columns() * rows();
  }

  /** All blocks. */
  long blocks() {
    return planar ? blocksPerPlane() * samples : blocksPerPlane();
  }

  /** Samples of a pixel within one block. */
  int blockSamples() {
    return planar ? 1 : samples;
  }

  /** Bytes of a row as it is stored, decompressed. */
  long packedRowBytes() {
    return packing.rowBytes(blockWidth, blockSamples());
  }

  /** Bytes of some rows as they are stored, decompressed. */
  long packedBytes(int rows) {
    return packedRowBytes() * packing.packedRows(rows);
  }

  /** Rows of a block that are stored: fewer than the block's height in the last strip. */
  int rowsOf(int blockRow) {
    return tiled
        ? blockHeight
        : (int) Math.min(blockHeight, height - (long) blockRow * blockHeight);
  }

  /** The same image in strips of another height. */
  PageLayout withBlockHeight(int rows) {
    return new PageLayout(
        width, height, blockWidth, rows, tiled, samples, planar, compression, color, packing);
  }

  /** Where the blocks of a plane lie. */
  BlockGrid grid() {
    return new BlockGrid(width, height, blockWidth, blockHeight, tiled);
  }
}
