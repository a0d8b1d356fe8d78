package org.intarsia.slideio.bioformats;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import loci.formats.FormatException;
import org.intarsia.slideio.Region;
import org.intarsia.slideio.codec.BlockCodec;
import org.intarsia.slideio.codec.BlockShape;
import org.intarsia.slideio.codec.CodecException;
import org.intarsia.slideio.codec.CodecSet;
import org.intarsia.slideio.codec.JpegColors;

/**
 * Asks of tiles that Bio-Formats gives as black whether they are: it gives tiles that the file
 * leaves out, and JPEG tiles that it cannot decode, as black, without a word.
 *
 * <p>Thread-safe.
 */
final class BlackTiles implements Closeable {
  /** A decoder may round black. */
  private static final int BLACK = 8;

  private static final int SAMPLES = 3;

  /** The narrowest tiles of TIFF have 16 columns. */
  private static final int LEAST_RUN = 16;

  private final CodecSet codecs;
  private final BlockCodec rgb;
  private final BlockCodec ycbcr;
  private final Map<LevelLayout, Optional<TileSource>> inTiff = new ConcurrentHashMap<>();

  BlackTiles(CodecSet codecs) {
    this.codecs = codecs;
    this.rgb = codecs.jpeg(new byte[0], JpegColors.RGB);
    this.ycbcr = codecs.jpeg(new byte[0], JpegColors.YCBCR);
  }

  /**
   * The parts of a block that the file leaves out.
   *
   * @param reader with the block's resolution selected
   * @param samples what Bio-Formats gave for the block
   * @throws FormatException if a black tile is damaged
   */
  List<Region> missing(LociReader reader, LevelLayout level, Region block, byte[] samples)
      throws FormatException, IOException {
    if (level.samples().kind() == Samples.Kind.INDEXED_8 || !hasBlack(samples)) {
      return List.of();
    }
    Optional<TileSource> source = source(reader, level);
    if (source.isEmpty()) {
      return List.of();
    }
    List<Region> missing = new ArrayList<>();
    int width = source.get().tileWidth();
    int height = source.get().tileHeight();
    for (long row = block.y() / height; row * height < block.bottom(); row++) {
      for (long column = block.x() / width; column * width < block.right(); column++) {
        Region tile = new Region(column * width, row * height, width, height);
        Optional<Region> part = tile.intersect(block);
        if (part.isPresent()
            && isZero(level, block, part.get(), samples)
            && isMissing(source.get(), level, (int) column, (int) row)) {
          missing.add(part.get());
        }
      }
    }
    return missing;
  }

  /** Whether a row of samples is zero somewhere; seldom true of slides. */
  private static boolean hasBlack(byte[] samples) {
    int run = 0;
    for (byte sample : samples) {
      run = sample == 0 ? run + 1 : 0;
      if (run == LEAST_RUN) {
        return true;
      }
    }
    return run == samples.length;
  }

  private static boolean isZero(LevelLayout level, Region block, Region part, byte[] samples) {
    int bytes = level.samples().bytesPerPixel();
    int planes = level.samples().interleaved() ? 1 : SAMPLES;
    int pixel = bytes / planes;
    int planeBytes = pixel * block.width() * block.height();
    byte[] zeros = new byte[pixel * part.width()];
    for (int plane = 0; plane < planes; plane++) {
      for (long y = part.y() - block.y(); y < part.bottom() - block.y(); y++) {
        int at = plane * planeBytes + pixel * (int) (y * block.width() + part.x() - block.x());
        if (!Arrays.equals(samples, at, at + zeros.length, zeros, 0, zeros.length)) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean isMissing(TileSource source, LevelLayout level, int column, int row)
      throws FormatException, IOException {
    Optional<byte[]> bytes = source.bytes(column, row);
    if (bytes.isEmpty()) {
      return false;
    }
    byte[] encoded = bytes.get();
    if (encoded.length == 0) {
      return true;
    }
    if (JpegHead.isJpeg(encoded) && !isBlack(source, level, row, column, encoded)) {
      throw damaged(column, row, "it decodes to another colour");
    }
    return false;
  }

  private boolean isBlack(TileSource source, LevelLayout level, int row, int column, byte[] encoded)
      throws FormatException {
    int rows = Math.min(source.tileHeight(), level.height() - row * source.tileHeight());
    BlockShape shape = new BlockShape(source.tileWidth(), rows, SAMPLES, source.tileHeight());
    byte[] decoded = new byte[shape.bytes()];
    try {
      (JpegHead.looksLikeRgb(encoded) ? rgb : ycbcr).decode(encoded, shape, decoded);
    } catch (CodecException e) {
      throw damaged(column, row, String.valueOf(e.getMessage()));
    }
    for (byte sample : decoded) {
      if ((sample & 0xFF) > BLACK) {
        return false;
      }
    }
    return true;
  }

  private static FormatException damaged(int column, int row, String why) {
    return new FormatException(
        "tile at column "
            + column
            + ", row "
            + row
            + " is damaged, Bio-Formats gives it as black: "
            + why);
  }

  /** Bio-Formats itself where it tells a tile's bytes, otherwise the file's own directories. */
  private Optional<TileSource> source(LociReader reader, LevelLayout level)
      throws FormatException, IOException {
    if (CompressedTiles.areTold(reader)) {
      return Optional.of(new CompressedTiles(reader, level));
    }
    Optional<TileSource> known = inTiff.get(level);
    if (known != null) {
      return known;
    }
    Optional<TileSource> found =
        reader.files().size() == 1
            ? TiffTileSource.find(reader.loci().getCurrentFile(), level).map(tiff -> tiff)
            : Optional.empty();
    inTiff.put(level, found);
    return found;
  }

  @Override
  public void close() {
    codecs.close();
  }
}
