package org.intarsia.pipeline.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Changes to bytes that know nothing of their format. */
final class Mutations {
  private static final int MOST_CHANGES = 6;
  private static final int LONGEST = 1 << 16;
  private static final long[] INTERESTING = {
    0,
    1,
    2,
    3,
    4,
    7,
    8,
    9,
    15,
    16,
    17,
    31,
    32,
    64,
    100,
    127,
    128,
    129,
    255,
    256,
    257,
    1000,
    4095,
    4096,
    32767,
    32768,
    65535,
    65536,
    1 << 20,
    1 << 24,
    (1 << 24) + 1,
    1 << 28,
    1 << 30,
    Integer.MAX_VALUE,
    1L << 31,
    0xFFFFFFFFL,
    0xFFFFFFFEL,
    1L << 32,
    1L << 40,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    -1,
    -2,
    -8
  };

  private Mutations() {}

  /** An input made of a sound one by a few changes. */
  static byte[] of(FuzzTarget target, List<byte[]> seeds, RandomGenerator random) {
    byte[] input = seeds.get(random.nextInt(seeds.size())).clone();
    int changes = 1 + random.nextInt(1 + random.nextInt(MOST_CHANGES));
    for (int i = 0; i < changes; i++) {
      input =
          random.nextInt(2) == 0
              ? target.restructure(input, random)
              : change(input, seeds.get(random.nextInt(seeds.size())), random);
      if (input.length > LONGEST) {
        input = Arrays.copyOf(input, LONGEST);
      }
    }
    return input;
  }

  /** A number at which programs tend to go wrong. */
  static long interesting(RandomGenerator random) {
    return random.nextInt(4) == 0
        ? random.nextInt(300)
        : INTERESTING[random.nextInt(INTERESTING.length)];
  }

  private static byte[] change(byte[] input, byte[] other, RandomGenerator random) {
    if (input.length < 16) {
      return other.clone();
    }
    int at = random.nextInt(input.length);
    switch (random.nextInt(9)) {
      case 0 -> input[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> input[at] = (byte) random.nextInt(256);
      case 2, 3 -> number(input, at, random);
      case 4 -> {
        return Arrays.copyOf(input, 1 + at);
      }
      case 5 -> {
        return splice(input, at, other, random.nextInt(other.length));
      }
      case 6 -> {
        return duplicate(input, at, 1 + random.nextInt(input.length - at));
      }
      case 7 -> {
        return remove(input, at, 1 + random.nextInt(Math.min(64, input.length - at)));
      }
      default -> {
        int length = 1 + random.nextInt(Math.min(32, input.length - at));
        Arrays.fill(input, at, at + length, (byte) (random.nextBoolean() ? 0xFF : 0));
      }
    }
    return input;
  }

  private static void number(byte[] input, int at, RandomGenerator random) {
    ByteBuffer bytes =
        ByteBuffer.wrap(input)
            .order(random.nextBoolean() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    long value = interesting(random);
    switch (random.nextInt(4)) {
      case 0 -> input[at] = (byte) value;
      case 1 -> bytes.putShort(Math.min(at, input.length - 2), (short) value);
      case 2 -> bytes.putInt(Math.min(at, input.length - 4), (int) value);
      default -> bytes.putLong(Math.min(at, input.length - 8), value);
    }
  }

  private static byte[] splice(byte[] head, int length, byte[] other, int from) {
    byte[] joined = Arrays.copyOf(head, length + other.length - from);
    System.arraycopy(other, from, joined, length, other.length - from);
    return joined;
  }

  private static byte[] duplicate(byte[] input, int at, int length) {
    byte[] longer = Arrays.copyOf(input, input.length + length);
    System.arraycopy(input, at, longer, at + length, input.length - at);
    return longer;
  }

  private static byte[] remove(byte[] input, int at, int length) {
    byte[] shorter = Arrays.copyOf(input, input.length - length);
    System.arraycopy(input, at + length, shorter, at, shorter.length - at);
    return shorter;
  }
}
