package org.intarsia.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.intarsia.slideio.Region;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AugmentationTest {
  private static PatchMap map(Augmentation augmentation, int side, long seed) {
    return PatchMap.draw(
        augmentation.movement(),
        PatchMap.Centre.ofPatchAt(100, 200, side),
        side,
        RandomNumbers.of(1, seed));
  }

  @Test
  void withoutMovementEveryPixelStays() {
    PatchMap map = map(Augmentation.NONE, 6, 1);
    for (int i = 0; i < 36; i++) {
      assertThat(map.x()[i]).isEqualTo(100 + i % 6);
      assertThat(map.y()[i]).isEqualTo(200 + i / 6);
    }
    assertThat(map.hull()).isEqualTo(new Region(100, 200, 7, 7));
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void symmetriesArePermutationsAndThereAreEight(int side) {
    Set<String> seen = new HashSet<>();
    for (int seed = 0; seed < 200; seed++) {
      PatchMap map = map(Augmentation.FLIPS, side, seed);
      Set<Integer> places = new HashSet<>();
      for (int i = 0; i < side * side; i++) {
        int x = (int) map.x()[i] - 100;
        int y = (int) map.y()[i] - 200;
        assertThat(map.x()[i] - 100).isEqualTo(x).isBetween(0f, side - 1f);
        assertThat(map.y()[i] - 200).isEqualTo(y).isBetween(0f, side - 1f);
        places.add(y * side + x);
      }
      assertThat(places).hasSize(side * side);
      seen.add(Arrays.toString(map.x()) + Arrays.toString(map.y()));
    }
    assertThat(seen).hasSize(8);
  }

  @Test
  void rotationAndZoomKeepTheCentreAndScaleDistances() {
    Augmentation turned =
        new Augmentation(
            new Augmentation.Movement(Augmentation.Symmetry.ALL, 180, 2, 0, 0),
            Augmentation.Colours.NONE);
    for (int seed = 0; seed < 50; seed++) {
      PatchMap map = map(turned, 5, seed);
      assertThat(map.x()[12]).isCloseTo(102, within(1e-4f));
      assertThat(map.y()[12]).isCloseTo(202, within(1e-4f));
      double right = Math.hypot(map.x()[13] - map.x()[12], map.y()[13] - map.y()[12]);
      double down = Math.hypot(map.x()[17] - map.x()[12], map.y()[17] - map.y()[12]);
      assertThat(right).isBetween(0.5 - 1e-4, 2 + 1e-4).isCloseTo(down, within(1e-3));
    }
  }

  @Test
  void shiftsAreWholePixelsWithinTheirLimit() {
    Augmentation shifted =
        new Augmentation(
            new Augmentation.Movement(Augmentation.Symmetry.NONE, 0, 1, 10, 0),
            Augmentation.Colours.NONE);
    Set<Float> seen = new HashSet<>();
    for (int seed = 0; seed < 500; seed++) {
      PatchMap map = map(shifted, 3, seed);
      seen.add(map.x()[0] - 100);
      assertThat(map.y()[0] - 200).isBetween(-10f, 10f);
    }
    assertThat(seen).hasSize(21).allMatch(shift -> shift == Math.rint(shift));
  }

  @Test
  void elasticDisplacementsHaveTheirDeviationAtTheGrid() {
    double squares = 0;
    for (int seed = 0; seed < 3000; seed++) {
      Displacements field = Displacements.draw(10, 3, RandomNumbers.of(3, seed));
      squares += field.values()[1][2] * field.values()[1][2];
    }
    assertThat(Math.sqrt(squares / 3000)).isCloseTo(10, within(0.5));
  }

  @Test
  void displacementsAreInterpolatedBicubically() {
    double[][] grid = {{0, 3, -2}, {5, 1, 4}, {-6, 2, 7}};
    Displacements field = new Displacements(grid);
    int side = 9;
    for (int row = 0; row < side; row++) {
      double[] line = new double[side];
      field.line(row, line);
      for (int column = 0; column < side; column++) {
        double expected = 0;
        for (int j = -2; j < 5; j++) {
          for (int i = -2; i < 5; i++) {
            expected +=
                Displacements.keys(row / 4.0 - j)
                    * Displacements.keys(column / 4.0 - i)
                    * grid[Math.max(0, Math.min(2, j))][Math.max(0, Math.min(2, i))];
          }
        }
        assertThat(line[column]).isCloseTo(expected, within(1e-9));
      }
    }
    double[] top = new double[side];
    field.line(0, top);
    assertThat(top[4]).as("grid points are met").isEqualTo(3, within(1e-12));
  }

  @Test
  void noChangeOfColourIsTheIdentity() {
    byte[] rgb = allColours();
    byte[] changed = rgb.clone();
    ColourChange.draw(Augmentation.Colours.NONE, RandomNumbers.of(1, 1)).apply(changed);
    assertThat(changed).isEqualTo(rgb);
  }

  @Test
  void theSmallestStainChangeIsTheIdentityWithinOneGreyLevel() {
    byte[] rgb = allColours();
    byte[] changed = rgb.clone();
    ColourChange.draw(new Augmentation.Colours(1e-9, 0, 0, 0, 0), RandomNumbers.of(1, 1))
        .apply(changed);
    for (int i = 0; i < rgb.length; i++) {
      assertThat(Math.abs((changed[i] & 0xFF) - (rgb[i] & 0xFF))).isLessThanOrEqualTo(1);
    }
  }

  private static byte[] allColours() {
    byte[] rgb = new byte[3 * 16 * 16 * 16];
    for (int i = 0; i < 4096; i++) {
      rgb[3 * i] = (byte) (17 * (i >> 8));
      rgb[3 * i + 1] = (byte) (17 * (i >> 4 & 15));
      rgb[3 * i + 2] = (byte) (17 * (i & 15));
    }
    return rgb;
  }

  @Test
  void glassStaysBrightAndTissueKeepsItsHue() {
    double moved = 0;
    for (int seed = 0; seed < 200; seed++) {
      byte[] rgb = {(byte) 250, (byte) 250, (byte) 250, (byte) 150, (byte) 80, (byte) 160};
      ColourChange.draw(Augmentation.TISSUE.colours(), RandomNumbers.of(9, seed)).apply(rgb);
      assertThat(rgb[0] & 0xFF).isGreaterThan(205);
      assertThat(rgb[4] & 0xFF).as("eosin takes green").isLessThan(rgb[3] & 0xFF);
      moved += Math.abs((rgb[4] & 0xFF) - 80);
    }
    assertThat(moved / 200).isBetween(3.0, 40.0);
  }

  @Test
  void wrongNumbersAreNamed() {
    assertThatThrownBy(() -> new Augmentation.Movement(Augmentation.Symmetry.ALL, 200, 1, 0, 0))
        .hasMessageContaining("a rotation of 0 to 180 degrees")
        .hasMessageContaining("200.0");
  }
}
