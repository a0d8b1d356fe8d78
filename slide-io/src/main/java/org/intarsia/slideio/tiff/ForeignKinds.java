package org.intarsia.slideio.tiff;

import java.io.IOException;
import java.util.Optional;
import org.intarsia.tiff.TiffTag;

/** Recognises scanners' formats that are TIFFs in name only, so that they are refused by name. */
final class ForeignKinds {
  private static final int ZEISS_LSM = 34412;
  private static final int XMP = 700;

  private ForeignKinds() {}

  /** The name of the kind, empty if this is none of them. */
  static Optional<String> recognise(TiffDirectory first) throws IOException {
    String description = first.text(TiffTag.IMAGE_DESCRIPTION).orElse("");
    if (first.has(ZEISS_LSM)) {
      return Optional.of("Zeiss LSM");
    }
    if (isVentana(first, description)) {
      return Optional.of("Ventana BIF");
    }
    return Optional.empty();
  }

  private static boolean isVentana(TiffDirectory first, String description) throws IOException {
    if (description.contains("<iScan")) {
      return true;
    }
    TiffDirectory.Entry xmp = first.entries().get(XMP);
    return xmp != null
        && xmp.valueBytes() == 1
        && first.text(XMP).filter(text -> text.contains("<iScan")).isPresent();
  }
}
