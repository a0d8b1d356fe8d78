package org.intarsia.tiff;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.intarsia.tiff.TiffDirectoryDraft.Field;
import org.intarsia.tiff.TiffDirectoryDraft.FieldType;

/**
 * Writes a TIFF or BigTIFF as a stream: pixel data first, in any order and of any size, then all
 * directories at once.
 *
 * <p>Memory does not depend on the amount of pixel data. The file is no TIFF before {@link #finish}
 * has returned; closing earlier leaves a fragment for the caller to delete. Offsets are bytes from
 * the start of the file. Not thread-safe.
 */
public final class TiffWriter implements Closeable {
  /** Which of the two formats: 32-bit or 64-bit offsets. */
  public enum Variant {
    CLASSIC,
    BIG;

    /** Big if the data could come near the four gibibytes that classic offsets can reach. */
    public static Variant forBytes(long dataBytes) {
      return dataBytes > 0xF000_0000L ? BIG : CLASSIC;
    }
  }

  private static final int BUFFER_BYTES = 1 << 18;

  private final FileChannel channel;
  private final Path file;
  private final Variant variant;
  private final ByteOrder order;
  private final ByteBuffer pending = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private long position;

  private TiffWriter(FileChannel channel, Path file, Variant variant, ByteOrder order) {
    this.channel = channel;
    this.file = file;
    this.variant = variant;
    this.order = order;
  }

  /**
   * Creates the file, which must not exist.
   *
   * @throws IOException if it exists or cannot be created
   */
  public static TiffWriter create(Path file, Variant variant, ByteOrder order) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    TiffWriter writer = new TiffWriter(channel, file, variant, order);
    writer.append(new byte[variant == Variant.BIG ? 16 : 8]);
    return writer;
  }

  /** Appends pixel data and returns the offset at which it begins, an even number. */
  public long append(byte[] data) throws IOException {
    return append(data, 0, data.length);
  }

  /** Appends {@code length} bytes from {@code from} and returns their even offset in the file. */
  public long append(byte[] data, int from, int length) throws IOException {
    if ((position & 1) == 1) {
      put(new byte[1], 0, 1);
    }
    long offset = position;
    put(data, from, length);
    if (variant == Variant.CLASSIC && position > 0xFFFFFFFFL) {
      throw new IOException(file + ": more than 4 GiB in a classic TIFF; write a BigTIFF");
    }
    return offset;
  }

  private void put(byte[] data, int from, int length) throws IOException {
    int done = 0;
    while (done < length) {
      if (!pending.hasRemaining()) {
        flush();
      }
      int n = Math.min(pending.remaining(), length - done);
      pending.put(data, from + done, n);
      done += n;
    }
    position += length;
  }

  private void flush() throws IOException {
    pending.flip();
    while (pending.hasRemaining()) {
      channel.write(pending);
    }
    pending.clear();
  }

  /**
   * Writes the directories and the header: after this the file is whole.
   *
   * @param chain the directories of the main chain in order, each followed by a pointer to the next
   */
  public void finish(List<TiffDirectoryDraft> chain) throws IOException {
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("a TIFF needs at least one directory");
    }
    IdentityHashMap<TiffDirectoryDraft, Long> places = new IdentityHashMap<>();
    IdentityHashMap<TiffDirectoryDraft, TiffDirectoryDraft> next = new IdentityHashMap<>();
    List<TiffDirectoryDraft> all = new ArrayList<>();
    for (int i = 0; i < chain.size(); i++) {
      collect(chain.get(i), all);
      if (i + 1 < chain.size()) {
        next.put(chain.get(i), chain.get(i + 1));
      }
    }
    long end = position + (position & 1);
    for (TiffDirectoryDraft draft : all) {
      places.put(draft, end);
      end += size(draft);
    }
    for (TiffDirectoryDraft draft : all) {
      TiffDirectoryDraft follower = next.get(draft);
      append(encode(draft, places, follower == null ? 0 : places.getOrDefault(follower, 0L)));
    }
    flush();
    ByteBuffer header = header(places.getOrDefault(chain.get(0), 0L));
    while (header.hasRemaining()) {
      channel.write(header, header.position());
    }
  }

  private static void collect(TiffDirectoryDraft draft, List<TiffDirectoryDraft> all) {
    for (TiffDirectoryDraft known : all) {
      if (known == draft) {
        return;
      }
    }
    all.add(draft);
    for (TiffDirectoryDraft sub : draft.subDirectories()) {
      collect(sub, all);
    }
  }

  private ByteBuffer header(long first) {
    ByteBuffer header = ByteBuffer.allocate(variant == Variant.BIG ? 16 : 8).order(order);
    byte mark = (byte) (order == ByteOrder.LITTLE_ENDIAN ? 'I' : 'M');
    header.put(mark).put(mark);
    if (variant == Variant.BIG) {
      header.putShort((short) 43).putShort((short) 8).putShort((short) 0).putLong(first);
    } else {
      header.putShort((short) 42).putInt((int) first);
    }
    return header.flip();
  }

  private int inline() {
    return variant == Variant.BIG ? 8 : 4;
  }

  private int entryBytes() {
    return variant == Variant.BIG ? 20 : 12;
  }

  private int directoryBytes(int entries) {
    return variant == Variant.BIG ? 8 + 20 * entries + 8 : 2 + 12 * entries + 4;
  }

  /** LONG8 stands for "an offset": in a classic file it is an ordinary LONG. */
  private FieldType stored(FieldType type) {
    return type == FieldType.LONG8 && variant == Variant.CLASSIC ? FieldType.LONG : type;
  }

  private long stored(Field field) {
    return field.count() * stored(field.type()).bytes;
  }

  private long size(TiffDirectoryDraft draft) {
    Map<Integer, Field> fields = draft.fields();
    long size = directoryBytes(fields.size());
    for (Field field : fields.values()) {
      long bytes = stored(field);
      if (bytes > inline()) {
        size += bytes + (bytes & 1);
      }
    }
    return size + (size & 1);
  }

  private byte[] encode(
      TiffDirectoryDraft draft, Map<TiffDirectoryDraft, Long> places, long following) {
    Map<Integer, Field> fields = draft.fields();
    long start = places.getOrDefault(draft, 0L);
    ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(size(draft))).order(order);
    if (variant == Variant.BIG) {
      out.putLong(fields.size());
    } else {
      out.putShort((short) fields.size());
    }
    int external = directoryBytes(fields.size());
    for (Map.Entry<Integer, Field> entry : fields.entrySet()) {
      Field field = entry.getValue();
      if (entry.getKey() == TiffTag.SUB_IFDS && !draft.subDirectories().isEmpty()) {
        List<TiffDirectoryDraft> subs = draft.subDirectories();
        for (int i = 0; i < subs.size(); i++) {
          field.values()[i] = places.getOrDefault(subs.get(i), 0L);
        }
      }
      long bytes = stored(field);
      int entryStart = out.position();
      out.putShort((short) (int) entry.getKey()).putShort((short) stored(field.type()).code);
      putOffset(out, field.count());
      if (bytes <= inline()) {
        putValues(out, field);
      } else {
        putOffset(out, start + external);
        int back = out.position();
        out.position(external);
        putValues(out, field);
        out.position(back);
        external += Math.toIntExact(bytes + (bytes & 1));
      }
      out.position(entryStart + entryBytes());
    }
    putOffset(out, following);
    return out.array();
  }

  private void putOffset(ByteBuffer out, long value) {
    if (variant == Variant.BIG) {
      out.putLong(value);
    } else {
      out.putInt((int) value);
    }
  }

  private void putValues(ByteBuffer out, Field field) {
    out.put(field.bytes());
    int width = field.type() == FieldType.RATIONAL ? 4 : stored(field.type()).bytes;
    for (long value : field.values()) {
      switch (width) {
        case 2 -> out.putShort((short) value);
        case 4 -> out.putInt((int) value);
        default -> out.putLong(value);
      }
    }
  }

  /** Bytes of the file so far. */
  public long size() {
    return position;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
