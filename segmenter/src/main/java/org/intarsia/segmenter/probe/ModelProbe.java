package org.intarsia.segmenter.probe;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.intarsia.segmenter.ModelCard;
import org.intarsia.segmenter.ModelProfile;
import org.intarsia.segmenter.Padding;
import org.intarsia.segmenter.SegmentationException;
import org.intarsia.tiler.Halo;

/**
 * Measures a network as a black box: size law, stride, influence radius, locality.
 *
 * <p>The influence radius is structural: see {@link Influence}. Zero padding at a window's border
 * never reaches further than the pixels beyond that border would.
 */
public final class ModelProbe {
  private static final int WIDEST = 2048;
  private static final int PHASES = 32;
  private static final int MOST_PHASES = 128;
  private static final int HALO_WITHOUT_LOCALITY = 64;
  private static final int LEAST_CORE = 40;

  /** Above this, a difference between tile and whole is no rounding. */
  private static final double ROUNDING = 1e-3;

  private final ForwardPass network;
  private final ModelCard card;
  private final SizeLaw law;
  private final List<String> notes = new ArrayList<>();

  private ModelProbe(ForwardPass network, ModelCard card, SizeLaw law) {
    this.network = network;
    this.card = card;
    this.law = law;
  }

  /**
   * Measures.
   *
   * @param network the network, on normalised pictures
   * @param card its card, for the normalisation and, if it is not local, the halo
   */
  public static ModelProfile measure(ForwardPass network, ModelCard card) throws IOException {
    Optional<SizeLaw> law = SizeLaw.measure(network);
    if (law.isEmpty()) {
      return ofOneSize(network, card);
    }
    ModelProbe probe = new ModelProbe(network, card, law.get());
    int[] across = new Influence(network, probe.law, false, false).single(WIDEST);
    boolean finite = across.length == 0;
    if (finite) {
      probe.notes.add(
          "The network swallows NaN; its influence was measured with a finite change, which may"
              + " find less than there is.");
      across = new Influence(network, probe.law, false, true).single(WIDEST);
    }
    int[] down = new Influence(network, probe.law, true, finite).single(WIDEST);
    int about = Math.max(most(across), most(down));
    return about == Integer.MAX_VALUE ? probe.global() : probe.bounded(about, finite);
  }

  private static ModelProfile ofOneSize(ForwardPass network, ModelCard card) throws IOException {
    int patch = card.patch();
    OptionalInt out = SizeLaw.output(network, patch);
    if (out.isEmpty() || out.getAsInt() > patch || (patch - out.getAsInt()) % 2 != 0) {
      throw new SegmentationException(
          card.name()
              + ": no law for the network's input and output size was found; its output must have"
              + " the resolution of its input, and the card's patch must be a size that it takes");
    }
    int margin = (patch - out.getAsInt()) / 2;
    return new ModelProfile(
        margin == 0 ? Padding.SAME : Padding.VALID,
        margin,
        card.stride(),
        patch,
        patch,
        Integer.MAX_VALUE,
        card.halo(),
        false,
        1,
        1,
        List.of(
            "The network takes windows of %d px only; influence and seams were not measured."
                .formatted(patch)));
  }

  private static int most(int[] reach) {
    return reach.length == 0 ? 0 : Math.max(reach[0], reach[1]);
  }

  private ModelProfile global() throws IOException {
    notes.add(
        "One pixel changes the output %d px away: global pooling, instance normalisation or the"
                .formatted(WIDEST / 2)
            + " like; tiles cannot equal one large pass.");
    int stride = law.padding() == Padding.SAME ? sizeStep(Math.max(1, card.stride())) : law.step();
    int radius = Math.max(HALO_WITHOUT_LOCALITY, card.halo());
    return profile(stride, Integer.MAX_VALUE, radius, false);
  }

  private ModelProfile bounded(int about, boolean finite) throws IOException {
    int phases = Math.max(PHASES, 2 * law.step() > MOST_PHASES ? 0 : 2 * law.step());
    Influence.Reach reach = reach(law.padding() == Padding.SAME ? PHASES : phases, about, finite);
    if (reach.period() > reach.left().length / 2) {
      reach = reach(MOST_PHASES, about, finite);
    }
    int stride =
        law.padding() == Padding.SAME ? sizeStep(reach.period()) : lcm(reach.period(), law.step());
    ModelProfile profile = profile(stride, reach.largest(), reach.aligned(stride), true);
    while (profile.seamDifference() > ROUNDING && 2 * profile.stride() <= MOST_PHASES) {
      int wider = 2 * profile.stride();
      profile = profile(wider, reach.largest(), reach.aligned(wider), true);
    }
    if (profile.seamDifference() > ROUNDING) {
      notes.add(
          "Its influence is bounded, yet tiles differ from one large pass: the network depends on"
              + " the size of its input.");
      return profile(stride, reach.largest(), reach.aligned(stride), false);
    }
    return profile;
  }

  private Influence.Reach reach(int phases, int about, boolean finite) throws IOException {
    return new Influence(network, law, false, finite)
        .phases(phases, about)
        .max(new Influence(network, law, true, finite).phases(phases, about));
  }

  /** The least multiple of a stride that, as a step between sizes, keeps output and input alike. */
  private int sizeStep(int stride) throws IOException {
    int base = (law.smallest() + stride - 1) / stride * stride;
    int step = stride;
    while (step < law.smallest()
        && SizeLaw.output(network, base + step).orElse(-1) != base + step) {
      step *= 2;
    }
    return step;
  }

  private ModelProfile profile(int stride, int radius, int aligned, boolean local)
      throws IOException {
    int smallest = law.padding() == Padding.SAME ? stride : law.smallest();
    ModelProfile unmeasured =
        new ModelProfile(
            law.padding(),
            law.margin(),
            stride,
            smallest,
            Integer.MAX_VALUE,
            radius,
            aligned,
            local,
            0,
            0,
            notes);
    Halo halo = unmeasured.halo();
    int core = ((LEAST_CORE + stride - 1) / stride | 1) * stride;
    SeamTest seam = SeamTest.run(network, card.normalization(), halo, core, law.margin());
    return new ModelProfile(
        law.padding(),
        law.margin(),
        stride,
        smallest,
        Integer.MAX_VALUE,
        radius,
        aligned,
        local,
        seam.disagreement(),
        seam.difference(),
        notes);
  }

  private static int lcm(int a, int b) {
    int gcd = a;
    for (int rest = b; rest != 0; ) {
      int next = gcd % rest;
      gcd = rest;
      rest = next;
    }
    return a / gcd * b;
  }
}
