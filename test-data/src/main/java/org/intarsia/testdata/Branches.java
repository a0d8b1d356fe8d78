package org.intarsia.testdata;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.intarsia.testdata.TileTree.CodedTile;

/** Computes branches of a tile tree ahead on several threads and hands them out in order. */
final class Branches {
  /** A whole branch: its tiles, and its root as the parent needs it. */
  record Branch(List<CodedTile> tiles, Pixels reduced) {}

  private static final int TILES_ACROSS = 8;

  private final TileTree tree;
  private final ExecutorService workers;
  private final int ahead;
  private final int rootLevel;
  private final Iterator<long[]> places;
  private final ArrayDeque<Future<Branch>> running = new ArrayDeque<>();

  Branches(TileTree tree, PyramidOptions options, ExecutorService workers) {
    this.tree = tree;
    this.workers = workers;
    this.ahead = 2 * options.threads();
    int level = 0;
    for (int across = options.downsample();
        across <= TILES_ACROSS && level < tree.top();
        across *= options.downsample()) {
      level++;
    }
    this.rootLevel = level;
    List<long[]> all = new ArrayList<>();
    LevelGrid top = tree.levels.get(tree.top());
    for (long row = 0; row < top.rows(); row++) {
      for (long column = 0; column < top.columns(); column++) {
        list(tree.top(), column, row, all);
      }
    }
    this.places = all.iterator();
  }

  private void list(int level, long column, long row, List<long[]> out) {
    if (level == rootLevel) {
      out.add(new long[] {column, row});
      return;
    }
    for (long[] child : tree.children(level, column, row)) {
      list(level - 1, child[0], child[1], out);
    }
  }

  /** The level of the branches' roots. */
  int rootLevel() {
    return rootLevel;
  }

  /** The next branch, in the order of the tree. */
  Branch next() throws IOException {
    while (running.size() < ahead && places.hasNext()) {
      long[] place = places.next();
      running.add(workers.submit(() -> compute(place[0], place[1])));
    }
    try {
      return running.remove().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException stopped = new InterruptedIOException("interrupted between two tiles");
      stopped.initCause(e);
      throw stopped;
    } catch (ExecutionException e) {
      throw new IOException("a tile could not be made: " + e.getCause(), e.getCause());
    }
  }

  private Branch compute(long column, long row) {
    List<CodedTile> tiles = new ArrayList<>();
    Pixels reduced = tree.branch(rootLevel, column, row, tiles);
    return new Branch(tiles, reduced);
  }
}
