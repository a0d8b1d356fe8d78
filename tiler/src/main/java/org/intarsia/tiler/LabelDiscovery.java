package org.intarsia.tiler;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.intarsia.slideio.Region;

/**
 * Finds out what the values of masks mean where no table says it.
 *
 * <p>Grey masks whose values are all at most 31 hold labels as they are. Grey masks of at most
 * eight values, such as 0 and 255, hold the labels 0, 1, ... in ascending order of the values.
 * Anything else needs a table: the error lists the colours as one. What was found counts over all
 * masks that were added, so that one value is one label everywhere. Not thread-safe.
 */
public final class LabelDiscovery {
  private static final int MOST_VALUES = 8;
  private static final int LONGEST_LIST = 64;

  private final BitSet colors = new BitSet();
  private OptionalInt ignored = OptionalInt.empty();

  /** Takes a grey value as one that does not count. */
  public LabelDiscovery ignoring(int value) {
    ignored = OptionalInt.of(value);
    return this;
  }

  /** Adds every pixel of a mask. */
  public LabelDiscovery add(LabelMask mask) throws IOException {
    int width = mask.width();
    byte[] rgb = new byte[Math.multiplyExact(3 * width, mask.bandRows())];
    for (long y = 0; y < mask.height(); y += mask.bandRows()) {
      int rows = (int) Math.min(mask.bandRows(), mask.height() - y);
      mask.readColors(new Region(0, y, width, rows), rgb);
      add(rgb, width * rows);
    }
    return this;
  }

  /** Adds pixels, interleaved R G B. */
  public LabelDiscovery add(byte[] rgb, int pixels) {
    int last = -1;
    for (int i = 0; i < pixels; i++) {
      int color = LabelKey.colorAt(rgb, 3 * i);
      if (color != last) {
        colors.set(color);
        last = color;
      }
    }
    return this;
  }

  private int[] counted() {
    return colors.stream()
        .filter(color -> ignored.isEmpty() || color != LabelKey.grey(ignored.getAsInt()))
        .toArray();
  }

  /** The grey values that stand for 0, 1, ..., if they are not the labels as they are. */
  public List<Integer> ranked() {
    int[] found = counted();
    return isPlain(found)
        ? List.of()
        : IntStream.of(found).mapToObj(color -> color & 0xFF).toList();
  }

  private static boolean isPlain(int[] found) {
    return IntStream.of(found)
        .allMatch(
            color -> LabelKey.isGrey(color) && (color & 0xFF) <= LabelKey.LARGEST_PLAIN_LABEL);
  }

  /**
   * The key of the masks that were added.
   *
   * @throws IllegalArgumentException if the values alone do not say what is what; lists the colours
   */
  public LabelKey key() {
    int[] found = counted();
    LabelKey key;
    if (isPlain(found)) {
      key = LabelKey.plain(1 + IntStream.of(found).map(color -> color & 0xFF).max().orElse(0));
    } else if (IntStream.of(found).allMatch(LabelKey::isGrey)) {
      key = ranked(found);
    } else {
      throw new IllegalArgumentException(
          "coloured masks need a table of classes (--classes FILE); "
              + colors(found)
              + ", as a table: "
              + LabelTable.proposal(
                  IntStream.of(found).limit(LONGEST_LIST).boxed().collect(Collectors.toList())));
    }
    return ignored.isPresent() ? key.ignoring(ignored.getAsInt()) : key;
  }

  private static LabelKey ranked(int[] found) {
    if (found.length > MOST_VALUES) {
      throw new IllegalArgumentException(
          "%d grey values up to %d are neither labels (at most %d) nor few (at most %d); give a table"
                  .formatted(
                      found.length,
                      found[found.length - 1] & 0xFF,
                      LabelKey.LARGEST_PLAIN_LABEL,
                      MOST_VALUES)
              + " of classes (--classes FILE), or say which value does not count (--ignore VALUE)");
    }
    List<LabelKey.Entry> entries = new ArrayList<>();
    for (int label = 0; label < found.length; label++) {
      int value = found[label] & 0xFF;
      entries.add(new LabelKey.Entry(label, "value " + value, found[label], value));
    }
    return LabelKey.of(entries);
  }

  private static String colors(int[] found) {
    return found.length <= LONGEST_LIST
        ? found.length + " colors were found"
        : "%d colors were found, the first %d".formatted(found.length, LONGEST_LIST);
  }
}
