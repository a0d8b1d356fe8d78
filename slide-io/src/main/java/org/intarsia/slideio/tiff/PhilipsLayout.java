package org.intarsia.slideio.tiff;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.intarsia.slideio.tiff.PhilipsXml.Spacing;
import org.intarsia.slideio.tiff.SlideStructure.Optics;
import org.intarsia.tiff.TiffTag;

/**
 * Philips TIFF: tiled pages are levels, padded to whole tiles; XML in the first page holds their
 * true scales, the label and the macro image.
 */
final class PhilipsLayout implements VendorLayout {
  private static final double MICRONS = 1000;
  private static final double MOST_REDUCTION = 1 << 20;

  @Override
  public boolean recognises(FirstPage first) {
    return first.software().startsWith("Philips") || first.description().contains("DPUfsImport");
  }

  @Override
  public SlideStructure parse(LayoutDraft draft) throws IOException {
    String text = draft.first().text(TiffTag.IMAGE_DESCRIPTION).orElse("");
    if (!text.contains("DPUfsImport")) {
      throw draft.unsupported("Philips TIFF without the description of a digital slide");
    }
    PhilipsXml xml = PhilipsXml.parse(draft.file().name(), text);
    if (xml.slides() != 1) {
      throw draft.unsupported("Philips TIFF with " + xml.slides() + " slide images");
    }
    draft.tiffProperties(draft.first(), List.of(TiffTag.IMAGE_DESCRIPTION));
    xml.properties().forEach((name, value) -> draft.property("philips." + name, value));
    List<TiffDirectory> pages = new ArrayList<>();
    for (int i = 0; i < draft.pages().size(); i++) {
      sort(draft, i, pages);
    }
    xml.images()
        .forEach(
            (name, jpeg) -> {
              if (!draft.hasAssociated(name)) {
                draft.associate(name, opener -> GridLevel.of(WholeJpeg.of(opener, jpeg)));
              }
            });
    return draft.of(
        "Philips TIFF",
        levels(draft, pages, xml.spacings()),
        new Optics(micronsPerPixel(draft, xml), xml.magnification()));
  }

  private static void sort(LayoutDraft draft, int index, List<TiffDirectory> pages)
      throws IOException {
    TiffDirectory page = draft.pages().get(index);
    String description = page.text(TiffTag.IMAGE_DESCRIPTION).orElse("");
    if (page.has(TiffTag.TILE_WIDTH)) {
      pages.add(page);
    } else if (description.startsWith("Label")) {
      draft.associate("label", ImageSource.page(page));
    } else if (description.startsWith("Macro")) {
      draft.associate("macro", ImageSource.page(page));
    } else {
      draft.associate("page-" + index, ImageSource.page(page));
    }
  }

  /** Reduced levels are as large as the finest divided by their scale, whatever their tags say. */
  private static List<ImageSource> levels(
      LayoutDraft draft, List<TiffDirectory> pages, List<Spacing> spacings) throws IOException {
    if (pages.isEmpty() || pages.size() != spacings.size()) {
      throw draft.damaged(
          "the Philips XML gives the scales of "
              + spacings.size()
              + " levels where there are "
              + pages.size());
    }
    long width = LayoutDraft.width(pages.get(0));
    long height = LayoutDraft.height(pages.get(0));
    List<ImageSource> levels = new ArrayList<>(List.of(ImageSource.page(pages.get(0))));
    long before = 1;
    for (int i = 1; i < pages.size(); i++) {
      TiffDirectory page = pages.get(i);
      double ratio = spacings.get(i).ratioTo(spacings.get(0));
      long reduction = Math.round(ratio);
      if (!(ratio <= MOST_REDUCTION) || reduction <= before) {
        throw draft.damaged(
            page, "a level whose pixels are " + ratio + " times as large as those of level 0");
      }
      before = reduction;
      int columns = (int) Math.max(1, Math.min(1 << 28, width / reduction));
      int rows = (int) Math.max(1, Math.min(1 << 28, height / reduction));
      levels.add(opener -> new GridLevel(opener.page(page), columns, rows));
    }
    return levels;
  }

  private static OptionalDouble micronsPerPixel(LayoutDraft draft, PhilipsXml xml) {
    String ofSlide = draft.property("philips.DICOM_PIXEL_SPACING");
    Spacing spacing = Spacing.parse(ofSlide).orElseGet(() -> xml.spacings().get(0));
    return Scale.plausible(spacing.width() * MICRONS);
  }
}
