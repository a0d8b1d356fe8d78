package org.intarsia.slideio.tiff;

/** How much one block may decode to. */
final class BlockLimits {
  private static final long MOST = 1L << 28;

  private BlockLimits() {}

  /** An eighth of the heap, at most 256 MiB. */
  static long maxBlockBytes() {
    return Math.min(MOST, Runtime.getRuntime().maxMemory() / 8);
  }
}
