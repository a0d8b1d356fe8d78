package org.intarsia.pipeline.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Changes tag, representation, length or value of one element of a DICOM file. */
final class DicomStructureChange {
  private static final Set<String> LONG_FORMS =
      Set.of("OB", "OW", "OF", "SQ", "UT", "UN", "OD", "OL", "UC", "UR");
  private static final String[] FORMS = {
    "OB", "OW", "SQ", "UN", "UT", "US", "UL", "IS", "DS", "CS", "UI", "FD", "SL", "LO", "XX"
  };

  private DicomStructureChange() {}

  static byte[] of(byte[] input, RandomGenerator random) {
    byte[] changed = input.clone();
    List<Integer> elements = elements(changed);
    if (elements.isEmpty()) {
      return changed;
    }
    ByteBuffer bytes = ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN);
    int at = elements.get(random.nextInt(elements.size()));
    boolean wide = isLong(changed, at);
    long value = Mutations.interesting(random);
    switch (random.nextInt(6)) {
      case 0 -> bytes.putShort(at + 2 * random.nextInt(2), (short) value);
      case 1 -> {
        byte[] form = FORMS[random.nextInt(FORMS.length)].getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(form, 0, changed, at + 4, 2);
      }
      case 2, 3 -> {
        if (wide) {
          bytes.putInt(at + 8, (int) value);
        } else {
          bytes.putShort(at + 6, (short) value);
        }
      }
      default -> {
        int start = at + (wide ? 12 : 8);
        if (start + 4 <= changed.length) {
          bytes.putInt(start, (int) value);
        }
      }
    }
    return changed;
  }

  /** Where elements begin, items of sequences included. */
  private static List<Integer> elements(byte[] input) {
    List<Integer> found = new ArrayList<>();
    ByteBuffer bytes = ByteBuffer.wrap(input).order(ByteOrder.LITTLE_ENDIAN);
    long at = 132;
    while (at >= 132 && at + 12 <= input.length) {
      int i = (int) at;
      found.add(i);
      if (bytes.getShort(i) == (short) 0xFFFE) {
        at += 8;
        continue;
      }
      boolean wide = isLong(input, i);
      boolean sequence = input[i + 4] == 'S' && input[i + 5] == 'Q';
      long length = wide ? bytes.getInt(i + 8) & 0xFFFFFFFFL : bytes.getShort(i + 6) & 0xFFFF;
      at += (wide ? 12 : 8) + (sequence || length == 0xFFFFFFFFL ? 0 : length);
    }
    return found;
  }

  private static boolean isLong(byte[] input, int at) {
    return LONG_FORMS.contains(new String(input, at + 4, 2, StandardCharsets.US_ASCII));
  }
}
