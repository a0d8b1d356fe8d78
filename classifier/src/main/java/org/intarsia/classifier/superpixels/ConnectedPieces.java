package org.intarsia.classifier.superpixels;

import java.util.Arrays;

/**
 * Makes clusters connected: of each, the largest 4-connected piece stays, if it is large enough;
 * all other pixels are given to the pieces that stay, growing outwards from these pixel by pixel.
 */
final class ConnectedPieces {
  private static final int NONE = -1;

  private final int[] clusters;
  private final int width;

  /** The number of each pixel's piece. */
  private final int[] pieces;

  /** Pixels that are to be visited, or have been. */
  private final int[] queue;

  private ConnectedPieces(int[] clusters, int width) {
    this.clusters = clusters;
    this.width = width;
    this.pieces = new int[clusters.length];
    this.queue = new int[clusters.length];
    Arrays.fill(pieces, NONE);
  }

  /**
   * Numbers from 0 on without gaps, in the order of the first pixels.
   *
   * @param clusters 0 and more
   * @param least pixels of a piece that may stay; if there is none, the largest stays
   */
  static int[] of(int[] clusters, int width, int least) {
    ConnectedPieces pieces = new ConnectedPieces(clusters, width);
    pieces.keepLargest(least);
    pieces.grow();
    pieces.renumber();
    return pieces.pieces;
  }

  private void keepLargest(int least) {
    int highest = Arrays.stream(clusters).max().orElse(0);
    int[] start = new int[highest + 1];
    int[] sizes = new int[highest + 1];
    for (int pixel = 0; pixel < clusters.length; pixel++) {
      if (pieces[pixel] == NONE) {
        int size = flood(pixel, 0);
        if (size > sizes[clusters[pixel]]) {
          sizes[clusters[pixel]] = size;
          start[clusters[pixel]] = pixel;
        }
      }
    }
    Arrays.fill(pieces, NONE);
    int bar = Math.min(least, Arrays.stream(sizes).max().orElse(0));
    for (int cluster = 0; cluster <= highest; cluster++) {
      if (sizes[cluster] >= bar) {
        flood(start[cluster], cluster);
      }
    }
  }

  /** Gives a number to the piece of a pixel; returns its pixels. */
  private int flood(int start, int number) {
    int size = 0;
    pieces[start] = number;
    queue[size++] = start;
    for (int i = 0; i < size; i++) {
      int at = queue[i];
      int x = at % width;
      size = x > 0 ? same(at, at - 1, size) : size;
      size = x < width - 1 ? same(at, at + 1, size) : size;
      size = at >= width ? same(at, at - width, size) : size;
      size = at + width < pieces.length ? same(at, at + width, size) : size;
    }
    return size;
  }

  private int same(int from, int to, int size) {
    return clusters[to] == clusters[from] ? take(from, to, size) : size;
  }

  private int take(int from, int to, int size) {
    if (pieces[to] != NONE) {
      return size;
    }
    pieces[to] = pieces[from];
    queue[size] = to;
    return size + 1;
  }

  private void grow() {
    int size = 0;
    for (int pixel = 0; pixel < pieces.length; pixel++) {
      if (pieces[pixel] != NONE) {
        queue[size++] = pixel;
      }
    }
    for (int i = 0; i < size; i++) {
      int at = queue[i];
      int x = at % width;
      size = x > 0 ? take(at, at - 1, size) : size;
      size = x < width - 1 ? take(at, at + 1, size) : size;
      size = at >= width ? take(at, at - width, size) : size;
      size = at + width < pieces.length ? take(at, at + width, size) : size;
    }
  }

  private void renumber() {
    int[] numbers = new int[1 + Arrays.stream(pieces).max().orElse(0)];
    Arrays.fill(numbers, NONE);
    int next = 0;
    for (int pixel = 0; pixel < pieces.length; pixel++) {
      if (numbers[pieces[pixel]] == NONE) {
        numbers[pieces[pixel]] = next++;
      }
      pieces[pixel] = numbers[pieces[pixel]];
    }
  }
}
