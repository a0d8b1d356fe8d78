package org.intarsia.slideio;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Says why a file that no reader accepts is none, by the name of what it is. */
final class UnsupportedFormats {
  private static final Set<String> TIFF_NAMES =
      Set.of("svs", "tif", "tiff", "btf", "tf2", "tf8", "ndpi", "scn", "bif");
  private static final int SHOWN = 8;

  private static final String OPENSLIDE = "; OpenSlide knows them, if it is installed";
  private static final String BIO_FORMATS =
      "; Bio-Formats knows them, the README says how to get it";

  private record Kind(String name, int at, String magic, String extension, String mend) {
    boolean matches(byte[] head, String lowerName) {
      return !magic.isEmpty()
          ? startsWith(head, at, magic)
          : !extension.isEmpty() && lowerName.endsWith(extension);
    }
  }

  private static final List<Kind> KINDS =
      List.of(
          new Kind("Zeiss CZI slides are", 0, "ZISRAWFILE", "", BIO_FORMATS),
          new Kind("MIRAX slides are", 0, "", ".mrxs", OPENSLIDE),
          new Kind("Olympus VSI slides are", 0, "", ".vsi", BIO_FORMATS),
          new Kind("Hamamatsu VMS slides are", 0, "", ".vms", OPENSLIDE),
          new Kind("Hamamatsu VMU slides are", 0, "", ".vmu", OPENSLIDE),
          new Kind("Sakura slides are", 0, "", ".svslide", OPENSLIDE),
          new Kind("iSyntax slides are", 0, "", ".isyntax", ""),
          new Kind("JPEG 2000 files are", 4, "jP  ", "", BIO_FORMATS),
          new Kind("GIF images are", 0, "GIF8", "", "; save it as PNG"),
          new Kind("WebP images are", 8, "WEBP", "", "; save it as PNG"));

  private UnsupportedFormats() {}

  /** One clause without the file's name. */
  static String reason(Path file, byte[] head) {
    String lowerName = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    for (Kind kind : KINDS) {
      if (kind.matches(head, lowerName)) {
        return kind.name() + " not supported by any installed reader" + kind.mend();
      }
    }
    String extension = lowerName.substring(lowerName.lastIndexOf('.') + 1);
    if (TIFF_NAMES.contains(extension)) {
      return "not a TIFF: starts with " + shown(head);
    }
    return "not a slide that any reader knows: starts with " + shown(head);
  }

  private static boolean startsWith(byte[] head, int at, String magic) {
    byte[] wanted = magic.getBytes(StandardCharsets.ISO_8859_1);
    if (head.length < at + wanted.length) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      if (head[at + i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }

  /** The first bytes as text where they are printable, otherwise in hexadecimal. */
  private static String shown(byte[] head) {
    int n = Math.min(SHOWN, head.length);
    for (int i = 0; i < n; i++) {
      if (head[i] < 0x20 || head[i] > 0x7E) {
        return "bytes " + HexFormat.ofDelimiter(" ").formatHex(head, 0, n);
      }
    }
    return "'" + new String(head, 0, n, StandardCharsets.US_ASCII) + "'";
  }
}
