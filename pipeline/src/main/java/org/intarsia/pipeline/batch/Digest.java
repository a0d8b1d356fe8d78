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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

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
   * big-endian), its first and its last mebibyte. Of a slide of several files, the digest of a line
   * for each, in the order of their names: the name, a space, the file's fingerprint, a line feed.
   *
   * @param slide a file of it, or its folder
   */
  public static String fingerprint(Path slide) throws IOException {
    return ofParts(WholeSlides.parts(slide), Digest::fingerprintOfFile);
  }

  /**
   * The digest of all of a slide: of its file, or of such lines as {@link #fingerprint} has, with
   * the digests of its files.
   *
   * @param slide a file of it, or its folder
   */
  public static String ofSlide(Path slide) throws IOException {
    return ofParts(WholeSlides.parts(slide), Digest::of);
  }

  /** What is made of one file. */
  @FunctionalInterface
  private interface OfFile {
    String digest(Path file) throws IOException;
  }

  private static String ofParts(List<Path> parts, OfFile each) throws IOException {
    if (parts.size() == 1) {
      return each.digest(parts.get(0));
    }
    List<String> lines = new ArrayList<>();
    for (Path part : parts) {
      lines.add(part.getFileName() + " " + each.digest(part) + "\n");
    }
    lines.sort(Comparator.naturalOrder());
    return of(String.join("", lines));
  }

  private static String fingerprintOfFile(Path file) throws IOException {
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
