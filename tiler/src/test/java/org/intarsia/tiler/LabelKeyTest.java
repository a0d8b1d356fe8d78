package org.intarsia.tiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.intarsia.slideio.Region;
import org.intarsia.slideio.SlideReadException;
import org.intarsia.tiler.LabelKey.Entry;
import org.intarsia.tiler.LabelKey.UnknownColorException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelKeyTest {
  @TempDir private Path folder;

  private static byte[] rgb(int... colors) {
    byte[] rgb = new byte[3 * colors.length];
    for (int i = 0; i < colors.length; i++) {
      rgb[3 * i] = (byte) (colors[i] >> 16);
      rgb[3 * i + 1] = (byte) (colors[i] >> 8);
      rgb[3 * i + 2] = (byte) colors[i];
    }
    return rgb;
  }

  private static byte[] greys(int... values) {
    int[] colors = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      colors[i] = values[i] * 0x010101;
    }
    return rgb(colors);
  }

  private static byte[] labels(LabelKey key, byte[] rgb) {
    byte[] labels = new byte[rgb.length / 3];
    key.toLabels(rgb, labels.length, labels);
    return labels;
  }

  private LabelKey read(String text) throws IOException {
    return LabelKey.read(Files.writeString(folder.resolve("classes.csv"), text));
  }

  private Path png(String name, int... values) throws IOException {
    BufferedImage image = new BufferedImage(values.length, 1, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < values.length; x++) {
      image.setRGB(x, 0, values[x]);
    }
    Path file = folder.resolve(name);
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  @Test
  void readsColoursAndGreyValues() throws IOException {
    LabelKey key =
        read(
            """
            label,name,color,value
            1,gland,#ff8000,128
            0,glass,#FFFFFF,255
            255,unsure,#000000,0
            2,"fat, loose",#0000FF,
            """);
    assertThat(key.classes()).isEqualTo(3);
    assertThat(key.name(2)).isEqualTo("fat, loose");
    assertThat(key.color(1)).isEqualTo(0xFF8000);
    assertThat(labels(key, rgb(0xFF8000, 0x808080, 0xFFFFFF, 0x020202, 0x0000FF, 0)))
        .containsExactly(1, 1, 0, 2, 2, 255);
    assertThatExceptionOfType(UnknownColorException.class)
        .isThrownBy(() -> labels(key, rgb(0xFF8000, 0xFF8001)))
        .withMessage("color #FF8001 of pixel 1 is no class")
        .satisfies(e -> assertThat(e.color()).isEqualTo(0xFF8001))
        .satisfies(e -> assertThat(e.pixel()).isEqualTo(1));
    assertThatExceptionOfType(UnknownColorException.class)
        .isThrownBy(() -> labels(key, greys(0, 9)))
        .withMessage("grey value 9 of pixel 1 is no class");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> key.name(3))
        .withMessage("label 3 is not one of 3 classes");
  }

  private void refused(String table, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(table))
        .withMessageStartingWith(folder.resolve("classes.csv").toString())
        .withMessageContaining(message);
  }

  @Test
  void refusesTablesThatAreNone() {
    refused("label,color\n0,#000000\n", "begins with the line label,name,color (and may have");
    refused("label,name,color\nx,a,#000000\n", ", line 2: label must be a whole number, not 'x'");
    refused("label,name,color\n0,a,#00000\n", ", line 2: color must be #RRGGBB, not '#00000'");
    refused("label,name,color\n0,,#000000\n", ", line 2: label 0 has no name");
    refused("label,name,color\n0,a\n", ", line 2: 2 columns, not 3");
    refused("label,name,color\n256,a,#000000\n", ", line 2: a label must be 0 to 255, not 256");
    refused("label,name,color,value\n0,a,#000000,-1\n", "must be 0 to 255, not -1");
    refused("label,name,color\n", ": a key of labels needs at least one class");
    refused("label,name,color\n0,a,#000000\n2,b,#FF0000\n", "label 1 is missing");
    refused("label,name,color\n0,a,#0000FF\n0,b,#FF0000\n", "label 0 is there twice");
    refused("label,name,color\n0,a,#0000FF\n1,A,#FF0000\n", "two labels are named A");
    refused("label,name,color\n0,a,#FF0000\n1,b,#FF0000\n", "both label 0 and label 1");
    refused(
        "label,name,color\n0,a,#FFFFFF\n1,b,#000000\n",
        "#000000 is the color or the grey value of both label 1 and label 0; a column 'value'");
  }

  @Test
  void ignoresAValueOfTheTruth() {
    LabelKey key = LabelKey.plain(3).ignoring(255).ignoring(1);
    assertThat(labels(key, greys(0, 1, 2, 255))).containsExactly(0, 255, 2, 255);
    LabelKey colored =
        LabelKey.colored(List.of(new Entry(0, "a", 0xFFFFFF, 0), new Entry(1, "b", 0xFF0000, 1)));
    assertThat(labels(colored.ignoring(255), rgb(0xFFFFFF, 0xFF0000))).containsExactly(0, 1);
    assertThat(labels(colored.ignoring(1), rgb(0xFFFFFF, 0xFF0000))).containsExactly(0, 255);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> key.ignoring(256))
        .withMessage("the ignored value must be 0 to 255, not 256");
  }

  @Test
  void discoversWhatValuesMeanOverAllMasks() throws IOException {
    LabelKey plain = LabelKey.discover(List.of(png("a.png", 0, 0x020202), png("b.png", 0x050505)));
    assertThat(plain.classes()).isEqualTo(6);
    assertThat(labels(plain, greys(5, 3))).containsExactly(5, 3);
    LabelKey ranked =
        LabelKey.discover(List.of(png("a.png", 0, 0xFFFFFF), png("b.png", 0x808080, 0)));
    assertThat(ranked.classes()).isEqualTo(3);
    assertThat(ranked.name(1)).isEqualTo("value 128");
    assertThat(labels(ranked, greys(255, 128, 0))).containsExactly(2, 1, 0);
    Path colored = png("c.png", 0xFF0000, 0x00FF00, 0xFF0000);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabelKey.discover(List.of(colored)))
        .withMessageContaining("2 colors were found, as a table: label,name,color / 0,class 0,")
        .withMessageEndingWith("0,class 0,#00FF00 / 1,class 1,#FF0000");
    LabelDiscovery many = new LabelDiscovery().add(greys(0, 1, 2, 3, 4, 5, 6, 7, 255), 9);
    assertThatIllegalArgumentException()
        .isThrownBy(many::key)
        .withMessageStartingWith(
            "9 grey values up to 255 are neither labels (at most 31) nor few (at most 8)");
    assertThat(many.ignoring(255).key().classes()).isEqualTo(8);
    assertThat(labels(many.key(), greys(7, 255))).containsExactly(7, 255);
  }

  @Test
  void aMaskNamesFileAndPlaceOfAnUnknownColour() throws IOException {
    try (LabelMask mask = LabelMask.open(png("a.png", 0, 0x010101, 0x090909))) {
      assertThat(mask.statedKey()).isEmpty();
      byte[] labels = new byte[2];
      mask.read(new Region(0, 0, 2, 1), LabelKey.plain(2), labels);
      assertThat(labels).containsExactly(0, 1);
      assertThatExceptionOfType(SlideReadException.class)
          .isThrownBy(() -> mask.read(new Region(1, 0, 2, 1), LabelKey.plain(2), labels))
          .withMessage(
              "a.png: grey value 9 at (2, 0) is no class; the classes are 0 class 0 (#000000),"
                  + " 1 class 1 (#010101)");
    }
  }
}
