package org.intarsia.slideio.tiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import org.intarsia.slideio.PyramidLevel;
import org.intarsia.slideio.SlideMetadata;
import org.intarsia.slideio.SlideReadException;
import org.intarsia.slideio.SlideReader;
import org.intarsia.slideio.SlideReaders;
import org.intarsia.slideio.TestImages;
import org.intarsia.slideio.UnsupportedSlideException;
import org.intarsia.slideio.tiff.TestTiff.Samples;
import org.intarsia.tiff.TiffDirectoryDraft;
import org.intarsia.tiff.TiffTag;
import org.intarsia.tiff.TiffWriter.Variant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class QptiffTest {
  private static final BufferedImage FINE = TestImages.soft(203, 131, 2);

  @TempDir private Path folder;

  private static String xml(String type) {
    return "<?xml version=\"1.0\" encoding=\"utf-16\"?>\r\n<PerkinElmer-QPI-ImageDescription>"
        + "<DescriptionVersion>2</DescriptionVersion><ImageType>"
        + type
        + "</ImageType><Objective>20x</Objective><ScanProfile><root><ImageType>no</ImageType></root>"
        + "</ScanProfile></PerkinElmer-QPI-ImageDescription>";
  }

  private static Consumer<TiffDirectoryDraft> tags() {
    return draft ->
        draft
            .text(TiffTag.SOFTWARE, "PerkinElmer-QPI")
            .rational(TiffTag.X_RESOLUTION, 20_000)
            .shorts(TiffTag.RESOLUTION_UNIT, 3);
  }

  @Test
  void brightfieldIsRead() throws IOException {
    BufferedImage half = TestImages.half(FINE);
    Path file =
        new TestPages(Variant.BIG, 64, 48)
            .tiled(FINE, xml("FullResolution"), tags())
            .strips(TestImages.soft(50, 33, 3), xml("Thumbnail"), tags())
            .tiled(half, xml("ReducedResolution"), tags())
            .tiled(TestImages.half(half), xml("ReducedResolution"), tags())
            .strips(TestImages.soft(60, 20, 4), xml("Overview"), tags())
            .strips(TestImages.soft(20, 20, 5), xml("Label"), tags())
            .write(folder.resolve("a.qptiff"));
    try (SlideReader reader = SlideReaders.open(file)) {
      SlideMetadata metadata = reader.metadata();
      assertThat(metadata.format()).isEqualTo("QPTIFF");
      assertThat(metadata.levels())
          .extracting(PyramidLevel::width)
          .containsExactly(203L, 101L, 50L);
      assertThat(metadata.micronsPerPixel().orElse(0)).isCloseTo(0.5, within(1e-9));
      assertThat(metadata.magnification()).hasValue(20);
      assertThat(metadata.associatedImages()).containsExactly("thumbnail", "macro", "label");
      assertThat(metadata.properties()).containsEntry("perkinelmer.Objective", "20x");
      assertThat(Arrays.equals(TestPages.whole(reader, 0), TestImages.rgb(FINE))).isTrue();
      assertThat(Arrays.equals(TestPages.whole(reader, 1), TestImages.rgb(half))).isTrue();
      assertThat(reader.readAssociated("macro").width()).isEqualTo(60);
    }
  }

  @Test
  void fluorescenceIsLeftToOthers() throws IOException {
    TestPages pages = new TestPages(Variant.BIG, 64, 48);
    for (int i = 0; i < 5; i++) {
      TestTiff grey = new TestTiff();
      grey.samples = Samples.GREY;
      pages.page(
          FINE,
          grey,
          tags().andThen(draft -> draft.text(TiffTag.IMAGE_DESCRIPTION, xml("FullResolution"))));
    }
    TestPages.assertRefused(
        pages.write(folder.resolve("f.qptiff")),
        UnsupportedSlideException.class,
        "not supported: QPTIFF of 5 separate channels \\(fluorescence\\)");
  }

  @Test
  void damageIsNamed() throws IOException {
    Path file = folder.resolve("b.qptiff");
    String cut = xml("FullResolution").substring(0, 150);
    TestPages.assertRefused(
        new TestPages(Variant.BIG, 64, 48).tiled(FINE, cut, tags()).write(file),
        SlideReadException.class,
        "the QPTIFF XML is damaged: .*");
    TestPages.assertRefused(
        new TestPages(Variant.BIG, 64, 48).tiled(FINE, xml("Label"), tags()).write(file),
        UnsupportedSlideException.class,
        "not supported: QPTIFF without an image of full resolution");
  }
}
