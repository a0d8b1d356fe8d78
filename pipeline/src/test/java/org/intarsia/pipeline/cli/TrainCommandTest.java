package org.intarsia.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.intarsia.pipeline.cli.Ended.intarsia;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.intarsia.segmenter.ModelProfile;
import org.intarsia.segmenter.SegmentationModel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainCommandTest {
  @TempDir private Path folder;

  private static void picture(Path file, int width, int phase, boolean mask) throws IOException {
    BufferedImage picture = new BufferedImage(width, 60, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 60; y++) {
      for (int x = 0; x < width; x++) {
        boolean inside = (x + phase) / 10 % 2 == 0;
        int color = inside ? 0xA04090 : 0xE8E0E8;
        picture.setRGB(x, y, mask ? (inside ? 0xFFFFFF : 0) : color + (x * y * 7 + phase) % 5);
      }
    }
    ImageIO.write(picture, "png", file.toFile());
  }

  @BeforeEach
  void makePictures() throws IOException {
    Files.createDirectories(folder.resolve("images"));
    Files.createDirectories(folder.resolve("masks"));
    for (int i = 0; i < 5; i++) {
      picture(folder.resolve("images/p" + i + ".png"), 70, 3 * i, false);
      picture(folder.resolve("masks/p" + i + ".png"), 70, 3 * i, true);
    }
  }

  /** Trains a small network; {@code more} are options with their values, in place of the usual. */
  private Ended train(String... more) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("--images", folder.resolve("images").toString());
    options.put("--masks", folder.resolve("masks").toString());
    options.put("--network", "unet");
    options.put("--width", "0.0625");
    options.put("--levels", "2");
    options.put("--patch", "32");
    options.put("--batch", "2");
    options.put("--steps", "60");
    options.put("--output", folder.resolve("out/model.pt").toString());
    List<String> words = new ArrayList<>(List.of("train"));
    for (int i = 0; i < more.length; i += 2) {
      if (more[i].equals("--restart")) {
        words.add(more[i]);
        i--;
      } else {
        options.put(more[i], more[i + 1]);
      }
    }
    options.forEach((name, value) -> words.addAll(List.of(name, value)));
    return intarsia(words.toArray());
  }

  @Test
  void itLeavesAModelThatRunsItsCardAndItsHistory() throws Exception {
    Ended result = train();
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
    assertThat(result.err())
        .contains("4 images to learn from, 1 to validate on")
        .contains("SameUNet (")
        .contains("step 60 of 60: mean loss ");
    assertThat(result.out()).contains("best on validation after ").contains("labels agree on 100");
    Path work = folder.resolve("out/model.training");
    assertThat(Files.readAllLines(work.resolve("metrics.csv"))).hasSize(21);
    assertThat(Files.readAllLines(work.resolve("split.csv"))).hasSize(6);
    assertThat(work.resolve("curves.png")).isNotEmptyFile();
    try (SegmentationModel model =
        SegmentationModel.load(folder.resolve("out/model.pt"), Optional.empty())) {
      ModelProfile profile = model.probe();
      assertThat(profile.local()).isTrue();
      assertThat(model.card().stride()).isEqualTo(profile.stride()).isEqualTo(2);
      assertThat(model.card().halo()).isEqualTo(profile.halo().before());
      assertThat(model.card().sha256()).isEqualTo(model.sha256());
      assertThat(model.card().training().at("/validation/meanIoU").doubleValue())
          .isGreaterThan(0.8);
      assertThat(model.card().training().at("/export/largestProbabilityDifference").doubleValue())
          .isLessThan(1e-4);
    }
    Path compact = folder.resolve("out/model-bfloat16.pt");
    try (SegmentationModel model = SegmentationModel.load(compact, Optional.empty())) {
      assertThat(model.card().sha256()).isEqualTo(model.sha256());
      assertThat(model.card().training().at("/export/labelAgreement").doubleValue())
          .isBetween(0.9, 1.0);
      assertThat(Files.size(compact)).isLessThan(Files.size(folder.resolve("out/model.pt")));
    }
    assertThat(train().err()).as("a finished training is not repeated").contains("after step 60");
    Ended other = train("--seed", "9");
    assertThat(other.code()).isEqualTo(ExitCode.USAGE);
    assertThat(other.err()).contains("checkpoint.zip: the checkpoint is of another plan");
    assertThat(train("--seed", "9", "--restart").code()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void fineTuningBeginsWithACheckpoint() {
    assertThat(train().code()).isEqualTo(ExitCode.DONE);
    String checkpoint = folder.resolve("out/model.training/checkpoint.zip").toString();
    Ended tuned =
        train(
            "--start",
            checkpoint,
            "--steps",
            "1",
            "--learning-rate",
            "0.000001",
            "--output",
            folder.resolve("tuned.pt").toString());
    assertThat(tuned.code()).as(tuned.err()).isEqualTo(ExitCode.DONE);
    assertThat(tuned.err()).contains("begins with " + checkpoint + "; 0 tensors are drawn anew");
    Ended wider = train("--start", checkpoint, "--width", "0.125", "--output", folder + "/wide.pt");
    assertThat(wider.code()).isEqualTo(ExitCode.USAGE);
    assertThat(wider.err()).contains("it is a checkpoint of another network or width");
  }

  @Test
  void wrongDataIsNamed() throws IOException {
    Path mask = folder.resolve("masks/p2.png");
    picture(mask, 71, 0, true);
    Ended size = train();
    assertThat(size.code()).isEqualTo(ExitCode.USAGE);
    assertThat(size.err())
        .contains(
            "p2.png has 70 x 60 px, but its mask p2.png has 71 x 60 px; make them the same size");
    Files.delete(mask);
    assertThat(train().err()).contains("p2.png: no mask of this name in ");
  }

  @Test
  void aClassThatNeverOccursIsAWarningAndAnUnknownColourAnError() throws IOException {
    Path table = folder.resolve("classes.csv");
    Files.writeString(
        table, "label,name,color,value\n0,out,#000000,0\n1,in,#FFFFFF,255\n2,pen,#FF0000,7\n");
    Ended warned = train("--classes", table.toString(), "--steps", "1");
    assertThat(warned.code()).as(warned.err()).isEqualTo(ExitCode.DONE);
    assertThat(warned.err()).contains("intarsia: warning: class 'pen' occurs in no training image");
    Files.writeString(table, "label,name,color,value\n0,out,#000000,0\n1,in,#00FF00,7\n");
    Ended unknown = train("--classes", table.toString(), "--restart");
    assertThat(unknown.code()).isEqualTo(ExitCode.USAGE);
    assertThat(unknown.err())
        .contains(".png: at x ")
        .contains("grey value 255 is no class; name it in the table of --classes");
  }

  @Test
  void wrongOptionsAreNamed() {
    assertThat(train("--network", "resunet").err())
        .contains("no network is called 'resunet'; there are unet, ");
    assertThat(train("--patch", "33").err())
        .contains(
            "SameUNet takes no picture of 33 px; the nearest legal sizes are 32 px and 34 px");
    assertThat(train("--background", "glass").err()).contains("no class is called 'glass'");
    assertThat(train("--validation-images", ".").err())
        .contains("--validation-images and --validation-masks go together");
    assertThat(train("--learning-rate", "-1").err())
        .contains("the learning rate must be positive, not -1.0");
  }
}
