package org.intarsia.testdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SyntheticBiopsyTest {
  private record Rendered(byte[] rgb, byte[] labels) {}

  private static Rendered render(SyntheticBiopsy biopsy, long x, long y, int w, int h) {
    byte[] rgb = new byte[3 * w * h];
    byte[] labels = new byte[w * h];
    biopsy.render(x, y, w, h, rgb, labels);
    return new Rendered(rgb, labels);
  }

  /** Shares of the tissues over a slide sampled at 4 micrometres a pixel. */
  private static double[] composition(long seed, Diagnosis diagnosis) {
    SyntheticBiopsy biopsy = SyntheticBiopsy.of(new BiopsySpec(seed, 500, 500, diagnosis, 4));
    byte[] labels = new byte[250_000];
    biopsy.labels(0, 0, 500, 500, labels);
    double[] shares = new double[8];
    for (byte label : labels) {
      shares[label] += 1.0 / labels.length;
    }
    return shares;
  }

  private static double share(double[] shares, Tissue tissue) {
    return shares[tissue.label()];
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, -7, 99, 123_456_789_012L})
  void everyRegionAloneIsWhatItIsInALargerOne(long seed) {
    Random random = new Random(seed);
    Diagnosis diagnosis = List.of(Diagnosis.values()).get(random.nextInt(4));
    double micronsPerPixel = new double[] {0.25, 0.5, 1, 2}[random.nextInt(4)];
    BiopsySpec spec = new BiopsySpec(seed, 5000, 4000, diagnosis, micronsPerPixel);
    long left = random.nextInt(4400);
    long top = random.nextInt(3600);
    Rendered whole = render(SyntheticBiopsy.of(spec), left, top, 400, 300);
    SyntheticBiopsy again = SyntheticBiopsy.of(spec);
    for (int i = 0; i < 25; i++) {
      int w = 1 + random.nextInt(120);
      int h = 1 + random.nextInt(120);
      int x = random.nextInt(400 - w + 1);
      int y = random.nextInt(300 - h + 1);
      Rendered part = render(again, left + x, top + y, w, h);
      byte[] rgb = new byte[3 * w * h];
      byte[] labels = new byte[w * h];
      again.rgb(left + x, top + y, w, h, rgb);
      again.labels(left + x, top + y, w, h, labels);
      assertThat(rgb).isEqualTo(part.rgb());
      assertThat(labels).isEqualTo(part.labels());
      for (int row = 0; row < h; row++) {
        int at = (y + row) * 400 + x;
        assertThat(rgb(part.rgb(), 3 * row * w, 3 * w)).isEqualTo(rgb(whole.rgb(), 3 * at, 3 * w));
        assertThat(rgb(part.labels(), row * w, w)).isEqualTo(rgb(whole.labels(), at, w));
      }
    }
  }

  private static byte[] rgb(byte[] from, int at, int length) {
    return Arrays.copyOfRange(from, at, at + length);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {3, 4})
  void aFarCornerOfAHugeSlideNeedsOnlyItself(long seed) {
    BiopsySpec spec = BiopsySpec.of(seed, 100_000, 100_000, Diagnosis.INVASIVE);
    Rendered large = render(SyntheticBiopsy.of(spec), 99_000, 98_900, 130, 140);
    Rendered small = render(SyntheticBiopsy.of(spec), 99_077, 98_911, 7, 5);
    for (int row = 0; row < 5; row++) {
      assertThat(rgb(small.rgb(), 21 * row, 21))
          .isEqualTo(rgb(large.rgb(), 3 * ((11 + row) * 130 + 77), 21));
    }
  }

  @Test
  void manyThreadsSeeTheSamePicture() {
    SyntheticBiopsy biopsy = SyntheticBiopsy.of(BiopsySpec.of(8, 2000, 2000, Diagnosis.DCIS));
    Rendered expected = render(biopsy, 800, 900, 200, 100);
    boolean same =
        IntStream.range(0, 12)
            .parallel()
            .mapToObj(i -> render(biopsy, 800, 900, 200, 100))
            .allMatch(
                r ->
                    Arrays.equals(r.rgb(), expected.rgb())
                        && Arrays.equals(r.labels(), expected.labels()));
    assertThat(same).isTrue();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void theCompositionFollowsTheDiagnosis(long seed) {
    double[] benign = composition(seed, Diagnosis.BENIGN);
    double[] atypia = composition(seed, Diagnosis.ATYPIA);
    double[] dcis = composition(seed, Diagnosis.DCIS);
    double[] invasive = composition(seed, Diagnosis.INVASIVE);
    assertThat(share(benign, Tissue.MALIGNANT_EPITHELIUM)).isZero();
    assertThat(share(benign, Tissue.NECROSIS)).isZero();
    assertThat(share(benign, Tissue.DESMOPLASTIC_STROMA)).isZero();
    assertThat(share(atypia, Tissue.NECROSIS)).isZero();
    assertThat(share(atypia, Tissue.MALIGNANT_EPITHELIUM)).isBetween(0.01, 0.25);
    assertThat(share(dcis, Tissue.MALIGNANT_EPITHELIUM))
        .isGreaterThan(1.4 * share(atypia, Tissue.MALIGNANT_EPITHELIUM));
    assertThat(share(dcis, Tissue.NECROSIS)).isGreaterThan(0.01);
    assertThat(share(invasive, Tissue.DESMOPLASTIC_STROMA))
        .isGreaterThan(3 * share(dcis, Tissue.DESMOPLASTIC_STROMA))
        .isGreaterThan(0.15);
    assertThat(share(invasive, Tissue.MALIGNANT_EPITHELIUM)).isGreaterThan(0.05);
    assertThat(share(benign, Tissue.BENIGN_EPITHELIUM))
        .isGreaterThan(share(dcis, Tissue.BENIGN_EPITHELIUM));
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(Diagnosis.class)
  void everyTissueOfTheDiagnosisOccurs(Diagnosis diagnosis) {
    double[] shares = composition(5, diagnosis);
    for (Tissue tissue : Tissue.values()) {
      boolean expected =
          switch (tissue) {
            case BACKGROUND, BENIGN_EPITHELIUM, NORMAL_STROMA, SECRETION, BLOOD -> true;
            case MALIGNANT_EPITHELIUM -> diagnosis != Diagnosis.BENIGN;
            case NECROSIS, DESMOPLASTIC_STROMA ->
                diagnosis == Diagnosis.DCIS || diagnosis == Diagnosis.INVASIVE;
          };
      assertThat(share(shares, tissue) > 0.0005).as(tissue.title()).isEqualTo(expected);
    }
  }

  @Test
  void anotherStainChangesColoursAndNotLabels() {
    SyntheticBiopsy biopsy = SyntheticBiopsy.of(BiopsySpec.of(6, 1500, 1500, Diagnosis.ATYPIA));
    Rendered mine = render(biopsy, 600, 600, 200, 200);
    Rendered other = render(biopsy.restained(77), 600, 600, 200, 200);
    assertThat(other.labels()).isEqualTo(mine.labels());
    long difference = 0;
    for (int i = 0; i < mine.rgb().length; i++) {
      difference += Math.abs((mine.rgb()[i] & 0xFF) - (other.rgb()[i] & 0xFF));
    }
    assertThat((double) difference / mine.rgb().length).isGreaterThan(2);
    assertThat(render(biopsy.restained(6), 600, 600, 200, 200).rgb()).isEqualTo(mine.rgb());
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(Diagnosis.class)
  void coloursFitTheLabels(Diagnosis diagnosis) {
    SyntheticBiopsy biopsy = SyntheticBiopsy.of(new BiopsySpec(5, 700, 700, diagnosis, 2));
    Rendered rendered = render(biopsy, 0, 0, 700, 700);
    double[] sum = new double[8];
    int[] count = new int[8];
    for (int i = 0; i < rendered.labels().length; i++) {
      int label = rendered.labels()[i];
      int red = rendered.rgb()[3 * i] & 0xFF;
      sum[label] += red;
      count[label]++;
      assertThat(label != 0 || red > 140).as("dark background: " + red).isTrue();
    }
    double background = sum[0] / count[0];
    double epithelium = sum[1] / count[1];
    double stroma = sum[3] / count[3];
    assertThat(background).isGreaterThan(225);
    assertThat(stroma).isBetween(epithelium + 20, background - 5);
  }

  @Test
  void glassIsBright() {
    SyntheticBiopsy biopsy = SyntheticBiopsy.of(BiopsySpec.of(9, 3000, 3000, Diagnosis.BENIGN));
    Rendered corner = render(biopsy, 0, 0, 40, 40);
    for (byte sample : corner.rgb()) {
      assertThat(sample & 0xFF).isGreaterThan(225);
    }
    assertThat(corner.labels()).containsOnly(0);
  }

  @Test
  void resolutionsShowTheSameTissue() {
    BiopsySpec fine = new BiopsySpec(12, 1000, 1000, Diagnosis.DCIS, 0.5);
    BiopsySpec coarse = new BiopsySpec(12, 250, 250, Diagnosis.DCIS, 2);
    byte[] labels = new byte[1_000_000];
    byte[] reduced = new byte[62_500];
    SyntheticBiopsy.of(fine).labels(0, 0, 1000, 1000, labels);
    SyntheticBiopsy.of(coarse).labels(0, 0, 250, 250, reduced);
    int same = 0;
    for (int i = 0; i < reduced.length; i++) {
      same += labels[(i / 250 * 4 + 2) * 1000 + i % 250 * 4 + 2] == reduced[i] ? 1 : 0;
    }
    assertThat(same / 62_500.0).isGreaterThan(0.95);
  }

  @ParameterizedTest(name = "{0} with seed {1}")
  @CsvSource({
    "BENIGN, 1, 979c0eea0640bad3",
    "ATYPIA, 2, 06196a4dd43797e4",
    "DCIS, 3, a7944d114e93b053",
    "INVASIVE, 4, 1fcc87d9475317a7",
  })
  void thePixelsAreTheSameOnEveryMachine(Diagnosis diagnosis, long seed, String digest)
      throws NoSuchAlgorithmException {
    SyntheticBiopsy biopsy = SyntheticBiopsy.of(BiopsySpec.of(seed, 1200, 1000, diagnosis));
    Rendered rendered = render(biopsy, 300, 200, 600, 500);
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    sha.update(rendered.rgb());
    sha.update(rendered.labels());
    assertThat(HexFormat.of().formatHex(sha.digest())).startsWith(digest);
  }

  @Test
  void refusesRegionsOutsideAndArraysTooShort() {
    SyntheticBiopsy biopsy = SyntheticBiopsy.of(BiopsySpec.of(1, 100, 50, Diagnosis.BENIGN));
    assertThatThrownBy(() -> biopsy.rgb(90, 0, 11, 5, new byte[1000]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("region 11 x 5 at 90, 0 does not lie in 100 x 50");
    assertThatThrownBy(() -> biopsy.labels(0, 0, 0, 5, new byte[1000]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("region 0 x 5 at 0, 0 does not lie in 100 x 50");
    assertThatThrownBy(() -> biopsy.rgb(0, 0, 10, 10, new byte[299]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("rgb array of 299 bytes: the region needs 300");
    assertThatThrownBy(() -> BiopsySpec.of(1, 0, 5, Diagnosis.DCIS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("biopsy of 0 x 5 pixels: a side is 1 to 4194304");
    assertThatThrownBy(() -> new BiopsySpec(1, 5, 5, Diagnosis.DCIS, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("biopsy with NaN micrometres per pixel: the limits are 0.05 and 64");
  }

  @Test
  void theLegendIsThatOfTheBreastBiopsyLabels() {
    assertThat(Tissue.ofLabel(4)).isEqualTo(Tissue.DESMOPLASTIC_STROMA);
    assertThat(Tissue.DESMOPLASTIC_STROMA.rgb()).isEqualTo(0x9696FF);
    for (Tissue tissue : Tissue.values()) {
      assertThat(Tissue.ofLabel(tissue.label())).isEqualTo(tissue);
    }
    assertThatThrownBy(() -> Tissue.ofLabel(8))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("label 8 is not 0 to 7");
  }

  @ParameterizedTest
  @EnumSource(names = {"ATYPIA", "DCIS", "INVASIVE"})
  void theLessALesionExtendsTheLessIsMalignant(Diagnosis diagnosis) {
    double[] malignant = new double[3];
    double[] extents = {0, 0.3, 1};
    for (int k = 0; k < extents.length; k++) {
      for (long seed = 0; seed < 6; seed++) {
        BiopsySpec spec = new BiopsySpec(seed, 500, 500, diagnosis, 4).withLesionExtent(extents[k]);
        byte[] labels = new byte[250_000];
        SyntheticBiopsy.of(spec).labels(0, 0, 500, 500, labels);
        for (byte label : labels) {
          malignant[k] += label == Tissue.MALIGNANT_EPITHELIUM.label() ? 1.0 / 250_000 / 6 : 0;
        }
      }
    }
    assertThat(malignant[0]).isLessThan(0.005);
    assertThat(malignant[1]).isBetween(0.1 * malignant[2], 0.7 * malignant[2]);
  }

  @Test
  void theExtentOfALesionIsAPart() {
    BiopsySpec spec = BiopsySpec.of(1, 10, 10, Diagnosis.DCIS);
    assertThat(spec.lesionExtent()).isEqualTo(1);
    assertThatThrownBy(() -> spec.withLesionExtent(1.5))
        .hasMessage("the extent of a lesion is 0 to 1, not 1.5");
  }
}
