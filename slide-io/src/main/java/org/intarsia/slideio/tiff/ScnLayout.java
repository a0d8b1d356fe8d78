package org.intarsia.slideio.tiff;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import org.intarsia.slideio.SlideReadException;
import org.intarsia.slideio.tiff.ScnXml.Dimension;
import org.intarsia.slideio.tiff.ScnXml.Image;
import org.intarsia.slideio.tiff.SlideStructure.Optics;
import org.intarsia.tiff.TiffTag;

/** Leica SCN: XML in the first page says which pages are which levels of which areas. */
final class ScnLayout implements VendorLayout {
  private static final String BRIGHTFIELD = "brightfield";

  @Override
  public boolean recognises(FirstPage first) {
    return first.description().contains("http://www.leica-microsystems.com/scn");
  }

  @Override
  public SlideStructure parse(LayoutDraft draft) throws IOException {
    String xml = draft.first().text(TiffTag.IMAGE_DESCRIPTION).orElse("");
    ScnXml scn = ScnXml.parse(draft.file().name(), xml);
    List<Image> areas = new ArrayList<>(scn.images().stream().filter(i -> !i.isMacro()).toList());
    String kinds = String.join(", ", areas.stream().map(Image::illumination).distinct().toList());
    areas.removeIf(image -> !image.illumination().equals(BRIGHTFIELD));
    if (areas.isEmpty()) {
      throw draft.unsupported(
          "Leica SCN without a brightfield image" + (kinds.isBlank() ? "" : " (" + kinds + ")"));
    }
    areas.sort(Comparator.comparingLong(Image::pixels).reversed());
    Image main = areas.get(0);
    TiffDirectory finest = page(draft, main.dimensions().get(0));
    draft.tiffProperties(finest, List.of(TiffTag.IMAGE_DESCRIPTION));
    main.properties().forEach((name, value) -> draft.property("leica." + name, value));
    draft.property("leica.barcode", scn.barcode());
    others(draft, areas);
    for (Image image : scn.images()) {
      if (image.isMacro() && image.illumination().equals(BRIGHTFIELD)) {
        draft.associate("macro", ImageSource.page(page(draft, image.dimensions().get(0))));
      }
    }
    List<TiffDirectory> levels = new ArrayList<>();
    for (Dimension dimension : main.dimensions()) {
      levels.add(page(draft, dimension));
    }
    OptionalDouble mpp =
        Scale.plausible(main.view().width() / 1000.0 / main.dimensions().get(0).width());
    return draft.ofPages("Leica SCN", levels, new Optics(mpp, draft.number("leica.objective")));
  }

  /** Areas that are not read, so that nobody believes the slide to have only one. */
  private static void others(LayoutDraft draft, List<Image> areas) {
    for (int i = 1; i < areas.size(); i++) {
      Image area = areas.get(i);
      draft.property(
          "intarsia.other-area-" + i,
          area.name()
              + ": "
              + area.dimensions().get(0).width()
              + " x "
              + area.dimensions().get(0).height()
              + " px at ("
              + area.view().x()
              + ", "
              + area.view().y()
              + ") nm");
    }
  }

  private static TiffDirectory page(LayoutDraft draft, Dimension dimension) throws IOException {
    TiffDirectory page = draft.page(dimension.page(), "the SCN-XML");
    if (LayoutDraft.width(page) != dimension.width()
        || LayoutDraft.height(page) != dimension.height()) {
      throw mismatch(draft, page, dimension);
    }
    return page;
  }

  private static SlideReadException mismatch(
      LayoutDraft draft, TiffDirectory page, Dimension dimension) throws IOException {
    return draft.damaged(
        page,
        "an image of "
            + LayoutDraft.width(page)
            + " x "
            + LayoutDraft.height(page)
            + " px that the SCN-XML calls "
            + dimension.width()
            + " x "
            + dimension.height());
  }
}
