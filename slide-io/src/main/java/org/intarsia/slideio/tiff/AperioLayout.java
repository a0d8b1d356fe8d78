package org.intarsia.slideio.tiff;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.intarsia.slideio.tiff.SlideStructure.Optics;
import org.intarsia.tiff.TiffTag;

/** Aperio SVS: tiled pages are levels, the others say in their description what they are. */
final class AperioLayout implements VendorLayout {
  @Override
  public boolean recognises(FirstPage first) {
    return first.description().startsWith("Aperio");
  }

  @Override
  public SlideStructure parse(LayoutDraft draft) throws IOException {
    draft.tiffProperties(draft.first(), List.of());
    Map<String, String> fields =
        AperioDescription.fields(draft.first().text(TiffTag.IMAGE_DESCRIPTION).orElse(""));
    fields.forEach((name, value) -> draft.property("aperio." + name, value));
    List<TiffDirectory> tiled = new ArrayList<>();
    int otherPlanes = 0;
    for (int i = 0; i < draft.pages().size(); i++) {
      TiffDirectory page = draft.pages().get(i);
      if (!page.has(TiffTag.TILE_WIDTH)) {
        draft.associate(AperioDescription.imageName(page, i), ImageSource.page(page));
      } else if (isNewSize(page, tiled)) {
        tiled.add(page);
      } else {
        otherPlanes++;
      }
    }
    if (tiled.isEmpty()) {
      throw draft.damaged("an Aperio file without a tiled image");
    }
    if (otherPlanes > 0) {
      draft.property("intarsia.other-planes", Integer.toString(otherPlanes));
    }
    OptionalDouble mpp = draft.number("aperio.MPP");
    Optics optics =
        new Optics(
            mpp.isPresent() ? Scale.plausible(mpp.getAsDouble()) : mpp,
            draft.number("aperio.AppMag"));
    return draft.ofPages("Aperio SVS", draft.pyramid(tiled), optics);
  }

  /** Pages of one size are focal planes or channels of one image; the first of them is read. */
  private static boolean isNewSize(TiffDirectory page, List<TiffDirectory> levels)
      throws IOException {
    for (TiffDirectory level : levels) {
      if (LayoutDraft.width(level) == LayoutDraft.width(page)
          && LayoutDraft.height(level) == LayoutDraft.height(page)) {
        return false;
      }
    }
    return true;
  }
}
