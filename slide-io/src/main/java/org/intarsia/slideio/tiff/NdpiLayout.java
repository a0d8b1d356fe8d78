package org.intarsia.slideio.tiff;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.intarsia.slideio.tiff.SlideStructure.Optics;

/**
 * Hamamatsu NDPI: a page's lens says what it shows.
 *
 * <p>The private tags are described by nobody but their readers; here as OpenSlide and tifffile
 * know them.
 */
final class NdpiLayout implements VendorLayout {
  static final int FORMAT_FLAG = 65420;

  private static final int SOURCE_LENS = 65421;
  private static final int X_OFFSET = 65422;
  private static final int Y_OFFSET = 65423;
  private static final int FOCAL_PLANE = 65424;
  private static final int REFERENCE = 65427;
  private static final int PROPERTY_MAP = 65449;
  private static final double MACRO = -1;
  private static final double MAP = -2;

  @Override
  public boolean recognises(FirstPage first) {
    return first.directory().has(FORMAT_FLAG);
  }

  @Override
  public SlideStructure parse(LayoutDraft draft) throws IOException {
    List<TiffDirectory> levels = new ArrayList<>();
    long plane = plane(draft);
    int otherPlanes = 0;
    for (int i = 0; i < draft.pages().size(); i++) {
      TiffDirectory page = draft.pages().get(i);
      double lens = lens(draft, page);
      if (lens > 0 && page.integerOr(FOCAL_PLANE, 0) == plane) {
        add(draft, levels, page);
      } else if (lens > 0) {
        otherPlanes++;
      } else {
        String name = lens == MACRO ? "macro" : lens == MAP ? "map" : "page-" + i;
        draft.associate(name, image(page));
      }
    }
    properties(draft, levels.get(0));
    if (otherPlanes > 0) {
      draft.property("intarsia.other-planes", Integer.toString(otherPlanes));
    }
    Optics optics = new Optics(Scale.ofResolution(levels.get(0)), levels.get(0).real(SOURCE_LENS));
    return draft.of("Hamamatsu NDPI", levels.stream().map(NdpiLayout::image).toList(), optics);
  }

  private static ImageSource image(TiffDirectory page) {
    return opener -> GridLevel.of(NdpiImage.open(opener, page));
  }

  /** The focal plane that is read: 0, or the one next to it. */
  private static long plane(LayoutDraft draft) throws IOException {
    List<Long> planes = new ArrayList<>();
    for (TiffDirectory page : draft.pages()) {
      if (lens(draft, page) > 0) {
        planes.add(page.integerOr(FOCAL_PLANE, 0));
      }
    }
    return planes.stream()
        .min((a, b) -> Long.compare(Math.abs(a), Math.abs(b)))
        .orElseThrow(() -> draft.damaged("an NDPI file without an image through a lens"));
  }

  private static double lens(LayoutDraft draft, TiffDirectory page) throws IOException {
    OptionalDouble lens = page.real(SOURCE_LENS);
    if (lens.isEmpty()) {
      throw draft.damaged(page, "an NDPI image that does not name its lens");
    }
    return lens.getAsDouble();
  }

  private static void add(LayoutDraft draft, List<TiffDirectory> levels, TiffDirectory page)
      throws IOException {
    if (!levels.isEmpty()
        && LayoutDraft.width(page) >= LayoutDraft.width(levels.get(levels.size() - 1))) {
      throw draft.unsupported(
          "NDPI whose image at byte " + page.position() + " is no smaller than the one before it");
    }
    levels.add(page);
  }

  private static void properties(LayoutDraft draft, TiffDirectory page) throws IOException {
    draft.tiffProperties(page, List.of());
    if (page.has(X_OFFSET) && page.has(Y_OFFSET)) {
      draft.property(
          "hamamatsu.XOffsetFromSlideCentre", Long.toString(page.integerOr(X_OFFSET, 0)));
      draft.property(
          "hamamatsu.YOffsetFromSlideCentre", Long.toString(page.integerOr(Y_OFFSET, 0)));
    }
    draft.property("hamamatsu.Reference", page.text(REFERENCE).orElse(""));
    for (String line : page.text(PROPERTY_MAP).orElse("").split("\r\n", -1)) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        draft.property("hamamatsu." + line.substring(0, equals), line.substring(equals + 1));
      }
    }
  }
}
