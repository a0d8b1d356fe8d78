package org.intarsia.segmenter;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A ZIP file as PyTorch writes it: entries stored, each beginning at a multiple of 64 bytes; with a
 * fixed time, so that the same entries give the same bytes.
 */
final class AlignedZip {
  private static final int ALIGNMENT = 64;

  /** Not the first second of 1980, for which ZIP writers add a time-zone dependent field. */
  private static final LocalDateTime EPOCH = LocalDateTime.of(2000, 1, 1, 0, 0);

  private final ZipOutputStream zip;
  private long position;

  /** Begins at the stream's place, which must be the file's first byte; the stream stays open. */
  AlignedZip(OutputStream out) {
    this.zip = new ZipOutputStream(out);
    zip.setMethod(ZipOutputStream.STORED);
  }

  void entry(String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    CRC32 crc = new CRC32();
    crc.update(content);
    entry.setTimeLocal(EPOCH);
    entry.setSize(content.length);
    entry.setCompressedSize(content.length);
    entry.setCrc(crc.getValue());
    int header = 30 + name.getBytes(StandardCharsets.UTF_8).length + 4;
    int padding = (int) (ALIGNMENT - (position + header) % ALIGNMENT) % ALIGNMENT;
    entry.setExtra(paddingField(padding));
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
    position += (long) header + padding + content.length;
  }

  /** The extra field that PyTorch pads with: its id "FB", its length, zeros. */
  private static byte[] paddingField(int padding) {
    return ByteBuffer.allocate(4 + padding)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) 'F')
        .put((byte) 'B')
        .putShort((short) padding)
        .array();
  }

  /** Writes the directory. */
  void finish() throws IOException {
    zip.finish();
    zip.flush();
  }
}
