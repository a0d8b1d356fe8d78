package org.intarsia.slideio.tiff;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.intarsia.slideio.tiff.SlideStructure.Optics;
import org.intarsia.tiff.TiffTag;

/** OME-TIFF: the first image is the slide, its levels are below it or follow it. */
final class OmeLayout implements VendorLayout {
  @Override
  public boolean recognises(FirstPage first) {
    return OmeXml.isIn(first.description());
  }

  @Override
  public SlideStructure parse(LayoutDraft draft) throws IOException {
    draft.tiffProperties(draft.first(), List.of());
    String description = draft.first().text(TiffTag.IMAGE_DESCRIPTION).orElse("");
    List<OmeXml.Image> images = OmeXml.parse(draft.file().name(), description).images();
    OmeXml.Image main = images.get(0);
    TiffDirectory base = draft.page(main.page(), "the OME-XML");
    if (main.refusal().isPresent()) {
      throw draft.unsupported(main.refusal().get() + samples(base));
    }
    Set<TiffDirectory> used = new HashSet<>();
    used.add(base);
    for (int i = 1; i < images.size(); i++) {
      TiffDirectory page = draft.page(images.get(i).page(), "the OME-XML");
      if (used.add(page)) {
        String name = images.get(i).name();
        draft.associate(
            name.isBlank() ? "image-" + i : name.toLowerCase(Locale.ROOT), ImageSource.page(page));
      }
    }
    List<TiffDirectory> levels = new ArrayList<>(List.of(base));
    levels.addAll(draft.below(base));
    if (levels.size() == 1) {
      draft.pages().stream().filter(page -> !used.contains(page)).forEach(levels::add);
    }
    Optics optics =
        new Optics(
            main.micronsPerPixel().isPresent() ? main.micronsPerPixel() : Scale.ofResolution(base),
            main.magnification());
    return draft.ofPages("OME-TIFF", draft.pyramid(levels), optics);
  }

  /** Adds the depth of the samples to a refusal where that alone would be one. */
  private static String samples(TiffDirectory page) throws IOException {
    long bits = page.integerOr(TiffTag.BITS_PER_SAMPLE, 8);
    return bits == 8 ? "" : ", " + bits + "-bit samples; Intarsia reads 8-bit RGB";
  }
}
