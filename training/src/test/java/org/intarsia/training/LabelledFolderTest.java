package org.intarsia.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.intarsia.slideio.Region;
import org.intarsia.tiler.LabelKey;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelledFolderTest {
  @TempDir private Path folder;
  private @Nullable Pictures made;

  private Pictures pictures() {
    return Objects.requireNonNull(made);
  }

  @BeforeEach
  void makeFolders() throws IOException {
    made = new Pictures(folder);
  }

  @Test
  void pairsComeInTheOrderOfTheirNamesWithMirroredBorders() throws IOException {
    pictures().add("b", 5, 4, (x, y) -> x > 2 ? 1 : 0).add("a", 3, 3, (x, y) -> y);
    try (LabelledFolder open = pictures().open()) {
      assertThat(open.images()).extracting(LabelledImage::name).containsExactly("a", "b");
      assertThat(open.key().classes()).isEqualTo(3);
      LabelledImage b = open.images().get(1);
      byte[] rgb = new byte[3 * 7];
      byte[] labels = new byte[7];
      b.pixels(new Region(-2, 1, 7, 1), rgb);
      b.labels(new Region(-2, 1, 7, 1), labels);
      assertThat(labels).containsExactly(0, 0, 0, 0, 0, 1, 1);
      assertThat(new int[] {rgb[0], rgb[3], rgb[6], rgb[9], rgb[18]})
          .containsExactly(4, 2, 0, 2, 8);
    }
  }

  @Test
  void theSurveyCountsAndNamesWhatIsMissing() throws IOException {
    pictures().add("a", 4, 4, (x, y) -> y == 0 ? 3 : 0).add("b", 4, 4, (x, y) -> 0);
    try (LabelledFolder open = pictures().open()) {
      LabelSurvey survey = LabelSurvey.of(open.images(), open.key(), 1);
      assertThat(survey.pixels()).containsExactly(28, 0, 0, 4);
      assertThat(survey.imagesWith(3)).isEqualTo(1);
      assertThat(survey.missingClasses()).containsExactly("class 1", "class 2");
      assertThat(survey.places(3)).hasSize(4).allMatch(place -> place.y() == 0);
      assertThat(survey.table().get(4))
          .isEqualTo("3 class 3                               4   12.500%        1");
    }
  }

  @Test
  void masksMayHaveSuffixes() throws IOException {
    pictures().add("a", 4, 4, (x, y) -> 1).add("b", 4, 4, (x, y) -> 0);
    Files.move(pictures().masks().resolve("a.png"), pictures().masks().resolve("a_mask.png"));
    try (LabelledFolder open = pictures().open()) {
      assertThat(open.images()).hasSize(2);
      assertThat(pictures().warnings).isEmpty();
    }
  }

  @Test
  void aMaskWithoutAPictureIsAWarning() throws IOException {
    pictures().add("a", 4, 4, (x, y) -> 1).add("b", 4, 4, (x, y) -> 0);
    Files.delete(pictures().images().resolve("b.png"));
    try (LabelledFolder open = pictures().open()) {
      assertThat(open.images()).hasSize(1);
      assertThat(pictures().warnings)
          .containsExactly(
              pictures().masks().resolve("b.png")
                  + ": no picture of this name in "
                  + pictures().images());
    }
  }

  @Test
  void aPictureWithoutAMaskIsAnError() throws IOException {
    pictures().add("a", 4, 4, (x, y) -> 1).add("b", 4, 4, (x, y) -> 0);
    Files.delete(pictures().masks().resolve("a.png"));
    assertThatThrownBy(pictures()::open)
        .hasMessage(
            pictures().images().resolve("a.png")
                + ": no mask of this name in "
                + pictures().masks());
  }

  @Test
  void emptyAndMissingFoldersAreNamed() {
    assertThatThrownBy(pictures()::open)
        .hasMessageStartingWith(pictures().images() + ": no pictures (looked for bmp, ");
    LabelledFolder.Place nowhere =
        new LabelledFolder.Place(
            folder.resolve("x"),
            folder,
            Optional.empty(),
            new LabelledFolder.Unannotated("0", true),
            OptionalDouble.empty(),
            OptionalDouble.empty());
    assertThatThrownBy(() -> LabelledFolder.open(nowhere, warning -> {}))
        .hasMessage(folder.resolve("x") + ": no such folder");
  }

  @Test
  void aMaskOfAnotherSizeIsAnError() throws IOException {
    pictures().add("a", 4, 4, (x, y) -> 1);
    Pictures.write(pictures().masks().resolve("a.png"), 5, 4, (x, y) -> 0);
    assertThatThrownBy(pictures()::open)
        .hasMessage("a.png has 4 x 4 px, but its mask a.png has 5 x 4 px; make them the same size");
  }

  @Test
  void anUnknownColourIsNamedWithItsPlace() throws IOException {
    pictures().add("a", 4, 4, (x, y) -> x == 2 && y == 3 ? 2 : 1);
    LabelKey key =
        LabelKey.of(
            List.of(
                new LabelKey.Entry(0, "glass", 0xFFFFFF, 0),
                new LabelKey.Entry(1, "gland", 0xFF00FF, 1)));
    try (LabelledFolder open = pictures().open(Optional.of(key))) {
      assertThatThrownBy(() -> LabelSurvey.of(open.images(), key, 1))
          .hasMessage(
              "a.png: at x 2, y 3: grey value 2 is no class; name it in the table of"
                  + " --classes, or mend the mask");
    }
  }

  @Test
  void twoFilesOfOneNameAreAnError() throws IOException {
    pictures().add("a", 4, 4, (x, y) -> 1);
    Files.copy(pictures().images().resolve("a.png"), pictures().images().resolve("a.ome.tif"));
    assertThatThrownBy(pictures()::open).hasMessageContaining("have the same name; move one");
  }

  @Test
  void theSplitIsByContentAndRepeatable() throws IOException {
    for (int i = 0; i < 20; i++) {
      int phase = i / 2;
      pictures().add(String.format(Locale.ROOT, "p%02d", i), 8, 8, (x, y) -> (x + phase) % 11);
    }
    try (LabelledFolder open = pictures().open()) {
      ImageSplit split = ImageSplit.draw(open.images(), 0.1, 5);
      assertThat(split.validation()).hasSize(2);
      assertThat(split.training()).hasSize(18).doesNotContainAnyElementsOf(split.validation());
      List<Integer> numbers =
          split.validation().stream()
              .map(image -> Integer.parseInt(image.name().substring(1)))
              .toList();
      assertThat(numbers.get(0) / 2).as("twins stay together").isEqualTo(numbers.get(1) / 2);
      assertThat(ImageSplit.draw(open.images(), 0.1, 5)).isEqualTo(split);
      assertThat(ImageSplit.draw(open.images(), 0, 5).validation()).isEmpty();
      assertThat(ImageSplit.draw(open.images().subList(0, 2), 0.5, 5).training())
          .as("one content cannot be split")
          .hasSize(2);
    }
  }
}
