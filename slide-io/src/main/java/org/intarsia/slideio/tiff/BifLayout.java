package org.intarsia.slideio.tiff;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.intarsia.slideio.SlideReadException;
import org.intarsia.slideio.tiff.SlideStructure.Optics;
import org.intarsia.tiff.TiffTag;

/**
 * Ventana BIF: the tiles of level 0 overlap; the XML of its page says by how much.
 *
 * <p>As OpenSlide does, all joints of a slide are averaged by their confidence, and tiles are laid
 * out at that distance. Reduced levels hold the tiles of level 0 made smaller, side by side; here
 * they are cut apart and laid out like those.
 */
final class BifLayout implements VendorLayout {
  private static final int XMP = 700;
  private static final int MAX_SIDE = 1 << 28;
  private static final int MAX_SCALE = 1 << 12;
  private static final double ROUNDING = 0.01;

  /** A page that is a level, and the power that it is shown at. */
  private record Level(TiffDirectory page, double magnification) {}

  @Override
  public boolean recognises(FirstPage first) throws IOException {
    return xmp(first.directory()).contains("<iScan");
  }

  private static String xmp(TiffDirectory page) throws IOException {
    return page.text(XMP).orElse("");
  }

  @Override
  public SlideStructure parse(LayoutDraft draft) throws IOException {
    draft.tiffProperties(draft.first(), List.of());
    BifXml.scan(draft.file().name(), xmp(draft.first()))
        .forEach((name, value) -> draft.property("ventana." + name, value));
    List<Level> levels = new ArrayList<>();
    for (int i = 0; i < draft.pages().size(); i++) {
      sort(draft, i, levels);
    }
    if (levels.isEmpty()) {
      throw draft.damaged("a Ventana file without levels");
    }
    OptionalDouble scale = draft.number("ventana.ScanRes");
    Optics optics =
        new Optics(
            scale.isPresent() ? Scale.plausible(scale.getAsDouble()) : scale,
            draft.number("ventana.Magnification"));
    return draft.of("Ventana BIF", sources(draft, levels), optics);
  }

  private static void sort(LayoutDraft draft, int index, List<Level> levels) throws IOException {
    TiffDirectory page = draft.pages().get(index);
    String description = page.text(TiffTag.IMAGE_DESCRIPTION).orElse("").strip();
    if (description.contains("level=")) {
      levels.add(level(draft, page, description, levels));
      return;
    }
    String name =
        switch (description.replace('_', ' ')) {
          case "Label Image" -> "macro";
          case "Thumbnail" -> "thumbnail";
          case "Probability Image" -> "probability";
          default -> "page-" + index;
        };
    draft.associate(name, ImageSource.page(page));
  }

  private static Level level(
      LayoutDraft draft, TiffDirectory page, String description, List<Level> before)
      throws IOException {
    Map<String, String> fields = new TreeMap<>();
    for (String field : description.split("\\s+", -1)) {
      String[] pair = field.split("=", 2);
      if (pair.length == 2) {
        fields.put(pair[0], pair[1]);
      }
    }
    OptionalDouble number = Scale.number(fields.getOrDefault("level", ""));
    OptionalDouble power = Scale.number(fields.getOrDefault("mag", ""));
    double last =
        before.isEmpty() ? Double.POSITIVE_INFINITY : before.get(before.size() - 1).magnification();
    if (number.isEmpty()
        || number.getAsDouble() != before.size()
        || power.isEmpty()
        || power.getAsDouble() <= 0
        || power.getAsDouble() >= last) {
      throw draft.damaged(
          page,
          "level " + before.size() + " of a Ventana file is described as '" + description + "'");
    }
    if (!page.has(TiffTag.TILE_WIDTH)) {
      throw draft.unsupported("Ventana BIF with a level that is not tiled");
    }
    return new Level(page, power.getAsDouble());
  }

  private static List<ImageSource> sources(LayoutDraft draft, List<Level> levels)
      throws IOException {
    Level finest = levels.get(0);
    String xml = xmp(finest.page());
    if (!xml.contains("<EncodeInfo")) {
      return levels.stream().map(level -> ImageSource.page(level.page())).toList();
    }
    int tileWidth = tileSide(draft, finest.page(), TiffTag.TILE_WIDTH);
    int tileHeight = tileSide(draft, finest.page(), TiffTag.TILE_LENGTH);
    Placement placement =
        BifXml.placement(draft.file().name(), xml, new BifXml.TileSize(tileWidth, tileHeight));
    checkFit(draft, finest.page(), placement);
    List<ImageSource> sources = new ArrayList<>();
    for (Level level : levels) {
      if (tileSide(draft, level.page(), TiffTag.TILE_WIDTH) != tileWidth
          || tileSide(draft, level.page(), TiffTag.TILE_LENGTH) != tileHeight) {
        throw draft.unsupported("Ventana BIF whose levels have tiles of different sizes");
      }
      double ratio = finest.magnification() / level.magnification();
      int scale = (int) Math.round(Math.min(ratio, MAX_SCALE + 1.0));
      if (scale > MAX_SCALE || Math.abs(ratio - scale) > ROUNDING * scale) {
        throw draft.unsupported("Ventana BIF with a level that is " + ratio + " times smaller");
      }
      if (scale <= Math.min(tileWidth, tileHeight)) {
        sources.add(source(draft, level.page(), placement.atScale(scale)));
      }
    }
    return sources;
  }

  private static void checkFit(LayoutDraft draft, TiffDirectory page, Placement placement)
      throws IOException {
    int tileWidth = tileSide(draft, page, TiffTag.TILE_WIDTH);
    int tileHeight = tileSide(draft, page, TiffTag.TILE_LENGTH);
    long columns = (LayoutDraft.width(page) + tileWidth - 1) / tileWidth;
    long rows = (LayoutDraft.height(page) + tileHeight - 1) / tileHeight;
    for (TileArea area : placement.areas()) {
      if (area.firstColumn() + area.columns() > columns || area.firstRow() + area.rows() > rows) {
        throw draft.damaged(
            page,
            "an area of "
                + area.columns()
                + " x "
                + area.rows()
                + " tiles from tile ("
                + area.firstColumn()
                + ", "
                + area.firstRow()
                + ") on in an image of "
                + columns
                + " x "
                + rows
                + " tiles");
      }
    }
  }

  private static int tileSide(LayoutDraft draft, TiffDirectory page, int tag) throws IOException {
    long side = page.integerOr(tag, 0);
    if (side < 1 || side > MAX_SIDE) {
      throw draft.damaged(page, "impossible: tiles of " + side + " px");
    }
    return (int) side;
  }

  private static ImageSource source(LayoutDraft draft, TiffDirectory page, Placement placement)
      throws IOException {
    long width = placement.width(tileSide(draft, page, TiffTag.TILE_WIDTH));
    long height = placement.height(tileSide(draft, page, TiffTag.TILE_LENGTH));
    if (width > MAX_SIDE || height > MAX_SIDE || width < 1 || height < 1) {
      throw SlideReadException.at(
          draft.file().name(),
          page.position(),
          "impossible: a Ventana level of " + width + " x " + height + " px");
    }
    return opener -> new PlacedLevel(opener.page(page), placement, (int) width, (int) height);
  }
}
