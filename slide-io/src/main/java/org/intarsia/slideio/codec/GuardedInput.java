package org.intarsia.slideio.codec;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * A file in memory that stops the decoder which reads it: after too much allocated, or too many
 * reads behind the end.
 *
 * <p><i>Why</i>: TwelveMonkeys' decoder of lossless WebP makes up to 65,536 groups of tables for a
 * picture of any size, two gigabytes of them, and takes what lies behind the end for zeros. Each
 * group is read from here first.
 */
final class GuardedInput extends MemoryCacheImageInputStream {
  private static final int READS_BEHIND = 64;

  private final long mostBytes;
  private final long before;
  private int readsBehind;

  /**
   * A guard of the calling thread.
   *
   * @param mostBytes the most that the thread may allocate while it reads
   */
  GuardedInput(byte[] encoded, long mostBytes) {
    super(new ByteArrayInputStream(encoded));
    this.mostBytes = mostBytes;
    this.before = allocated();
  }

  private static long allocated() {
    return ManagementFactory.getThreadMXBean() instanceof com.sun.management.ThreadMXBean threads
        ? threads.getThreadAllocatedBytes(Thread.currentThread().getId())
        : 0;
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    check(value);
    return value;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    int count = super.read(bytes, from, length);
    check(count);
    return count;
  }

  private void check(int result) throws CodecException {
    if (result < 0 && ++readsBehind > READS_BEHIND) {
      throw new CodecException("ends early");
    }
    if (allocated() - before > mostBytes) {
      throw new CodecException("needs more than " + mostBytes + " bytes to decode");
    }
  }
}
