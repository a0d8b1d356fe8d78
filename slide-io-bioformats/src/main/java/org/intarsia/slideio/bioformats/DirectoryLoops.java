package org.intarsia.slideio.bioformats;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import org.intarsia.slideio.SlideReadException;

/**
 * Refuses TIFFs whose directories lead back to each other, before Bio-Formats sees them: many of
 * its readers in turn follow such a loop thousands of times, 15 to 25 s in all.
 *
 * <p>Anything else that is odd about a file is left to Bio-Formats.
 */
final class DirectoryLoops {
  private static final int SUB_DIRECTORIES = 330;
  private static final int NDPI = 65420;
  private static final int MOST_DIRECTORIES = 10_000;
  private static final int MOST_SUB_DIRECTORIES = 1000;

  private final String name;
  private final FileChannel channel;
  private final ByteOrder order;
  private final boolean big;
  private final Set<Long> done = new HashSet<>();
  private int read;

  private DirectoryLoops(String name, FileChannel channel, ByteOrder order, boolean big) {
    this.name = name;
    this.channel = channel;
    this.order = order;
    this.big = big;
  }

  /**
   * Reads the directories of a TIFF, nothing of other files.
   *
   * @throws SlideReadException if one leads back to itself
   */
  static void requireNone(Path file, String name) throws IOException {
    if (!Files.isRegularFile(file)) {
      return;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer head = ByteBuffer.allocate(16);
      while (head.hasRemaining() && channel.read(head, head.position()) >= 0) {}
      if (head.position() < 16) {
        return;
      }
      boolean little = head.get(0) == 'I' && head.get(1) == 'I';
      if (!little && !(head.get(0) == 'M' && head.get(1) == 'M')) {
        return;
      }
      ByteOrder order = little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
      int version = head.order(order).getShort(2);
      if (version == 42 || version == 43) {
        boolean big = version == 43;
        long first = big ? head.getLong(8) : head.getInt(4) & 0xFFFFFFFFL;
        new DirectoryLoops(name, channel, order, big).follow(first, Set.of());
      }
    } catch (EOFException beyondTheEnd) {
      // Bio-Formats tells what is wrong with it.
    }
  }

  /**
   * Follows a chain of directories. One that another page names too is no loop, only one that leads
   * back to itself.
   */
  private void follow(long first, Set<Long> above) throws IOException {
    Set<Long> path = new HashSet<>(above);
    long offset = first;
    while (offset != 0 && read < MOST_DIRECTORIES && path.size() < MOST_DIRECTORIES) {
      if (!path.add(offset)) {
        throw SlideReadException.at(name, offset, "the directories form a loop");
      }
      if (done.contains(offset)) {
        return;
      }
      read++;
      offset = directory(offset, above);
    }
    done.addAll(path);
  }

  /** The offset of the next directory, 0 if there is none. */
  private long directory(long offset, Set<Long> above) throws IOException {
    long count = big ? bytes(offset, 8).getLong() : bytes(offset, 2).getShort() & 0xFFFF;
    if (count > 0xFFFF || count < 0) {
      throw new EOFException();
    }
    int size = big ? 20 : 12;
    long start = offset + (big ? 8 : 2);
    ByteBuffer entries = bytes(start, (int) count * size);
    for (int at = 0; at < entries.limit(); at += size) {
      int tag = entries.getShort(at) & 0xFFFF;
      if (tag == NDPI) {
        return 0;
      }
      if (tag == SUB_DIRECTORIES) {
        Set<Long> parents = new HashSet<>(above);
        parents.add(offset);
        for (long below : below(entries, at)) {
          follow(below, parents);
        }
      }
    }
    return number(bytes(start + count * size, big ? 8 : 4), 0);
  }

  private long[] below(ByteBuffer entries, int at) throws IOException {
    int width = big ? 8 : 4;
    long count = number(entries, at + 4);
    if (count < 0 || count > MOST_SUB_DIRECTORIES) {
      return new long[0];
    }
    int type = entries.getShort(at + 2);
    int each = type == 4 || type == 13 ? 4 : 8;
    ByteBuffer values =
        count * each <= width
            ? entries.slice(at + 4 + width, width).order(order)
            : bytes(number(entries, at + 4 + width), (int) count * each);
    long[] offsets = new long[(int) count];
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = each == 4 ? values.getInt(4 * i) & 0xFFFFFFFFL : values.getLong(8 * i);
    }
    return offsets;
  }

  private long number(ByteBuffer from, int at) {
    return big ? from.getLong(at) : from.getInt(at) & 0xFFFFFFFFL;
  }

  private ByteBuffer bytes(long offset, int length) throws IOException {
    if (offset < 0 || offset > channel.size() - length) {
      throw new EOFException();
    }
    ByteBuffer buffer = ByteBuffer.allocate(length).order(order);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, offset + buffer.position()) < 0) {
        throw new EOFException();
      }
    }
    return buffer.flip().order(order);
  }
}
