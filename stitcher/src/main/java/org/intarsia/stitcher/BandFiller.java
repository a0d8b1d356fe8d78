package org.intarsia.stitcher;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.List;
import org.intarsia.slideio.Region;
import org.intarsia.tiler.Tile;

/** Writes tiles into bands in the way of one seam. Safe from many threads. */
interface BandFiller {
  /** Rows of cores above and below its own that a tile adds to: 0 or 1. */
  int overlap();

  Band newBand();

  /** Throws before anything is written if the tile's labels do not fit this seam. */
  void check(Tile tile, Region covered, ByteBuffer labels);

  /** Throws before anything is written if the tile's probabilities do not fit this seam. */
  void check(Tile tile, Region covered, FloatBuffer probabilities);

  /** Writes a checked tile into {@code bands}, those that it reaches in order from the top. */
  void fill(List<Band> bands, Tile tile, Region covered, ByteBuffer labels);

  /** Writes a checked tile into {@code bands}, those that it reaches in order from the top. */
  void fill(List<Band> bands, Tile tile, Region covered, FloatBuffer probabilities);

  /** Turns what a whole band has gathered into labels, and makes it ready for the next use. */
  void complete(Band band);
}
