package org.intarsia.slideio.tiff;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.intarsia.slideio.tiff.SlideStructure.Optics;
import org.intarsia.tiff.TiffTag;

/** Trestle: each page is a level whose tiles overlap as the first page's description says. */
final class TrestleLayout implements VendorLayout {
  @Override
  public boolean recognises(FirstPage first) {
    return first.software().startsWith("MedScan") && !first.description().isEmpty();
  }

  @Override
  public SlideStructure parse(LayoutDraft draft) throws IOException {
    draft.tiffProperties(draft.first(), List.of());
    String description = draft.first().text(TiffTag.IMAGE_DESCRIPTION).orElse("");
    for (String field : description.split(";", -1)) {
      int equals = field.indexOf('=');
      if (equals > 0) {
        draft.property(
            "trestle." + field.substring(0, equals).strip(), field.substring(equals + 1).strip());
      }
    }
    List<Integer> overlaps = overlaps(draft);
    List<ImageSource> levels = new ArrayList<>();
    for (int i = 0; i < draft.pages().size(); i++) {
      levels.add(level(draft, i, overlaps));
    }
    OptionalDouble scale = draft.first().real(TiffTag.X_RESOLUTION);
    Optics optics =
        new Optics(
            scale.isPresent() ? Scale.plausible(scale.getAsDouble()) : scale,
            draft.number("trestle.Objective Power"));
    return draft.of("Trestle", levels, optics, background(draft));
  }

  private static List<Integer> overlaps(LayoutDraft draft) throws IOException {
    List<Integer> overlaps = new ArrayList<>();
    for (String number : draft.property("trestle.OverlapsXY").split("\\s+", -1)) {
      OptionalDouble overlap = Scale.number(number);
      if (overlap.isPresent()) {
        overlaps.add((int) overlap.getAsDouble());
      }
    }
    return overlaps;
  }

  private static ImageSource level(LayoutDraft draft, int index, List<Integer> overlaps)
      throws IOException {
    TiffDirectory page = draft.pages().get(index);
    if (!page.has(TiffTag.TILE_WIDTH)) {
      throw draft.unsupported("Trestle with an image that is not tiled");
    }
    if (index > 0 && LayoutDraft.width(page) >= LayoutDraft.width(draft.pages().get(index - 1))) {
      throw draft.unsupported("Trestle with images that do not become smaller");
    }
    int overlapX = 2 * index + 1 < overlaps.size() ? overlaps.get(2 * index) : 0;
    int overlapY = 2 * index + 1 < overlaps.size() ? overlaps.get(2 * index + 1) : 0;
    if (overlapX == 0 && overlapY == 0) {
      return ImageSource.page(page);
    }
    if (overlapX < 0
        || overlapY < 0
        || 2L * overlapX > page.integerOr(TiffTag.TILE_WIDTH, 0)
        || 2L * overlapY > page.integerOr(TiffTag.TILE_LENGTH, 0)) {
      throw draft.damaged(page, "tiles that overlap by " + overlapX + " x " + overlapY + " px");
    }
    return opener -> placed(opener.page(page), overlapX, overlapY);
  }

  private static LevelImage placed(BlockImage blocks, int overlapX, int overlapY) {
    BlockGrid grid = blocks.grid();
    TileArea all = new TileArea(0, 0, 0, 0, grid.columns(), grid.rows());
    Placement placement =
        new Placement(List.of(all), grid.blockWidth() - overlapX, grid.blockHeight() - overlapY, 1);
    return new PlacedLevel(
        blocks,
        placement,
        grid.width() - (grid.columns() - 1) * overlapX,
        grid.height() - (grid.rows() - 1) * overlapY);
  }

  private static int background(LayoutDraft draft) {
    try {
      return Integer.parseInt(draft.property("trestle.Background Color"), 16) & 0xFFFFFF;
    } catch (NumberFormatException e) {
      return SlideStructure.WHITE;
    }
  }
}
