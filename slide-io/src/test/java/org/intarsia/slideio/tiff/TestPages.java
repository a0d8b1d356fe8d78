package org.intarsia.slideio.tiff;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.intarsia.slideio.PyramidLevel;
import org.intarsia.slideio.ReadOptions;
import org.intarsia.slideio.Region;
import org.intarsia.slideio.SlideReadException;
import org.intarsia.slideio.SlideReader;
import org.intarsia.slideio.SlideReaders;
import org.intarsia.slideio.tiff.TestTiff.Packing;
import org.intarsia.tiff.TiffDirectoryDraft;
import org.intarsia.tiff.TiffTag;
import org.intarsia.tiff.TiffWriter;
import org.intarsia.tiff.TiffWriter.Variant;

/** Writes TIFFs page by page, as scanners' software arranges them, and reads them whole. */
final class TestPages {
  private record Page(BufferedImage image, TestTiff style, Consumer<TiffDirectoryDraft> tags) {}

  private final List<Page> pages = new ArrayList<>();
  private final Variant variant;
  private final int tileWidth;
  private final int tileHeight;

  TestPages(Variant variant, int tileWidth, int tileHeight) {
    this.variant = variant;
    this.tileWidth = tileWidth;
    this.tileHeight = tileHeight;
  }

  /** A page in tiles. */
  TestPages tiled(BufferedImage image, String description, Consumer<TiffDirectoryDraft> tags) {
    TestTiff style = new TestTiff();
    style.tileWidth = tileWidth;
    style.tileHeight = tileHeight;
    style.packing = Packing.DEFLATE;
    return page(image, style, tags.andThen(describe(description)));
  }

  /** A page in strips. */
  TestPages strips(BufferedImage image, String description, Consumer<TiffDirectoryDraft> tags) {
    TestTiff style = new TestTiff();
    style.tiled = false;
    return page(image, style, tags.andThen(describe(description)));
  }

  TestPages page(BufferedImage image, TestTiff style, Consumer<TiffDirectoryDraft> tags) {
    pages.add(new Page(image, style, tags));
    return this;
  }

  private static Consumer<TiffDirectoryDraft> describe(String description) {
    return draft -> {
      if (!description.isEmpty()) {
        draft.text(TiffTag.IMAGE_DESCRIPTION, description);
      }
    };
  }

  static Consumer<TiffDirectoryDraft> nothing() {
    return draft -> {};
  }

  /** Writes the file anew. */
  Path write(Path file) throws IOException {
    Files.deleteIfExists(file);
    try (TiffWriter writer = TiffWriter.create(file, variant, ByteOrder.LITTLE_ENDIAN)) {
      List<TiffDirectoryDraft> drafts = new ArrayList<>();
      for (Page page : pages) {
        TiffDirectoryDraft draft =
            page.style().directory(writer, page.image(), page.style().missingBlock);
        page.tags().accept(draft);
        drafts.add(draft);
      }
      writer.finish(drafts);
    }
    return file;
  }

  /** A part of a picture; white where there is none. */
  static BufferedImage cut(BufferedImage image, Region region) {
    BufferedImage part =
        new BufferedImage(region.width(), region.height(), BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < region.height(); y++) {
      for (int x = 0; x < region.width(); x++) {
        int u = (int) region.x() + x;
        int v = (int) region.y() + y;
        boolean inside = u >= 0 && v >= 0 && u < image.getWidth() && v < image.getHeight();
        part.setRGB(x, y, inside ? image.getRGB(u, v) : 0xFFFFFF);
      }
    }
    return part;
  }

  /** All pixels of a level. */
  static byte[] whole(SlideReader reader, int level) throws IOException {
    PyramidLevel size = reader.metadata().level(level);
    byte[] rgb = new byte[(int) (3 * size.area())];
    reader.read(
        level, new Region(0, 0, (int) size.width(), (int) size.height()), ByteBuffer.wrap(rgb));
    return rgb;
  }

  /** Reads all levels of a file that must be refused. */
  static void assertRefused(Path file, Class<? extends SlideReadException> type, String regex) {
    assertThatThrownBy(
            () -> {
              try (SlideReader reader =
                  SlideReaders.open(file, ReadOptions.defaults().withReader("tiff"))) {
                for (PyramidLevel level : reader.metadata().levels()) {
                  whole(reader, level.index());
                }
              }
            })
        .isInstanceOf(type)
        .hasMessageMatching("(?s)" + file.getFileName() + ": " + regex);
  }
}
