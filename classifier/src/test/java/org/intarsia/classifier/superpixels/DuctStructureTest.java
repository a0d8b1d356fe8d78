package org.intarsia.classifier.superpixels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DuctStructureTest {
  private static final int SIDE = 900;

  /** Discs of malignant epithelium (2) with necrosis (7) inside, in stroma (3), background (0). */
  private static byte[] discs(int... centresAndRadii) {
    byte[] labels = new byte[SIDE * SIDE];
    for (int i = 0; i < labels.length; i++) {
      int column = i % SIDE;
      int row = i / SIDE;
      labels[i] = (byte) (row < SIDE / 10 ? 0 : 3);
      for (int k = 0; k < centresAndRadii.length; k += 3) {
        double distance = Math.hypot(column - centresAndRadii[k], row - centresAndRadii[k + 1]);
        if (distance < centresAndRadii[k + 2]) {
          labels[i] = (byte) (distance < centresAndRadii[k + 2] / 3.0 ? 7 : 2);
        }
      }
    }
    return labels;
  }

  private static byte[] picture(byte[] labels) {
    byte[] rgb = new byte[3 * labels.length];
    Random random = new Random(3);
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (40 + 25 * labels[i / 3] + random.nextInt(8));
    }
    return rgb;
  }

  private static DuctStructure structure(byte[] labels) {
    DuctStructure structure = new DuctStructure(8, Set.of(1, 2, 5, 7));
    structure.add(picture(labels), labels, SIDE);
    return structure;
  }

  @Test
  void aDuctIsNecroticInsideMalignantAroundAndLiesInStroma() {
    DuctStructure structure = structure(discs(450, 480, 250));
    assertThat(structure.ducts()).isEqualTo(1);
    double[] values = structure.values();
    assertThat(values).hasSize(88);
    assertThat(Arrays.stream(values).sum()).isCloseTo(1, within(1e-12));
    List<String> names = DuctStructure.names(List.of("0", "1", "2", "3", "4", "5", "6", "7"));
    assertThat(names.get(0)).isEqualTo("duct_out5_0");
    assertThat(values[names.indexOf("duct_border_2")])
        .isGreaterThan(3 * values[names.indexOf("duct_border_3")]);
    assertThat(values[names.indexOf("duct_out2_3")]).isPositive();
    assertThat(values[names.indexOf("duct_out2_7")]).isZero();
    assertThat(values[names.indexOf("duct_in4_7")] + values[names.indexOf("duct_in3_7")])
        .isPositive();
    assertThat(values[names.indexOf("duct_in3_3")]).isZero();
  }

  @Test
  void everyDuctCountsAlsoTheLastOne() {
    assertThat(structure(discs(220, 300, 170, 650, 600, 170)).ducts()).isEqualTo(2);
  }

  @Test
  void smallAndThinOnesAreNoDucts() {
    assertThat(structure(discs(450, 480, 110)).ducts()).isZero();
    byte[] bar = discs();
    for (int y = 400; y < 449; y++) {
      Arrays.fill(bar, y * SIDE, (y + 1) * SIDE, (byte) 1);
    }
    DuctStructure none = structure(bar);
    assertThat(none.ducts()).isZero();
    assertThat(none.values()).containsOnly(0);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void erosionIsThatOfEverySquare(int side) {
    Random random = new Random(side * 0x9E3779B97F4A7C15L);
    int width = 9 + random.nextInt(9);
    int height = 9 + random.nextInt(9);
    boolean[] inside = new boolean[width * height];
    for (int i = 0; i < inside.length; i++) {
      inside[i] = random.nextInt(8) > 0;
    }
    boolean[] eroded = Morphology.eroded(inside, width, side);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        boolean all = true;
        for (int dy = -(side / 2); dy < side - side / 2; dy++) {
          for (int dx = -(side / 2); dx < side - side / 2; dx++) {
            boolean within = x + dx >= 0 && x + dx < width && y + dy >= 0 && y + dy < height;
            all &= within && inside[(y + dy) * width + x + dx];
          }
        }
        assertThat(eroded[y * width + x]).as("%d, %d", x, y).isEqualTo(all);
      }
    }
  }

  @Test
  void hullsHaveCornersOnlyAndClosedOutlines() {
    List<int[]> points = new ArrayList<>();
    for (int x = 0; x <= 4; x++) {
      for (int y = 0; y <= 3; y++) {
        points.add(new int[] {x, y});
      }
    }
    assertThat(ConvexHull.corners(points)).hasSize(4);
    assertThat(ConvexHull.outline(points)).hasSize(14);
    assertThat(ConvexHull.outline(List.of(new int[] {5, 6}, new int[] {5, 6}))).hasSize(1);
    assertThat(ConvexHull.outline(List.of(new int[] {1, 1}, new int[] {4, 1}))).hasSize(6);
  }

  @Test
  void wrongArgumentsAreNamed() {
    assertThatThrownBy(() -> new DuctStructure(3, Set.of(7)))
        .hasMessage("label 7 is none of 3 classes");
    assertThatThrownBy(() -> new DuctStructure(3, Set.of(1)).add(new byte[3], new byte[2], 2))
        .hasMessage("3 bytes and 2 labels are no region of 2 columns");
  }
}
