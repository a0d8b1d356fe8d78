package org.intarsia.tiler;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.intarsia.slideio.Region;

/** Takes the labels of segmented tiles. Implementations are safe from many threads. */
@FunctionalInterface
public interface LabelSink {
  /**
   * Takes one tile's labels.
   *
   * @param tile the tile that was segmented
   * @param covered the pixels of the level that {@code labels} holds: the tile's window, or less
   *     where the network has no padding; always contains the tile's core
   * @param labels one byte a pixel, row by row, {@code covered.area()} bytes from the position on;
   *     borrowed, valid until this method returns
   */
  void accept(Tile tile, Region covered, ByteBuffer labels) throws IOException;
}
