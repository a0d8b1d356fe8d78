package org.intarsia.stitcher;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.intarsia.tiler.Tile;
import org.intarsia.tiler.TileGrid;

/**
 * Delivers every tile of a grid, from the stitcher's first row on, once, in a random order, from
 * some threads.
 */
final class Delivery {
  /** What happens to one tile. */
  @FunctionalInterface
  interface Step {
    void deliver(Tile tile) throws IOException;
  }

  private Delivery() {}

  /** One thread: of all open rows any tile may be next. */
  static void shuffled(TileGrid grid, MaskStitcher stitcher, Random random, Step step)
      throws IOException {
    List<Tile> ready = new ArrayList<>();
    int row = stitcher.firstRow();
    while (row < grid.rows() || !ready.isEmpty()) {
      while (row < grid.rows() && stitcher.tryOpenRow(row)) {
        addRow(grid, row, ready);
        row++;
      }
      step.deliver(ready.remove(random.nextInt(ready.size())));
    }
  }

  /** Several threads, each taking the tiles of open rows in a random order. */
  static void concurrent(
      TileGrid grid, MaskStitcher stitcher, Random random, int threads, Step step)
      throws InterruptedException, ExecutionException {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> done = new ArrayList<>();
      for (int row = stitcher.firstRow(); row < grid.rows(); row++) {
        stitcher.openRow(row);
        List<Tile> tiles = new ArrayList<>();
        addRow(grid, row, tiles);
        Collections.shuffle(tiles, random);
        for (Tile tile : tiles) {
          done.add(
              pool.submit(
                  () -> {
                    step.deliver(tile);
                    return tile;
                  }));
        }
      }
      for (Future<?> future : done) {
        future.get();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static void addRow(TileGrid grid, int row, List<Tile> tiles) {
    for (int column = 0; column < grid.columns(); column++) {
      tiles.add(grid.tile(row, column));
    }
  }
}
