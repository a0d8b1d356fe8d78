package org.intarsia.slideio.tiff;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.intarsia.slideio.SlideReadException;
import org.intarsia.slideio.UnsupportedSlideException;
import org.intarsia.slideio.raster.SharedFile;

/** Finds levels, associated images and scale among the directories of a file. */
final class StructureParser {
  /** The first that recognises a file takes it; the last takes any. */
  private static final List<VendorLayout> LAYOUTS =
      List.of(
          new NdpiLayout(),
          new ScnLayout(),
          new PhilipsLayout(),
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
    TiffDirectory first = tiff.pages().get(0);
    Optional<String> foreign = ForeignKinds.recognise(first);
    if (foreign.isPresent()) {
      throw new UnsupportedSlideException(file.name(), foreign.get());
    }
    for (VendorLayout layout : LAYOUTS) {
      if (layout.recognises(first)) {
        return layout.parse(new LayoutDraft(file, tiff));
      }
    }
    throw new UnsupportedSlideException(file.name(), "a TIFF of unknown kind");
  }
}
