package org.intarsia.training;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import org.intarsia.slideio.Region;
import org.intarsia.slideio.SlideReader;
import org.intarsia.tiler.LabelKey;

/** Labels from level 0 of a mask file, by its colours or grey values. */
record RasterLabels(SlideReader mask, LabelKey key) implements LabelSource {
  @Override
  public long width() {
    return mask.metadata().level(0).width();
  }

  @Override
  public long height() {
    return mask.metadata().level(0).height();
  }

  @Override
  public void read(Region region, byte[] labels) throws IOException {
    int pixels = Math.toIntExact(region.area());
    byte[] rgb = new byte[3 * pixels];
    mask.read(0, region, ByteBuffer.wrap(rgb));
    try {
      key.toLabels(rgb, pixels, labels);
    } catch (LabelKey.UnknownColorException e) {
      long x = region.x() + e.pixel() % region.width();
      long y = region.y() + e.pixel() / region.width();
      throw new IOException(
          "%s: at x %d, y %d: %s is no class; name it in the table of --classes, or mend the mask"
              .formatted(mask.metadata().name(), x, y, words(e.color())),
          e);
    }
  }

  private static String words(int color) {
    int grey = color & 0xFF;
    return color == grey * 0x010101
        ? "grey value " + grey
        : String.format(Locale.ROOT, "colour #%06X", color);
  }

  @Override
  public void close() throws IOException {
    mask.close();
  }
}
