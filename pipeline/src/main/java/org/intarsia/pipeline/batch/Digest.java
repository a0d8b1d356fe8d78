package org.intarsia.pipeline.batch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of files and texts, in hexadecimal. */
public final class Digest {
  private static final int BLOCK = 1 << 20;

  private Digest() {}

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The digest of a text in UTF-8. */
  public static String of(String text) {
    return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** The digest of a whole file. */
  public static String of(Path file) throws IOException {
    MessageDigest digest = sha256();
    byte[] block = new byte[BLOCK];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(block); n >= 0; n = in.read(block)) {
        digest.update(block, 0, n);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * A fingerprint of a slide that does not read gigabytes: the digest of its length (8 bytes,
   * big-endian), its first and its last mebibyte.
   */
  public static String fingerprint(Path file) throws IOException {
    MessageDigest digest = sha256();
    try (FileChannel channel = FileChannel.open(file)) {
      long size = channel.size();
      digest.update(ByteBuffer.allocate(8).putLong(size).flip());
      digest.update(read(channel, 0, size));
      digest.update(read(channel, Math.max(0, size - BLOCK), size));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static ByteBuffer read(FileChannel channel, long from, long size) throws IOException {
    ByteBuffer block = ByteBuffer.allocate((int) Math.min(BLOCK, size - from));
    long position = from;
    while (block.hasRemaining()) {
      int n = channel.read(block, position);
      if (n < 0) {
        break;
      }
      position += n;
    }
    return block.flip();
  }
}
