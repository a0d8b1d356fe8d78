package org.intarsia.stitcher;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.intarsia.slideio.RgbImage;
import org.intarsia.stitcher.overlay.BitmapFont;
import org.intarsia.stitcher.overlay.Canvas;
import org.intarsia.stitcher.overlay.JpegEncoder;

/**
 * A slide's thumbnail with the classes in their colours and a legend of their shares.
 *
 * <p>The background class is not drawn. Immutable; safe from many threads.
 */
public final class Overlay {
  private static final int WHITE = 0xFFFFFF;
  private static final int FRAME = 0x606060;

  /** Parts of 256 that the class's colour has in a tinted pixel. */
  private static final int TINT = 96;

  private final MaskLayout layout;
  private final int background;
  private final int cell;
  private final int columns;
  private final byte[] map;
  private final long[] pixels;

  Overlay(MaskLayout layout, int background, int cell, byte[] map, long[] pixels) {
    this.layout = layout;
    this.background = background;
    this.cell = cell;
    this.columns = (int) ((layout.width() + cell - 1) / cell);
    this.map = map;
    this.pixels = pixels;
  }

  /** Exact number of the mask's pixels of a class. */
  public long pixels(int label) {
    return pixels[label];
  }

  /**
   * The tinted thumbnail with the legend below it, as a JPEG file.
   *
   * @param thumbnail the area of the mask, of any size
   */
  public byte[] jpeg(RgbImage thumbnail) throws IOException {
    return JpegEncoder.encode(draw(thumbnail));
  }

  /**
   * The tinted thumbnail with the legend below it.
   *
   * @param thumbnail the area of the mask, of any size
   */
  public RgbImage render(RgbImage thumbnail) {
    Canvas canvas = draw(thumbnail);
    return new RgbImage(canvas.width(), canvas.height(), canvas.rgb());
  }

  private Canvas draw(RgbImage thumbnail) {
    int scale = Math.max(1, Math.round(thumbnail.width() / 600f));
    Legend legend = new Legend(entries(), scale, thumbnail.width());
    int width = Math.max(thumbnail.width(), legend.width());
    Canvas canvas = new Canvas(width, thumbnail.height() + legend.height());
    canvas.fill(0, 0, width, canvas.height(), WHITE);
    tint(canvas, thumbnail);
    legend.draw(canvas, thumbnail.height());
    return canvas;
  }

  private void tint(Canvas canvas, RgbImage thumbnail) {
    for (int y = 0; y < thumbnail.height(); y++) {
      for (int x = 0; x < thumbnail.width(); x++) {
        int at = 3 * (y * thumbnail.width() + x);
        byte[] rgb = thumbnail.rgb();
        int colour = (rgb[at] & 0xFF) << 16 | (rgb[at + 1] & 0xFF) << 8 | (rgb[at + 2] & 0xFF);
        int label = label(x, y, thumbnail);
        canvas.set(x, y, label == background ? colour : blend(colour, label));
      }
    }
  }

  /** The class of the cell in which the middle of a thumbnail's pixel lies. */
  private int label(int x, int y, RgbImage thumbnail) {
    long column = (2L * x + 1) * layout.width() / (2L * thumbnail.width()) / cell;
    long row = (2L * y + 1) * layout.height() / (2L * thumbnail.height()) / cell;
    return map[(int) (row * columns + column)] & 0xFF;
  }

  private int blend(int colour, int label) {
    int tint = layout.classes().get(label).rgb();
    int mixed = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      int part = (colour >> shift & 0xFF) * (256 - TINT) + (tint >> shift & 0xFF) * TINT;
      mixed |= ((part + 128) >> 8) << shift;
    }
    return mixed;
  }

  private record Entry(String text, int rgb) {}

  private List<Entry> entries() {
    double total = (double) layout.width() * layout.height();
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < pixels.length; i++) {
      LabelClass label = layout.classes().get(i);
      String share =
          String.format(Locale.ROOT, "%s %.1f %%", label.name(), 100 * pixels[i] / total);
      entries.add(new Entry(share, label.rgb()));
    }
    return entries;
  }

  /** Colour boxes and texts in as many columns as fit below the thumbnail. */
  private static final class Legend {
    private static final int BOX = 9;
    private static final int LINE = 13;
    private static final int MARGIN = 6;

    private final List<Entry> entries;
    private final int scale;
    private final int columnWidth;
    private final int columns;

    Legend(List<Entry> entries, int scale, int width) {
      this.entries = entries;
      this.scale = scale;
      int widest = 0;
      for (Entry entry : entries) {
        widest = Math.max(widest, Canvas.textWidth(entry.text(), scale));
      }
      this.columnWidth = widest + (BOX + 2 * MARGIN) * scale;
      this.columns = Math.max(1, (width - MARGIN * scale) / columnWidth);
    }

    int width() {
      return Math.min(columns, entries.size()) * columnWidth + MARGIN * scale;
    }

    private int lines() {
      return (entries.size() + columns - 1) / columns;
    }

    int height() {
      return (lines() * LINE + 2 * MARGIN) * scale;
    }

    void draw(Canvas canvas, int top) {
      BitmapFont font = BitmapFont.load();
      for (int i = 0; i < entries.size(); i++) {
        int x = MARGIN * scale + i / lines() * columnWidth;
        int y = top + (MARGIN + i % lines() * LINE) * scale;
        int end = x + BOX * scale;
        canvas.fill(x, y, end, y + BOX * scale, FRAME);
        canvas.fill(x + scale, y + scale, end - scale, y + (BOX - 1) * scale, entries.get(i).rgb());
        canvas.text(font, end + MARGIN * scale, y + scale, scale, entries.get(i).text());
      }
    }
  }
}
