package org.intarsia.slideio.bioformats;

import java.io.IOException;
import java.util.Optional;
import loci.formats.FormatException;

/** Where the compressed tiles of one resolution lie in a file. */
interface TileSource {
  /** Columns of a tile. */
  int tileWidth();

  /** Rows of a tile. */
  int tileHeight();

  /**
   * The compressed bytes of a tile; none if the file leaves it out; empty if they cannot be told.
   */
  Optional<byte[]> bytes(int column, int row) throws FormatException, IOException;
}
