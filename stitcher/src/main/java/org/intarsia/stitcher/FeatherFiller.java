package org.intarsia.stitcher;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.intarsia.slideio.Region;
import org.intarsia.tiler.Tile;
import org.intarsia.tiler.TileGrid;

/**
 * Adds weighted probabilities where tiles overlap; the formula is in {@link Seam.Feather}.
 *
 * <p>Only the frame of a core, {@code reach} pixels along its four sides, is reached by several
 * tiles and needs sums. They are kept class by class; within a class come the band's top rows, its
 * bottom rows, and then for every row between, the left and right ends of each core. So what one
 * tile adds to the right end of its neighbour and the left end of its own core is one run.
 */
final class FeatherFiller implements BandFiller {
  private static final double ONE = 1 << 28;

  private final TileGrid grid;
  private final int bandBytes;
  private final int classes;
  private final int reach;
  private final int width;
  private final int core;
  private final int frame;

  FeatherFiller(TileGrid grid, int bandBytes, Seam.Feather seam) {
    this.grid = grid;
    this.bandBytes = bandBytes;
    this.classes = seam.classes();
    int halo = Math.min(grid.halo().before(), grid.halo().after());
    this.reach = Math.min(seam.reach(), Math.min(halo, grid.core() / 2));
    this.width = (int) grid.width();
    this.core = grid.core();
    long pixels = 2L * reach * width + (long) (core - 2 * reach) * grid.columns() * 2 * reach;
    long sums = pixels * classes;
    if (sums > MaskStitcher.MAX_ARRAY) {
      throw new IllegalArgumentException(
          "blending %d classes over %d px of a band of %d x %d px needs %d sums, more than the %d of an array; use a smaller reach or patch"
              .formatted(classes, reach, width, core, sums, MaskStitcher.MAX_ARRAY));
    }
    this.frame = (int) pixels;
  }

  @Override
  public int overlap() {
    return reach > 0 ? 1 : 0;
  }

  @Override
  public Band newBand() {
    return new Band(bandBytes, frame * classes, grid.columns());
  }

  @Override
  public void check(Tile tile, Region covered, ByteBuffer labels) {
    throw new IllegalArgumentException(
        tile + ": a seam that blends needs probabilities, not labels");
  }

  @Override
  public void check(Tile tile, Region covered, FloatBuffer probabilities) {
    CropFiller.checkCovers(covered, reached(tile), tile);
    if (probabilities.remaining() < covered.area() * classes) {
      throw new IllegalArgumentException(
          "%s: %d probabilities do not fill %d classes of %s"
              .formatted(tile, probabilities.remaining(), classes, covered));
    }
  }

  /** The pixels of the level at which a tile has a weight. */
  private Region reached(Tile tile) {
    Region grown = reach == 0 ? tile.core() : tile.core().grow(reach);
    Region level = new Region(0, tile.core().y() - reach, width, core + 2 * reach);
    long top = Math.max(0, grown.y());
    long bottom = Math.min(grid.height(), grown.bottom());
    Region rows = new Region(grown.x(), top, grown.width(), (int) (bottom - top));
    return rows.intersect(level).orElseThrow();
  }

  @Override
  public void fill(List<Band> bands, Tile tile, Region covered, ByteBuffer labels) {
    check(tile, covered, labels);
  }

  @Override
  public void fill(List<Band> bands, Tile tile, Region covered, FloatBuffer probabilities) {
    Probabilities source = new Probabilities(tile, covered, probabilities, classes);
    Region reached = reached(tile);
    for (Band band : bands) {
      synchronized (band) {
        addFrame(band, tile, reached, source);
      }
      if (band.row() == tile.row()) {
        writeMiddle(band, tile, source);
      }
    }
  }

  private void addFrame(Band band, Tile tile, Region reached, Probabilities source) {
    long bandTop = (long) band.row() * core;
    long top = Math.max(reached.y(), bandTop);
    long bottom = Math.min(reached.bottom(), bandTop + core);
    int x = (int) tile.core().x();
    int left = (int) reached.x();
    int right = (int) reached.right();
    int leftEnd = Math.min(x + reach, right);
    int rightStart = Math.max(x + core - reach, leftEnd);
    for (long y = top; y < bottom; y++) {
      int v = (int) (y - bandTop);
      Adder adder = new Adder(band.sums(), tile, source, y);
      if (isStrip(v)) {
        adder.add(left, right, stripStart(v) + left);
        continue;
      }
      int ends = endsStart(v, tile.column());
      adder.add(left, leftEnd, ends + (left - x));
      adder.add(rightStart, right, ends + reach + (rightStart - (x + core - reach)));
    }
  }

  private boolean isStrip(int v) {
    return v < reach || v >= core - reach;
  }

  private int stripStart(int v) {
    return (v < reach ? v : v - core + 2 * reach) * width;
  }

  private int endsStart(int v, int column) {
    return 2 * reach * width + ((v - reach) * grid.columns() + column) * 2 * reach;
  }

  private void writeMiddle(Band band, Tile tile, Probabilities source) {
    Region owned = tile.core();
    int to = Math.min(core - reach, owned.width());
    int bottom = Math.min(core - reach, owned.height());
    if (to <= reach) {
      return;
    }
    for (int v = reach; v < bottom; v++) {
      int at = v * width + (int) owned.x() + reach;
      source.largest(owned.x() + reach, owned.y() + v, to - reach, band.labels(), at);
    }
  }

  @Override
  public void complete(Band band) {
    synchronized (band) {
      int height = grid.rowHeight(band.row());
      for (int v = 0; v < height; v++) {
        if (isStrip(v)) {
          decide(band, stripStart(v), v * width, width);
          continue;
        }
        for (int column = 0; column < grid.columns(); column++) {
          int ends = endsStart(v, column);
          int x = column * core;
          int right = x + core - reach;
          decide(band, ends, v * width + x, Math.min(reach, width - x));
          decide(band, ends + reach, v * width + right, Math.min(reach, width - right));
        }
      }
      Arrays.fill(band.sums(), 0);
    }
  }

  private void decide(Band band, int from, int to, int length) {
    byte[] labels = band.labels();
    int[] sums = band.sums();
    for (int i = 0; i < length; i++) {
      int best = sums[from + i];
      int label = 0;
      for (int c = 1; c < classes; c++) {
        int sum = sums[c * frame + from + i];
        if (sum > best) {
          best = sum;
          label = c;
        }
      }
      labels[to + i] = (byte) label;
    }
  }

  /** Adds runs of one row of one tile to the sums. */
  private final class Adder {
    private final int[] sums;
    private final Tile tile;
    private final Probabilities source;
    private final long y;
    private final int weight;

    Adder(int[] sums, Tile tile, Probabilities source, long y) {
      this.sums = sums;
      this.tile = tile;
      this.source = source;
      this.y = y;
      int d = (int) (y - tile.core().y());
      this.weight = weight(d, tile.row(), grid.rows());
    }

    /** Adds pixels {@code left <= x < right}; the first one's sum stands at {@code to}. */
    void add(int left, int right, int to) {
      double scale = ONE * weight / (16.0 * reach * reach);
      int x = (int) tile.core().x();
      for (int c = 0; c < classes && left < right; c++) {
        float[] run = source.run(c, left, y, right - left);
        int at = c * frame + to;
        for (int i = 0; i < right - left; i++) {
          int across = weight(left + i - x, tile.column(), grid.columns());
          sums[at + i] += (int) (run[i] * (scale * across) + 0.5);
        }
      }
    }

    /** Weight along one axis, of {@code 4 * reach}, at {@code d} pixels from the core's start. */
    private int weight(int d, int index, int count) {
      int up = index == 0 ? 4 * reach : 2 * (d + reach) + 1;
      int down = index == count - 1 ? 4 * reach : 2 * (core - 1 - d + reach) + 1;
      return Math.min(4 * reach, Math.min(up, down));
    }
  }
}
