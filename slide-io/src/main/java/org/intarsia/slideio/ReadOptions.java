package org.intarsia.slideio;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a slide is read; says nothing about what is read.
 *
 * @param cacheBytes most bytes of decoded tiles that a reader keeps on the heap; empty for a size
 *     that suits what is read: in a {@link WindowPass} the rows of tiles in which the next row of
 *     windows begins, and the windows that are read at once (of a slide 100,000 px wide 75 to 150
 *     MiB and these; up to 256 MiB where its last windows mirror much); otherwise three and a half
 *     rows of tiles of level 0. At least 32 MiB, at most 512 MiB and at most a quarter of the heap
 * @param codecs which decoders may be used
 * @param reader name of the only provider that may open the slide; empty for the first that can
 * @param deepSamples what to do with samples of more than 8 bits
 */
public record ReadOptions(
    OptionalLong cacheBytes, CodecChoice codecs, Optional<String> reader, DeepSamples deepSamples) {
  /** Which decoders may be used. */
  public enum CodecChoice {
    /** Native libraries where they are installed, Java for the rest. */
    NATIVE_WHERE_INSTALLED,
    /** Only decoders in Java. */
    PURE_JAVA
  }

  /** What to do with colour or grey samples of 9 to 16 bits. */
  public enum DeepSamples {
    /** The slide is refused: a model that knows 8-bit colours must not see others by accident. */
    REFUSE,
    /** The full range of the samples (0 to 65535 for 16 bits) becomes 0 to 255, rounded. */
    SCALE
  }

  private static final ReadOptions DEFAULTS =
      new ReadOptions(
          OptionalLong.empty(),
          CodecChoice.NATIVE_WHERE_INSTALLED,
          Optional.empty(),
          DeepSamples.REFUSE);

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
    return new ReadOptions(OptionalLong.of(bytes), codecs, reader, deepSamples);
  }

  /** These options with other decoders. */
  public ReadOptions withCodecs(CodecChoice choice) {
    return new ReadOptions(cacheBytes, choice, reader, deepSamples);
  }

  /** These options with the only provider that may open the slide. */
  public ReadOptions withReader(String name) {
    return new ReadOptions(cacheBytes, codecs, Optional.of(name), deepSamples);
  }

  /** These options with another treatment of deep samples. */
  public ReadOptions withDeepSamples(DeepSamples treatment) {
    return new ReadOptions(cacheBytes, codecs, reader, treatment);
  }
}
