package org.intarsia.slideio.tiff;

import java.io.IOException;
import org.intarsia.slideio.SlideReadException;
import org.intarsia.slideio.raster.SharedFile;
import org.intarsia.tiff.TiffCompression;
import org.intarsia.tiff.TiffTag;

/**
 * Where the blocks of an image are in the file.
 *
 * @param layout the layout that the positions belong to: that of the file, or one with smaller
 *     strips
 * @param offsets byte positions, 0 for a block that the file does not hold
 * @param byteCounts compressed sizes, 0 for a block that the file does not hold
 */
record BlockIndex(PageLayout layout, long[] offsets, long[] byteCounts) {
  private static final long SPLIT_BYTES = 1L << 20;

  static BlockIndex read(SharedFile file, TiffDirectory page, PageLayout layout)
      throws IOException {
    boolean tileTags = page.has(TiffTag.TILE_OFFSETS);
    int offsetTag = tileTags ? TiffTag.TILE_OFFSETS : TiffTag.STRIP_OFFSETS;
    int countTag =
        page.has(TiffTag.TILE_BYTE_COUNTS) ? TiffTag.TILE_BYTE_COUNTS : TiffTag.STRIP_BYTE_COUNTS;
    String what = layout.tiled() ? "tile" : "strip";
    checkCount(file, page, layout, offsetTag, what + " offsets");
    long[] offsets = page.integers(offsetTag);
    long[] counts;
    if (page.has(countTag)) {
      checkCount(file, page, layout, countTag, what + " byte counts");
      counts = page.integers(countTag);
    } else if (layout.compression() == TiffCompression.NONE) {
      counts = expected(layout);
    } else {
      throw SlideReadException.at(file.name(), page.position(), "no " + what + " byte counts");
    }
    BlockIndex index = new BlockIndex(layout, offsets, counts);
    return PageParser.canSplit(layout) ? index.split() : index;
  }

  private static void checkCount(
      SharedFile file, TiffDirectory page, PageLayout layout, int tag, String what)
      throws SlideReadException {
    if (page.count(tag) < layout.blocks()) {
      throw SlideReadException.at(
          file.name(),
          page.position(),
          page.count(tag) + " " + what + " where " + layout.blocks() + " are needed");
    }
  }

  private static long[] expected(PageLayout layout) {
    long[] counts = new long[(int) layout.blocks()];
    for (int i = 0; i < counts.length; i++) {
      int row = (int) (i % layout.blocksPerPlane()) / layout.columns();
      counts[i] = layout.packedBytes(layout.rowsOf(row));
    }
    return counts;
  }

  /** Strips of at most about a mebibyte, so that large ones are never held whole. */
  private BlockIndex split() {
    long rowBytes = layout.packedRowBytes();
    int rows = splitRows(rowBytes);
    if (rows >= layout.blockHeight()) {
      return this;
    }
    PageLayout fine = layout.withBlockHeight(rows);
    int parts = fine.rows();
    int planes = (int) (layout.blocks() / layout.blocksPerPlane());
    long[] fineOffsets = new long[parts * planes];
    long[] fineCounts = new long[parts * planes];
    for (int plane = 0; plane < planes; plane++) {
      for (int part = 0; part < parts; part++) {
        long row = (long) part * rows;
        int strip = (int) (plane * layout.blocksPerPlane() + row / layout.blockHeight());
        long before = row % layout.blockHeight() * rowBytes;
        long held = Math.max(0, byteCounts[strip] - before);
        boolean missing = offsets[strip] == 0 || byteCounts[strip] == 0;
        int i = plane * parts + part;
        fineOffsets[i] = missing ? 0 : offsets[strip] + before;
        fineCounts[i] = missing ? 0 : Math.max(1, Math.min(held, rowBytes * fine.rowsOf(part)));
      }
    }
    return new BlockIndex(fine, fineOffsets, fineCounts);
  }

  /** Rows of a part: any number if there is one strip, otherwise a divisor of its rows. */
  private int splitRows(long rowBytes) {
    int wanted = (int) Math.max(1, Math.min(layout.blockHeight(), SPLIT_BYTES / rowBytes));
    if (layout.rows() > 1) {
      while (layout.blockHeight() % wanted != 0) {
        wanted--;
      }
    }
    return wanted;
  }

  boolean isMissing(int block) {
    return offsets[block] == 0 || byteCounts[block] == 0;
  }
}
