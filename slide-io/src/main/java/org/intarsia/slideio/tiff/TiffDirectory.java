package org.intarsia.slideio.tiff;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.intarsia.slideio.SlideReadException;
import org.intarsia.slideio.raster.SharedFile;

/**
 * One image file directory: tags and where their values are; values are read when asked for.
 *
 * <p>Every count is checked against the file's size before anything is allocated.
 */
final class TiffDirectory {
  private static final long MAX_VALUES = 1L << 24;
  private static final long MAX_TEXT_BYTES =
      Math.min(1L << 26, Runtime.getRuntime().maxMemory() / 16);

  /** A tag's type and count, and the position in the file of its first value. */
  record Entry(int tag, int type, long count, long position) {
    /** Bytes of one value, 0 for an unknown type. */
    int valueBytes() {
      return switch (type) {
        case 1, 2, 6, 7 -> 1;
        case 3, 8 -> 2;
        case 4, 9, 11, 13 -> 4;
        case 5, 10, 12, 16, 17, 18 -> 8;
        default -> 0;
      };
    }
  }

  private final SharedFile file;
  private final ByteOrder order;
  private final long position;
  private final TreeMap<Integer, Entry> entries;
  private final Map<Integer, Long> wide;

  /** Integers that were read: widths are asked for once for every pair of pages. */
  private final ConcurrentHashMap<Integer, Long> firsts = new ConcurrentHashMap<>();

  TiffDirectory(
      SharedFile file, ByteOrder order, long position, SortedMap<Integer, Entry> entries) {
    this(file, order, position, entries, Map.of());
  }

  /**
   * A directory with single values that do not fit into their entries.
   *
   * @param wide 64-bit values by their tags, which are among the entries
   */
  TiffDirectory(
      SharedFile file,
      ByteOrder order,
      long position,
      SortedMap<Integer, Entry> entries,
      Map<Integer, Long> wide) {
    this.file = file;
    this.order = order;
    this.position = position;
    this.entries = new TreeMap<>(entries);
    this.wide = Map.copyOf(wide);
  }

  /** Where the directory is in the file. */
  long position() {
    return position;
  }

  /** The order of the bytes of the file's numbers. */
  ByteOrder order() {
    return order;
  }

  Map<Integer, Entry> entries() {
    return Collections.unmodifiableMap(entries);
  }

  boolean has(int tag) {
    return entries.containsKey(tag);
  }

  /** How many values a tag has, 0 if it is missing. */
  long count(int tag) {
    Entry entry = entries.get(tag);
    return entry == null ? 0 : entry.count();
  }

  /** The first value of an integer tag. */
  OptionalLong integer(int tag) throws IOException {
    Long before = firsts.get(tag);
    if (before != null) {
      return OptionalLong.of(before);
    }
    long[] values = integers(tag, 1);
    if (values.length == 0) {
      return OptionalLong.empty();
    }
    firsts.put(tag, values[0]);
    return OptionalLong.of(values[0]);
  }

  long integerOr(int tag, long missing) throws IOException {
    return integer(tag).orElse(missing);
  }

  /** All values of an integer tag, none if it is missing. */
  long[] integers(int tag) throws IOException {
    return integers(tag, MAX_VALUES);
  }

  /** At most the first {@code most} values of an integer tag. */
  private long[] integers(int tag, long most) throws IOException {
    Entry entry = entries.get(tag);
    if (entry == null) {
      return new long[0];
    }
    Long single = wide.get(tag);
    if (single != null) {
      return new long[] {single};
    }
    if (most == MAX_VALUES && entry.count() > MAX_VALUES) {
      throw broken(entry, "has " + entry.count() + " values, more than " + MAX_VALUES);
    }
    int count = (int) Math.min(entry.count(), most);
    ByteBuffer in = values(entry, (long) count * entry.valueBytes());
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      values[i] =
          switch (entry.type()) {
            case 1, 7 -> in.get() & 0xFF;
            case 6 -> in.get();
            case 3 -> in.getShort() & 0xFFFF;
            case 8 -> in.getShort();
            case 4, 13 -> in.getInt() & 0xFFFFFFFFL;
            case 9 -> in.getInt();
            case 16, 17, 18 -> in.getLong();
            default -> throw broken(entry, "is no integer but of type " + entry.type());
          };
    }
    return values;
  }

  /** The first value of a rational or floating-point tag, if it is a finite number. */
  OptionalDouble real(int tag) throws IOException {
    double[] values = reals(tag, 1);
    boolean finite = values.length == 1 && Double.isFinite(values[0]);
    return finite ? OptionalDouble.of(values[0]) : OptionalDouble.empty();
  }

  /** At most the first values of a rational or floating-point tag; NaN for what is no number. */
  double[] reals(int tag, int most) throws IOException {
    Entry entry = entries.get(tag);
    if (entry == null) {
      return new double[0];
    }
    double[] values = new double[(int) Math.min(most, entry.count())];
    ByteBuffer in = values(entry, (long) values.length * entry.valueBytes());
    for (int i = 0; i < values.length; i++) {
      values[i] = real(entry, in);
    }
    return values;
  }

  private static double real(Entry entry, ByteBuffer in) {
    return switch (entry.type()) {
      case 5 -> (in.getInt() & 0xFFFFFFFFL) / (double) (in.getInt() & 0xFFFFFFFFL);
      case 10 -> in.getInt() / (double) in.getInt();
      case 11 -> in.getFloat();
      case 12 -> in.getDouble();
      case 3 -> in.getShort() & 0xFFFF;
      case 4 -> in.getInt() & 0xFFFFFFFFL;
      default -> Double.NaN;
    };
  }

  /** A text without its closing zero, in UTF-8 or, where that fails, in Latin-1. */
  Optional<String> text(int tag) throws IOException {
    Entry entry = entries.get(tag);
    if (entry == null || entry.valueBytes() != 1) {
      return Optional.empty();
    }
    byte[] bytes = bytes(tag);
    int length = 0;
    while (length < bytes.length && bytes[length] != 0) {
      length++;
    }
    String utf8 = new String(bytes, 0, length, StandardCharsets.UTF_8);
    boolean valid = utf8.indexOf('\uFFFD') < 0;
    return Optional.of(valid ? utf8 : new String(bytes, 0, length, StandardCharsets.ISO_8859_1));
  }

  /** The bytes of a tag, none if it is missing. */
  byte[] bytes(int tag) throws IOException {
    Entry entry = entries.get(tag);
    if (entry == null) {
      return new byte[0];
    }
    if (entry.valueBytes() != 1 || entry.count() > MAX_TEXT_BYTES) {
      throw broken(entry, "has " + entry.count() + " values of type " + entry.type());
    }
    return file.read(entry.position(), entry.count());
  }

  private ByteBuffer values(Entry entry, long bytes) throws IOException {
    if (bytes > file.size() || entry.position() > file.size() - bytes) {
      throw broken(
          entry,
          "has "
              + entry.count()
              + " values that lie beyond the end of the file of "
              + file.size()
              + " bytes");
    }
    return ByteBuffer.wrap(file.read(entry.position(), bytes)).order(order);
  }

  /** A tag that is there has an impossible value. */
  SlideReadException wrong(int tag, String reason) {
    Entry entry = entries.get(tag);
    return SlideReadException.at(
        file.name(), entry == null ? position : entry.position(), "tag " + tag + " " + reason);
  }

  private SlideReadException broken(Entry entry, String reason) {
    return SlideReadException.at(
        file.name(), entry.position(), "tag " + entry.tag() + " " + reason);
  }
}
