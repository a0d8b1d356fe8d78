package org.intarsia.slideio.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.intarsia.slideio.OpenedSlide;
import org.intarsia.slideio.PyramidLevel;
import org.intarsia.slideio.ReadOptions;
import org.intarsia.slideio.ReadOptions.CodecChoice;
import org.intarsia.slideio.ReadOptions.DeepSamples;
import org.intarsia.slideio.Region;
import org.intarsia.slideio.SampleSlides;
import org.intarsia.slideio.SlideMetadata;
import org.intarsia.slideio.SlideReader;
import org.intarsia.slideio.SlideReaders;
import org.intarsia.slideio.UnsupportedSlideException;
import org.intarsia.slideio.codec.CodecSet;
import org.intarsia.slideio.codec.CodecSet.Preference;
import org.intarsia.slideio.codec.StillImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Instances from other programs, where they are at hand. */
class RealDicomTest {
  private static final String CMU = "slides/dicom-cmu-1-small-region/level-0-frames-0-30.dcm";

  private static byte[] whole(SlideReader reader, int level) throws IOException {
    PyramidLevel size = reader.metadata().level(level);
    byte[] rgb = new byte[(int) (3 * size.area())];
    reader.read(
        level, new Region(0, 0, (int) size.width(), (int) size.height()), ByteBuffer.wrap(rgb));
    return rgb;
  }

  @ParameterizedTest
  @EnumSource(CodecChoice.class)
  void aFolderShowsWhatTheSlideItWasMadeFromShows(CodecChoice codecs) throws IOException {
    Path folder = SampleSlides.find(CMU).resolveSibling(".").normalize();
    Path svs = SampleSlides.find("slides/CMU-1-Small-Region.svs");
    OpenedSlide opened = SlideReaders.choose(folder, ReadOptions.defaults().withCodecs(codecs));
    assertThat(opened.provider()).isEqualTo("dicom");
    try (SlideReader dicom = opened.reader();
        SlideReader tiff = SlideReaders.open(svs)) {
      SlideMetadata metadata = dicom.metadata();
      assertThat(metadata.levels()).hasSize(12);
      assertThat(metadata.level(0).width()).isEqualTo(2220);
      assertThat(metadata.level(0).height()).isEqualTo(2967);
      assertThat(metadata.level(0).tileWidth()).isEqualTo(500);
      assertThat(metadata.level(11).width()).isEqualTo(1);
      assertThat(metadata.micronsPerPixel().orElse(0)).isCloseTo(0.499, within(1e-9));
      byte[] actual = whole(dicom, 0);
      byte[] expected = whole(tiff, 0);
      long sum = 0;
      long[] bias = new long[3];
      for (int i = 0; i < actual.length; i++) {
        int difference = (actual[i] & 0xFF) - (expected[i] & 0xFF);
        bias[i % 3] += difference;
        sum += Math.abs(difference);
      }
      assertThat(sum / (double) actual.length)
          .as("the tiles were compressed anew, with subsampled chroma")
          .isLessThan(3.5);
      for (long channel : bias) {
        assertThat(3.0 * channel / actual.length).isBetween(-1.5, 1.5);
      }
    }
  }

  /** The JPEG streams of a file whose frames are one fragment each. */
  private static List<byte[]> streams(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int at = bytes.length - 8;
    while (in.getInt(at) != 0x00107FE0) {
      at--;
    }
    List<byte[]> streams = new ArrayList<>();
    at += 12;
    at += 8 + in.getInt(at + 4);
    while (in.getInt(at) == 0xE000FFFE) {
      int length = in.getInt(at + 4);
      streams.add(Arrays.copyOfRange(bytes, at + 8, at + 8 + length));
      at += 8 + length;
    }
    return streams;
  }

  @Test
  void everyTileIsItsJpegStreamDecodedAlone() throws IOException {
    Path file = SampleSlides.find(CMU);
    List<byte[]> streams = streams(file);
    assertThat(streams).hasSize(30);
    try (SlideReader reader = SlideReaders.open(file);
        CodecSet codecs = CodecSet.open(Preference.NATIVE)) {
      for (int i = 0; i < streams.size(); i++) {
        StillImage image =
            StillImage.decode(streams.get(i), StillImage.Format.JPEG, codecs, 250_000);
        int left = i % 5 * 500;
        int top = i / 5 * 500;
        int columns = Math.min(500, 2220 - left);
        int rows = Math.min(500, 2967 - top);
        byte[] tile = new byte[3 * columns * rows];
        reader.read(0, new Region(left, top, columns, rows), ByteBuffer.wrap(tile));
        for (int y = 0; y < rows; y++) {
          int from = 3 * y * columns;
          assertThat(
                  Arrays.equals(
                      tile,
                      from,
                      from + 3 * columns,
                      image.rgb(),
                      1500 * y,
                      1500 * y + 3 * columns))
              .as("tile %d, row %d", i, y)
              .isTrue();
        }
      }
    }
  }

  @Test
  void uncompressedTilesAreTheBytesOfTheFile() throws IOException {
    Path file = SampleSlides.find("more/slides/dicom/sm_image.dcm");
    byte[] bytes = Files.readAllBytes(file);
    try (SlideReader reader = SlideReaders.open(file)) {
      SlideMetadata metadata = reader.metadata();
      assertThat(metadata.levels()).hasSize(1);
      assertThat(metadata.properties()).containsEntry("dicom.Manufacturer", "Test Manufacturer");
      assertThat(metadata.properties().toString()).doesNotContain("Patient", "AA01", "Physician");
      byte[] actual = whole(reader, 0);
      int pixels = bytes.length - 7500;
      for (int y = 0; y < 50; y++) {
        for (int x = 0; x < 50; x++) {
          int frame = y / 10 * 5 + x / 10;
          int in = pixels + 3 * (frame * 100 + y % 10 * 10 + x % 10);
          int out = 3 * (y * 50 + x);
          assertThat(Arrays.equals(actual, out, out + 3, bytes, in, in + 3)).isTrue();
        }
      }
    }
  }

  @Test
  void deepGreyIsRefusedOrScaled() throws IOException {
    Path file = SampleSlides.find("more/slides/dicom/sm_image_grayscale.dcm");
    assertThatThrownBy(() -> SlideReaders.open(file))
        .isInstanceOf(UnsupportedSlideException.class)
        .hasMessage(
            "sm_image_grayscale.dcm: not supported: 16-bit samples; Intarsia reads 8-bit RGB");
    byte[] bytes = Files.readAllBytes(file);
    int pixels = bytes.length - 5000;
    ReadOptions scaled = ReadOptions.defaults().withDeepSamples(DeepSamples.SCALE);
    try (SlideReader reader = SlideReaders.open(file, scaled)) {
      byte[] actual = whole(reader, 0);
      int value = (bytes[pixels + 2] & 0xFF) | (bytes[pixels + 3] & 0xFF) << 8;
      assertThat(actual[3] & 0xFF).isEqualTo(Math.round(value * 255.0 / 65535));
    }
  }
}
