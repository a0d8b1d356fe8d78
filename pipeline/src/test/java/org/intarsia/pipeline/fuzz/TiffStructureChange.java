package org.intarsia.pipeline.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Changes one field of a TIFF's directories. */
final class TiffStructureChange {
  private static final int[] TAGS = {
    254, 256, 257, 258, 259, 262, 266, 270, 273, 274, 277, 278, 279, 282, 283, 284, 296, 305, 317,
    320, 322, 323, 324, 325, 330, 338, 339, 347, 529, 530, 532, 700, 65420, 65421, 65426, 65439
  };
  private static final int[] VALUES = {
    1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 32773, 32946, 33003, 33005, 34712, 34926, 50000, 50001
  };
  private static final int MOST_DIRECTORIES = 4;

  private final byte[] input;
  private final ByteBuffer bytes;
  private final boolean big;
  private final List<Integer> entries = new ArrayList<>();
  private final List<Integer> pointers = new ArrayList<>();

  private TiffStructureChange(byte[] input) {
    this.input = input;
    this.bytes =
        ByteBuffer.wrap(input)
            .order(input[0] == 'M' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    this.big = bytes.getShort(2) == 43;
  }

  static byte[] of(byte[] input, RandomGenerator random) {
    if (input.length < 32) {
      return input;
    }
    TiffStructureChange change = new TiffStructureChange(input.clone());
    change.walk();
    change.apply(random);
    return change.input;
  }

  private void walk() {
    int at = big ? 8 : 4;
    for (int i = 0; i < MOST_DIRECTORIES; i++) {
      pointers.add(at);
      long directory = big ? bytes.getLong(at) : bytes.getInt(at);
      if (directory < 8 || directory > input.length - 16) {
        return;
      }
      int count = bytes.getShort((int) directory + (big && !isLittle() ? 6 : 0)) & 0xFFFF;
      int first = (int) directory + (big ? 8 : 2);
      int size = big ? 20 : 12;
      for (int e = 0; e < count && first + (e + 1) * size <= input.length - 8; e++) {
        entries.add(first + e * size);
      }
      at = first + count * size;
      if (at > input.length - 8) {
        return;
      }
    }
  }

  private boolean isLittle() {
    return bytes.order() == ByteOrder.LITTLE_ENDIAN;
  }

  private void apply(RandomGenerator random) {
    if (entries.isEmpty() || random.nextInt(12) == 0) {
      number(pointers.get(random.nextInt(pointers.size())), random);
      return;
    }
    int entry = entries.get(random.nextInt(entries.size()));
    switch (random.nextInt(7)) {
      case 0 -> bytes.putShort(entry, (short) TAGS[random.nextInt(TAGS.length)]);
      case 1 -> bytes.putShort(entry + 2, (short) random.nextInt(19));
      case 2 -> number(entry + 4, random);
      case 3 -> {
        int other = entries.get(random.nextInt(entries.size()));
        System.arraycopy(input, other, input, entry, big ? 20 : 12);
      }
      case 4 ->
          bytes.putShort(entry + (big ? 12 : 8), (short) VALUES[random.nextInt(VALUES.length)]);
      default -> number(entry + (big ? 12 : 8), random);
    }
  }

  private void number(int at, RandomGenerator random) {
    long value =
        random.nextInt(3) == 0 ? random.nextInt(input.length) : Mutations.interesting(random);
    if (big) {
      bytes.putLong(at, value);
    } else {
      bytes.putInt(at, (int) value);
    }
  }
}
