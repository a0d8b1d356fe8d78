package org.intarsia.slideio.bioformats;

import java.io.IOException;
import java.util.Optional;
import loci.formats.FormatException;
import loci.formats.in.DicomReader;

/**
 * Tiles whose bytes Bio-Formats tells: of Aperio SVS, Hamamatsu NDPI and DICOM.
 *
 * @param reader with the resolution selected
 * @param level the selected resolution
 */
record CompressedTiles(LociReader reader, LevelLayout level) implements TileSource {
  static boolean areTold(LociReader reader) throws FormatException, IOException {
    try {
      reader.format().getTileCodec(0);
      return true;
    } catch (UnsupportedOperationException none) {
      return false;
    }
  }

  @Override
  public int tileWidth() {
    return level.tileWidth();
  }

  @Override
  public int tileHeight() {
    return level.tileHeight();
  }

  @Override
  public Optional<byte[]> bytes(int column, int row) throws FormatException, IOException {
    try {
      return Optional.of(reader.format().openCompressedBytes(0, column, row));
    } catch (FormatException e) {
      if (reader.format() instanceof DicomReader) {
        return Optional.of(new byte[0]);
      }
      throw e;
    }
  }
}
