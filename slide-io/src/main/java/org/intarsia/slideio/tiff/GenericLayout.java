package org.intarsia.slideio.tiff;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.intarsia.slideio.tiff.SlideStructure.Optics;
import org.intarsia.tiff.TiffTag;

/** Any TIFF: the largest page is the slide; smaller pages of its shape are its levels. */
final class GenericLayout implements VendorLayout {
  @Override
  public boolean recognises(FirstPage first) {
    return true;
  }

  @Override
  public SlideStructure parse(LayoutDraft draft) throws IOException {
    draft.tiffProperties(draft.first(), List.of());
    TiffDirectory base = draft.first();
    for (TiffDirectory page : draft.pages()) {
      if (LayoutDraft.width(page) > LayoutDraft.width(base)) {
        base = page;
      }
    }
    List<TiffDirectory> levels = new ArrayList<>(List.of(base));
    List<TiffDirectory> below = draft.below(base).stream().filter(GenericLayout::isImage).toList();
    levels.addAll(below);
    Set<TiffDirectory> subs = new HashSet<>(below);
    for (int i = 0; i < draft.pages().size(); i++) {
      TiffDirectory page = draft.pages().get(i);
      if (page == base || subs.contains(page)) {
        continue;
      }
      if (subs.isEmpty() && LayoutDraft.isReductionOf(page, base) && isNewSize(page, levels)) {
        levels.add(page);
      } else {
        draft.associate("page-" + i, ImageSource.page(page));
      }
    }
    Optics optics = new Optics(Scale.ofResolution(base), OptionalDouble.empty());
    String format = levels.size() > 1 ? "pyramidal TIFF" : "TIFF";
    return draft.ofPages(format, draft.pyramid(levels), optics);
  }

  private static boolean isImage(TiffDirectory directory) {
    return directory.has(TiffTag.IMAGE_WIDTH) && directory.has(TiffTag.IMAGE_LENGTH);
  }

  private static boolean isNewSize(TiffDirectory page, List<TiffDirectory> levels)
      throws IOException {
    for (TiffDirectory level : levels) {
      if (LayoutDraft.width(level) == LayoutDraft.width(page)) {
        return false;
      }
    }
    return true;
  }
}
