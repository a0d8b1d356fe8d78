package org.intarsia.slideio.tiff;

import java.io.IOException;
import java.util.List;
import org.intarsia.slideio.SlideReadException;
import org.intarsia.slideio.UnsupportedSlideException;
import org.intarsia.slideio.raster.SharedFile;

/** Finds levels, associated images and scale among the directories of a file. */
final class StructureParser {
  private static final int ZEISS_LSM = 34412;

  /** The first that recognises a file takes it; the last takes any. */
  private static final List<VendorLayout> LAYOUTS =
      List.of(
          new NdpiLayout(),
          new ScnLayout(),
          new PhilipsLayout(),
          new BifLayout(),
          new QptiffLayout(),
          new TrestleLayout(),
          new AperioLayout(),
          new OmeLayout(),
          new GenericLayout());

  private StructureParser() {}

  /**
   * Reads the file's directories and says what they are.
   *
   * @throws UnsupportedSlideException if the file is of a kind that is refused by name
   * @throws SlideReadException if the file is damaged
   */
  static SlideStructure parse(SharedFile file) throws IOException {
    TiffStructure tiff = TiffStructure.read(file);
    FirstPage first = FirstPage.of(tiff.pages().get(0));
    if (first.directory().has(ZEISS_LSM)) {
      throw new UnsupportedSlideException(file.name(), "Zeiss LSM");
    }
    for (VendorLayout layout : LAYOUTS) {
      if (layout.recognises(first)) {
        return layout.parse(new LayoutDraft(file, tiff));
      }
    }
    throw new UnsupportedSlideException(file.name(), "a TIFF of unknown kind");
  }
}
