package org.intarsia.slideio.bioformats;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loci.common.RandomAccessInputStream;
import loci.formats.FormatException;
import loci.formats.tiff.IFD;
import loci.formats.tiff.IFDList;
import loci.formats.tiff.PhotoInterp;
import loci.formats.tiff.TiffCompression;
import loci.formats.tiff.TiffParser;

/**
 * Tiles of the only directory of a TIFF that has a resolution's size.
 *
 * @param file its path
 * @param tileWidth columns of a tile
 * @param tileHeight rows of a tile
 * @param columns tiles beside each other
 * @param offsets of all tiles
 * @param byteCounts of all tiles
 * @param tables that precede every JPEG tile, maybe none
 * @param jpeg whether the tiles are JPEG streams; of others only the lengths matter
 * @param ycbcr whether the directory says that the samples are Y Cb Cr
 * @param hasUnit whether the directory says what its resolution is measured in
 */
record TiffTileSource(
    String file,
    int tileWidth,
    int tileHeight,
    int columns,
    long[] offsets,
    long[] byteCounts,
    byte[] tables,
    boolean jpeg,
    boolean ycbcr,
    boolean hasUnit)
    implements TileSource {
  private static final int MOST_BYTES = 1 << 28;

  /** Empty if the file is no TIFF, or has none or several directories of that size. */
  static Optional<TiffTileSource> find(String file, LevelLayout level)
      throws FormatException, IOException {
    if (!Files.isRegularFile(Path.of(file))) {
      return Optional.empty();
    }
    try (RandomAccessInputStream in = new RandomAccessInputStream(file);
        TiffParser parser = new TiffParser(in)) {
      if (!parser.isValidHeader()) {
        return Optional.empty();
      }
      List<IFD> fitting = new ArrayList<>();
      for (IFD ifd : directories(parser)) {
        if (ifd.getImageWidth() == level.width() && ifd.getImageLength() == level.height()) {
          fitting.add(ifd);
        }
      }
      return fitting.size() == 1 ? of(file, parser, fitting.get(0)) : Optional.empty();
    }
  }

  private static IFDList directories(TiffParser parser) throws FormatException, IOException {
    IFDList all = new IFDList();
    for (IFD main : parser.getMainIFDs()) {
      all.add(main);
      all.addAll(parser.getSubIFDs(main));
    }
    return all;
  }

  private static Optional<TiffTileSource> of(String file, TiffParser parser, IFD ifd)
      throws FormatException, IOException {
    parser.fillInIFD(ifd);
    byte[] tables = (byte[]) ifd.getIFDValue(IFD.JPEG_TABLES);
    long[] offsets = ifd.getStripOffsets();
    long[] counts = ifd.getStripByteCounts();
    if (offsets == null || counts == null || offsets.length != counts.length) {
      return Optional.empty();
    }
    return Optional.of(
        new TiffTileSource(
            file,
            Math.toIntExact(ifd.getTileWidth()),
            Math.toIntExact(ifd.getTileLength()),
            Math.toIntExact(ifd.getTilesPerRow()),
            offsets,
            counts,
            tables == null ? new byte[0] : tables,
            ifd.getCompression() == TiffCompression.JPEG,
            ifd.getPhotometricInterpretation() == PhotoInterp.Y_CB_CR,
            hasUnit(ifd)));
  }

  /** Inch or centimetre, or the line in which ImageJ names a unit. */
  private static boolean hasUnit(IFD ifd) {
    int unit = ifd.getIFDIntValue(IFD.RESOLUTION_UNIT);
    return unit == 2 || unit == 3 || String.valueOf(ifd.getComment()).contains("unit=");
  }

  @Override
  public Optional<byte[]> bytes(int column, int row) throws FormatException, IOException {
    int index = row * columns + column;
    if (index >= offsets.length || byteCounts[index] < 0 || byteCounts[index] > MOST_BYTES) {
      return Optional.empty();
    }
    int count = (int) byteCounts[index];
    if (count == 0) {
      return Optional.of(new byte[0]);
    }
    if (!jpeg) {
      return Optional.empty();
    }
    try (RandomAccessInputStream in = new RandomAccessInputStream(file)) {
      if (offsets[index] > in.length() - count) {
        throw new FormatException(
            count + " bytes at " + offsets[index] + " lie beyond the end of the file");
      }
      int head = tables.length > 4 ? tables.length - 2 : 0;
      int skipped = head == 0 ? 0 : 2;
      byte[] tile = new byte[head + Math.max(0, count - skipped)];
      System.arraycopy(tables, 0, tile, 0, head);
      in.seek(offsets[index] + skipped);
      in.readFully(tile, head, tile.length - head);
      return Optional.of(tile);
    }
  }

  /**
   * Whether its JPEG tiles come out in wrong colours: the JDK decides by their markers alone, and
   * Bio-Formats does not tell it what the directory says.
   */
  boolean isMistaken() throws FormatException, IOException {
    for (int i = 0; jpeg && i < offsets.length; i++) {
      Optional<byte[]> tile = bytes(i % columns, i / columns);
      if (tile.isPresent() && tile.get().length > 0) {
        return JpegHead.looksLikeRgb(tile.get()) == ycbcr;
      }
    }
    return false;
  }
}
