package org.intarsia.tiler;

import java.io.IOException;
import java.nio.FloatBuffer;
import org.intarsia.slideio.Region;

/** Takes the class probabilities of segmented tiles. Implementations are safe from many threads. */
@FunctionalInterface
public interface ProbabilitySink {
  /**
   * Takes one tile's probabilities.
   *
   * @param tile the tile that was segmented
   * @param covered the pixels of the level that {@code probabilities} holds; contains the core
   * @param probabilities class by class (C x H x W), {@code classes * covered.area()} numbers from
   *     the position on, each pixel's summing to 1; borrowed, valid until this method returns
   */
  void accept(Tile tile, Region covered, FloatBuffer probabilities) throws IOException;
}
