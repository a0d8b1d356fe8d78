package org.intarsia.segmenter;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.intarsia.tiler.Halo;

/**
 * What was measured on a network, and the windows that follow from it.
 *
 * @param padding whether the output has the input's size
 * @param margin pixels that the output lacks on each side; 0 with padding
 * @param stride period in pixels at which the network repeats itself; windows begin at its
 *     multiples
 * @param smallestSize smallest input size that it takes; all others are this plus multiples of the
 *     stride
 * @param largestSize largest input size that it takes; {@link Integer#MAX_VALUE} if there is no
 *     limit
 * @param influenceRadius how far any input pixel reaches, in pixels, over all phases and sides
 * @param alignedRadius context that a core needs which begins and ends at multiples of the stride;
 *     never more than {@code influenceRadius}
 * @param local whether a pixel's influence ends at all, and does not depend on the window's size
 * @param seamDisagreement fraction of pixels whose class differs between one large pass and tiles
 *     with the halo of {@link #halo()}, on noise; 0 for a local network up to rounding
 * @param seamDifference largest difference of the outputs in that test, relative to their range
 * @param notes remarks for the reader, each one a sentence
 */
public record ModelProfile(
    Padding padding,
    int margin,
    int stride,
    int smallestSize,
    int largestSize,
    int influenceRadius,
    int alignedRadius,
    boolean local,
    double seamDisagreement,
    double seamDifference,
    List<String> notes) {
  private static final int[] PREFERRED_SIDES = {256, 320, 384, 512, 640, 768, 896, 1024};
  private static final double TOLERATED_OVERHEAD = 1.6;
  private static final int LEAST_SIDE = 256;

  /** Copies the notes. */
  public ModelProfile {
    notes = List.copyOf(notes);
  }

  /**
   * The smallest context with which tiles equal one large pass, for cores that begin and end at
   * multiples of the stride and windows in phase with it.
   *
   * <p>For a network that is not local there is no such context; this is then what the seam
   * disagreement was measured with.
   */
  public Halo halo() {
    if (padding == Padding.SAME) {
      return Halo.of(roundUp(alignedRadius));
    }
    return new Halo(margin, margin + Math.floorMod(smallestSize - 2 * margin, stride));
  }

  /** Whether tiles with this context equal one large pass. */
  public boolean isExact(Halo halo) {
    return local
        && halo.before() >= halo().before()
        && halo.after() >= halo().after()
        && (padding == Padding.VALID || halo.before() % stride == 0);
  }

  /**
   * Sizes to run with.
   *
   * <p><i>Why</i> the default widens the window: with an exact halo the result does not depend on
   * it, but the pixels computed for nothing do.
   *
   * @param patch side of the window; if empty, the smallest usual one that computes at most 1.6
   *     pixels for each that it keeps, or else the one that wastes least
   * @param halo context on each side; if empty, {@link #halo()}
   * @throws IllegalArgumentException naming the nearest legal sizes
   */
  public WindowPlan window(OptionalInt patch, OptionalInt halo) {
    Halo around = halo.isPresent() ? checkedHalo(halo.getAsInt()) : halo();
    if (patch.isPresent()) {
      return checkedPlan(patch.getAsInt(), around);
    }
    if (takesOneSizeOnly()) {
      return checkedPlan(smallestSize, around);
    }
    WindowPlan best = plan(legalSize(around.total() + stride), around);
    for (int side : PREFERRED_SIDES) {
      int window = legalSize(padding == Padding.SAME ? side : side + around.total());
      if (window - around.total() < stride) {
        continue;
      }
      WindowPlan candidate = plan(window, around);
      if (candidate.overhead() < best.overhead()) {
        best = candidate;
      }
      if (candidate.overhead() <= TOLERATED_OVERHEAD) {
        return candidate;
      }
    }
    return best;
  }

  /**
   * The smallest window, of 256 px at least, that computes at most so many pixels for each that it
   * keeps.
   *
   * @param halo context on each side; if empty, {@link #halo()}
   * @param overhead pixels computed for each that is kept, more than 1
   * @param largest side that is not to be exceeded, be the overhead what it may; a window that can
   *     keep anything is taken all the same
   * @throws IllegalArgumentException if the halo does not suit the network
   */
  public WindowPlan economicWindow(OptionalInt halo, double overhead, int largest) {
    Halo around = halo.isPresent() ? checkedHalo(halo.getAsInt()) : halo();
    if (takesOneSizeOnly()) {
      return checkedPlan(smallestSize, around);
    }
    WindowPlan window = plan(legalSize(Math.max(LEAST_SIDE, around.total() + stride)), around);
    while (window.overhead() > overhead && window.window() + stride <= largest) {
      window = plan(window.window() + stride, around);
    }
    return window;
  }

  /**
   * The sides that a window with this context may have: this one and multiples of the stride more;
   * empty if the network takes windows of one size only.
   */
  public OptionalInt leastWindow(Halo around) {
    return takesOneSizeOnly()
        ? OptionalInt.empty()
        : OptionalInt.of(legalSize(around.total() + stride));
  }

  private Halo checkedHalo(int wanted) {
    if (padding == Padding.VALID) {
      if (wanted != margin) {
        throw new IllegalArgumentException(
            "halo must be %d px for this network without padding, not %d"
                .formatted(margin, wanted));
      }
      return halo();
    }
    if (wanted < 0 || wanted % stride != 0) {
      int below = Math.max(0, Math.floorDiv(wanted, stride) * stride);
      throw new IllegalArgumentException(
          "halo must be a multiple of the network's stride (%d px), not %d; the nearest are %d and %d"
              .formatted(stride, wanted, below, below + stride));
    }
    return Halo.of(wanted);
  }

  private boolean takesOneSizeOnly() {
    return smallestSize == largestSize;
  }

  private WindowPlan checkedPlan(int window, Halo around) {
    if (takesOneSizeOnly() && window != smallestSize) {
      throw new IllegalArgumentException(
          "patch must be %d px, the only size that this network takes, not %d"
              .formatted(smallestSize, window));
    }
    int least = takesOneSizeOnly() ? around.total() + 1 : legalSize(around.total() + stride);
    if (window < least) {
      throw new IllegalArgumentException(
          "patch must be at least %d px for this network (halo %d + %d px, stride %d px), not %d"
              .formatted(least, around.before(), around.after(), stride, window));
    }
    if (!isLegal(window)) {
      int above = legalSize(window);
      List<String> near = new ArrayList<>();
      if (above - stride >= least) {
        near.add(above - stride + " px");
      }
      near.add(above + " px");
      throw new IllegalArgumentException(
          "patch %d px does not suit this network; the nearest legal sizes are %s"
              .formatted(window, String.join(" and ", near)));
    }
    return plan(window, around);
  }

  private static WindowPlan plan(int window, Halo around) {
    return new WindowPlan(window, around, window - around.total());
  }

  private boolean isLegal(int size) {
    return size >= smallestSize && (size - smallestSize) % stride == 0;
  }

  private int legalSize(int least) {
    return smallestSize + roundUp(Math.max(0, least - smallestSize));
  }

  private int roundUp(int pixels) {
    return (pixels + stride - 1) / stride * stride;
  }
}
