package org.intarsia.segmenter.probe;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.intarsia.segmenter.Padding;
import org.intarsia.segmenter.SegmentationException;

/**
 * Which input sizes a network takes, and what it puts out for them.
 *
 * @param margin pixels lost on each side
 * @param smallest smallest size taken
 * @param step distance between sizes taken
 */
record SizeLaw(Padding padding, int margin, int smallest, int step) {
  private static final int[] SAME_CANDIDATES = {16, 32, 64, 128, 192, 256, 384, 512};
  private static final int LARGEST_VALID = 1100;

  /** The least size of at least {@code size} that the law allows. */
  int legal(int size) {
    return smallest + (Math.max(0, size - smallest) + step - 1) / step * step;
  }

  /** The law, or nothing if there is none with an output of the input's resolution. */
  static Optional<SizeLaw> measure(ForwardPass network) throws IOException {
    for (int size : SAME_CANDIDATES) {
      if (output(network, size).orElse(-1) == size) {
        return Optional.of(new SizeLaw(Padding.SAME, 0, size, size));
      }
    }
    return valid(network);
  }

  private static Optional<SizeLaw> valid(ForwardPass network) throws IOException {
    int first = 4;
    while (output(network, first).isEmpty()) {
      first += 4;
      if (first > LARGEST_VALID) {
        return Optional.empty();
      }
    }
    List<Integer> legal = new ArrayList<>();
    int loss = Integer.MAX_VALUE;
    for (int size = Math.max(1, first - 3); size < first + 3 * 64 && !isRegular(legal); size++) {
      OptionalInt out = output(network, size);
      if (out.isEmpty() || size - out.getAsInt() > loss) {
        continue;
      }
      if (size - out.getAsInt() < loss) {
        loss = size - out.getAsInt();
        legal.clear();
      }
      legal.add(size);
    }
    if (!isRegular(legal) || loss < 0 || loss % 2 != 0) {
      return Optional.empty();
    }
    int step = legal.get(1) - legal.get(0);
    return Optional.of(new SizeLaw(Padding.VALID, loss / 2, legal.get(0), step));
  }

  private static boolean isRegular(List<Integer> sizes) {
    return sizes.size() >= 3 && sizes.get(2) - sizes.get(1) == sizes.get(1) - sizes.get(0);
  }

  /** The output's side, or nothing if the network refuses the size. */
  static OptionalInt output(ForwardPass network, int size) throws IOException {
    try {
      FeatureMaps out = network.run(FeatureMaps.zeros(1, 3, size, size));
      return out.height() == out.width() && out.height() > 0
          ? OptionalInt.of(out.height())
          : OptionalInt.empty();
    } catch (SegmentationException e) {
      return OptionalInt.empty();
    }
  }
}
