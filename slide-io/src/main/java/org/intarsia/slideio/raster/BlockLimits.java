package org.intarsia.slideio.raster;

/** How much of a file may be held at once. */
public final class BlockLimits {
  private static final long MOST = 1L << 28;

  private static final long MOST_BLOCKS = 1L << 24;
  private static final long HEAP_BYTES_PER_BLOCK = 256;
  private static final long MOST_WHOLE_PIXELS = 100_000_000;
  private static final long HEAP_BYTES_PER_PIXEL = 8;

  private BlockLimits() {}

  /** An eighth of the heap, at most 256 MiB. */
  public static long maxBlockBytes() {
    return Math.min(MOST, Runtime.getRuntime().maxMemory() / 8);
  }

  /** Tiles or strips of one image: one for every 256 bytes of the heap, at most 16,777,216. */
  public static long maxBlocks() {
    return Math.min(MOST_BLOCKS, Runtime.getRuntime().maxMemory() / HEAP_BYTES_PER_BLOCK);
  }

  /** Pixels of an image that is decoded whole: one for every 8 bytes of the heap, at most 1e8. */
  public static long maxWholePixels() {
    return Math.min(MOST_WHOLE_PIXELS, Runtime.getRuntime().maxMemory() / HEAP_BYTES_PER_PIXEL);
  }
}
