package org.intarsia.pipeline.batch;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import org.intarsia.pipeline.TileFaults;
import org.intarsia.stitcher.MaskBand;
import org.intarsia.stitcher.MaskSink;
import org.intarsia.tiler.TileGrid;

/**
 * The labels of the bands of a slide that are finished, kept on disk so that a killed process loses
 * none of them: {@link #replay} hands them to the sinks of the next one.
 *
 * <p>A file of records, each with its length and CRC-32, forced to the disk band by band; after a
 * kill at any moment whole records are read and the rest is ignored. The first record names the
 * codec of the labels and holds the {@code key}: all that they depend on.
 *
 * <p>Other than most sinks it keeps its file when it is closed early: that is what it is for.
 */
final class BandJournal implements MaskSink {
  private static final int MAGIC = 0x494E544A; // INTJ
  private static final int HEADER = 12;

  private final FileChannel channel;
  private final LabelCodec codec;
  private final TileFaults faults;

  private BandJournal(FileChannel channel, LabelCodec codec, TileFaults faults) {
    this.channel = channel;
    this.codec = codec;
    this.faults = faults;
  }

  /**
   * A journal without bands.
   *
   * @param key all that the labels depend on
   * @param codec compresses the labels
   * @param faults asked, for each band, which of its tiles could not be read
   */
  static BandJournal create(Path file, String key, LabelCodec codec, TileFaults faults)
      throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    BandJournal journal = new BandJournal(channel, codec, faults);
    journal.append(
        out -> {
          out.writeUTF(codec.name());
          out.writeUTF(key);
        });
    return journal;
  }

  private interface Content {
    void write(DataOutputStream out) throws IOException;
  }

  private void append(Content content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    content.write(new DataOutputStream(bytes));
    byte[] written = bytes.toByteArray();
    CRC32 crc = new CRC32();
    crc.update(written);
    ByteBuffer record = ByteBuffer.allocate(HEADER + written.length);
    record.putInt(MAGIC).putInt(written.length).putInt((int) crc.getValue());
    record.put(written).flip();
    while (record.hasRemaining()) {
      channel.write(record);
    }
    channel.force(false);
  }

  @Override
  public void accept(MaskBand band) throws IOException {
    List<TileFaults.Fault> spared = faults.ofRow(band.row());
    append(
        out -> {
          out.writeInt(band.row());
          out.writeInt(spared.size());
          for (TileFaults.Fault fault : spared) {
            out.writeInt(fault.column());
            out.writeUTF(fault.message().substring(0, Math.min(10_000, fault.message().length())));
          }
          try (OutputStream labels = codec.compress(out)) {
            labels.write(band.labels(), 0, band.area());
          }
        });
  }

  @Override
  public void finish() {}

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /**
   * Hands the bands of a journal to a sink, from the top, and their faults to {@code faults}.
   *
   * @return the number of bands; 0 if there is no journal, or one of another key
   * @throws IOException if the sink throws it, or the file cannot be read
   */
  static int replay(Path file, String key, TileGrid grid, MaskSink sink, TileFaults faults)
      throws IOException {
    try (DataInputStream in = open(file)) {
      Optional<LabelCodec> codec = codec(record(in), key);
      if (codec.isEmpty()) {
        return 0;
      }
      int row = 0;
      byte[] labels = new byte[Math.toIntExact(grid.width() * grid.rowHeight(0))];
      for (byte[] next = record(in); next.length > 0 && row < grid.rows(); next = record(in)) {
        DataInputStream content = reader(next);
        if (content.readInt() != row) {
          throw new IOException(file + ": band " + row + " is missing; remove this file");
        }
        int count = content.readInt();
        for (int i = 0; i < count; i++) {
          faults.add(new TileFaults.Fault(row, content.readInt(), content.readUTF()));
        }
        int width = (int) grid.width();
        int height = grid.rowHeight(row);
        try (InputStream expanded = codec.get().expand(content)) {
          new DataInputStream(expanded).readFully(labels, 0, width * height);
        }
        sink.accept(new MaskBand(row, (long) row * grid.core(), width, height, labels));
        row++;
      }
      return row;
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  /** The number of bands in a journal of this key; 0 if there is none. */
  static int bands(Path file, String key) throws IOException {
    try (DataInputStream in = open(file)) {
      if (codec(record(in), key).isEmpty()) {
        return 0;
      }
      int bands = 0;
      while (record(in).length > 0) {
        bands++;
      }
      return bands;
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  /** That of a journal, if it is one of this key and its codec is there. */
  private static Optional<LabelCodec> codec(byte[] first, String key) throws IOException {
    if (first.length == 0) {
      return Optional.empty();
    }
    DataInputStream in = reader(first);
    String name = in.readUTF();
    for (LabelCodec codec : LabelCodec.values()) {
      if (codec.name().equals(name) && codec.isThere() && key.equals(in.readUTF())) {
        return Optional.of(codec);
      }
    }
    return Optional.empty();
  }

  private static DataInputStream open(Path file) throws IOException {
    return new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16));
  }

  private static DataInputStream reader(byte[] record) {
    return new DataInputStream(new ByteArrayInputStream(record));
  }

  /** The next whole record; empty at the end, or where a kill cut it short. */
  private static byte[] record(DataInputStream in) throws IOException {
    byte[] bytes;
    int expected;
    try {
      if (in.readInt() != MAGIC) {
        return new byte[0];
      }
      int length = in.readInt();
      expected = in.readInt();
      bytes = length < 0 ? new byte[0] : in.readNBytes(length);
      if (bytes.length != length) {
        return new byte[0];
      }
    } catch (EOFException e) {
      return new byte[0];
    }
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return (int) crc.getValue() == expected ? bytes : new byte[0];
  }
}
