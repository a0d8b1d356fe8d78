package org.intarsia.slideio;

import java.util.OptionalLong;

/**
 * How a slide is read; says nothing about what is read.
 *
 * @param cacheBytes most bytes of decoded tiles that a reader keeps on the heap; empty for a size
 *     that suits the slide: three and a half rows of tiles of level 0 (windows of one tile with a
 *     halo touch three rows, and each tile is then decoded once; a slide 100,000 px wide needs 260
 *     MiB for that), at least 32 MiB, at most 512 MiB and at most a quarter of the heap
 * @param codecs which decoders may be used
 */
public record ReadOptions(OptionalLong cacheBytes, CodecChoice codecs) {
  /** Which decoders may be used. */
  public enum CodecChoice {
    /** Native libraries where they are installed, Java for the rest. */
    NATIVE_WHERE_INSTALLED,
    /** Only decoders in Java. */
    PURE_JAVA
  }

  private static final ReadOptions DEFAULTS =
      new ReadOptions(OptionalLong.empty(), CodecChoice.NATIVE_WHERE_INSTALLED);

  /** Checks the size of the cache. */
  public ReadOptions {
    if (cacheBytes.isPresent() && cacheBytes.getAsLong() < 0) {
      throw new IllegalArgumentException(
          "cache size must not be negative: " + cacheBytes.getAsLong() + " bytes");
    }
  }

  /** Native libraries where installed, a cache that suits the slide. */
  public static ReadOptions defaults() {
    return DEFAULTS;
  }

  /** These options with another limit of the cache. */
  public ReadOptions withCacheBytes(long bytes) {
    return new ReadOptions(OptionalLong.of(bytes), codecs);
  }

  /** These options with other decoders. */
  public ReadOptions withCodecs(CodecChoice choice) {
    return new ReadOptions(cacheBytes, choice);
  }
}
