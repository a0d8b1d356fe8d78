package org.intarsia.slideio.tiff;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.intarsia.tiff.TiffTag;

/** The text that Aperio scanners put into each directory. */
final class AperioDescription {
  private AperioDescription() {}

  /**
   * {@code ...|MPP = 0.499|AppMag = 20|...} as a map; the part before the first bar is left out.
   */
  static Map<String, String> fields(String description) {
    Map<String, String> fields = new LinkedHashMap<>();
    String[] parts = description.split("\\|", -1);
    for (int i = 1; i < parts.length; i++) {
      int equals = parts[i].indexOf('=');
      if (equals > 0) {
        fields.putIfAbsent(
            parts[i].substring(0, equals).strip(), parts[i].substring(equals + 1).strip());
      }
    }
    return fields;
  }

  /** The name of an image that is no level: first word of the description's second line. */
  static String imageName(TiffDirectory page, int index) throws IOException {
    String[] lines = page.text(TiffTag.IMAGE_DESCRIPTION).orElse("").split("\\R", -1);
    if (lines.length > 1) {
      String word = lines[1].strip().split("\\s", 2)[0].toLowerCase(Locale.ROOT);
      if (word.equals("label") || word.equals("macro")) {
        return word;
      }
    }
    long type = page.integerOr(TiffTag.NEW_SUBFILE_TYPE, 0);
    if (type == 1 && index > 1) {
      return "label";
    }
    if (type == 9) {
      return "macro";
    }
    return "thumbnail";
  }
}
