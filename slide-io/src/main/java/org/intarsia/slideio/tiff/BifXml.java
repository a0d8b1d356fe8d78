package org.intarsia.slideio.tiff;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.intarsia.slideio.SlideReadException;

/** The two documents in a Ventana BIF: how it was scanned, and how its tiles join. */
final class BifXml {
  private static final String WHAT = "the Ventana XML";

  /** Columns and rows of a tile of the file. */
  record TileSize(int width, int height) {}

  private BifXml() {}

  /** The attributes of the scan. */
  static Map<String, String> scan(String fileName, String xml) throws IOException {
    Scan scan = new Scan();
    SafeXml.walk(fileName, WHAT, xml, scan);
    return scan.attributes;
  }

  private static final class Scan implements SafeXml.Visitor {
    private final Map<String, String> attributes = new TreeMap<>();

    @Override
    public void start(SafeXml.Element element) {
      boolean isScan = element.path().equals("iScan") || element.path().endsWith("/iScan");
      for (int i = 0; isScan && i < element.attributes(); i++) {
        attributes.putIfAbsent(element.attributeName(i), element.attributeValue(i));
      }
    }

    @Override
    public void end(String path, String text) {}
  }

  /**
   * Where the tiles belong, in a frame that reaches from the left-most place that the scanner
   * counts from to the top of the highest area.
   *
   * @throws SlideReadException if the document is damaged, or contradicts the file's tiles
   */
  static Placement placement(String fileName, String xml, TileSize tile) throws IOException {
    Joints joints = new Joints(fileName, tile);
    SafeXml.walk(fileName, WHAT, xml, joints);
    return joints.placement();
  }

  private static final class Joints implements SafeXml.Visitor {
    private static final String INFO = "SlideStitchInfo/ImageInfo";
    private static final String JOINT = INFO + "/TileJointInfo";
    private static final String ORIGINS = "AoiOrigin/";
    private static final int MOST_TILES = 1 << 16;
    private static final int MOST_PIXELS = 1 << 28;

    /** An area as it is in the document: from below, and maybe not scanned. */
    private record Area(boolean isScanned, int columns, int rows, double x, double y) {}

    private record Origin(int column, int row) {}

    private final String fileName;
    private final TileSize tile;
    private final List<Area> areas = new ArrayList<>();
    private final List<Origin> origins = new ArrayList<>();
    private double sumX;
    private double sumY;
    private double weightX;
    private double weightY;

    Joints(String fileName, TileSize tile) {
      this.fileName = fileName;
      this.tile = tile;
    }

    @Override
    public void start(SafeXml.Element element) throws IOException {
      String path = element.path();
      if (path.endsWith(INFO)) {
        area(element);
      } else if (path.endsWith(JOINT)) {
        joint(element);
      } else if (path.contains(ORIGINS)) {
        origins.add(
            new Origin(
                tiles(element, "OriginX", tile.width()), tiles(element, "OriginY", tile.height())));
      }
    }

    private static int tiles(SafeXml.Element element, String name, int side) throws IOException {
      int pixels = element.integer(name, 0, MOST_PIXELS);
      if (pixels % side != 0) {
        throw element.wrong(name, "a multiple of the tile's " + side + " px is needed");
      }
      return pixels / side;
    }

    private void area(SafeXml.Element element) throws IOException {
      if (element.integer("AOIScanned", 0, 1) == 0) {
        areas.add(new Area(false, 1, 1, 0, 0));
        return;
      }
      element.integer("Width", tile.width(), tile.width());
      element.integer("Height", tile.height(), tile.height());
      double x = element.number("Pos-X");
      double y = element.number("Pos-Y");
      if (Math.abs(x) > MOST_PIXELS || Math.abs(y) > MOST_PIXELS) {
        throw element.wrong("Pos-X", "at most " + MOST_PIXELS + " px are possible");
      }
      areas.add(
          new Area(
              true,
              element.integer("NumCols", 1, MOST_TILES),
              element.integer("NumRows", 1, MOST_TILES),
              x,
              y));
    }

    /** Which way it was measured does not matter, only whether the tiles are side by side. */
    private void joint(SafeXml.Element element) throws IOException {
      Area area = areas.get(areas.size() - 1);
      if (!area.isScanned()) {
        return;
      }
      long most = (long) area.columns() * area.rows();
      int last = (int) Math.min(most, Integer.MAX_VALUE);
      int first = element.integer("Tile1", 1, last) - 1;
      int second = element.integer("Tile2", 1, last) - 1;
      double confidence = Math.max(0, Math.min(100, element.number("Confidence")));
      int rows = Math.abs(first / area.columns() - second / area.columns());
      int columns = Math.abs(column(first, area) - column(second, area));
      boolean isSideways =
          switch (element.attribute("Direction")) {
            case "RIGHT", "LEFT" -> true;
            case "UP", "DOWN" -> false;
            default -> throw element.wrong("Direction", "RIGHT, LEFT, UP or DOWN");
          };
      if (rows != (isSideways ? 0 : 1) || columns != (isSideways ? 1 : 0)) {
        throw element.wrong("Tile2", "no neighbour of tile " + element.attribute("Tile1"));
      }
      if (isSideways) {
        sumX += confidence * element.number("OverlapX");
        weightX += confidence;
      } else {
        sumY += confidence * element.number("OverlapY");
        weightY += confidence;
      }
    }

    /** Every other row is counted backwards. */
    private static int column(int number, Area area) {
      int column = number % area.columns();
      return number / area.columns() % 2 == 0 ? column : area.columns() - 1 - column;
    }

    @Override
    public void end(String path, String text) {}

    Placement placement() throws SlideReadException {
      if (areas.isEmpty() || areas.size() != origins.size()) {
        throw new SlideReadException(
            fileName,
            WHAT + " describes " + areas.size() + " areas and " + origins.size() + " origins");
      }
      double advanceX = advance(tile.width(), sumX, weightX);
      double advanceY = advance(tile.height(), sumY, weightY);
      long top = 0;
      for (Area area : areas) {
        if (area.isScanned()) {
          top = Math.max(top, (long) area.y() + height(area, advanceY));
        }
      }
      List<TileArea> placed = new ArrayList<>();
      for (int i = 0; i < areas.size(); i++) {
        Area area = areas.get(i);
        if (area.isScanned()) {
          placed.add(
              new TileArea(
                  (long) area.x(),
                  top - (long) area.y() - height(area, advanceY),
                  origins.get(i).column(),
                  origins.get(i).row(),
                  area.columns(),
                  area.rows()));
        }
      }
      if (placed.isEmpty()) {
        throw new SlideReadException(fileName, WHAT + " describes no area that was scanned");
      }
      return new Placement(placed, advanceX, advanceY, 1);
    }

    private long height(Area area, double advanceY) {
      return (long) ((area.rows() - 1) * advanceY + tile.height());
    }

    private double advance(int side, double sum, double weight) throws SlideReadException {
      double advance = weight > 0 ? side - sum / weight : side;
      if (!(advance >= side / 2.0 && advance <= 2.0 * side)) {
        throw new SlideReadException(
            fileName, WHAT + " puts tiles of " + side + " px at a distance of " + advance + " px");
      }
      return advance;
    }
  }
}
