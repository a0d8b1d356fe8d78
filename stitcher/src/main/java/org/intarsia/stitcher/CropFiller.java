package org.intarsia.stitcher;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.List;
import org.intarsia.slideio.Region;
import org.intarsia.tiler.Tile;
import org.intarsia.tiler.TileGrid;

/** Copies the core of each tile and nothing else. */
final class CropFiller implements BandFiller {
  private final TileGrid grid;
  private final int bandBytes;

  CropFiller(TileGrid grid, int bandBytes) {
    this.grid = grid;
    this.bandBytes = bandBytes;
  }

  @Override
  public int overlap() {
    return 0;
  }

  @Override
  public Band newBand() {
    return new Band(bandBytes, 0, grid.columns());
  }

  @Override
  public void check(Tile tile, Region covered, ByteBuffer labels) {
    checkCovers(covered, tile.core(), tile);
    if (labels.remaining() < covered.area()) {
      throw new IllegalArgumentException(
          "%s: %d labels do not fill %s".formatted(tile, labels.remaining(), covered));
    }
  }

  @Override
  public void check(Tile tile, Region covered, FloatBuffer probabilities) {
    checkCovers(covered, tile.core(), tile);
    int given = probabilities.remaining();
    if (given == 0 || given % covered.area() != 0 || given / covered.area() > 256) {
      throw new IllegalArgumentException(
          "%s: %d probabilities are not 1 to 256 classes of %s".formatted(tile, given, covered));
    }
  }

  static void checkCovers(Region covered, Region needed, Tile tile) {
    if (!covered.contains(needed)) {
      throw new IllegalArgumentException(
          "%s: the labels cover %s, but %s is needed".formatted(tile, covered, needed));
    }
  }

  @Override
  public void fill(List<Band> bands, Tile tile, Region covered, ByteBuffer labels) {
    Band band = bands.get(0);
    Region core = tile.core();
    int width = (int) grid.width();
    int from = labels.position() + Probabilities.offset(covered, core.x(), core.y());
    int to = (int) core.x();
    for (int y = 0; y < core.height(); y++) {
      labels.get(from + y * covered.width(), band.labels(), to + y * width, core.width());
    }
  }

  @Override
  public void fill(List<Band> bands, Tile tile, Region covered, FloatBuffer probabilities) {
    int classes = (int) (probabilities.remaining() / covered.area());
    Probabilities source = new Probabilities(tile, covered, probabilities, classes);
    Region core = tile.core();
    for (int y = 0; y < core.height(); y++) {
      source.largest(
          core.x(),
          core.y() + y,
          core.width(),
          bands.get(0).labels(),
          y * (int) grid.width() + (int) core.x());
    }
  }

  @Override
  public void complete(Band band) {}
}
