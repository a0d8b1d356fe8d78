package org.intarsia.testdata;

import java.util.ArrayList;
import java.util.List;

/** How often each kind of large structure occurs, and how far the invasive field reaches. */
record Composition(
    List<Share> shares, double invasiveBias, double desmoplasticRims, double malignantAcini) {
  /** A kind of structure with its probability. */
  record Share(GlandKind kind, double probability) {
    Share times(double factor) {
      return new Share(kind, probability * factor);
    }
  }

  /** How far the invasive field falls from the full extent to none: little of it is left. */
  private static final double INVASIVE_RETREAT = 1.3;

  /** The composition of tissue of which a part shows the diagnosis, the rest being benign. */
  static Composition of(Diagnosis diagnosis, double lesionExtent) {
    Composition lesion = of(diagnosis);
    if (lesionExtent == 1) {
      return lesion;
    }
    List<Share> shares = new ArrayList<>();
    lesion.shares.forEach(share -> shares.add(share.times(lesionExtent)));
    of(Diagnosis.BENIGN).shares.forEach(share -> shares.add(share.times(1 - lesionExtent)));
    return new Composition(
        shares,
        lesion.invasiveBias - (1 - lesionExtent) * INVASIVE_RETREAT,
        lesion.desmoplasticRims * lesionExtent,
        lesion.malignantAcini * lesionExtent);
  }

  private static Composition of(Diagnosis diagnosis) {
    return switch (diagnosis) {
      case BENIGN ->
          new Composition(
              List.of(
                  new Share(GlandKind.DUCT, 0.34),
                  new Share(GlandKind.HYPERPLASTIC_DUCT, 0.10),
                  new Share(GlandKind.LOBULE, 0.34),
                  new Share(GlandKind.VESSEL, 0.10)),
              -9,
              0,
              0);
      case ATYPIA ->
          new Composition(
              List.of(
                  new Share(GlandKind.DUCT, 0.16),
                  new Share(GlandKind.HYPERPLASTIC_DUCT, 0.10),
                  new Share(GlandKind.ATYPICAL_DUCT, 0.38),
                  new Share(GlandKind.LOBULE, 0.22),
                  new Share(GlandKind.VESSEL, 0.08)),
              -9,
              0,
              0.06);
      case DCIS ->
          new Composition(
              List.of(
                  new Share(GlandKind.DCIS_SOLID, 0.14),
                  new Share(GlandKind.DCIS_CRIBRIFORM, 0.26),
                  new Share(GlandKind.DCIS_COMEDO, 0.26),
                  new Share(GlandKind.DUCT, 0.06),
                  new Share(GlandKind.LOBULE, 0.12),
                  new Share(GlandKind.VESSEL, 0.08)),
              -9,
              0.3,
              0.1);
      case INVASIVE ->
          new Composition(
              List.of(
                  new Share(GlandKind.DUCT, 0.22),
                  new Share(GlandKind.DCIS_CRIBRIFORM, 0.08),
                  new Share(GlandKind.DCIS_COMEDO, 0.08),
                  new Share(GlandKind.LOBULE, 0.22),
                  new Share(GlandKind.VESSEL, 0.10)),
              0.28,
              0.3,
              0);
    };
  }

  /** The kind for a number from 0 to 1; {@code LOBULE} at {@code orElse} means none. */
  int pick(double unit) {
    double sum = 0;
    for (int i = 0; i < shares.size(); i++) {
      sum += shares.get(i).probability();
      if (unit < sum) {
        return i;
      }
    }
    return -1;
  }
}
