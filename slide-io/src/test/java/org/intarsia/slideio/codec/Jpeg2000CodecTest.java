package org.intarsia.slideio.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Random;
import ome.codecs.CodecOptions;
import ome.codecs.JPEG2000Codec;
import ome.codecs.JPEG2000CodecOptions;
import org.intarsia.slideio.SampleSlides;
import org.intarsia.slideio.TestImages;
import org.intarsia.slideio.codec.CodecSet.Preference;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
class Jpeg2000CodecTest {
  private static final int WIDTH = 70;
  private static final int HEIGHT = 50;

  private static byte[] encode(byte[] rgb) throws IOException {
    CodecOptions options = CodecOptions.getDefaultOptions();
    options.width = WIDTH;
    options.height = HEIGHT;
    options.channels = 3;
    options.bitsPerSample = 8;
    options.interleaved = true;
    options.lossless = true;
    options.littleEndian = false;
    try {
      return new JPEG2000Codec().compress(rgb, JPEG2000CodecOptions.getDefaultOptions(options));
    } catch (ome.codecs.CodecException e) {
      throw new IOException(e);
    }
  }

  private static byte[] decode(
      Preference preference, byte[] encoded, BlockShape shape, Jpeg2000Colors colors)
      throws CodecException {
    byte[] out = new byte[shape.bytes()];
    try (CodecSet set = CodecSet.open(preference)) {
      set.jpeg2000(colors).decode(encoded, shape, out);
    }
    return out;
  }

  private static byte[] codestream(byte[] encoded) {
    for (int i = 0; i + 3 < encoded.length; i++) {
      if (encoded[i] == (byte) 0xFF && encoded[i + 1] == 0x4F && encoded[i + 2] == (byte) 0xFF) {
        return Arrays.copyOfRange(encoded, i, encoded.length);
      }
    }
    throw new IllegalArgumentException("no codestream");
  }

  @ParameterizedTest
  @EnumSource(Preference.class)
  void losslessRgbComesBackExactly(Preference preference) throws IOException {
    byte[] rgb = TestImages.rgb(TestImages.soft(WIDTH, HEIGHT, 1));
    byte[] encoded = codestream(encode(rgb));
    BlockShape shape = BlockShape.of(WIDTH, HEIGHT, 3);
    assertThat(decode(preference, encoded, shape, Jpeg2000Colors.AS_STORED)).isEqualTo(rgb);
  }

  @ParameterizedTest
  @EnumSource(Preference.class)
  void ycbcrIsConverted(Preference preference) throws IOException {
    byte[] stored = TestImages.rgb(TestImages.soft(WIDTH, HEIGHT, 1));
    byte[] converted = stored.clone();
    YccToRgb.inPlace(converted, WIDTH * HEIGHT);
    BlockShape shape = BlockShape.of(WIDTH, HEIGHT, 3);
    assertThat(decode(preference, codestream(encode(stored)), shape, Jpeg2000Colors.YCBCR))
        .isEqualTo(converted);
  }

  @ParameterizedTest
  @CsvSource({
    "rgb_mct, AS_STORED",
    "rgb_nomct, AS_STORED",
    "ycbcr_444, YCBCR",
    "ycbcr_422, YCBCR",
    "ycbcr_420, YCBCR"
  })
  void samplesOfEverySubsamplingDecodeAlike(String name, Jpeg2000Colors colors) throws IOException {
    byte[] encoded = Files.readAllBytes(SampleSlides.find("more/slides/jpeg2000/" + name + ".j2k"));
    byte[] ppm = Files.readAllBytes(SampleSlides.find("more/slides/jpeg2000/" + name + ".ppm"));
    byte[] expected = Arrays.copyOfRange(ppm, ppm.length - 16 * 12 * 3, ppm.length);
    for (Preference preference : Preference.values()) {
      byte[] actual = decode(preference, encoded, BlockShape.of(16, 12, 3), colors);
      for (int i = 0; i < expected.length; i++) {
        assertThat(Math.abs((actual[i] & 0xFF) - (expected[i] & 0xFF)))
            .as("%s, byte %d", preference, i)
            .isLessThanOrEqualTo(2);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Preference.class)
  void truncatedStreamsAreRefused(Preference preference) throws IOException {
    byte[] rgb = TestImages.rgb(TestImages.soft(WIDTH, HEIGHT, 1));
    byte[] encoded = codestream(encode(rgb));
    BlockShape shape = BlockShape.of(WIDTH, HEIGHT, 3);
    for (int length : new int[] {0, 20, 60, encoded.length / 4, encoded.length / 2}) {
      byte[] cut = Arrays.copyOf(encoded, length);
      assertThatThrownBy(() -> decode(preference, cut, shape, Jpeg2000Colors.AS_STORED))
          .as("%d of %d bytes", length, encoded.length)
          .isInstanceOf(CodecException.class);
    }
  }

  @ParameterizedTest
  @EnumSource(Preference.class)
  void otherSizesAreRefusedBeforeDecoding(Preference preference) throws IOException {
    byte[] encoded = codestream(encode(TestImages.rgb(TestImages.soft(WIDTH, HEIGHT, 1))));
    assertThatThrownBy(
            () -> decode(preference, encoded, BlockShape.of(64, 50, 3), Jpeg2000Colors.AS_STORED))
        .isInstanceOf(CodecException.class)
        .hasMessage("JPEG 2000 image of 70 x 50 px in a block of 64 x 50");
  }

  @ParameterizedTest
  @EnumSource(Preference.class)
  void damageEndsInPixelsOrATypedError(Preference preference) throws IOException {
    byte[] sound = codestream(encode(TestImages.rgb(TestImages.soft(WIDTH, HEIGHT, 1))));
    BlockShape shape = BlockShape.of(WIDTH, HEIGHT, 3);
    Random random = new Random(99);
    int refused = 0;
    for (int round = 0; round < 150; round++) {
      byte[] bytes = sound.clone();
      for (int i = 0; i < 1 + random.nextInt(4); i++) {
        int range = random.nextBoolean() ? Math.min(160, bytes.length) : bytes.length;
        bytes[random.nextInt(range)] = (byte) random.nextInt(256);
      }
      try {
        decode(preference, bytes, shape, Jpeg2000Colors.AS_STORED);
      } catch (CodecException e) {
        assertThat(e.getMessage()).contains("JPEG 2000");
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }
}
