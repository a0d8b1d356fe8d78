package org.intarsia.testdata;

import org.jspecify.annotations.Nullable;

/** What is known of one point of the section; reused from point to point. */
final class Site {
  Material material = Material.GLASS;

  /** Micrometres inside the nearest gland, negative outside. */
  double depth;

  /** Micrometres to the nearest hole of the epithelium. */
  double wall;

  /** How much loose or desmoplastic stroma still looks like collagen, 0 to 1. */
  double fibrous;

  @Nullable Gland gland;
}
