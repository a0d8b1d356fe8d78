package org.intarsia.pipeline;

import java.util.Locale;

/** Where in the chain something happened. */
public enum Stage {
  OPEN,
  TISSUE,
  READ,
  SEGMENT,
  STITCH,
  WRITE;

  /** The name in reports: lower case. */
  public String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The stage of such a name. */
  public static Stage titled(String title) {
    return valueOf(title.toUpperCase(Locale.ROOT));
  }
}
