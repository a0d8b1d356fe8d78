package org.intarsia.pipeline;

import java.util.OptionalInt;
import org.intarsia.segmenter.ModelCard;
import org.intarsia.segmenter.ModelProfile;
import org.intarsia.segmenter.Padding;
import org.intarsia.segmenter.WindowPlan;

/** Which window a network runs with. */
public final class WindowChoice {
  private WindowChoice() {}

  /**
   * The window that was wished for, or else the one that follows from the probe. A network that is
   * not local sees the windows that it was trained on: its card's.
   *
   * @param patch side of the window, if wished
   * @param halo context on each side, if wished
   * @throws IllegalArgumentException naming the nearest legal sizes
   */
  public static WindowPlan of(
      ModelCard card, ModelProfile profile, OptionalInt patch, OptionalInt halo) {
    if (profile.local() || profile.padding() == Padding.VALID) {
      return profile.window(patch, halo);
    }
    return profile.window(
        OptionalInt.of(patch.orElse(card.patch())), OptionalInt.of(halo.orElse(card.halo())));
  }
}
