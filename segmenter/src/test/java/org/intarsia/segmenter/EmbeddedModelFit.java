package org.intarsia.segmenter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.intarsia.testdata.Tissue;

/**
 * Fits the embedded model to synthetic biopsies and writes {@code tissue.pt} and {@code
 * tissue.json} into a folder:
 *
 * <pre>
 * mvn -B -pl segmenter -am test-compile dependency:build-classpath -Dmdep.outputFile=cp.txt
 * java -cp segmenter/target/test-classes:segmenter/target/classes:$(cat cp.txt) \
 *     org.intarsia.segmenter.EmbeddedModelFit FOLDER STEPS
 * </pre>
 *
 * <p>Training and evaluation use biopsies of different seeds.
 */
public final class EmbeddedModelFit {
  private static final double MICRONS_PER_PIXEL = 1.0;
  private static final long TRAINING_SEED = 1_000_000;
  private static final long EVALUATION_SEED = 9_000_000;
  private static final int TRAINING_REGIONS = 200;
  private static final int EVALUATION_REGIONS = 24;
  private static final int PATCH = 128;
  private static final int BATCH = 8;
  private static final double LEARNING_RATE = 0.006;
  private static final int HALO = 48;
  private static final Normalization NORMALIZATION =
      new Normalization(1.0 / 255, List.of(0.75, 0.6, 0.75), List.of(0.2, 0.25, 0.2));
  private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  private EmbeddedModelFit() {}

  /** The network of the embedded model. */
  static Network network() {
    return new UNet(3, SyntheticPatches.CLASSES, 3, 16).halved();
  }

  /** Runs the fit. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    int steps = Integer.parseInt(arguments[1]);
    long start = System.nanoTime();
    List<SyntheticPatches.Region> pool =
        SyntheticPatches.render(TRAINING_SEED, TRAINING_REGIONS, 512, MICRONS_PER_PIXEL);
    List<Double> classWeights =
        Arrays.stream(SyntheticPatches.frequencies(pool))
            .mapToObj(f -> Math.pow(Math.max(f, 1e-4), -0.25))
            .toList();
    print("rendered %d regions in %.0f s", pool.size(), seconds(start));
    long fitStart = System.nanoTime();
    Weights weights =
        NetworkFit.fit(
            network(),
            Weights.initial(network(), 1),
            NORMALIZATION,
            new NetworkFit.Settings(PATCH, BATCH, steps, LEARNING_RATE, classWeights, 1),
            SyntheticPatches.of(pool, PATCH, 2),
            (step, loss) -> {
              if (step % 50 == 0) {
                print("step %d of %d: loss %.4f, %.0f s", step, steps, loss, seconds(fitStart));
              }
            });
    double fitSeconds = seconds(fitStart);
    Path archive = folder.resolve("tissue.pt");
    ObjectNode training = training(steps, fitSeconds);
    write(weights, card(training), archive);
    evaluate(archive, training);
    write(weights, card(training), archive);
    try (SegmentationModel model = SegmentationModel.load(archive, Optional.empty())) {
      Files.writeString(
          folder.resolve("tissue.json"), model.card().withSha256(model.sha256()).toJson());
    }
  }

  private static void write(Weights weights, ModelCard card, Path archive) throws IOException {
    Files.deleteIfExists(archive.resolveSibling("tissue.json"));
    TorchScriptArchive.write(
        network(), weights, ArchiveOptions.inference().withCard(card), archive);
  }

  private static void evaluate(Path archive, ObjectNode training)
      throws IOException, InterruptedException {
    List<SyntheticPatches.Region> fresh =
        SyntheticPatches.render(EVALUATION_SEED, EVALUATION_REGIONS, 1024, MICRONS_PER_PIXEL);
    try (SegmentationModel model = SegmentationModel.load(archive, Optional.empty())) {
      Confusion confusion = Evaluation.of(model, fresh, HALO);
      ObjectNode metrics = training.putObject("metrics");
      metrics.put("meanIoU", rounded(confusion.meanIou()));
      metrics.put("accuracy", rounded(confusion.accuracy()));
      metrics.put("majorityClassAccuracy", rounded(confusion.majorityAccuracy()));
      metrics.put("majorityClassMeanIoU", rounded(confusion.majorityMeanIou()));
      ObjectNode classes = metrics.putObject("IoU");
      for (Tissue tissue : Tissue.values()) {
        classes.put(tissue.title(), rounded(confusion.iou(tissue.label())));
      }
      print("%s", metrics);
    }
  }

  private static ObjectNode training(int steps, double fitSeconds) {
    ObjectNode training = ModelCard.untrained();
    training.put(
        "data",
        ("synthetic biopsies only, no patient's tissue: %d regions of 512 x 512 px at %s um/px,"
                + " seeds %d to %d, four diagnoses; evaluated on %d regions of 1024 x 1024 px,"
                + " seeds %d to %d")
            .formatted(
                TRAINING_REGIONS,
                MICRONS_PER_PIXEL,
                TRAINING_SEED,
                TRAINING_SEED + TRAINING_REGIONS - 1,
                EVALUATION_REGIONS,
                EVALUATION_SEED,
                EVALUATION_SEED + EVALUATION_REGIONS - 1));
    training.put("command", "org.intarsia.segmenter.EmbeddedModelFit FOLDER " + steps);
    training.put("steps", steps).put("batch", BATCH).put("patch", PATCH);
    training.put("seconds", Math.round(fitSeconds)).put("threads", 1);
    return training;
  }

  private static ModelCard card(ObjectNode training) {
    return new ModelCard(
        "intarsia-tissue",
        "1",
        "Apache-2.0",
        IntStream.range(0, SyntheticPatches.CLASSES)
            .mapToObj(Tissue::ofLabel)
            .map(tissue -> new TissueClass(tissue.title(), tissue.rgb()))
            .toList(),
        OptionalDouble.of(MICRONS_PER_PIXEL),
        512,
        HALO,
        8,
        Padding.SAME,
        NORMALIZATION,
        Output.LOGITS,
        Tissue.BACKGROUND.label(),
        "",
        training);
  }

  private static double rounded(double value) {
    return Math.round(value * 1e4) / 1e4;
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }

  private static void print(String format, Object... values) {
    OUT.println(String.format(Locale.ROOT, format, values));
  }
}
