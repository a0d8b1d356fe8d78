package org.intarsia.tiff;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One image file directory that is still to be written: tags with their values, and the directories
 * that it points to through {@link TiffTag#SUB_IFDS}.
 *
 * <p>A draft may stand in the main chain and be a sub-directory of another draft at the same time:
 * readers that know only the chain (OpenSlide) and readers that know only sub-directories
 * (OME-TIFF) then both see it. Not thread-safe.
 */
public final class TiffDirectoryDraft {
  /** Field types by their TIFF number. */
  enum FieldType {
    BYTE(1, 1),
    ASCII(2, 1),
    SHORT(3, 2),
    LONG(4, 4),
    RATIONAL(5, 8),
    UNDEFINED(7, 1),
    LONG8(16, 8);

    final int code;
    final int bytes;

    FieldType(int code, int bytes) {
      this.code = code;
      this.bytes = bytes;
    }
  }

  /** A value as it goes to the file; rationals are pairs of numerator and denominator. */
  record Field(FieldType type, long count, long[] values, byte[] bytes) {
    long byteLength() {
      return count * type.bytes;
    }
  }

  private static final byte[] NO_BYTES = {};
  private static final long[] NO_VALUES = {};

  private final TreeMap<Integer, Field> fields = new TreeMap<>();
  private final List<TiffDirectoryDraft> subDirectories = new ArrayList<>();

  /** Sets a tag to 16-bit values. */
  public TiffDirectoryDraft shorts(int tag, int... values) {
    long[] wide = new long[values.length];
    for (int i = 0; i < values.length; i++) {
      if (values[i] < 0 || values[i] > 0xFFFF) {
        throw new IllegalArgumentException("tag " + tag + ": " + values[i] + " is no 16-bit value");
      }
      wide[i] = values[i];
    }
    fields.put(tag, new Field(FieldType.SHORT, wide.length, wide, NO_BYTES));
    return this;
  }

  /** Sets a tag to 32-bit values. */
  public TiffDirectoryDraft longs(int tag, long... values) {
    for (long value : values) {
      if (value < 0 || value > 0xFFFFFFFFL) {
        throw new IllegalArgumentException("tag " + tag + ": " + value + " is no 32-bit value");
      }
    }
    fields.put(tag, new Field(FieldType.LONG, values.length, values.clone(), NO_BYTES));
    return this;
  }

  /** Sets a tag to offsets or byte counts: 32 bit in a classic file, 64 bit in a BigTIFF. */
  public TiffDirectoryDraft offsets(int tag, long... values) {
    fields.put(tag, new Field(FieldType.LONG8, values.length, values.clone(), NO_BYTES));
    return this;
  }

  /** Sets a tag to one non-negative number, as a fraction with at least six exact digits. */
  public TiffDirectoryDraft rational(int tag, double value) {
    if (!(value >= 0) || value > 0xFFFFFFFFL) {
      throw new IllegalArgumentException("tag " + tag + ": " + value + " is no TIFF rational");
    }
    long denominator = 1;
    while (denominator < 1_000_000 && value * denominator * 10 <= 0xFFFFFFFFL) {
      denominator *= 10;
    }
    long[] pair = {Math.round(value * denominator), denominator};
    fields.put(tag, new Field(FieldType.RATIONAL, 1, pair, NO_BYTES));
    return this;
  }

  /** Sets a tag to text in UTF-8, with the closing zero byte that TIFF asks for. */
  public TiffDirectoryDraft text(int tag, String value) {
    byte[] utf8 = (value + '\0').getBytes(StandardCharsets.UTF_8);
    fields.put(tag, new Field(FieldType.ASCII, utf8.length, NO_VALUES, utf8));
    return this;
  }

  /** Sets a tag to bytes without a meaning of their own (JPEG tables, ICC profiles). */
  public TiffDirectoryDraft bytes(int tag, byte[] value) {
    fields.put(tag, new Field(FieldType.UNDEFINED, value.length, NO_VALUES, value.clone()));
    return this;
  }

  /** Adds a directory that this one will point to through {@link TiffTag#SUB_IFDS}. */
  public TiffDirectoryDraft subDirectory(TiffDirectoryDraft draft) {
    subDirectories.add(draft);
    return this;
  }

  List<TiffDirectoryDraft> subDirectories() {
    return Collections.unmodifiableList(subDirectories);
  }

  /** The fields in the order of their tags, with room for the sub-directories' offsets. */
  Map<Integer, Field> fields() {
    TreeMap<Integer, Field> all = new TreeMap<>(fields);
    if (!subDirectories.isEmpty()) {
      long[] unknown = new long[subDirectories.size()];
      all.put(TiffTag.SUB_IFDS, new Field(FieldType.LONG8, unknown.length, unknown, NO_BYTES));
    }
    return all;
  }
}
