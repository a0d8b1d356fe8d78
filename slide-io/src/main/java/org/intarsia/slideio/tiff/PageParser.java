package org.intarsia.slideio.tiff;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.intarsia.slideio.SlideReadException;
import org.intarsia.slideio.UnsupportedSlideException;
import org.intarsia.slideio.raster.BlockLimits;
import org.intarsia.slideio.raster.SharedFile;
import org.intarsia.slideio.tiff.SampleColors.Alpha;
import org.intarsia.slideio.tiff.SampleColors.Lookup;
import org.intarsia.tiff.TiffCompression;
import org.intarsia.tiff.TiffTag;

/** Turns a directory into a checked layout, or says by name why that kind is not read. */
final class PageParser {
  /** JPEG 2000 under the number that was registered for it. */
  static final int JPEG_2000 = 34712;

  private static final int FILL_ORDER = 266;
  private static final int MAX_SIDE = 1 << 28;
  private static final long MAX_BLOCKS = 1L << 24;
  private static final long SPLIT_BYTES = 1L << 20;

  private final SharedFile file;
  private final TiffDirectory directory;

  private PageParser(SharedFile file, TiffDirectory directory) {
    this.file = file;
    this.directory = directory;
  }

  /**
   * The layout of the image.
   *
   * @throws SlideReadException if a size is impossible, or the kind is not read
   */
  static PageLayout parse(SharedFile file, TiffDirectory directory) throws IOException {
    return new PageParser(file, directory).layout();
  }

  private PageLayout layout() throws IOException {
    int width = side(TiffTag.IMAGE_WIDTH, "width");
    int height = side(TiffTag.IMAGE_LENGTH, "height");
    int compression = compression();
    int samples = (int) Math.min(directory.integerOr(TiffTag.SAMPLES_PER_PIXEL, 1), 1 << 16);
    checkSamples(samples);
    SampleColors color = color(samples, compression);
    boolean planar = samples > 1 && directory.integerOr(TiffTag.PLANAR_CONFIGURATION, 1) == 2;
    if (planar && color instanceof SampleColors.DecodedYcbcr) {
      throw refuse("YCbCr in separate planes");
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
            samples,
            planar,
            compression,
            color,
            predictor(compression));
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
    if (layout.blocks() > MAX_BLOCKS) {
      throw wrong(layout.blocks() + " tiles or strips, more than " + MAX_BLOCKS);
    }
    long limit = BlockLimits.maxBlockBytes();
    long perPixel = Math.max(3, layout.samples());
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
        && (long) layout.width() * layout.samples() <= SPLIT_BYTES * 8;
  }

  private int compression() throws IOException {
    int compression = (int) Math.min(directory.integerOr(TiffTag.COMPRESSION, 1), 1 << 16);
    Optional<String> refused = Compressions.refusal(compression);
    if (refused.isPresent()) {
      throw refuse("compression " + compression + " (" + refused.get() + ")");
    }
    if (directory.integerOr(FILL_ORDER, 1) == 2) {
      throw refuse("bytes with reversed bits (FillOrder 2)");
    }
    return compression;
  }

  private void checkSamples(int samples) throws IOException {
    if (samples < 1) {
      throw wrong(samples + " samples per pixel");
    }
    long[] formats = directory.integers(TiffTag.SAMPLE_FORMAT);
    for (long format : formats) {
      if (format == 2 || format == 3 || format == 5 || format == 6) {
        String kind = format == 3 ? "floating-point" : format == 2 ? "signed" : "complex";
        throw refuse(kind + " samples; Intarsia reads 8-bit RGB");
      }
    }
    long[] bits = directory.integers(TiffTag.BITS_PER_SAMPLE);
    long most = Arrays.stream(bits).max().orElse(1);
    long least = Arrays.stream(bits).min().orElse(1);
    if (most != 8 || least != 8) {
      String depth = most == least ? most + "-bit" : least + "- to " + most + "-bit";
      throw refuse(depth + " samples; Intarsia reads 8-bit RGB");
    }
    if (bits.length != 1 && bits.length < samples) {
      throw wrong(samples + " samples per pixel, but bits of " + bits.length + " of them");
    }
  }

  private SampleColors color(int samples, int compression) throws IOException {
    if (!directory.has(TiffTag.PHOTOMETRIC)) {
      throw wrong("no photometric interpretation");
    }
    long photometric = directory.integerOr(TiffTag.PHOTOMETRIC, 1);
    boolean jpeg = compression == TiffCompression.JPEG;
    boolean jpeg2000 =
        compression == TiffCompression.APERIO_JPEG2000_YCC
            || compression == TiffCompression.APERIO_JPEG2000_RGB
            || compression == JPEG_2000;
    if ((jpeg || jpeg2000) && samples != 1 && samples != 3) {
      throw refuse((jpeg ? "JPEG" : "JPEG 2000") + " of " + samples + " samples per pixel");
    }
    if (photometric == 0 || photometric == 1) {
      if (samples != 1) {
        throw refuse(samples + " separate channels (fluorescence)");
      }
      return photometric == 0 ? Lookup.inverted() : Lookup.grey();
    }
    if (photometric == 3 && samples == 1) {
      return palette();
    }
    if (photometric == 2 && samples == 3) {
      return new SampleColors.Rgb();
    }
    if (photometric == 2 && samples == 4) {
      return new SampleColors.Rgba(alpha());
    }
    if (photometric == 6 && samples == 3 && (jpeg || jpeg2000)) {
      return new SampleColors.DecodedYcbcr();
    }
    throw refuse(Compressions.photometric(photometric) + " of " + samples + " samples per pixel");
  }

  private SampleColors palette() throws IOException {
    long[] map = directory.integers(TiffTag.COLOR_MAP);
    if (map.length < 768) {
      throw wrong("a colour map of " + map.length + " values, not 768");
    }
    return Lookup.palette(map);
  }

  private Alpha alpha() throws IOException {
    long kind = directory.integerOr(TiffTag.EXTRA_SAMPLES, 0);
    return kind == 1 ? Alpha.ASSOCIATED : kind == 2 ? Alpha.UNASSOCIATED : Alpha.IGNORED;
  }

  private int predictor(int compression) throws IOException {
    boolean applies =
        compression == TiffCompression.LZW
            || compression == TiffCompression.DEFLATE
            || compression == TiffCompression.OLD_DEFLATE;
    long predictor = applies ? directory.integerOr(TiffTag.PREDICTOR, 1) : 1;
    if (predictor != 1 && predictor != 2) {
      throw refuse("predictor " + predictor + (predictor == 3 ? " (floating point)" : ""));
    }
    return (int) predictor;
  }

  private SlideReadException refuse(String what) {
    return new UnsupportedSlideException(
        file.name(), what + " (at byte " + directory.position() + ")");
  }

  private SlideReadException wrong(String what) {
    return SlideReadException.at(file.name(), directory.position(), "impossible: " + what);
  }
}
