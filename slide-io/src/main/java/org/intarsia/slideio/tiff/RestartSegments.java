package org.intarsia.slideio.tiff;

import java.io.IOException;
import java.util.Arrays;
import org.intarsia.slideio.codec.CodecException;
import org.intarsia.slideio.raster.SharedFile;

/**
 * The pieces of a JPEG scan between its restart markers, each of which decodes alone.
 *
 * <p>The file's table of them is believed as far as each piece ends in a marker; without a table,
 * or with a wrong one, the scan is searched once, a mebibyte at a time. Thread-safe.
 */
final class RestartSegments {
  private static final int CHUNK = 1 << 20;
  private static final int MARKER_BYTES = 2;
  private static final int EOI = 0xD9;

  private final SharedFile file;
  private final long scanStart;
  private final long end;
  private final int count;
  private final long[] declared;
  private long[] found = new long[0];
  private String failure = "";

  /**
   * Nothing is read yet.
   *
   * @param scanStart position in the file of the first byte of the scan
   * @param end position behind the last byte of the stream
   * @param count how many pieces there must be
   * @param declared where they start in the file; empty if the file does not say
   */
  RestartSegments(SharedFile file, long scanStart, long end, int count, long[] declared) {
    this.file = file;
    this.scanStart = scanStart;
    this.end = end;
    this.count = count;
    this.declared = declared;
  }

  /** Where a piece probably starts, for messages. */
  long position(int index) {
    return declared.length > 0 ? declared[index] : scanStart;
  }

  /**
   * The coded bytes of a piece without the marker behind it.
   *
   * @param most how many bytes it may have
   * @throws CodecException if the scan is damaged
   */
  byte[] read(int index, long most) throws IOException {
    if (declared.length > 0) {
      byte[] bytes = read(declared, index, most);
      if (bytes.length > 0) {
        return bytes;
      }
    }
    byte[] bytes = read(searched(), index, most);
    if (bytes.length == 0) {
      throw new CodecException("JPEG piece " + index + " of " + count + " is empty or too large");
    }
    return bytes;
  }

  /** Empty if the starts cannot be right. */
  private byte[] read(long[] starts, int index, long most) throws IOException {
    long from = starts[index];
    long to = index + 1 < count ? starts[index + 1] : end;
    if (from < scanStart || to > end || to - from <= MARKER_BYTES || to - from > most) {
      return new byte[0];
    }
    int before = index == 0 ? 0 : MARKER_BYTES;
    byte[] bytes = file.read(from - before, to - from + before);
    if (before > 0 && !isRestart(bytes, 0)) {
      return new byte[0];
    }
    if (index + 1 == count) {
      return Arrays.copyOfRange(bytes, before, lastLength(bytes));
    }
    int length = bytes.length - MARKER_BYTES;
    return isRestart(bytes, length) ? Arrays.copyOfRange(bytes, before, length) : new byte[0];
  }

  /** Up to the end-of-image marker, or all where it is missing. */
  private static int lastLength(byte[] bytes) {
    for (int i = 0; i + 1 < bytes.length; i++) {
      if ((bytes[i] & 0xFF) == 0xFF && (bytes[i + 1] & 0xFF) == EOI) {
        return i;
      }
    }
    return bytes.length;
  }

  private static boolean isRestart(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) == 0xFF && isRestart(bytes[at + 1]);
  }

  private static boolean isRestart(byte marker) {
    return (marker & 0xF8) == 0xD0;
  }

  private synchronized long[] searched() throws IOException {
    if (!failure.isEmpty()) {
      throw new CodecException(failure);
    }
    if (found.length == 0) {
      found = search();
    }
    return found;
  }

  private long[] search() throws IOException {
    long[] starts = new long[count];
    starts[0] = scanStart;
    int known = 1;
    boolean afterEscape = false;
    for (long at = scanStart; at < end && known < count; at += CHUNK) {
      byte[] bytes = file.read(at, Math.min(CHUNK, end - at));
      for (int i = 0; i < bytes.length && known < count; i++) {
        if (afterEscape && isRestart(bytes[i])) {
          starts[known++] = at + i + 1;
        }
        afterEscape = (bytes[i] & 0xFF) == 0xFF;
      }
    }
    if (known < count) {
      failure =
          "JPEG with " + (known - 1) + " restart markers where " + (count - 1) + " are needed";
      throw new CodecException(failure);
    }
    return starts;
  }
}
