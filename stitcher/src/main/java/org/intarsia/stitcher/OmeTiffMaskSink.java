package org.intarsia.stitcher;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.intarsia.tiff.TiffCompression;
import org.intarsia.tiff.TiffDirectoryDraft;
import org.intarsia.tiff.TiffTag;
import org.intarsia.tiff.TiffWriter;
import org.intarsia.tiff.TiffWriter.Variant;

/**
 * Writes a mask as a pyramidal OME-TIFF while it arrives.
 *
 * <p>Pixels are 8-bit labels in tiles of 256 x 256, deflated without loss, with a palette of the
 * classes' colours; tiles at the right and lower border repeat the last column and row. Each level
 * has half the size of the finer one, rounded up, until no side exceeds 512. A pixel of a level is
 * the most frequent of the 2 x 2 below it, among equals the first in row-major order.
 *
 * <p>The levels stand in the main chain as reduced images, for readers such as OpenSlide, and are
 * sub-directories of the first as well, for readers of OME-TIFF; both point to the same tiles. The
 * file is a BigTIFF if the levels together could exceed 4 GB. It holds no time, host or random id:
 * the same labels give the same bytes.
 *
 * <p>Memory: one row of tiles a level, together less than {@code 2 * 256 * width} bytes, another
 * row compressed, and 16 bytes a tile. The file is written in place; it is whole when {@link
 * #finish} has returned. Not thread-safe, see {@link MaskSink}.
 */
public final class OmeTiffMaskSink implements MaskSink {
  private static final int SMALLEST = 512;
  private static final int REDUCED_IMAGE = 1;
  private static final int PALETTE = 3;
  private static final int CENTIMETRE = 3;
  private static final double MICRONS_PER_CENTIMETRE = 10_000;
  private static final int BYTES_PER_TILE_ENTRY = 40;

  private final Path file;
  private final MaskLayout layout;
  private final MaskPyramidLevel finest;
  private final TiffWriter writer;
  private final TileDeflater deflater = new TileDeflater();
  private boolean finished;
  private boolean closed;

  private OmeTiffMaskSink(
      Path file, MaskLayout layout, MaskPyramidLevel finest, TiffWriter writer) {
    this.file = file;
    this.layout = layout;
    this.finest = finest;
    this.writer = writer;
  }

  /**
   * Creates the file, which must not exist.
   *
   * @throws IllegalArgumentException if the mask is too wide for a row of tiles in one array
   * @throws IOException if the file exists or cannot be created
   */
  public static OmeTiffMaskSink create(Path file, MaskLayout layout) throws IOException {
    int limit = Integer.MAX_VALUE / TileDeflater.SIDE - TileDeflater.SIDE;
    if (layout.width() > limit) {
      throw new IllegalArgumentException(
          "a mask of %d px is wider than the %d px that an OME-TIFF is written with"
              .formatted(layout.width(), limit));
    }
    MaskPyramidLevel finest =
        MaskPyramidLevel.chain((int) layout.width(), (int) layout.height(), SMALLEST);
    TiffWriter writer =
        TiffWriter.create(file, Variant.forBytes(largestSize(finest)), ByteOrder.LITTLE_ENDIAN);
    return new OmeTiffMaskSink(file, layout, finest, writer);
  }

  private static long largestSize(MaskPyramidLevel finest) {
    long bytes = 0;
    for (MaskPyramidLevel level = finest; level != null; level = level.next()) {
      long tile = (long) TileDeflater.SIDE * TileDeflater.SIDE + BYTES_PER_TILE_ENTRY;
      bytes += level.offsets().length * tile;
    }
    return bytes;
  }

  @Override
  public void accept(MaskBand band) throws IOException {
    checkOpen();
    if (band.y() != finest.arrived()
        || band.width() != finest.width()
        || band.y() + band.height() > finest.height()) {
      throw new IllegalStateException(
          "%s does not follow row %d of a mask of %d x %d px"
              .formatted(band, finest.arrived(), finest.width(), finest.height()));
    }
    finest.add(band.labels(), band.height(), deflater, writer);
  }

  private void checkOpen() {
    if (finished || closed) {
      throw new IllegalStateException(file + " is " + (closed ? "closed" : "finished"));
    }
  }

  @Override
  public void finish() throws IOException {
    checkOpen();
    if (finest.arrived() != finest.height()) {
      throw new IllegalStateException(
          "%s: %d of %d rows were never delivered"
              .formatted(file, finest.height() - finest.arrived(), finest.height()));
    }
    TiffDirectoryDraft first = directory(finest, 0);
    first.text(TiffTag.IMAGE_DESCRIPTION, OmeXml.describe(layout));
    List<TiffDirectoryDraft> chain = new ArrayList<>(List.of(first));
    for (MaskPyramidLevel level = finest.next(); level != null; level = level.next()) {
      first.subDirectory(directory(level, chain.size()));
      chain.add(directory(level, chain.size()));
    }
    writer.finish(chain);
    writer.close();
    finished = true;
  }

  private TiffDirectoryDraft directory(MaskPyramidLevel level, int halvings) {
    TiffDirectoryDraft draft =
        new TiffDirectoryDraft()
            .longs(TiffTag.NEW_SUBFILE_TYPE, halvings == 0 ? 0 : REDUCED_IMAGE)
            .longs(TiffTag.IMAGE_WIDTH, level.width())
            .longs(TiffTag.IMAGE_LENGTH, level.height())
            .shorts(TiffTag.BITS_PER_SAMPLE, 8)
            .shorts(TiffTag.COMPRESSION, TiffCompression.DEFLATE)
            .shorts(TiffTag.PHOTOMETRIC, PALETTE)
            .shorts(TiffTag.SAMPLES_PER_PIXEL, 1)
            .shorts(TiffTag.PLANAR_CONFIGURATION, 1)
            .text(TiffTag.SOFTWARE, "Intarsia")
            .shorts(TiffTag.COLOR_MAP, palette())
            .shorts(TiffTag.TILE_WIDTH, TileDeflater.SIDE)
            .shorts(TiffTag.TILE_LENGTH, TileDeflater.SIDE)
            .offsets(TiffTag.TILE_OFFSETS, level.offsets())
            .longs(TiffTag.TILE_BYTE_COUNTS, level.byteCounts())
            .shorts(TiffTag.SAMPLE_FORMAT, 1);
    if (layout.micronsPerPixel().isPresent()) {
      double micronsPerPixel = Math.scalb(layout.micronsPerPixel().getAsDouble(), halvings);
      draft
          .rational(TiffTag.X_RESOLUTION, MICRONS_PER_CENTIMETRE / micronsPerPixel)
          .rational(TiffTag.Y_RESOLUTION, MICRONS_PER_CENTIMETRE / micronsPerPixel)
          .shorts(TiffTag.RESOLUTION_UNIT, CENTIMETRE);
    }
    return draft;
  }

  /** 256 reds, then greens, then blues, of 16 bits; labels without a class are black. */
  private int[] palette() {
    int[] map = new int[3 * 256];
    for (int i = 0; i < layout.classes().size(); i++) {
      LabelClass label = layout.classes().get(i);
      map[i] = label.red() * 257;
      map[256 + i] = label.green() * 257;
      map[512 + i] = label.blue() * 257;
    }
    return map;
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    deflater.close();
    try {
      writer.close();
    } finally {
      if (!finished) {
        Files.deleteIfExists(file);
      }
    }
  }
}
