package org.intarsia.slideio.tiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32;
import org.intarsia.slideio.PyramidLevel;
import org.intarsia.slideio.ReadOptions;
import org.intarsia.slideio.ReadOptions.CodecChoice;
import org.intarsia.slideio.Region;
import org.intarsia.slideio.SampleSlides;
import org.intarsia.slideio.SlideMetadata;
import org.intarsia.slideio.SlideReadException;
import org.intarsia.slideio.SlideReader;
import org.intarsia.slideio.SlideReaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Slides from scanners, where they are at hand. */
class RealSlidesTest {
  private static long crc(SlideReader reader, int level, Region region) throws IOException {
    ByteBuffer rgb = ByteBuffer.allocate((int) (3 * region.area()));
    reader.read(level, region, rgb);
    CRC32 crc = new CRC32();
    crc.update(rgb.flip());
    return crc.getValue();
  }

  @ParameterizedTest
  @EnumSource(CodecChoice.class)
  void aperioJpeg(CodecChoice codecs) throws IOException {
    Path file = SampleSlides.find("slides/CMU-1-Small-Region.svs");
    try (SlideReader reader = SlideReaders.open(file, ReadOptions.defaults().withCodecs(codecs))) {
      SlideMetadata metadata = reader.metadata();
      assertThat(metadata.format()).isEqualTo("Aperio SVS");
      assertThat(metadata.levels()).hasSize(1);
      PyramidLevel level = metadata.level(0);
      assertThat(new long[] {level.width(), level.height(), level.tileWidth(), level.tileHeight()})
          .containsExactly(2220, 2967, 240, 240);
      assertThat(metadata.micronsPerPixel()).hasValue(0.499);
      assertThat(metadata.magnification()).hasValue(20);
      assertThat(metadata.associatedImages()).containsExactly("thumbnail", "label", "macro");
      assertThat(reader.readAssociated("label").width()).isEqualTo(387);
      assertThat(reader.readAssociated("macro").height()).isEqualTo(431);
      assertThat(crc(reader, 0, new Region(0, 0, 2220, 2967)))
          .as("the pixels that OpenSlide gives")
          .isEqualTo(0xD8AA21F3L);
    }
  }

  @Test
  void aperioJpeg2000() throws IOException {
    Path file = SampleSlides.find("slides/1065626.svs");
    Region region = new Region(4000, 4000, 1024, 700);
    try (SlideReader java =
            SlideReaders.open(file, ReadOptions.defaults().withCodecs(CodecChoice.PURE_JAVA));
        SlideReader fastest = SlideReaders.open(file)) {
      assertThat(java.metadata().codec()).isEqualTo("java-jpeg2000");
      assertThat(java.metadata().levels())
          .extracting(PyramidLevel::width)
          .containsExactly(11952L, 2988L);
      assertThat(java.metadata().micronsPerPixel()).hasValue(0.5026);
      byte[] a = new byte[(int) (3 * region.area())];
      byte[] b = new byte[a.length];
      java.read(0, region, ByteBuffer.wrap(a));
      fastest.read(0, region, ByteBuffer.wrap(b));
      long sum = 0;
      for (int i = 0; i < a.length; i++) {
        int difference = Math.abs((a[i] & 0xFF) - (b[i] & 0xFF));
        assertThat(difference).isLessThanOrEqualTo(2);
        sum += difference;
      }
      assertThat(sum / (double) a.length).isLessThan(0.01);
    }
  }

  @Test
  void genericPyramid() throws IOException {
    Path file = SampleSlides.find("slides/1065626-pyramid-jpeg.tif");
    try (SlideReader reader = SlideReaders.open(file)) {
      SlideMetadata metadata = reader.metadata();
      assertThat(metadata.levels())
          .extracting(PyramidLevel::width)
          .containsExactly(11952L, 5976L, 2988L, 1494L, 747L, 373L, 186L);
      assertThat(metadata.micronsPerPixel().orElse(0)).isCloseTo(0.5026, within(1e-5));
      assertThat(crc(reader, 5, new Region(0, 0, 373, 320)))
          .as("the pixels that OpenSlide gives")
          .isEqualTo(0x029B8257L);
    }
  }

  @Test
  void fluorescenceIsRefusedByName() {
    Path file = SampleSlides.find("slides/2048x2048_ome6_tiled.ome.tif");
    assertThatThrownBy(() -> SlideReaders.open(file))
        .isInstanceOf(SlideReadException.class)
        .hasMessage(
            "2048x2048_ome6_tiled.ome.tif: not supported: 3 separate channels (fluorescence),"
                + " 16-bit samples; Intarsia reads 8-bit RGB");
  }
}
