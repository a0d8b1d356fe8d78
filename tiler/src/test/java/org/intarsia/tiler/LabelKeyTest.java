package org.intarsia.tiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelKeyTest {
  @TempDir private Path folder;

  private static byte[] labels(LabelKey key, int... colors) {
    byte[] rgb = new byte[3 * colors.length];
    for (int i = 0; i < colors.length; i++) {
      rgb[3 * i] = (byte) (colors[i] >> 16);
      rgb[3 * i + 1] = (byte) (colors[i] >> 8);
      rgb[3 * i + 2] = (byte) colors[i];
    }
    byte[] labels = new byte[colors.length];
    key.toLabels(rgb, colors.length, labels);
    return labels;
  }

  private static SortedSet<Integer> colors(Integer... colors) {
    return new TreeSet<>(List.of(colors));
  }

  private Path table(String text) throws IOException {
    return Files.writeString(folder.resolve("classes.csv"), text);
  }

  @Test
  void aTableMapsColoursAndGreyValues() throws IOException {
    LabelKey key =
        LabelKey.read(
            table(
                """
                label,name,color,value
                0,glass,#FFFFFF,10
                1,gland,#820082,20
                255,pen,#000000,30
                """));
    assertThat(key.classes()).isEqualTo(2);
    assertThat(key.name(1)).isEqualTo("gland");
    assertThat(labels(key, 0xFFFFFF, 0x820082, 0, 0x0A0A0A, 0x141414, 0x1E1E1E, 0x820082))
        .containsExactly(0, 1, 255, 0, 1, 255, 1);
    assertThat(key.label("GLAND")).isEqualTo(1);
    assertThatThrownBy(() -> key.label("stroma"))
        .hasMessage("no class is called 'stroma'; there are glass, gland");
  }

  @Test
  void withoutAColumnOfValuesGreyIsTheLabel() throws IOException {
    LabelKey key = LabelKey.read(table("label,name,color\n0,glass,#FFFFFF\n1,gland,#820082\n"));
    assertThat(labels(key, 0, 0x010101, 0xFFFFFF, 0x820082)).containsExactly(0, 1, 0, 1);
  }

  @Test
  void anUnknownColourIsNamedWithItsPlace() throws IOException {
    LabelKey key = LabelKey.read(table("label,name,color\n0,glass,#FFFFFF\n1,gland,#820082\n"));
    assertThatThrownBy(() -> labels(key, 0, 1, 0x123456))
        .isInstanceOfSatisfying(
            LabelKey.UnknownColorException.class, e -> assertThat(e.pixel()).isEqualTo(1))
        .hasMessage("colour #000001 is none of the classes");
    assertThatThrownBy(() -> labels(key, 0x070707)).hasMessage("value 7 is none of the classes");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name,color | line 1: the first line must name the columns label,name,color and optionally"
            + " value",
        "label,name,color;0,a | line 2: 2 cells for 3 columns",
        "label,name,color;0,a,red;1,b,#000001 | line 2: color must be #RRGGBB, not 'red'",
        "label,name,color;x,a,#000000 | line 2: label must be 0 to 255, not 'x'",
        "label,name,color;0,a,#000000;2,b,#000001 | line 3: labels must count from 0 without gaps,"
            + " at least 2; found [0, 2]",
        "label,name,color;0,a,#000000;1,b,#000000 | line 3: #000000 is the colour of two classes",
        "label,name,color;0,a,#010101;1,b,#FF0000 | line 3: #010101 means two classes, one as a"
            + " grey value",
        "label,name,color,value;0,a,#000000,5;1,b,#FF0000,5 | line 3: grey value 5 is that of two"
            + " classes",
      })
  void aWrongTableIsNamed(String text, String message) throws IOException {
    Path file = table(text.strip().replace(";", "\n") + "\n");
    assertThatThrownBy(() -> LabelKey.read(file)).hasMessage(file + ", " + message);
  }

  @Test
  void smallGreyValuesAreLabels() {
    LabelKey key = LabelKey.discover(colors(0, 0x010101, 0x070707));
    assertThat(key.classes()).isEqualTo(8);
    assertThat(labels(key, 0, 0x010101, 0x070707, 0x050505, 0xFFFFFF))
        .containsExactly(0, 1, 7, 5, 255);
  }

  @Test
  void fewLargeGreyValuesAreLabelsInTheirOrder() {
    LabelKey key = LabelKey.discover(colors(0, 0xFFFFFF, 0x808080));
    assertThat(key.entries())
        .extracting(LabelKey.Entry::name)
        .containsExactly("background", "class 1", "class 2");
    assertThat(labels(key, 0xFFFFFF, 0, 0x808080)).containsExactly(2, 0, 1);
    assertThatThrownBy(() -> labels(key, 0x818181)).hasMessage("value 129 is none of the classes");
  }

  @Test
  void coloursWithoutATableAreListedAsOne() {
    assertThatThrownBy(() -> LabelKey.discover(colors(0, 0xFF0000)))
        .hasMessage(
            "the masks are in colour; say what the colours mean with --classes FILE, such as\n"
                + "label,name,color\n0,class 0,#000000\n1,class 1,#FF0000");
  }

  @Test
  void manyLargeGreyValuesNeedATable() {
    SortedSet<Integer> all = new TreeSet<>();
    for (int v = 0; v < 100; v++) {
      all.add(v * 0x010101);
    }
    assertThatThrownBy(() -> LabelKey.discover(all))
        .hasMessageStartingWith("the masks have 100 grey values, up to 99");
  }

  @Test
  void aMaskOfOursDescribesItself() {
    TreeMap<String, String> properties = new TreeMap<>();
    for (int i = 0; i < 2; i++) {
      properties.put("ome.org.intarsia/class-names/" + i, "tissue " + i);
      properties.put("ome.org.intarsia/class-colours/" + i, "#00FF0" + i);
    }
    LabelKey key = LabelKey.describedBy(properties).orElseThrow();
    assertThat(key.entries())
        .containsExactly(
            new LabelKey.Entry("tissue 0", 0x00FF00), new LabelKey.Entry("tissue 1", 0x00FF01));
    assertThat(labels(key, 0x00FF01, 0x00FF00)).containsExactly(1, 0);
    assertThat(LabelKey.describedBy(new TreeMap<>())).isEmpty();
  }
}
