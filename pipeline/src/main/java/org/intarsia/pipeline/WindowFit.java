package org.intarsia.pipeline;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.intarsia.tiler.TileGrid;
import org.intarsia.tiler.TileSelector;

/**
 * Fits windows to a slide: of the windows up to the plan's, those with which the network computes
 * least.
 *
 * <p><i>Why</i>: wide windows waste little on their halos, but a slide that is smaller than the
 * window, or ends shortly after one, or has scattered tissue, wastes more on pixels beyond its
 * border and on glass. With an exact halo the result does not depend on the window.
 *
 * @param step pixels between neighbouring sizes that the network takes: its stride
 * @param leastWindow the smallest side that is tried
 */
public record WindowFit(int step, int leastWindow) {
  private static final int PARTS = 16;
  private static final int MORE_TILES = 3;

  /** Checks that both are at least 1. */
  public WindowFit {
    if (step < 1 || leastWindow < 1) {
      throw new IllegalArgumentException(
          "step (%d px) and least window (%d px) must be at least 1".formatted(step, leastWindow));
    }
  }

  /**
   * The grid for a level.
   *
   * @param widest tiles of the plan's window
   * @param tissue which tiles are segmented
   * @return a grid whose windows are {@code k * step} px smaller; the same for the same arguments
   */
  public TileGrid grid(TileGrid widest, TileSelector tissue) {
    TileGrid best = widest;
    long least = cost(widest, tissue);
    for (int core : cores(widest)) {
      TileGrid grid = new TileGrid(widest.width(), widest.height(), core, widest.halo());
      long cost = cost(grid, tissue);
      if (cost < least) {
        best = grid;
        least = cost;
      }
    }
    return best;
  }

  /**
   * Cores to try, the widest first: parts of the plan's, and those that divide the level evenly.
   */
  private SortedSet<Integer> cores(TileGrid widest) {
    SortedSet<Integer> cores = new TreeSet<>(Collections.reverseOrder());
    for (int part = 1; part < PARTS; part++) {
      add(cores, widest, (long) widest.core() * part / PARTS);
    }
    for (int more = 0; more <= MORE_TILES; more++) {
      add(cores, widest, ceilDiv(widest.width(), widest.columns() + more));
      add(cores, widest, ceilDiv(widest.height(), widest.rows() + more));
    }
    return cores;
  }

  private void add(SortedSet<Integer> cores, TileGrid widest, long pixels) {
    long core = widest.core() - Math.floorDiv(widest.core() - pixels, step) * step;
    if (core <= widest.core() && core + widest.halo().total() >= leastWindow) {
      cores.add((int) core);
    }
  }

  private static long ceilDiv(long pixels, long parts) {
    return (pixels + parts - 1) / parts;
  }

  /** Pixels that the network computes. */
  private static long cost(TileGrid grid, TileSelector tissue) {
    return tissue.count(grid) * grid.window() * grid.window();
  }
}
