package org.intarsia.slideio.dicom;

import java.nio.ByteOrder;
import java.util.Map;
import java.util.Optional;

/** How an instance is written (DICOM PS3.5 chapter 10): those that are read. */
enum TransferSyntax {
  IMPLICIT("1.2.840.10008.1.2", "implicit VR little endian", Frames.NATIVE),
  EXPLICIT("1.2.840.10008.1.2.1", "explicit VR little endian", Frames.NATIVE),
  DEFLATED("1.2.840.10008.1.2.1.99", "deflated explicit VR little endian", Frames.NATIVE),
  BIG_ENDIAN("1.2.840.10008.1.2.2", "explicit VR big endian", Frames.NATIVE),
  RLE("1.2.840.10008.1.2.5", "RLE lossless", Frames.RLE),
  JPEG_BASELINE("1.2.840.10008.1.2.4.50", "JPEG baseline", Frames.JPEG),
  JPEG_EXTENDED("1.2.840.10008.1.2.4.51", "JPEG extended", Frames.JPEG),
  JPEG_2000_LOSSLESS("1.2.840.10008.1.2.4.90", "JPEG 2000 lossless", Frames.JPEG_2000),
  JPEG_2000("1.2.840.10008.1.2.4.91", "JPEG 2000", Frames.JPEG_2000);

  /** What holds the pixels of a frame. */
  enum Frames {
    NATIVE,
    RLE,
    JPEG,
    JPEG_2000
  }

  private static final Map<String, String> OTHERS =
      Map.ofEntries(
          Map.entry("1.2.840.10008.1.2.4.57", "JPEG lossless"),
          Map.entry("1.2.840.10008.1.2.4.70", "JPEG lossless, first-order prediction"),
          Map.entry("1.2.840.10008.1.2.4.80", "JPEG-LS lossless"),
          Map.entry("1.2.840.10008.1.2.4.81", "JPEG-LS near-lossless"),
          Map.entry("1.2.840.10008.1.2.4.92", "JPEG 2000 part 2 lossless"),
          Map.entry("1.2.840.10008.1.2.4.93", "JPEG 2000 part 2"),
          Map.entry("1.2.840.10008.1.2.4.94", "JPIP"),
          Map.entry("1.2.840.10008.1.2.4.95", "JPIP deflate"),
          Map.entry("1.2.840.10008.1.2.4.100", "MPEG-2"),
          Map.entry("1.2.840.10008.1.2.4.102", "MPEG-4"),
          Map.entry("1.2.840.10008.1.2.4.110", "JPEG XL lossless"),
          Map.entry("1.2.840.10008.1.2.4.111", "JPEG XL of JPEG"),
          Map.entry("1.2.840.10008.1.2.4.112", "JPEG XL"),
          Map.entry("1.2.840.10008.1.2.4.201", "HTJ2K lossless"),
          Map.entry("1.2.840.10008.1.2.4.202", "HTJ2K lossless RPCL"),
          Map.entry("1.2.840.10008.1.2.4.203", "HTJ2K"),
          Map.entry("1.2.840.10008.1.2.8.1", "deflated frames"));

  private final String uid;
  private final String title;
  private final Frames frames;

  TransferSyntax(String uid, String title, Frames frames) {
    this.uid = uid;
    this.title = title;
    this.frames = frames;
  }

  /** The syntax of a unique identifier, if it is read. */
  static Optional<TransferSyntax> of(String uid) {
    for (TransferSyntax syntax : values()) {
      if (syntax.uid.equals(uid)) {
        return Optional.of(syntax);
      }
    }
    return Optional.empty();
  }

  /** What people call a syntax that is not read. */
  static String nameOf(String uid) {
    String name = OTHERS.get(uid);
    return name == null ? "transfer syntax " + uid : name + " (transfer syntax " + uid + ")";
  }

  String uid() {
    return uid;
  }

  /** What people call it. */
  String title() {
    return title;
  }

  Frames frames() {
    return frames;
  }

  boolean explicit() {
    return this != IMPLICIT;
  }

  ByteOrder order() {
    return this == BIG_ENDIAN ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
  }
}
