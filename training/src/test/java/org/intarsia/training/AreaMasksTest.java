package org.intarsia.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.intarsia.segmenter.LabelledPatch;
import org.intarsia.slideio.Region;
import org.intarsia.tiler.LabelKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Masks drawn in QuPath. */
class AreaMasksTest {
  @TempDir private Path folder;
  private final List<String> warnings = new ArrayList<>();

  private static String box(String type, int x, int y, int width, int height) {
    return """
    {"type": "Feature", "properties": {"objectType": "annotation"%s}, "geometry":
     {"type": "Polygon", "coordinates": [[[%d,%d],[%d,%d],[%d,%d],[%d,%d],[%d,%d]]]}}\
    """
        .formatted(
            type.isEmpty() ? "" : ", \"classification\": {" + type + "}",
            x,
            y,
            x + width,
            y,
            x + width,
            y + height,
            x,
            y + height,
            x,
            y);
  }

  private static String named(String name) {
    return "\"name\": \"" + name + "\", \"color\": [200, 0, 0]";
  }

  private void add(String name, int width, int height, String... features) throws IOException {
    Path images = Files.createDirectories(folder.resolve("images"));
    Path masks = Files.createDirectories(folder.resolve("masks"));
    Pictures.write(images.resolve(name + ".png"), width, height, (x, y) -> x << 8 | y);
    Files.writeString(
        masks.resolve(name + ".geojson"),
        "{\"type\": \"FeatureCollection\", \"features\": [" + String.join(",", features) + "]}");
  }

  private LabelledFolder open(Optional<LabelKey> key, boolean counts, OptionalDouble at)
      throws IOException {
    return LabelledFolder.open(
        new LabelledFolder.Place(
            folder.resolve("images"),
            folder.resolve("masks"),
            key,
            new LabelledFolder.Unannotated("0", counts),
            at,
            OptionalDouble.of(0.5)),
        warnings::add);
  }

  private LabelledFolder open() throws IOException {
    return open(Optional.empty(), true, OptionalDouble.empty());
  }

  private static int[] row(LabelledImage image, int y) throws IOException {
    byte[] labels = new byte[Math.toIntExact(image.width())];
    image.labels(new Region(0, y, labels.length, 1), labels);
    int[] row = new int[labels.length];
    for (int x = 0; x < row.length; x++) {
      row[x] = labels[x] & 0xFF;
    }
    return row;
  }

  @Test
  void classesAreThoseOfAllFilesInTheOrderOfTheAlphabet() throws IOException {
    add("a", 8, 4, box(named("Tumor"), 1, 0, 2, 4), box(named("Stroma"), 5, 1, 9, 1));
    add("b", 6, 4, box(named("Necrosis"), 0, 0, 6, 4), box(named("tumor"), 0, 0, 1, 4));
    try (LabelledFolder open = open()) {
      assertThat(open.key().entries())
          .extracting(LabelKey.Entry::name)
          .containsExactly("background", "Necrosis", "Stroma", "Tumor");
      assertThat(open.key().entries()).extracting(LabelKey.Entry::color).doesNotHaveDuplicates();
      assertThat(open.key().color(1)).isEqualTo(0xC80000);
      assertThat(row(open.images().get(0), 0)).containsExactly(0, 3, 3, 0, 0, 0, 0, 0);
      assertThat(row(open.images().get(0), 1)).containsExactly(0, 3, 3, 0, 0, 2, 2, 2);
      assertThat(row(open.images().get(1), 3)).containsExactly(3, 1, 1, 1, 1, 1);
      assertThat(LabelSurvey.of(open.images(), open.key(), 1).pixels())
          .containsExactly(21, 20, 3, 12);
      assertThat(warnings).isEmpty();
    }
  }

  @Test
  void starsOfQuPathBoundAndIgnore() throws IOException {
    add(
        "a",
        8,
        2,
        box(named("Tumor"), 2, 0, 2, 2),
        box(named("Region*"), 1, 0, 6, 2),
        box(named("Ignore*"), 5, 1, 1, 1));
    try (LabelledFolder open = open()) {
      assertThat(open.key().classes()).isEqualTo(2);
      assertThat(row(open.images().get(0), 0)).containsExactly(255, 0, 1, 1, 0, 0, 0, 255);
      assertThat(row(open.images().get(0), 1)).containsExactly(255, 0, 1, 1, 0, 255, 0, 255);
      assertThat(LabelSurvey.of(open.images(), open.key(), 1).table())
          .last()
          .asString()
          .matches("without a label +5");
    }
  }

  @Test
  void areasAreScaledToTheResolutionThatIsLearnedAt() throws IOException {
    add("a", 16, 8, box(named("Tumor"), 4, 0, 6, 8));
    try (LabelledFolder open = open(Optional.empty(), true, OptionalDouble.of(1))) {
      assertThat(open.images().get(0).width()).isEqualTo(8);
      assertThat(row(open.images().get(0), 2)).containsExactly(0, 0, 1, 1, 1, 0, 0, 0);
    }
  }

  /** One labelled pixel in forty thousand: every patch has it. */
  @Test
  void whereFewPixelsCountNoPatchIsWithoutOne() throws IOException {
    add("a", 200, 200, box(named("Tumor"), 150, 30, 1, 1), box(named("Stroma"), 20, 180, 1, 1));
    try (LabelledFolder open = open(Optional.empty(), false, OptionalDouble.empty())) {
      LabelSurvey survey = LabelSurvey.of(open.images(), open.key(), 1);
      assertThat(survey.pixels()).containsExactly(0, 1, 1);
      LossWeights weights = new LossWeights(new float[] {1, 1, 1}, BorderWeights.NONE, 0);
      PatchSampler sampler =
          PatchSampler.of(
              survey, new PatchSampler.Settings(1, 1, 0, 0.1, Augmentation.NONE), weights);
      LabelledPatch patch = new LabelledPatch(16, 16);
      int[] found = new int[3];
      for (int number = 0; number < 50; number++) {
        sampler.fill(number, patch);
        for (byte label : patch.labels()) {
          if (label != -1) {
            found[label]++;
          }
        }
      }
      assertThat(found[1] + found[2]).isEqualTo(50);
      assertThat(found[1]).isBetween(15, 35);
      assertThat(ValidationGrid.of(open.images(), 16, weights, 1000).size()).isEqualTo(2);
      assertThat(ValidationGrid.of(open.images(), 16, weights, 1).size()).isEqualTo(1);
    }
  }

  @Test
  void whatCannotBeUsedIsSaid() throws IOException {
    add(
        "a",
        8,
        4,
        box(named("Tumor"), 1, 0, 2, 4),
        box("", 1, 0, 2, 4),
        box(named("Tumor"), 100, 0, 2, 4),
        "{\"type\": \"Feature\", \"properties\": {}, \"geometry\": {\"type\": \"Point\","
            + " \"coordinates\": [1, 2]}}");
    Path mask = folder.resolve("masks").resolve("a.geojson");
    open().close();
    assertThat(warnings)
        .containsExactly(
            mask + ": left out because they have no class: 1 areas",
            mask + ": left out because they are no areas: 1",
            mask
                + ": 1 of 2 areas lie beside the slide of 8 x 4 px; areas are in pixels of level"
                + " 0");
  }

  @Test
  void aClassThatTheTableLacksIsNamed() throws IOException {
    add("a", 8, 4, box(named("Tumour"), 1, 0, 2, 4));
    LabelKey key =
        LabelKey.of(
            List.of(
                new LabelKey.Entry(0, "glass", 0xFFFFFF, 0),
                new LabelKey.Entry(1, "Tumor", 0xFF00FF, 1)));
    assertThatThrownBy(() -> open(Optional.of(key), true, OptionalDouble.empty()))
        .hasMessage(
            folder.resolve("masks").resolve("a.geojson")
                + ": no class is called 'Tumour'; there are glass, Tumor; name it in the table of"
                + " --classes");
  }

  @Test
  void drawnAndPaintedMasksNeedATable() throws IOException {
    add("a", 8, 4, box(named("Tumor"), 1, 0, 2, 4));
    Pictures.write(folder.resolve("images").resolve("b.png"), 4, 4, (x, y) -> 0);
    Pictures.write(folder.resolve("masks").resolve("b.png"), 4, 4, (x, y) -> 0x010101);
    assertThatThrownBy(this::open).hasMessageEndingWith("(--classes FILE)");
  }

  @Test
  void areasWithoutAnyClassTeachNothing() throws IOException {
    add("a", 8, 4, box("", 1, 0, 2, 4));
    assertThatThrownBy(this::open).hasMessageContaining("no area has a class");
  }
}
