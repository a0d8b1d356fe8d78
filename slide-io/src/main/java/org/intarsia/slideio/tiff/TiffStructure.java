package org.intarsia.slideio.tiff;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.intarsia.slideio.SlideReadException;
import org.intarsia.slideio.raster.SharedFile;
import org.intarsia.slideio.tiff.TiffDirectory.Entry;
import org.intarsia.tiff.TiffTag;

/**
 * The directories of a TIFF or BigTIFF: the main chain, and what each of them points to.
 *
 * @param pages the main chain, at least one
 * @param subDirectories directories that a page points to through SubIFDs, by the page
 */
record TiffStructure(
    List<TiffDirectory> pages, Map<TiffDirectory, List<TiffDirectory>> subDirectories) {
  private static final int MAX_DIRECTORIES = 2000;
  private static final int MAX_SUB_DIRECTORIES = 64;
  private static final int MAX_ENTRIES = 1000;
  private static final int MAX_ALL_ENTRIES = 200_000;

  /** Whether the bytes begin like a TIFF or BigTIFF of either byte order. */
  static boolean looksLike(byte[] head) {
    if (head.length < 4) {
      return false;
    }
    return switch (ByteBuffer.wrap(head).getInt()) {
      case 0x49492A00, 0x4D4D002A, 0x49492B00, 0x4D4D002B -> true;
      default -> false;
    };
  }

  /** Reads all directories, no values. */
  static TiffStructure read(SharedFile file) throws IOException {
    return new Parser(file).run();
  }

  /** The sub-directories of a page. */
  List<TiffDirectory> below(TiffDirectory page) {
    return subDirectories.getOrDefault(page, List.of());
  }

  private static final class Parser {
    private final SharedFile file;
    private final Map<Long, TiffDirectory> known = new HashMap<>();
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    private boolean big;
    private boolean ndpi;
    private long next;
    private long allEntries;

    Parser(SharedFile file) {
      this.file = file;
    }

    TiffStructure run() throws IOException {
      List<TiffDirectory> pages = new ArrayList<>();
      Set<Long> seen = new HashSet<>();
      long at = header();
      while (at != 0) {
        if (!seen.add(at)) {
          throw SlideReadException.at(file.name(), at, "the directories form a loop");
        }
        if (pages.size() >= MAX_DIRECTORIES) {
          throw SlideReadException.at(
              file.name(), at, "more than " + MAX_DIRECTORIES + " directories");
        }
        pages.add(directory(at));
        at = next;
      }
      if (pages.isEmpty()) {
        throw SlideReadException.at(file.name(), 4, "a TIFF without any directory");
      }
      Map<TiffDirectory, List<TiffDirectory>> below = new HashMap<>();
      for (TiffDirectory page : pages) {
        below.put(page, subDirectories(page));
      }
      return new TiffStructure(List.copyOf(pages), Map.copyOf(below));
    }

    private long header() throws IOException {
      if (file.size() < 8) {
        throw SlideReadException.at(
            file.name(), file.size(), "a TIFF of " + file.size() + " bytes has no header");
      }
      byte[] head = file.read(0, Math.min(16, file.size()));
      if (!looksLike(head)) {
        throw SlideReadException.at(file.name(), 0, "not a TIFF");
      }
      order = head[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
      ByteBuffer in = ByteBuffer.wrap(head).order(order);
      big = in.getShort(2) == 43;
      if (!big) {
        ndpi = head.length >= 12 && order == ByteOrder.LITTLE_ENDIAN && isNdpi(in.getLong(4));
        return ndpi ? in.getLong(4) : in.getInt(4) & 0xFFFFFFFFL;
      }
      if (head.length < 16 || in.getShort(4) != 8 || in.getShort(6) != 0) {
        throw SlideReadException.at(file.name(), 4, "a BigTIFF whose offsets are not 8 bytes");
      }
      return in.getLong(8);
    }

    /**
     * Whether there is a directory with Hamamatsu's flag: such a file looks like a classic TIFF,
     * has 8 bytes for the position of a directory, and the upper halves of all values behind it.
     */
    private boolean isNdpi(long at) throws IOException {
      if (at < 8 || at > file.size() - 2) {
        return false;
      }
      long count = ByteBuffer.wrap(file.read(at, 2)).order(order).getShort() & 0xFFFF;
      if (count < 1 || count > MAX_ENTRIES || at > file.size() - 2 - 16 * count - 8) {
        return false;
      }
      ByteBuffer in = ByteBuffer.wrap(file.read(at + 2, 12 * count)).order(order);
      for (int i = 0; i < count; i++) {
        if ((in.getShort(12 * i) & 0xFFFF) == NdpiLayout.FORMAT_FLAG) {
          return true;
        }
      }
      return false;
    }

    private List<TiffDirectory> subDirectories(TiffDirectory page) throws IOException {
      if (!page.has(TiffTag.SUB_IFDS)) {
        return List.of();
      }
      if (page.count(TiffTag.SUB_IFDS) > MAX_SUB_DIRECTORIES) {
        throw SlideReadException.at(
            file.name(),
            page.position(),
            "more than " + MAX_SUB_DIRECTORIES + " sub-directories in one directory");
      }
      List<TiffDirectory> subs = new ArrayList<>();
      for (long at : page.integers(TiffTag.SUB_IFDS)) {
        TiffDirectory sub = directory(at);
        if (sub == page || subs.contains(sub)) {
          throw SlideReadException.at(file.name(), at, "the directories form a loop");
        }
        subs.add(sub);
      }
      return List.copyOf(subs);
    }

    /**
     * Reads a directory, or finds it among those that were read; sets {@code next} when it reads.
     */
    private TiffDirectory directory(long at) throws IOException {
      TiffDirectory before = known.get(at);
      if (before != null) {
        return before;
      }
      int countBytes = big ? 8 : 2;
      ByteBuffer head = bytes(at, countBytes, "a directory");
      long count = big ? head.getLong() : head.getShort() & 0xFFFF;
      if (count < 1 || count > MAX_ENTRIES) {
        throw SlideReadException.at(
            file.name(),
            at,
            "a directory of "
                + Long.toUnsignedString(count)
                + " entries (1 to "
                + MAX_ENTRIES
                + " are allowed)");
      }
      allEntries += count;
      if (known.size() >= MAX_DIRECTORIES || allEntries > MAX_ALL_ENTRIES) {
        throw SlideReadException.at(
            file.name(),
            at,
            "more than "
                + MAX_DIRECTORIES
                + " directories or "
                + MAX_ALL_ENTRIES
                + " entries in all");
      }
      int entryBytes = big ? 20 : 12;
      int nextBytes = big || ndpi ? 8 : 4;
      int upperBytes = ndpi ? 4 : 0;
      long start = at + countBytes;
      ByteBuffer in =
          bytes(
              start,
              count * (entryBytes + upperBytes) + nextBytes,
              "the list of entries of a directory");
      int nextAt = (int) count * entryBytes;
      next = nextBytes == 8 ? in.getLong(nextAt) : in.getInt(nextAt) & 0xFFFFFFFFL;
      TreeMap<Integer, Entry> entries = new TreeMap<>();
      TreeMap<Integer, Long> wide = new TreeMap<>();
      for (int i = 0; i < count; i++) {
        Entry entry = entry(in, start + (long) i * entryBytes);
        if (ndpi && !entries.containsKey(entry.tag())) {
          long low = in.getInt(i * entryBytes + 8) & 0xFFFFFFFFL;
          entry = widened(entry, (long) in.getInt(nextAt + 8 + 4 * i) << 32 | low, wide);
        }
        entries.putIfAbsent(entry.tag(), entry);
      }
      TiffDirectory directory = new TiffDirectory(file, order, at, entries, wide);
      known.put(at, directory);
      return directory;
    }

    private Entry entry(ByteBuffer in, long position) throws IOException {
      int tag = in.getShort() & 0xFFFF;
      int type = in.getShort() & 0xFFFF;
      long count = big ? in.getLong() : in.getInt() & 0xFFFFFFFFL;
      long value = big ? in.getLong() : in.getInt() & 0xFFFFFFFFL;
      int inline = big ? 8 : 4;
      Entry entry = new Entry(tag, type, count, value);
      if (count < 0) {
        throw SlideReadException.at(
            file.name(), position, "tag " + tag + " has a count that overflows");
      }
      boolean isInline = count * Math.max(1, entry.valueBytes()) <= inline && count <= inline;
      return isInline ? new Entry(tag, type, count, position + (big ? 12 : 8)) : entry;
    }

    /**
     * An entry of an NDPI file: texts are never in the entry, other positions have 64 bits, single
     * integers too where the upper half is not 0.
     */
    private static Entry widened(Entry entry, long value, Map<Integer, Long> wide) {
      boolean isInline = entry.type() != 2 && entry.count() * entry.valueBytes() <= 4;
      if (!isInline) {
        return new Entry(entry.tag(), entry.type(), entry.count(), value);
      }
      boolean isSingle = entry.count() == 1 && entry.valueBytes() == 4 && entry.type() != 11;
      if (isSingle && value >>> 32 != 0) {
        wide.put(entry.tag(), value);
      }
      return entry;
    }

    private ByteBuffer bytes(long at, long length, String what) throws IOException {
      if (at < 8 || at > file.size() - length) {
        throw SlideReadException.at(
            file.name(),
            at,
            what + " lies beyond the end of the file of " + file.size() + " bytes");
      }
      return ByteBuffer.wrap(file.read(at, length)).order(order);
    }
  }
}
