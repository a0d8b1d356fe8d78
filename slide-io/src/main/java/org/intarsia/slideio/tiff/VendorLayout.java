package org.intarsia.slideio.tiff;

import java.io.IOException;

/** Knows how one kind of TIFF arranges the images of a slide; stateless. */
interface VendorLayout {
  /** Whether a file that begins with this page is of the kind. */
  boolean recognises(FirstPage first) throws IOException;

  /**
   * Says what the directories are.
   *
   * @throws org.intarsia.slideio.UnsupportedSlideException if it is a variation that is not read
   * @throws org.intarsia.slideio.SlideReadException if it is damaged
   */
  SlideStructure parse(LayoutDraft draft) throws IOException;
}
