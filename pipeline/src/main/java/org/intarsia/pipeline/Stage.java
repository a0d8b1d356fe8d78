package org.intarsia.pipeline;

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
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
