package org.intarsia.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.intarsia.pipeline.cli.Ended.intarsia;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.intarsia.pipeline.batch.Json;
import org.intarsia.pipeline.synthetic.SyntheticCohort;
import org.intarsia.testdata.PyramidOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateCommandTest {
  private static final int[][] TRUTH = {{0, 0, 1, 1}, {0, 0, 1, 1}, {2, 2, 2, 2}, {2, 2, 0, 0}};
  private static final int[][] PREDICTED = {{0, 1, 1, 1}, {0, 0, 1, 2}, {2, 2, 2, 2}, {0, 2, 0, 1}};

  @TempDir private Path folder;
  private Path truth = Path.of("");
  private Path predictions = Path.of("");

  @BeforeEach
  void makeFolders() throws IOException {
    truth = Files.createDirectory(folder.resolve("truth"));
    predictions = Files.createDirectory(folder.resolve("predictions"));
  }

  private Ended evaluate(Object... more) {
    Object[] first = {"evaluate", "--predictions", predictions, "--truth", truth};
    return intarsia(Stream.concat(Arrays.stream(first), Arrays.stream(more)).toArray());
  }

  /** Writes values as grey, or colours if {@code colors} has one for each. */
  private static void png(Path folder, String name, int[][] values, int... colors)
      throws IOException {
    int type = colors.length == 0 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB;
    BufferedImage image = new BufferedImage(values[0].length, values.length, type);
    for (int y = 0; y < values.length; y++) {
      for (int x = 0; x < values[y].length; x++) {
        if (colors.length == 0) {
          image.getRaster().setSample(x, y, 0, values[y][x]);
        } else {
          image.setRGB(x, y, colors[values[y][x]]);
        }
      }
    }
    ImageIO.write(image, "png", folder.resolve(name).toFile());
  }

  private static int[][] times(int[][] values, int factor) {
    return Arrays.stream(values)
        .map(row -> Arrays.stream(row).map(value -> value * factor).toArray())
        .toArray(int[][]::new);
  }

  private void refused(String message, Object... more) {
    Ended ended = evaluate(more);
    assertThat(ended.errors()).as("%s", ended).hasSize(1);
    assertThat(ended.errors().get(0)).contains(message);
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.out()).isEmpty();
  }

  @Test
  void givesTheNumbersOfTheWorkedExample() throws IOException {
    png(truth, "a.png", TRUTH);
    png(predictions, "a.png", PREDICTED);
    Path output = folder.resolve("out");
    Ended ended = evaluate("--output", output);
    assertThat(ended.code()).as("%s", ended).isZero();
    assertThat(ended.out())
        .containsPattern("class 0 +6  0.5714 +0.7273 +0.8000 +0.6667\\R")
        .containsPattern("class 2 +6  0.7143 +0.8333 +0.8333 +0.8333\\R")
        .containsPattern("mean IoU +0.5952\\R")
        .containsPattern("frequency-weighted IoU +0.6071\\R")
        .containsPattern("pixel accuracy +0.7500\\R")
        .containsPattern("macro F1 +0.7424\\R")
        .contains("1 pair of masks, 16 pixels; one mask says nothing of the spread");
    assertThat(Files.readAllLines(output.resolve("confusion.csv")))
        .containsExactly(
            "true_class,class 0,class 1,class 2",
            "class 0,4,2,0",
            "class 1,0,3,1",
            "class 2,1,0,5");
    List<String> scores = Files.readAllLines(output.resolve("scores.csv"));
    assertThat(scores).hasSize(3);
    assertThat(scores.get(0))
        .startsWith("scope,name,pixels,mean_iou,frequency_weighted_iou,pixel_accuracy,")
        .endsWith(",class_2_iou,class_2_f1,class_2_precision,class_2_recall");
    assertThat(scores.get(1)).startsWith("image,a,16,0.595238");
    assertThat(scores.get(2)).startsWith("all,,16,0.595238");
    JsonNode json = Json.read(Files.readString(output.resolve("scores.json")), JsonNode.class);
    assertThat(json.path("overall").path("macro_f1").path("estimate").asDouble())
        .isCloseTo(0.742424, within(1e-6));
    assertThat(json.path("classes").get(1).path("scores").path("iou").path("low").asDouble())
        .isEqualTo(0.5);
  }

  @Test
  void fewGreyValuesAreLabelsInAscendingOrderAndThatIsSaid() throws IOException {
    png(truth, "a.png", times(new int[][] {{0, 1}, {1, 1}}, 255));
    png(predictions, "a.png", times(new int[][] {{1, 1}, {1, 1}}, 255));
    Ended ended = evaluate("--instances", "1");
    assertThat(ended.code()).as("%s", ended).isZero();
    assertThat(ended.out())
        .containsPattern("value 255 +3  0.7500")
        .containsPattern("adapted Rand error +0.0000")
        .contains("note: grey values 0, 255 of the true masks are the labels 0, 1");
  }

  @Test
  void ignoredPixelsDoNotCount() throws IOException {
    png(truth, "a.png", new int[][] {{0, 1, 255, 255}});
    png(predictions, "a.png", new int[][] {{0, 1, 0, 255}});
    assertThat(evaluate("--ignore", 255).out())
        .contains(" 2 pixels")
        .containsPattern("mean IoU +1.0000");
    png(predictions, "a.png", new int[][] {{0, 255, 0, 1}});
    Ended ended = evaluate("--ignore", 255);
    assertThat(ended.code()).isEqualTo(3);
    assertThat(ended.errors().get(0))
        .contains("a.png: label 255 at (1, 0) is not one of the 2 classes (0 to 1)");
  }

  @Test
  void coloursNeedATable() throws IOException {
    png(truth, "a.png", TRUTH, 0xFFFFFF, 0xFF0000, 0x0000FF);
    png(predictions, "a.png", PREDICTED);
    refused(
        "coloured masks need a table of classes (--classes FILE); 3 colors were found, as a table:"
            + " label,name,color / 0,class 0,#0000FF / 1,class 1,#FF0000 / 2,class 2,#FFFFFF");
    Path table = folder.resolve("classes.csv");
    Files.writeString(
        table, "label,name,color\n0,glass,#FFFFFF\n1,gland,#ff0000\n2,stroma,#0000FF\n");
    Ended ended = evaluate("--classes", table, "--instances", "gland");
    assertThat(ended.code()).as("%s", ended).isZero();
    assertThat(ended.out())
        .containsPattern("stroma +6  0.7143")
        .containsPattern("mean IoU +0.5952\\R");
    Files.writeString(table, "label,name,color\n0,glass,#FFFFFF\n1,gland,#ff0000\n");
    ended = evaluate("--classes", table);
    assertThat(ended.code()).isEqualTo(3);
    assertThat(ended.errors().get(0))
        .contains("a.png: ")
        .contains(" at (3, 1) is no class; the classes are 0 glass (#FFFFFF or grey value 0), 1");
  }

  @Test
  void comparesWhatRunLeavesWithTheTruthOfAFinerLevel() throws IOException {
    SyntheticCohort fine =
        new SyntheticCohort(
            SyntheticCohort.Patients.inTurn(2), 7, 601, 400, 1, PyramidOptions.Format.SVS);
    SyntheticCohort coarse =
        new SyntheticCohort(
            SyntheticCohort.Patients.inTurn(2), 7, 301, 200, 2, PyramidOptions.Format.SVS);
    for (SyntheticCohort.Member member : fine.members()) {
      fine.writeMask(truth, member);
    }
    for (SyntheticCohort.Member member : coarse.members()) {
      Path slide = Files.createDirectories(predictions.resolve("slides").resolve(member.name()));
      Files.move(coarse.writeMask(slide, member), slide.resolve("mask.ome.tiff"));
    }
    Ended ended = evaluate("--instances", "benign epithelium");
    assertThat(ended.code()).as("%s", ended).isZero();
    assertThat(ended.out())
        .contains("2 pairs of masks, 120400 pixels; [95 % interval, bootstrap over the masks]")
        .containsPattern("note: biopsy-001-benign: .*is 301 x 200 px and .* is 601 x 400 px")
        .containsPattern("pixel accuracy +0.[89]\\d+ \\[0.\\d{3}, 0.\\d{3}\\]")
        .containsPattern("adapted Rand error +0.\\d+ \\[");
    assertThat(evaluate("--instances", "benign epithelium").out()).isEqualTo(ended.out());
  }

  @Test
  void aPairThatCannotBeComparedIsNamedAndTheOthersAre() throws IOException {
    for (String name : List.of("a", "b", "c", "d")) {
      png(truth, name + ".png", TRUTH);
      png(predictions, name + ".png", PREDICTED);
    }
    png(predictions, "b.png", new int[][] {{0, 1}});
    png(predictions, "extra.png", PREDICTED);
    Files.delete(predictions.resolve("c.png"));
    Files.writeString(predictions.resolve("d.png"), "no picture");
    Ended ended = evaluate();
    assertThat(ended.code()).isEqualTo(3);
    assertThat(ended.out()).contains("1 pair of masks, 16 pixels");
    assertThat(ended.errors()).hasSize(4);
    assertThat(ended.err())
        .containsPattern("b: .*b.png is 2 x 1 px and .*b.png is 4 x 4 px; a prediction has the")
        .containsPattern("truth.c.png: no predicted mask of this name in .*predictions")
        .containsPattern("predictions.extra.png: no true mask of this name in .*truth")
        .contains("d.png: ");
    Files.delete(predictions.resolve("a.png"));
    ended = evaluate();
    assertThat(ended.code()).isEqualTo(3);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).contains("no pair of masks could be compared");
  }

  @Test
  void wrongUsageIsOneClearLine() throws IOException {
    refused("predictions: no masks in this folder (looked for PNG and TIFF files, and");
    png(predictions, "b.png", PREDICTED);
    png(truth, "a.png", TRUTH);
    refused("no predicted mask has the name of a true one: ");
    png(predictions, "a.png", PREDICTED);
    Files.delete(predictions.resolve("b.png"));
    refused("--ignore must be 0 to 255, not 256", "--ignore", 256);
    refused(
        "--instances must be a class or its label, not 'x'; the classes are class 0, class 1,",
        "--instances",
        "x");
    Path table = folder.resolve("classes.csv");
    refused("classes.csv: cannot be read", "--classes", table);
    Files.writeString(table, "label,name\n0,glass\n");
    refused("classes.csv: a table of classes begins with the line", "--classes", table);
    Files.writeString(table, "label,name,color\n0,glass,white\n");
    refused("classes.csv, line 2: color must be #RRGGBB, not 'white'", "--classes", table);
    Files.copy(predictions.resolve("a.png"), predictions.resolve("a.tif"));
    refused("a.tif have the same name; keep one of them");
    truth = folder.resolve("none");
    predictions = truth;
    refused("none: no such folder");
  }
}
