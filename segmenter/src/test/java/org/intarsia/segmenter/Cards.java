package org.intarsia.segmenter;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Model cards for tests. */
final class Cards {
  private Cards() {}

  static ModelCard of(int classes, Padding padding) {
    List<TissueClass> names = new ArrayList<>();
    for (int i = 0; i < classes; i++) {
      names.add(new TissueClass("class " + i, 0x102030 * (i % 5)));
    }
    return new ModelCard(
        "test",
        "1",
        "Apache-2.0",
        names,
        OptionalDouble.of(0.5),
        256,
        32,
        16,
        padding,
        new Normalization(1.0 / 255, List.of(0.7, 0.5, 0.6), List.of(0.2, 0.25, 0.3)),
        Output.LOGITS,
        0,
        "",
        ModelCard.untrained());
  }
}
