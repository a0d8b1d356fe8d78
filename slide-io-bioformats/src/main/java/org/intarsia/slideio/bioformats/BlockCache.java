package org.intarsia.slideio.bioformats;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Keeps the decoded blocks of one slide up to a number of bytes, and lets those who want a block
 * wait for the thread that decodes it. A failure is not kept: who waited tries itself.
 */
final class BlockCache {
  /** Decodes a block. */
  interface Loader {
    byte[] load() throws IOException;
  }

  private final Cache<Long, byte[]> blocks;

  BlockCache(long bytes) {
    this.blocks =
        Caffeine.newBuilder()
            .maximumWeight(bytes)
            .weigher((Long key, byte[] block) -> block.length)
            .executor(Runnable::run)
            .build();
  }

  /** The block of this key, kept or decoded now. */
  byte[] get(long key, Loader loader) throws IOException {
    try {
      return blocks.get(
          key,
          missing -> {
            try {
              return loader.load();
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  void clear() {
    blocks.invalidateAll();
  }
}
