package org.intarsia.slideio.tiff;

import java.io.IOException;
import java.util.Optional;
import org.intarsia.slideio.ReadOptions.DeepSamples;
import org.intarsia.slideio.SlideReadException;
import org.intarsia.slideio.UnsupportedSlideException;
import org.intarsia.slideio.raster.BlockLimits;
import org.intarsia.slideio.raster.SharedFile;
import org.intarsia.tiff.TiffCompression;
import org.intarsia.tiff.TiffTag;

/** Turns a directory into a checked layout, or says by name why that kind is not read. */
final class PageParser {
  /** JPEG 2000 under the number that was registered for it. */
  static final int JPEG_2000 = 34712;

  private static final int MAX_SIDE = 1 << 24;
  private static final long SPLIT_BYTES = 1L << 20;

  private final SharedFile file;
  private final TiffDirectory directory;
  private final DeepSamples deepSamples;

  private PageParser(SharedFile file, TiffDirectory directory, DeepSamples deepSamples) {
    this.file = file;
    this.directory = directory;
    this.deepSamples = deepSamples;
  }

  /**
   * The layout of the image.
   *
   * @throws SlideReadException if a size is impossible, or the kind is not read
   */
  static PageLayout parse(SharedFile file, TiffDirectory directory, DeepSamples deepSamples)
      throws IOException {
    return new PageParser(file, directory, deepSamples).layout();
  }

  private PageLayout layout() throws IOException {
    int width = side(TiffTag.IMAGE_WIDTH, "width");
    int height = side(TiffTag.IMAGE_LENGTH, "height");
    int compression = compression();
    SampleParser samples = SampleParser.of(file, directory, compression, deepSamples);
    SampleColors color = samples.color();
    SamplePacking packing = samples.packing();
    boolean planar =
        samples.samples() > 1 && directory.integerOr(TiffTag.PLANAR_CONFIGURATION, 1) == 2;
    if (planar && (color instanceof SampleColors.DecodedYcbcr || packing.isSubsampled())) {
      throw refuse("YCbCr in separate planes");
    }
    if (planar && compression == TiffCompression.WEBP) {
      throw refuse("WebP in separate planes");
    }
    boolean tiled = directory.has(TiffTag.TILE_WIDTH);
    int blockWidth = tiled ? side(TiffTag.TILE_WIDTH, "tile width") : width;
    int blockHeight = tiled ? side(TiffTag.TILE_LENGTH, "tile height") : rowsPerStrip(height);
    PageLayout layout =
        new PageLayout(
            width,
            height,
            blockWidth,
            blockHeight,
            tiled,
            samples.samples(),
            planar,
            compression,
            color,
            packing);
    checkSizes(layout);
    return layout;
  }

  private int side(int tag, String what) throws IOException {
    long value = directory.integerOr(tag, 0);
    if (value < 1 || value > MAX_SIDE) {
      throw wrong(what + " of " + value + " px (1 to " + MAX_SIDE + " are possible)");
    }
    return (int) value;
  }

  private int rowsPerStrip(int height) throws IOException {
    long rows = directory.integerOr(TiffTag.ROWS_PER_STRIP, height);
    if (rows < 1) {
      throw wrong("strips of " + rows + " rows");
    }
    return (int) Math.min(rows, height);
  }

  private void checkSizes(PageLayout layout) throws SlideReadException {
    if (layout.blocks() > BlockLimits.maxBlocks()) {
      throw wrong(layout.blocks() + " tiles or strips, more than " + BlockLimits.maxBlocks());
    }
    long limit = BlockLimits.maxBlockBytes();
    long perPixel = Math.max(3, (long) layout.samples() * (layout.packing().bits() > 8 ? 2 : 1));
    long bytes = perPixel * layout.blockWidth() * layout.blockHeight();
    if (bytes > limit && !canSplit(layout)) {
      throw wrong(
          (layout.tiled() ? "tiles" : "strips")
              + " of "
              + layout.blockWidth()
              + " x "
              + layout.blockHeight()
              + " px need "
              + bytes
              + " bytes each; the limit is "
              + limit
              + " (a larger heap raises it)");
    }
  }

  /** Strips without compression can be read in parts of any number of rows. */
  static boolean canSplit(PageLayout layout) {
    return !layout.tiled()
        && layout.compression() == TiffCompression.NONE
        && layout.packing().hasRows()
        && (long) layout.width() * layout.samples() <= SPLIT_BYTES * 8;
  }

  private int compression() throws IOException {
    int compression = (int) Math.min(directory.integerOr(TiffTag.COMPRESSION, 1), 1 << 16);
    Optional<String> refused = Compressions.refusal(compression);
    if (refused.isPresent()) {
      throw refuse("compression " + compression + " (" + refused.get() + ")");
    }
    return compression;
  }

  private SlideReadException refuse(String what) {
    return new UnsupportedSlideException(
        file.name(), what + " (at byte " + directory.position() + ")");
  }

  private SlideReadException wrong(String what) {
    return SlideReadException.at(file.name(), directory.position(), "impossible: " + what);
  }
}
