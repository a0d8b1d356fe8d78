package org.intarsia.slideio.tiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.intarsia.slideio.ReadOptions;
import org.intarsia.slideio.ReadOptions.DeepSamples;
import org.intarsia.slideio.Region;
import org.intarsia.slideio.SlideReadException;
import org.intarsia.slideio.SlideReader;
import org.intarsia.slideio.SlideReaders;
import org.intarsia.slideio.UnsupportedSlideException;
import org.intarsia.tiff.TiffCompression;
import org.intarsia.tiff.TiffDirectoryDraft;
import org.intarsia.tiff.TiffTag;
import org.intarsia.tiff.TiffWriter;
import org.intarsia.tiff.TiffWriter.Variant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Depths, predictors, byte and bit orders, palettes, Y Cb Cr, Zstandard and WebP. */
class SampleKindsTest {
  private static final int SIDE = 13;

  /** 16 x 16 px, red 16 x, green 16 y, blue 8 (x + y), lossless. */
  private static final String WEBP =
      "UklGRiwAAABXRUJQVlA4TCAAAAAvD8ADAJmM6H9sClGIgvc/ICQgTPD/sKgORMQEgNW7AA==";

  /** A strip of samples and the tags that tell of them. */
  private record Kind(int bits, int samples, int compression, ByteOrder order, int predictor) {
    int[] values(long seed) {
      return new Random(seed).ints((long) SIDE * SIDE * samples, 0, 1 << bits).toArray();
    }

    int rowSamples() {
      return SIDE * samples;
    }

    byte[] strip(int[] values) {
      byte[] packed = pack(differences(values));
      return switch (compression) {
        case TiffCompression.ZSTD -> Zstd.compress(packed);
        case TiffCompression.DEFLATE -> TestTiff.deflate(packed);
        default -> packed;
      };
    }

    private int[] differences(int[] values) {
      if (predictor == 1) {
        return values;
      }
      int[] out = values.clone();
      for (int i = 0; i < out.length; i++) {
        if (i % rowSamples() >= samples) {
          out[i] = (values[i] - values[i - samples]) & ((1 << bits) - 1);
        }
      }
      return out;
    }

    private byte[] pack(int[] values) {
      int rowBytes = (rowSamples() * bits + 7) / 8;
      byte[] packed = new byte[rowBytes * SIDE];
      for (int i = 0; i < values.length; i++) {
        for (int b = 0; b < bits; b++) {
          int bit = i % rowSamples() * bits + b;
          int at = i / rowSamples() * rowBytes + bit / 8;
          packed[at] |= (byte) ((values[i] >> (bits - 1 - b) & 1) << (7 - bit % 8));
        }
      }
      if (bits == 16 && order == ByteOrder.LITTLE_ENDIAN) {
        for (int i = 0; i < packed.length; i += 2) {
          byte high = packed[i];
          packed[i] = packed[i + 1];
          packed[i + 1] = high;
        }
      }
      return packed;
    }

    void describe(TiffDirectoryDraft draft) {
      int[] depths = new int[samples];
      Arrays.fill(depths, bits);
      draft
          .shorts(TiffTag.BITS_PER_SAMPLE, depths)
          .shorts(TiffTag.SAMPLES_PER_PIXEL, samples)
          .shorts(TiffTag.COMPRESSION, compression)
          .shorts(TiffTag.PREDICTOR, predictor)
          .shorts(TiffTag.PHOTOMETRIC, samples < 3 ? 1 : 2);
    }
  }

  @TempDir private Path folder;

  /** A TIFF of one strip for every plane. */
  private Path write(ByteOrder order, int side, Consumer<TiffDirectoryDraft> tags, byte[]... strips)
      throws IOException {
    Path file = folder.resolve("kind.tif");
    Files.deleteIfExists(file);
    try (TiffWriter writer = TiffWriter.create(file, Variant.CLASSIC, order)) {
      TiffDirectoryDraft draft =
          new TiffDirectoryDraft()
              .longs(TiffTag.IMAGE_WIDTH, side)
              .longs(TiffTag.IMAGE_LENGTH, side)
              .longs(TiffTag.ROWS_PER_STRIP, side);
      long[] offsets = new long[strips.length];
      long[] counts = new long[strips.length];
      for (int i = 0; i < strips.length; i++) {
        offsets[i] = writer.append(strips[i]);
        counts[i] = strips[i].length;
      }
      draft.offsets(TiffTag.STRIP_OFFSETS, offsets).offsets(TiffTag.STRIP_BYTE_COUNTS, counts);
      tags.accept(draft);
      writer.finish(List.of(draft));
    }
    return file;
  }

  private static byte[] read(Path file, DeepSamples deepSamples) throws IOException {
    ReadOptions options = ReadOptions.defaults().withDeepSamples(deepSamples);
    try (SlideReader reader = SlideReaders.open(file, options)) {
      int width = (int) reader.metadata().level(0).width();
      int height = (int) reader.metadata().level(0).height();
      byte[] rgb = new byte[3 * width * height];
      reader.read(0, new Region(0, 0, width, height), ByteBuffer.wrap(rgb));
      return rgb;
    }
  }

  private static byte[] scaled(int[] values, int bits, int samples) {
    double most = (1 << bits) - 1;
    byte[] rgb = new byte[values.length / samples * 3];
    for (int i = 0; i < rgb.length; i++) {
      int value = values[i / 3 * samples + Math.min(samples - 1, i % 3)];
      rgb[i] = (byte) Math.round(value * 255 / most);
    }
    return rgb;
  }

  @ParameterizedTest(name = "{0} bits, {1} samples, compression {2}, predictor {3}")
  @CsvSource({
    "1, 1, 1, 1",
    "2, 1, 8, 1",
    "3, 1, 50000, 1",
    "4, 3, 1, 1",
    "5, 3, 8, 1",
    "6, 1, 1, 1",
    "7, 3, 50000, 1",
    "8, 3, 50000, 2",
    "9, 1, 1, 1",
    "10, 3, 8, 1",
    "12, 3, 1, 1",
    "14, 1, 50000, 1",
    "16, 1, 1, 1",
    "16, 3, 8, 2",
    "16, 3, 50000, 2",
    "16, 1, 50000, 2"
  })
  void samplesOfAnyDepthBecomeBytes(int bits, int samples, int compression, int predictor)
      throws IOException {
    for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
      Kind kind = new Kind(bits, samples, compression, order, predictor);
      int[] values = kind.values(bits + samples);
      Path file = write(order, SIDE, kind::describe, kind.strip(values));
      assertThat(read(file, DeepSamples.SCALE)).isEqualTo(scaled(values, bits, samples));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 8, 12, 16})
  void planesOfAnyDepth(int bits) throws IOException {
    Kind rgb = new Kind(bits, 3, TiffCompression.ZSTD, ByteOrder.BIG_ENDIAN, bits % 8 == 0 ? 2 : 1);
    Kind plane = new Kind(bits, 1, rgb.compression(), rgb.order(), rgb.predictor());
    int[] values = rgb.values(9);
    byte[][] strips = new byte[3][];
    for (int c = 0; c < 3; c++) {
      int channel = c;
      strips[c] =
          plane.strip(IntStream.range(0, SIDE * SIDE).map(i -> values[3 * i + channel]).toArray());
    }
    Consumer<TiffDirectoryDraft> tags = rgb::describe;
    Path file =
        write(
            rgb.order(),
            SIDE,
            tags.andThen(draft -> draft.shorts(TiffTag.PLANAR_CONFIGURATION, 2)),
            strips);
    assertThat(read(file, DeepSamples.SCALE)).isEqualTo(scaled(values, bits, 3));
  }

  @Test
  void reversedBitsAreTurned() throws IOException {
    Kind kind = new Kind(4, 1, TiffCompression.DEFLATE, ByteOrder.LITTLE_ENDIAN, 1);
    int[] values = kind.values(5);
    byte[] strip = kind.strip(values);
    SamplePacking.reverse(strip);
    Consumer<TiffDirectoryDraft> tags = kind::describe;
    Path file =
        write(kind.order(), SIDE, tags.andThen(d -> d.shorts(TiffTag.FILL_ORDER, 2)), strip);
    assertThat(read(file, DeepSamples.REFUSE)).isEqualTo(scaled(values, 4, 1));
  }

  @Test
  void deepSamplesAreRefusedUnlessScalingIsAskedFor() throws IOException {
    Kind kind = new Kind(16, 3, 1, ByteOrder.LITTLE_ENDIAN, 1);
    Path file = write(kind.order(), SIDE, kind::describe, kind.strip(kind.values(1)));
    assertThatThrownBy(() -> read(file, DeepSamples.REFUSE))
        .isInstanceOf(UnsupportedSlideException.class)
        .hasMessageMatching(
            "kind.tif: not supported: 16-bit samples; Intarsia reads 8-bit RGB, and these with"
                + " --scale-16-bit \\(at byte \\d+\\)");
  }

  @Test
  void whiteMayBeZeroAtAnyDepth() throws IOException {
    Kind kind = new Kind(2, 1, 1, ByteOrder.LITTLE_ENDIAN, 1);
    int[] values = kind.values(3);
    Consumer<TiffDirectoryDraft> tags = kind::describe;
    Path file =
        write(
            kind.order(),
            SIDE,
            tags.andThen(d -> d.shorts(TiffTag.PHOTOMETRIC, 0)),
            kind.strip(values));
    int[] inverted = Arrays.stream(values).map(v -> 3 - v).toArray();
    assertThat(read(file, DeepSamples.REFUSE)).isEqualTo(scaled(inverted, 2, 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void palettesOfFewColours(int bits) throws IOException {
    Kind kind = new Kind(bits, 1, 1, ByteOrder.LITTLE_ENDIAN, 1);
    int count = 1 << bits;
    int[] map = new Random(bits).ints(3L * count, 0, 1 << 16).toArray();
    int[] values = kind.values(4);
    Consumer<TiffDirectoryDraft> tags = kind::describe;
    Path file =
        write(
            kind.order(),
            SIDE,
            tags.andThen(d -> d.shorts(TiffTag.PHOTOMETRIC, 3).shorts(TiffTag.COLOR_MAP, map)),
            kind.strip(values));
    byte[] expected = new byte[3 * values.length];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = (byte) (map[i % 3 * count + values[i / 3]] >> 8);
    }
    assertThat(read(file, DeepSamples.REFUSE)).isEqualTo(expected);
  }

  @Test
  void subsampledYcbcrWithoutJpeg() throws IOException {
    // Units of 2 x 2 Y, then Cb and Cr; 3 x 3 px are 2 x 2 units.
    byte[] units = new byte[4 * 6];
    for (int unit = 0; unit < 4; unit++) {
      byte[] one = {50, 100, (byte) 150, (byte) 200, (byte) 128, (byte) 128};
      System.arraycopy(one, 0, units, 6 * unit, 6);
    }
    units[22] = 90;
    units[23] = (byte) 240;
    units[18] = 100;
    Path file =
        write(
            ByteOrder.LITTLE_ENDIAN,
            3,
            draft ->
                draft
                    .shorts(TiffTag.BITS_PER_SAMPLE, 8, 8, 8)
                    .shorts(TiffTag.SAMPLES_PER_PIXEL, 3)
                    .shorts(TiffTag.COMPRESSION, 1)
                    .shorts(TiffTag.YCBCR_SUBSAMPLING, 2, 2)
                    .shorts(TiffTag.PHOTOMETRIC, 6),
            units);
    byte[] rgb = read(file, DeepSamples.REFUSE);
    int[] reds = IntStream.range(0, 9).map(i -> rgb[3 * i] & 0xFF).toArray();
    assertThat(reds).containsExactly(50, 100, 50, 150, 200, 150, 50, 100, 255);
    assertThat(Arrays.copyOfRange(rgb, 24, 27)).containsExactly(255, 33, 33);
  }

  @Test
  void webpIsDecoded() throws IOException {
    byte[] webp = Base64.getDecoder().decode(WEBP);
    byte[] expected = new byte[3 * 16 * 16];
    for (int i = 0; i < 256; i++) {
      expected[3 * i] = (byte) (i % 16 * 16);
      expected[3 * i + 1] = (byte) (i / 16 * 16);
      expected[3 * i + 2] = (byte) ((i % 16 + i / 16) * 8);
    }
    Kind kind = new Kind(8, 3, TiffCompression.WEBP, ByteOrder.LITTLE_ENDIAN, 1);
    Path file = write(kind.order(), 16, kind::describe, webp);
    assertThat(read(file, DeepSamples.REFUSE)).isEqualTo(expected);
    Path wrong = write(kind.order(), 15, kind::describe, webp);
    assertThatThrownBy(() -> read(wrong, DeepSamples.REFUSE))
        .isInstanceOf(SlideReadException.class)
        .hasMessageEndingWith("WebP image of 16 x 16 px in a block of 15 x 15");
    for (int length = 13; length < webp.length; length += 3) {
      Path cut = write(kind.order(), 16, kind::describe, Arrays.copyOf(webp, length));
      assertThatThrownBy(() -> read(cut, DeepSamples.REFUSE))
          .isInstanceOf(SlideReadException.class)
          .hasMessageContaining("WebP image");
    }
  }

  @Test
  void damagedZstandardIsNamed() throws IOException {
    Kind kind = new Kind(8, 1, TiffCompression.ZSTD, ByteOrder.LITTLE_ENDIAN, 1);
    assertDamaged(
        kind, Zstd.compress(new byte[60_000_000]), "decompresses to more than the 169 .*");
    assertDamaged(kind, Zstd.compress(new byte[100]), "holds only 100 of 169 bytes");
    assertDamaged(kind, new byte[] {1, 2, 3, 4, 5, 6, 7, 8}, "damaged Zstandard stream: .*");
  }

  private void assertDamaged(Kind kind, byte[] strip, String reason) throws IOException {
    Path file = write(kind.order(), SIDE, kind::describe, strip);
    assertThatThrownBy(() -> read(file, DeepSamples.REFUSE))
        .isInstanceOf(SlideReadException.class)
        .hasMessageMatching("kind.tif: level 0, .*strip 0 at byte 8: " + reason);
  }

  @Test
  void lzwOfTheFirstDaysHasItsBitsReversed() throws IOException {
    Kind kind = new Kind(8, 1, TiffCompression.LZW, ByteOrder.LITTLE_ENDIAN, 1);
    int[] values = kind.values(8);
    byte[] strip = new byte[2 * values.length];
    int bit = 0;
    for (int i = 0; i < values.length; i++) {
      for (int code : i % 100 == 0 ? new int[] {256, values[i]} : new int[] {values[i]}) {
        for (int b = 0; b < 9; b++, bit++) {
          strip[bit / 8] |= (byte) ((code >> b & 1) << bit % 8);
        }
      }
    }
    Path file = write(kind.order(), SIDE, kind::describe, strip);
    assertThat(read(file, DeepSamples.REFUSE)).isEqualTo(scaled(values, 8, 1));
  }
}
