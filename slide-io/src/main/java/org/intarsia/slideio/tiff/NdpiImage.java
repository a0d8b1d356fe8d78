package org.intarsia.slideio.tiff;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.intarsia.slideio.Region;
import org.intarsia.slideio.SlideReadException;
import org.intarsia.slideio.UnsupportedSlideException;
import org.intarsia.slideio.codec.BlockCodec;
import org.intarsia.slideio.codec.BlockShape;
import org.intarsia.slideio.codec.CodecException;
import org.intarsia.slideio.codec.JpegColors;
import org.intarsia.slideio.raster.BlockLimits;
import org.intarsia.slideio.raster.SharedFile;
import org.intarsia.tiff.TiffTag;

/**
 * A level of a Hamamatsu NDPI: one JPEG stream, read in the pieces between its restart markers.
 *
 * <p>A block is a column of pieces, one below the other, joined to a JPEG of their size.
 *
 * <p><i>Why</i> only below each other: a piece is 8 or 16 rows high and up to thousands of columns
 * wide. Joined downwards, decoders smooth the colours across the pieces' borders as the scanner's
 * own JPEG means it.
 */
final class NdpiImage implements BlockImage {
  static final int MCU_STARTS = 65426;
  static final int MCU_STARTS_HIGH = 65432;

  private static final int BLOCK_ROWS = 256;
  private static final long BLOCK_BYTES = 16L << 20;
  private static final int MOST_JPEG_SIDE = 65_500;
  private static final int MOST_SIDE = 1 << 28;
  private static final long MOST_SEGMENTS = 1L << 24;

  private final BlockGrid grid;
  private final JpegHeader header;
  private final RestartSegments segments;
  private final BlockCodec codec;

  private NdpiImage(BlockGrid grid, JpegHeader header, RestartSegments segments, BlockCodec codec) {
    this.grid = grid;
    this.header = header;
    this.segments = segments;
    this.codec = codec;
  }

  /** Checks the directory and reads the header of its JPEG, no pixels. */
  static BlockImage open(ImageOpener opener, TiffDirectory page) throws IOException {
    SharedFile file = opener.file();
    if (page.integerOr(TiffTag.COMPRESSION, 1) != 7) {
      return opener.page(page);
    }
    if (page.count(TiffTag.STRIP_OFFSETS) != 1 || page.count(TiffTag.STRIP_BYTE_COUNTS) != 1) {
      throw SlideReadException.at(
          file.name(),
          page.position(),
          page.count(TiffTag.STRIP_OFFSETS) + " strips where an NDPI image has 1");
    }
    long start = page.integerOr(TiffTag.STRIP_OFFSETS, 0);
    long bytes = page.integerOr(TiffTag.STRIP_BYTE_COUNTS, 0);
    if (start < 8 || bytes < 4 || start > file.size() - bytes) {
      throw SlideReadException.at(
          file.name(),
          start,
          bytes + " bytes of JPEG lie beyond the end of the file of " + file.size() + " bytes");
    }
    try {
      JpegHeader header =
          JpegHeader.parse(file.read(start, Math.min(bytes, JpegHeader.MOST_BYTES)));
      return open(opener, page, header, start);
    } catch (CodecException e) {
      throw SlideReadException.at(file.name(), start, String.valueOf(e.getMessage()));
    }
  }

  private static BlockImage open(
      ImageOpener opener, TiffDirectory page, JpegHeader header, long start) throws IOException {
    SharedFile file = opener.file();
    int width = side(file, page, TiffTag.IMAGE_WIDTH);
    int height = side(file, page, TiffTag.IMAGE_LENGTH);
    if (header.components() != 1 && header.components() != 3) {
      throw new UnsupportedSlideException(
          file.name(), "NDPI with a JPEG of " + header.components() + " components");
    }
    boolean large = width > MOST_JPEG_SIDE || height > MOST_JPEG_SIDE;
    long bytes = page.integerOr(TiffTag.STRIP_BYTE_COUNTS, 0);
    if (!hasPieces(header, width)) {
      if (large || 3L * header.width() * header.height() > BlockLimits.maxBlockBytes()) {
        throw new UnsupportedSlideException(
            file.name(),
            "NDPI with one JPEG of "
                + width
                + " x "
                + height
                + " px and restart markers after "
                + header.restartInterval()
                + " units (at byte "
                + start
                + ")");
      }
      return WholeJpeg.in(opener, header, start, bytes);
    }
    boolean isSized = header.width() != 0 && header.height() != 0;
    if (!large && isSized && (header.width() != width || header.height() != height)) {
      throw SlideReadException.at(
          file.name(),
          start,
          "a JPEG of "
              + header.width()
              + " x "
              + header.height()
              + " px in an image of "
              + width
              + " x "
              + height);
    }
    BlockGrid grid = grid(header, width, height);
    long across = grid.columns();
    long count = across * ((height + header.mcuHeight() - 1L) / header.mcuHeight());
    if (count > MOST_SEGMENTS) {
      throw SlideReadException.at(
          file.name(), start, count + " restart markers, more than " + MOST_SEGMENTS);
    }
    long scan = start + header.bytes().length;
    RestartSegments segments =
        new RestartSegments(
            file, scan, start + bytes, (int) count, starts(page, (int) count, start));
    BlockCodec codec = opener.codecs().jpeg(new byte[0], JpegColors.AS_STORED);
    return new NdpiImage(grid, header, segments, codec);
  }

  private static int side(SharedFile file, TiffDirectory page, int tag) throws IOException {
    long side = page.integerOr(tag, 0);
    if (side < 1 || side > MOST_SIDE) {
      throw SlideReadException.at(
          file.name(),
          page.position(),
          "impossible: a side of " + side + " px (1 to " + MOST_SIDE + " are possible)");
    }
    return (int) side;
  }

  /** Whether restart markers divide every row of units into equal pieces. */
  private static boolean hasPieces(JpegHeader header, int width) {
    long unitsAcross = (width + header.mcuWidth() - 1L) / header.mcuWidth();
    int interval = header.restartInterval();
    return interval > 0
        && header.process() <= 1
        && unitsAcross % interval == 0
        && (long) interval * header.mcuWidth() <= MOST_JPEG_SIDE;
  }

  private static BlockGrid grid(JpegHeader header, int width, int height) {
    int columns = header.restartInterval() * header.mcuWidth();
    long fitting = BLOCK_BYTES / (3L * columns * header.mcuHeight());
    long rows = Math.max(1, Math.min(BLOCK_ROWS / header.mcuHeight(), fitting));
    return new BlockGrid(width, height, columns, (int) rows * header.mcuHeight(), false);
  }

  /** Where the pieces start in the file; empty if the directory does not say it for all. */
  private static long[] starts(TiffDirectory page, int count, long base) throws IOException {
    long high = page.count(MCU_STARTS_HIGH);
    if (page.count(MCU_STARTS) != count || (high != 0 && high != count)) {
      return new long[0];
    }
    long[] starts = page.integers(MCU_STARTS);
    long[] highs = page.integers(MCU_STARTS_HIGH);
    for (int i = 0; i < starts.length; i++) {
      starts[i] += base + (highs.length == 0 ? 0 : highs[i] << 32);
    }
    return starts;
  }

  @Override
  public BlockGrid grid() {
    return grid;
  }

  @Override
  public String codecName() {
    return codec.name();
  }

  @Override
  public boolean isMissing(int block) {
    return false;
  }

  @Override
  public String place(int block) {
    int column = block % grid.columns();
    int row = block / grid.columns();
    return "JPEG pieces (" + column + ", " + row + ") at byte " + segments.position(first(block));
  }

  private int first(int block) {
    int row = block / grid.columns() * (grid.blockHeight() / header.mcuHeight());
    return row * grid.columns() + block % grid.columns();
  }

  @Override
  public byte[] decode(int block) throws IOException {
    Region place = grid.place(block);
    int width = (int) Math.min(place.width(), grid.width() - place.x());
    int height = place.height();
    BlockShape shape = BlockShape.of(width, height, header.components());
    byte[] samples = new byte[shape.bytes()];
    codec.decode(joined(block, width, height), shape, samples);
    byte[] rgb = WholeJpeg.rgb(samples, header.components(), width * height);
    if (width == place.width()) {
      return rgb;
    }
    byte[] padded = new byte[3 * place.width() * height];
    for (int y = 0; y < height; y++) {
      System.arraycopy(rgb, 3 * width * y, padded, 3 * place.width() * y, 3 * width);
    }
    return padded;
  }

  /** The block's pieces as one stream, with restart markers counted anew. */
  private byte[] joined(int block, int width, int height) throws IOException {
    int pieces = (height + header.mcuHeight() - 1) / header.mcuHeight();
    long most = 2L * 3 * width * header.mcuHeight() + (1 << 16);
    ByteArrayOutputStream stream = new ByteArrayOutputStream(width * height / 2);
    stream.writeBytes(header.sized(width, height));
    for (int i = 0; i < pieces; i++) {
      stream.writeBytes(segments.read(first(block) + i * grid.columns(), most));
      stream.write(0xFF);
      stream.write(i + 1 < pieces ? 0xD0 + i % 8 : 0xD9);
    }
    return stream.toByteArray();
  }
}
