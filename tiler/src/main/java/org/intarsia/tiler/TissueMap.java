package org.intarsia.tiler;

import java.io.IOException;
import org.intarsia.slideio.Region;
import org.intarsia.slideio.RgbImage;
import org.intarsia.slideio.SlideReader;

/**
 * Where a slide holds tissue, seen at low resolution; selects the tiles that are worth segmenting.
 *
 * <p>The slide is averaged over square cells, whose saturation {@code max(R,G,B) - min(R,G,B)} is
 * looked at. Otsu's threshold (N. Otsu, 1979: it maximises the variance between the two groups)
 * tells glass from tissue; a cell is tissue if it is above that threshold, or {@value #ABOVE_GLASS}
 * grey levels above the median of the glass, whichever is less, so that pale fragments count. The
 * threshold is held between {@value #LOWEST_THRESHOLD} and {@value #HIGHEST_THRESHOLD}: a slide
 * full of tissue keeps its pale parts, an empty one is not split by its noise. Black (unscanned)
 * and grey (pen, shadow) areas are no tissue. A slide without any colour is all tissue where it has
 * dark parts (an electron micrograph), and empty glass where it has none.
 *
 * <p>A tile is selected if its core, grown by the margin on all sides, touches a tissue cell. The
 * margin of {@value #MARGIN_CELLS} cells keeps pale tissue at the edge, lumina and fat.
 *
 * <p>Immutable and thread-safe. Memory is at most {@value #LARGEST_SIDE} squared bytes, whatever
 * the slide's size.
 */
public final class TissueMap implements TileSelector {
  static final int LOWEST_THRESHOLD = 8;
  static final int HIGHEST_THRESHOLD = 20;
  static final int ABOVE_GLASS = 10;
  static final int MARGIN_CELLS = 3;
  static final int LARGEST_SIDE = 1024;
  private static final int SMALLEST_CELL = 16;
  private static final int COLOURLESS = 4;
  private static final int BRIGHT = 200;

  private final int cell;
  private final int columns;
  private final int rows;
  private final boolean[] tissue;
  private final int threshold;

  private TissueMap(int cell, int columns, int rows, boolean[] tissue, int threshold) {
    this.cell = cell;
    this.columns = columns;
    this.rows = rows;
    this.tissue = tissue;
    this.threshold = threshold;
  }

  /**
   * Looks at a whole slide at low resolution.
   *
   * @param slide any reader; its coarser levels are used where it has them
   * @param width columns of the level that tiles refer to
   * @param height rows of that level
   */
  public static TissueMap of(SlideReader slide, long width, long height) throws IOException {
    int cell = SMALLEST_CELL;
    while (Math.max(width, height) / cell > LARGEST_SIDE - 1) {
      cell *= 2;
    }
    int columns = (int) ((width + cell - 1) / cell);
    int rows = (int) ((height + cell - 1) / cell);
    RgbImage small = Thumbnail.read(slide, columns, rows);
    return of(small, cell);
  }

  /** A map from the averaged colours of cells that are {@code cell} pixels wide and high. */
  static TissueMap of(RgbImage cells, int cell) {
    byte[] rgb = cells.rgb();
    int[] saturation = new int[cells.width() * cells.height()];
    int[] histogram = new int[256];
    int most = 0;
    int darkest = 255;
    for (int i = 0; i < saturation.length; i++) {
      int r = rgb[3 * i] & 0xFF;
      int g = rgb[3 * i + 1] & 0xFF;
      int b = rgb[3 * i + 2] & 0xFF;
      saturation[i] = Math.max(r, Math.max(g, b)) - Math.min(r, Math.min(g, b));
      histogram[saturation[i]]++;
      most = Math.max(most, saturation[i]);
      darkest = Math.min(darkest, g);
    }
    int threshold =
        most < COLOURLESS && darkest < BRIGHT
            ? -1
            : Math.min(HIGHEST_THRESHOLD, Math.max(LOWEST_THRESHOLD, threshold(histogram)));
    boolean[] tissue = new boolean[saturation.length];
    for (int i = 0; i < saturation.length; i++) {
      tissue[i] = saturation[i] > threshold;
    }
    return new TissueMap(cell, cells.width(), cells.height(), tissue, threshold);
  }

  private static int threshold(int[] histogram) {
    int otsu = otsu(histogram);
    long glass = 0;
    for (int value = 0; value <= otsu; value++) {
      glass += histogram[value];
    }
    int median = 0;
    for (long seen = histogram[0]; 2 * seen < glass; seen += histogram[median]) {
      median++;
    }
    return Math.min(otsu, median + ABOVE_GLASS);
  }

  /** The value up to which the lower of the two groups reaches. */
  static int otsu(int[] histogram) {
    long total = 0;
    double sum = 0;
    for (int value = 0; value < histogram.length; value++) {
      total += histogram[value];
      sum += (double) value * histogram[value];
    }
    long below = 0;
    double sumBelow = 0;
    double best = -1;
    int threshold = 0;
    for (int value = 0; value < histogram.length; value++) {
      below += histogram[value];
      sumBelow += (double) value * histogram[value];
      if (below == 0 || below == total) {
        continue;
      }
      double difference = sumBelow / below - (sum - sumBelow) / (total - below);
      double between = (double) below * (total - below) * difference * difference;
      if (between > best) {
        best = between;
        threshold = value;
      }
    }
    return threshold;
  }

  @Override
  public boolean selects(Tile tile) {
    Region core = tile.core();
    int left = (int) Math.max(0, core.x() / cell - MARGIN_CELLS);
    int top = (int) Math.max(0, core.y() / cell - MARGIN_CELLS);
    int right = (int) Math.min(columns - 1L, (core.right() - 1) / cell + MARGIN_CELLS);
    int bottom = (int) Math.min(rows - 1L, (core.bottom() - 1) / cell + MARGIN_CELLS);
    for (int y = top; y <= bottom; y++) {
      for (int x = left; x <= right; x++) {
        if (tissue[y * columns + x]) {
          return true;
        }
      }
    }
    return false;
  }

  /** Side of a cell in pixels of the level that tiles refer to. */
  public int cell() {
    return cell;
  }

  /**
   * Grey levels of saturation above which a cell is tissue; -1 for a slide without colour but with
   * dark parts.
   */
  public int threshold() {
    return threshold;
  }

  /** The part of all cells that is tissue, 0 to 1. */
  public double tissueFraction() {
    int count = 0;
    for (boolean one : tissue) {
      count += one ? 1 : 0;
    }
    return (double) count / tissue.length;
  }
}
