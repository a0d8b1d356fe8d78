package org.intarsia.pipeline.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.intarsia.segmenter.WindowPlan;
import org.intarsia.slideio.SlideReader;
import org.intarsia.slideio.SlideReaders;
import org.intarsia.tiler.Tile;
import org.intarsia.tiler.TileBatch;
import org.intarsia.tiler.TileBatchPool;
import org.intarsia.tiler.TileGrid;
import org.intarsia.tiler.TissueMap;
import org.intarsia.tiler.WindowReader;
import org.intarsia.tiler.WorkingLevel;

/**
 * Windows of slides that touch tissue, as a run would read them, evenly spread over those that a
 * slide has.
 *
 * @param window what the network reads and what of it is kept
 * @param batch windows a batch
 * @param most windows of a slide
 */
public record TissueWindows(WindowPlan window, int batch, int most) {
  /** Takes batches. */
  @FunctionalInterface
  public interface Taker {
    /** Takes one batch, which is borrowed. */
    void take(TileBatch batch) throws IOException;
  }

  /** Checks the numbers. */
  public TissueWindows {
    if (most < 1) {
      throw new IllegalArgumentException("windows must be at least 1, not " + most);
    }
  }

  /**
   * Reads the windows of one slide.
   *
   * @param micronsPerPixel that the model wants, if its card says it
   * @param level to read as it is; empty for that of the model's pixel size
   */
  public void read(Path slide, OptionalDouble micronsPerPixel, OptionalInt level, Taker taker)
      throws IOException, InterruptedException {
    try (SlideReader reader = SlideReaders.open(slide)) {
      WorkingLevel chosen =
          WorkingLevel.choose(
              reader.metadata(),
              new WorkingLevel.Wish(micronsPerPixel, OptionalDouble.empty(), level));
      List<Tile> tiles = tiles(reader, chosen);
      WindowReader windows = WindowReader.of(chosen.view(reader), 0);
      TileBatchPool pool = new TileBatchPool(1, batch, window.window());
      for (int i = 0; i < tiles.size(); i += batch) {
        try (TileBatch ready = pool.lease()) {
          for (Tile tile : tiles.subList(i, Math.min(tiles.size(), i + batch))) {
            windows.read(tile.window(), ready.add(tile));
          }
          taker.take(ready);
        }
      }
    }
  }

  private List<Tile> tiles(SlideReader reader, WorkingLevel level) throws IOException {
    TileGrid grid = new TileGrid(level.width(), level.height(), window.core(), window.halo());
    TissueMap tissue = TissueMap.of(reader, level.width(), level.height());
    List<Tile> tiles = new ArrayList<>();
    for (Tile tile : grid) {
      if (tissue.selects(tile)) {
        tiles.add(tile);
      }
    }
    List<Tile> spread = new ArrayList<>();
    int count = Math.min(most, tiles.size());
    for (int i = 0; i < count; i++) {
      spread.add(tiles.get((int) ((2L * i + 1) * tiles.size() / (2L * count))));
    }
    return spread;
  }
}
