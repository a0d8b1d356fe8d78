package org.intarsia.slideio.bioformats;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/**
 * Which files may be slides for Bio-Formats, by name and first bytes.
 *
 * <p><i>Why</i> a table: asking Bio-Formats itself loads its 180 readers, 0.4 s in each run, also
 * for slides that another reader opens; and it takes text files, photographs and archives too.
 */
final class KnownKinds {
  /** Suffixes of kinds that hold colour slides or large colour images. */
  private static final Set<String> SUFFIXES =
      Set.of(
          "afi", "bif", "btf", "czi", "dcm", "dic", "dicom", "ets", "flex", "ims", "j2k", "jp2",
          "jpf", "jpx", "lif", "lof", "lsm", "mvd2", "nd2", "ndpi", "ndpis", "obf", "oib", "oif",
          "oir", "ome", "qptiff", "scn", "sld", "svs", "tf2", "tf8", "tif", "tiff", "vms", "vsi",
          "xlef", "zvi");

  /** Suffixes of kinds that can be several files. */
  private static final Set<String> IN_PARTS =
      Set.of(
          "afi", "czi", "dcm", "dic", "dicom", "ets", "flex", "lof", "mvd2", "ndpis", "oif", "oir",
          "ome", "tif", "tiff", "vms", "vsi", "xlef");

  private record Magic(int at, String bytes) {
    boolean matches(byte[] head) {
      byte[] wanted = bytes.getBytes(StandardCharsets.ISO_8859_1);
      return head.length >= at + wanted.length
          && Arrays.equals(head, at, at + wanted.length, wanted, 0, wanted.length);
    }
  }

  private static final Magic[] MAGICS = {
    new Magic(0, "II*\0"),
    new Magic(0, "MM\0*"),
    new Magic(0, "II+\0"),
    new Magic(0, "MM\0+"),
    new Magic(0, "ZISRAWFILE"),
    new Magic(128, "DICM"),
    new Magic(4, "jP  ")
  };

  /** Ordinary images: the reader of images takes them. */
  private static final Magic[] IMAGES = {
    new Magic(0, "\u0089PNG"), new Magic(0, "\u00FF\u00D8\u00FF"), new Magic(0, "BM")
  };

  private KnownKinds() {}

  static boolean mayBeSlide(Path file, byte[] head) {
    return Arrays.stream(IMAGES).noneMatch(image -> image.matches(head))
        && (SUFFIXES.contains(suffix(file))
            || Arrays.stream(MAGICS).anyMatch(magic -> magic.matches(head)));
  }

  static boolean mayHaveParts(Path file) {
    return IN_PARTS.contains(suffix(file));
  }

  private static String suffix(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
