package org.intarsia.slideio.raster;

/** How much one block may decode to. */
public final class BlockLimits {
  private static final long MOST = 1L << 28;

  private BlockLimits() {}

  /** An eighth of the heap, at most 256 MiB. */
  public static long maxBlockBytes() {
    return Math.min(MOST, Runtime.getRuntime().maxMemory() / 8);
  }
}
