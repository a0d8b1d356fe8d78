package org.intarsia.testdata;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.intarsia.testdata.PyramidOptions.EmptyTiles;
import org.intarsia.testdata.PyramidOptions.Layout;
import org.intarsia.testdata.codec.TileEncoder;

/**
 * Computes the tiles of a pyramid depth first: a tile of a level is made of its children, already
 * reduced, so that nothing but one path of the tree is ever held. Safe for many threads.
 */
final class TileTree {
  /** A compressed tile on its way to the file; {@code pixels} is kept for the top level only. */
  record CodedTile(int level, long column, long row, byte[] bytes, Optional<Pixels> pixels) {}

  /** What is known of a tile: its bytes, and its pixels as its parent needs them. */
  record Node(byte[] bytes, Pixels reduced, Optional<Pixels> pixels) {}

  /** Tiles with equal keys have equal pixels. */
  private record Key(int level, long phaseX, long phaseY, long width, long height) {}

  private static final byte[] MISSING = {};

  final List<LevelGrid> levels;
  private final PixelSource source;
  private final PyramidOptions options;
  private final TileEncoder encoder;
  private final ConcurrentHashMap<Key, Node> known = new ConcurrentHashMap<>();

  TileTree(PixelSource source, PyramidOptions options, TileEncoder encoder) {
    this.levels = LevelGrid.all(source, options);
    this.source = source;
    this.options = options;
    this.encoder = encoder;
  }

  int top() {
    return levels.size() - 1;
  }

  /** Computes a tile and everything below it; adds all that is stored, children first. */
  Pixels branch(int level, long column, long row, List<CodedTile> out) {
    List<Pixels> children = new ArrayList<>();
    if (level > 0) {
      for (long[] child : children(level, column, row)) {
        children.add(branch(level - 1, child[0], child[1], out));
      }
    }
    return join(level, column, row, children, out);
  }

  /** The places of a tile's children in the level below, in the order of {@link #join}. */
  List<long[]> children(int level, long column, long row) {
    LevelGrid below = levels.get(level - 1);
    int step = options.downsample();
    int across = options.layout() == Layout.TILES ? step : 1;
    List<long[]> children = new ArrayList<>();
    for (long r = row * step; r < Math.min(below.rows(), (row + 1) * step); r++) {
      for (long c = column * across; c < Math.min(below.columns(), (column + 1) * across); c++) {
        children.add(new long[] {c, r});
      }
    }
    return children;
  }

  /** Makes one tile of its children, adds it if it is stored, and returns it reduced. */
  Pixels join(int level, long column, long row, List<Pixels> children, List<CodedTile> out) {
    LevelGrid grid = levels.get(level);
    if (grid.validWidth(column) == 0 || grid.validHeight(row) == 0) {
      return new Pixels(0, 0, MISSING);
    }
    Node node;
    if (source instanceof RepeatedSource repeated) {
      Key key = key(grid, column, row, repeated);
      Node stored = known.get(key);
      node = stored == null ? node(grid, column, row, children) : stored;
      known.put(key, node);
    } else {
      node = node(grid, column, row, children);
    }
    out.add(new CodedTile(level, column, row, node.bytes(), node.pixels()));
    return node.reduced();
  }

  private Key key(LevelGrid grid, long column, long row, RepeatedSource repeated) {
    long scaleX = 1;
    long scaleY = 1;
    for (int i = 0; i < grid.level(); i++) {
      scaleX *= levels.get(i).factorX();
      scaleY *= levels.get(i).factorY();
    }
    long x = column * grid.tileWidth() * scaleX;
    long y = row * grid.tileHeight() * scaleY;
    return new Key(
        grid.level(),
        x % repeated.periodWidth(),
        y % repeated.periodHeight(),
        Math.min(repeated.width() - x, grid.tileWidth() * scaleX),
        Math.min(repeated.height() - y, grid.tileHeight() * scaleY));
  }

  private Node node(LevelGrid grid, long column, long row, List<Pixels> children) {
    int w = grid.validWidth(column);
    int h = grid.validHeight(row);
    Pixels pixels = new Pixels(w, h, new byte[3 * w * h]);
    if (grid.level() == 0) {
      source.rgb(column * grid.tileWidth(), row * grid.tileHeight(), w, h, pixels.rgb());
    } else {
      paste(grid, column, row, children, pixels);
    }
    boolean top = grid.level() == top();
    boolean missing = options.emptyTiles() == EmptyTiles.MISSING && pixels.glass();
    byte[] bytes = missing ? MISSING : encode(grid, pixels);
    Pixels reduced =
        top ? new Pixels(0, 0, MISSING) : pixels.reduced(grid.factorX(), grid.factorY());
    return new Node(bytes, reduced, top ? Optional.of(pixels) : Optional.empty());
  }

  private byte[] encode(LevelGrid grid, Pixels pixels) {
    // The last strip is as short as the picture; tiles are always whole.
    boolean tiles = options.layout() == Layout.TILES;
    Pixels whole = tiles ? pixels.padded(grid.tileWidth(), grid.tileHeight()) : pixels;
    return encoder.encode(whole.rgb(), whole.width(), whole.height());
  }

  private void paste(LevelGrid grid, long column, long row, List<Pixels> children, Pixels pixels) {
    LevelGrid below = levels.get(grid.level() - 1);
    List<long[]> places = children(grid.level(), column, row);
    for (int i = 0; i < places.size(); i++) {
      long x = places.get(i)[0] * below.tileWidth() / below.factorX() - column * grid.tileWidth();
      long y = places.get(i)[1] * below.tileHeight() / below.factorY() - row * grid.tileHeight();
      children.get(i).into(pixels, (int) x, (int) y);
    }
  }
}
