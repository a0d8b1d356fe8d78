package org.intarsia.slideio.dicom;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import org.intarsia.slideio.SlideReadException;
import org.intarsia.slideio.codec.CodecException;
import org.intarsia.slideio.dicom.DataSetParser.Pixels;
import org.intarsia.slideio.dicom.TransferSyntax.Frames;

/**
 * Where the frames of an instance are, so that one is read without the others; immutable, safe for
 * use by many threads.
 *
 * <p>Frames in fragments are found by the extended or the basic offset table, or where there is
 * neither, by walking over the fragments once: then each frame must be one fragment.
 */
final class FrameIndex {
  private static final long BASIC_TABLE_REACH = 0xFFFFFFFFL;
  private static final int ITEM_HEADER = 8;

  private final InstanceBytes bytes;
  private final FrameFormat format;
  private final Pixels pixels;
  private final long[] starts;

  private FrameIndex(InstanceBytes bytes, FrameFormat format, Pixels pixels, long[] starts) {
    this.bytes = bytes;
    this.format = format;
    this.pixels = pixels;
    this.starts = starts;
  }

  /** Finds the frames; every one of them lies in the file. */
  static FrameIndex open(
      InstanceBytes bytes, FrameFormat format, Pixels pixels, DataSet set, int frames)
      throws IOException {
    FrameIndex unopened = new FrameIndex(bytes, format, pixels, new long[0]);
    boolean open = pixels.length() < 0;
    if (open == (format.syntax().frames() == Frames.NATIVE)) {
      throw unopened.wrong(
          pixels.position(),
          "pixels "
              + (open ? "in fragments" : "in one piece")
              + " where the transfer syntax is "
              + format.syntax().title());
    }
    if (!open) {
      unopened.checkNative(frames);
      return unopened;
    }
    if (frames > bytes.size() / ITEM_HEADER) {
      throw unopened.wrong(
          pixels.position(), frames + " frames in a file of " + bytes.size() + " bytes");
    }
    return new FrameIndex(bytes, format, pixels, unopened.starts(set, frames));
  }

  private void checkNative(int frames) throws SlideReadException {
    long needed = (long) frames * format.nativeBytes();
    if (needed > pixels.length() || pixels.length() > bytes.size() - pixels.position()) {
      throw wrong(
          pixels.position(),
          frames
              + " frames need "
              + needed
              + " bytes; the pixel data declares "
              + pixels.length()
              + ", the file has "
              + (bytes.size() - pixels.position())
              + " left");
    }
  }

  /** The byte at which a frame begins, for messages. */
  long position(int frame) {
    return starts.length == 0
        ? pixels.position() + (long) frame * format.nativeBytes()
        : starts[frame];
  }

  /**
   * The bytes of a frame, without the headers of its fragments, in little endian order.
   *
   * @throws CodecException if its fragments are damaged
   */
  byte[] read(int frame) throws IOException {
    if (starts.length == 0) {
      return nativeFrame(frame);
    }
    long length = starts[frame + 1] - starts[frame];
    long most = 2L * format.nativeBytes() + (1 << 20);
    if (length > most) {
      throw new CodecException(
          length + " compressed bytes for " + format.nativeBytes() + " bytes of pixels");
    }
    byte[] span = bytes.read(starts[frame], length);
    ByteBuffer in = ByteBuffer.wrap(span).order(ByteOrder.LITTLE_ENDIAN);
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    int at = 0;
    while (at + ITEM_HEADER <= span.length) {
      long size = in.getInt(at + 4) & 0xFFFFFFFFL;
      boolean item = tag(in, at) == DicomTags.ITEM;
      if (!item || size > span.length - at - ITEM_HEADER) {
        throw new CodecException(
            item ? "a fragment of " + size + " bytes reaches into the next frame" : "no fragment");
      }
      if (at == 0 && size == span.length - ITEM_HEADER) {
        return Arrays.copyOfRange(span, ITEM_HEADER, span.length);
      }
      joined.write(span, at + ITEM_HEADER, (int) size);
      at += ITEM_HEADER + (int) size;
    }
    return joined.toByteArray();
  }

  /**
   * Big endian instances hold words (VR OW, or 16-bit samples) whose bytes are swapped over the
   * whole of the pixel data.
   */
  private byte[] nativeFrame(int frame) throws IOException {
    int length = format.nativeBytes();
    long start = position(frame);
    boolean swapped =
        format.syntax().order() == ByteOrder.BIG_ENDIAN
            && (format.bitsAllocated() == 16 || pixels.vr().equals("OW"));
    if (!swapped) {
      return bytes.read(start, length);
    }
    int before = (int) ((start - pixels.position()) % 2);
    int after = (before + length) % 2;
    byte[] words = bytes.read(start - before, before + length + after);
    for (int i = 0; i + 1 < words.length; i += 2) {
      byte first = words[i];
      words[i] = words[i + 1];
      words[i + 1] = first;
    }
    return Arrays.copyOfRange(words, before, before + length);
  }

  /** The first bytes of all frames' first fragments, and that of the end. */
  private long[] starts(DataSet set, int frames) throws IOException {
    long at = pixels.position();
    long table = item(at, "the basic offset table");
    long first = at + ITEM_HEADER + table;
    Optional<DataSet.Element> extended = set.element(DicomTags.EXTENDED_OFFSETS);
    if (extended.isPresent() && extended.get().length() > 0) {
      return extended(extended.get(), first, frames);
    }
    if (table == 0 || bytes.size() > BASIC_TABLE_REACH) {
      return frames == 1 ? new long[] {first, end(first)} : walk(first, frames);
    }
    if (table != 4L * frames) {
      throw wrong(at, "a basic offset table of " + table + " bytes for " + frames + " frames");
    }
    ByteBuffer offsets = buffer(at + ITEM_HEADER, table);
    long[] starts = new long[frames + 1];
    for (int i = 0; i < frames; i++) {
      starts[i] = first + (offsets.getInt(4 * i) & 0xFFFFFFFFL);
    }
    return checked(starts, first, frames);
  }

  private long[] extended(DataSet.Element table, long first, int frames) throws IOException {
    if (table.length() != 8L * frames) {
      throw wrong(
          table.position(),
          "an extended offset table of " + table.length() + " bytes for " + frames + " frames");
    }
    ByteBuffer offsets = buffer(table.position(), table.length());
    long[] starts = new long[frames + 1];
    for (int i = 0; i < frames; i++) {
      long offset = offsets.getLong(8 * i);
      if (offset < 0 || offset > bytes.size()) {
        throw wrong(table.position() + 8L * i, "frame " + i + " at offset " + offset);
      }
      starts[i] = first + offset;
    }
    return checked(starts, first, frames);
  }

  private ByteBuffer buffer(long position, long length) throws IOException {
    return ByteBuffer.wrap(bytes.read(position, length)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private long[] checked(long[] starts, long first, int frames) throws IOException {
    for (int i = 0; i < frames; i++) {
      boolean behind = i == 0 ? starts[0] == first : starts[i] >= starts[i - 1] + ITEM_HEADER;
      if (!behind || starts[i] > bytes.size() - ITEM_HEADER) {
        throw wrong(
            pixels.position(),
            "the offset table places frame "
                + i
                + " at byte "
                + starts[i]
                + (behind ? ", beyond the end of the file" : ", not behind the one before"));
      }
    }
    starts[frames] = end(starts[frames - 1]);
    return starts;
  }

  /** One fragment a frame. */
  private long[] walk(long first, int frames) throws IOException {
    long[] starts = new long[frames + 1];
    long at = first;
    for (int i = 0; i < frames; i++) {
      starts[i] = at;
      at += ITEM_HEADER + item(at, "frame " + i + " of " + frames);
    }
    starts[frames] = at;
    if (end(at) != at) {
      throw wrong(
          at,
          "more fragments than the " + frames + " frames, and no table that says which is whose");
    }
    return starts;
  }

  /** The end of the fragments that begin here. */
  private long end(long from) throws IOException {
    long at = from;
    while (true) {
      ByteBuffer header = buffer(at, ITEM_HEADER);
      if (tag(header, 0) == DicomTags.SEQUENCE_END) {
        return at;
      }
      at += ITEM_HEADER + item(at, "the last frame");
    }
  }

  /** The length of the item that begins here. */
  private long item(long at, String what) throws IOException {
    ByteBuffer header = buffer(at, ITEM_HEADER);
    long length = header.getInt(4) & 0xFFFFFFFFL;
    if (tag(header, 0) != DicomTags.ITEM) {
      throw wrong(at, what + " should begin here, not " + DicomTags.shown(tag(header, 0)));
    }
    if (length > bytes.size() - at - ITEM_HEADER) {
      throw wrong(
          at,
          what
              + " of "
              + length
              + " bytes reaches beyond the end of the file of "
              + bytes.size()
              + " bytes");
    }
    return length;
  }

  private static int tag(ByteBuffer in, int at) {
    return (in.getShort(at) & 0xFFFF) << 16 | (in.getShort(at + 2) & 0xFFFF);
  }

  private SlideReadException wrong(long at, String what) {
    return SlideReadException.at(bytes.name(), at, what);
  }
}
