package org.intarsia.slideio.codec;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import jj2000.j2k.util.ISRandomAccessIO;

/**
 * A codestream in memory whose end is an error, and two bytes 0xFF in a packet header too.
 *
 * <p><i>Why</i>: JJ2000's packet reader prints the trace of an end of file and decodes what there
 * is; and two bytes 0xFF, which no packet header has, become ones without end in it, of which it
 * waits for a zero. Both end in an unchecked exception, because it prints the checked ones.
 */
final class Jj2000Input extends ISRandomAccessIO {
  private static final int STEP = 1 << 16;

  private final int length;
  private int onesAt = -2;

  private Jj2000Input(byte[] encoded) {
    super(new ByteArrayInputStream(encoded), encoded.length + 1, STEP, Integer.MAX_VALUE);
    this.length = encoded.length;
  }

  static Jj2000Input of(byte[] encoded) {
    return new Jj2000Input(encoded);
  }

  @Override
  public int read() throws IOException {
    check(1);
    int at = getPos();
    int value = super.read();
    if (value == 0xFF) {
      if (onesAt == at - 1) {
        throw new IllegalStateException("two bytes 0xFF in a packet header");
      }
      onesAt = at;
    }
    return value;
  }

  @Override
  public void readFully(byte[] bytes, int from, int count) throws IOException {
    check(count);
    super.readFully(bytes, from, count);
  }

  private void check(int count) throws IOException {
    if (count > length - getPos()) {
      throw new IllegalStateException("ends early");
    }
  }
}
