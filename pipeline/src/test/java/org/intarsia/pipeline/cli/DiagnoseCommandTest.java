package org.intarsia.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.intarsia.pipeline.cli.Ended.intarsia;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.intarsia.classifier.learning.ClassifierCatalogue;
import org.intarsia.pipeline.batch.Json;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DiagnoseCommandTest {
  private static final List<String> CLASSES = List.of("benign", "atypia", "dcis", "invasive");

  @TempDir private Path folder;
  private Path features = Path.of("");
  private Path labels = Path.of("");

  /** 80 slides of 40 cases; each class shifts a column of its own; tissue is stated. */
  @BeforeEach
  void makeTables() throws IOException {
    Random random = new Random(4);
    StringBuilder rows = new StringBuilder("slide,status,tissue_mm2,a,b,c,d,e\r\n");
    StringBuilder classes = new StringBuilder("slide,label,case\r\n");
    for (int row = 0; row < 80; row++) {
      int label = row / 2 % 4;
      rows.append("s").append(row).append(",done,").append(1 + row % 7);
      for (int column = 0; column < 5; column++) {
        double value = random.nextGaussian() + (column == label ? 3 : 0);
        rows.append(String.format(Locale.ROOT, ",%.4f", value));
      }
      rows.append("\r\n");
      classes.append("s%d,%s,p%d\r\n".formatted(row, CLASSES.get(label), row / 2));
    }
    features = Files.writeString(folder.resolve("features.csv"), rows);
    labels = Files.writeString(folder.resolve("labels.csv"), classes);
  }

  private Ended learn(String what, Object... more) {
    Object[] first = {"diagnose", what, "--features", features, "--labels", labels};
    return intarsia(Stream.concat(Arrays.stream(first), Arrays.stream(more)).toArray());
  }

  @Test
  void comparesAndLeavesTheSameBytesWhateverTheThreads() throws IOException {
    Path one = folder.resolve("one");
    Path two = folder.resolve("two");
    String some = "majority,logistic-regression,svm-polynomial,random-forest";
    Ended ended =
        learn("compare", "--output", one, "--folds", 4, "--repeats", 2, "--classifiers", some);
    assertThat(ended.err()).doesNotContain("intarsia:");
    assertThat(ended.code()).isZero();
    assertThat(ended.out())
        .containsPattern("logistic-regression +weak +0\\.\\d{4} \\[0\\.\\d{3}, [01]\\.\\d{3}]")
        .contains("80 rows of 40 cases, 4 folds")
        .contains("less best weak (logistic-regression)");
    learn(
        "compare",
        "--output",
        two,
        "--folds",
        4,
        "--repeats",
        2,
        "--threads",
        3,
        "--classifiers",
        some);
    List<String> names = List.of(one.toFile().list());
    assertThat(names)
        .contains("comparison.csv", "tests.csv", "calibration.csv", "roc-dcis.png")
        .contains("confusion-random-forest.png")
        .hasSize(13);
    for (String name : names) {
      assertThat(Files.mismatch(one.resolve(name), two.resolve(name))).as(name).isEqualTo(-1);
    }
    assertThat(ImageIO.read(one.resolve("roc-invasive.png").toFile()).getWidth()).isEqualTo(860);
    assertThat(Files.readAllLines(one.resolve("predictions.csv"))).hasSize(1 + 4 * 2 * 80);
    List<String> scores = Files.readAllLines(one.resolve("comparison.csv"));
    assertThat(scores.get(0))
        .startsWith(
            "classifier,strength,rows,cases,folds,repeats,accuracy,accuracy_low,accuracy_high,"
                + "balanced_accuracy,")
        .contains(",macro_f1,", ",auc,", ",brier,", ",sensitivity_atypia_dcis,");
    assertThat(scores.get(1)).startsWith("majority,weak,80,40,4,2,0.2");
    JsonNode json = Json.read(Files.readString(one.resolve("comparison.json")), JsonNode.class);
    assertThat(json.path("classes").path("dcis").asInt()).isEqualTo(20);
    JsonNode accuracy = json.path("classifiers").get(1).path("scores").path("accuracy");
    assertThat(accuracy.path("estimate").asDouble()).isGreaterThan(0.8);
    assertThat(json.path("tests")).hasSize(4);
  }

  /** Rows of one case lie in one fold. */
  @Test
  void dividesCasesNever() throws IOException {
    Path output = folder.resolve("cascade");
    Ended ended =
        learn(
            "compare",
            "--output",
            output,
            "--folds",
            5,
            "--protocol",
            "cascade",
            "--tune",
            "--balance",
            "--select",
            3,
            "--classifiers",
            "linear-discriminant");
    assertThat(ended.code()).isZero();
    String[] folds = new String[40];
    for (String line : Files.readAllLines(output.resolve("predictions.csv")).subList(1, 81)) {
      String[] cells = line.split(",", -1);
      int owner = Integer.parseInt(cells[2].substring(1));
      assertThat(folds[owner] == null || folds[owner].equals(cells[5])).isTrue();
      folds[owner] = cells[5];
    }
    assertThat(learn("compare", "--output", output, "--leave-one-out", "--classifiers", "majority"))
        .satisfies(each -> assertThat(each.out()).contains("40 cases, 40 folds"));
  }

  static List<String> classifiers() {
    return ClassifierCatalogue.names();
  }

  @ParameterizedTest
  @MethodSource("classifiers")
  void trainsWritesReadsAndPredicts(String classifier) throws IOException {
    Path model = folder.resolve("model.json");
    Path again = folder.resolve("again.json");
    Object protocol = classifier.length() % 2 == 0 ? "flat" : "cascade";
    Object[] options = {"--classifier", classifier, "--protocol", protocol, "--output"};
    assertThat(learn("train", Stream.concat(Arrays.stream(options), Stream.of(model)).toArray()))
        .satisfies(ended -> assertThat(ended.err()).isEmpty())
        .satisfies(
            ended ->
                assertThat(ended.out())
                    .startsWith(
                        classifier + " on 80 rows of 40 cases, 6 features, classes benign"));
    learn("train", Stream.concat(Arrays.stream(options), Stream.of(again)).toArray());
    assertThat(Files.mismatch(model, again)).isEqualTo(-1);
    Path table = folder.resolve("diagnoses.csv");
    Ended ended =
        intarsia(
            "diagnose", "predict", "--model", model, "--features", features, "--output", table);
    assertThat(ended.code()).isZero();
    assertThat(ended.out()).containsPattern("80 rows: \\d+ calls, \\d+ abstentions");
    List<String> lines = Files.readAllLines(table);
    assertThat(lines.get(0))
        .isEqualTo(
            "slide,roi,outcome,label,reason,detail,probability_benign,probability_atypia,"
                + "probability_dcis,probability_invasive");
    assertThat(lines).hasSize(81);
    int right = 0;
    for (int row = 0; row < 80; row++) {
      right += lines.get(row + 1).contains(",call," + CLASSES.get(row / 2 % 4)) ? 1 : 0;
    }
    boolean weakest = classifier.equals("majority") || classifier.equals("decision-stump");
    assertThat(right).isGreaterThanOrEqualTo(weakest ? 0 : 56);
  }

  @Test
  void abstainsWithItsReason() throws IOException {
    Path model = folder.resolve("model.json");
    learn("train", "--output", model, "--least-tissue", 2, "--leave", "tissue_mm2");
    Path strange =
        Files.writeString(
            folder.resolve("strange.csv"),
            """
            slide,tissue_mm2,e,d,c,b,a
            odd,3,0,0,0,0,99
            small,0.5,0,0,0,0,3
            fine,,0,0,0,0,4
            """);
    Path table = folder.resolve("diagnoses.csv");
    Ended ended =
        intarsia("diagnose", "predict", "--model", model, "--features", strange, "--output", table);
    assertThat(ended.out()).contains("3 rows: 1 calls, 2 abstentions");
    List<String> lines = Files.readAllLines(table);
    assertThat(lines.get(1)).containsPattern("^odd,,abstention,,unlike_training,distance .* > ");
    assertThat(lines.get(2)).startsWith("small,,abstention,,too_little_tissue,tissue 0.5000 mm2 <");
    assertThat(lines.get(3)).startsWith("fine,,call,benign,,,");
  }

  @Test
  void refusesModelsThatAreNone() throws IOException {
    Path model = folder.resolve("model.json");
    learn("train", "--output", model, "--classifier", "svm-rbf");
    String whole = Files.readString(model);
    refuses(
        model,
        whole.replace("\"schemaVersion\":1", "\"schemaVersion\":7"),
        "has schema version 7, but");
    refuses(model, whole.substring(0, 500), "is no model of 'diagnose train': ");
    refuses(
        model,
        whole.replace("support-vectors", "java.io.File"),
        "is no model of 'diagnose train': ");
    refuses(model, whole.replace("\"labels\":[0,", "\"labels\":[9,"), "label 9 must be 0 to 3");
    refuses(
        model,
        whole.replace("\"features\":[\"tissue_mm2\",", "\"features\":["),
        "does not fit 5 features");
    refuses(
        model,
        whole.replaceFirst("\"slopes\":\\[[^,]*,", "\"slopes\":[NaN,"),
        "is no model of 'diagnose train': ");
  }

  private void refuses(Path model, String text, String message) throws IOException {
    Files.writeString(model, text);
    Path table = folder.resolve("diagnoses.csv");
    Ended ended =
        intarsia(
            "diagnose", "predict", "--model", model, "--features", features, "--output", table);
    assertThat(ended.err()).startsWith("intarsia: " + model + ": ").contains(message);
    assertThat(ended.code()).isEqualTo(2);
    assertThat(table).doesNotExist();
  }

  @Test
  void wrongUseNamesTheMend() throws IOException {
    Path output = folder.resolve("out");
    assertThat(learn("compare", "--output", output, "--classifiers", "oracle"))
        .satisfies(each -> assertThat(each.code()).isEqualTo(2))
        .satisfies(
            each -> assertThat(each.err()).contains("no classifier is called 'oracle'; there are"));
    assertThat(learn("compare", "--output", output, "--folds", 41).err())
        .contains("folds (41) must be at least 2 and at most the number of cases (40)");
    assertThat(learn("compare", "--output", output, "--repeats", 0).err())
        .contains("--repeats must be at least 1, not 0");
    assertThat(learn("compare", "--output", output, "--select", 0).err())
        .contains("--select must be at least 1, not 0");
    Files.writeString(labels, "slide,label,case\ns0,benign,p\ns1,well,q\ns2,well,r\n");
    assertThat(learn("compare", "--output", output, "--protocol", "cascade").err())
        .contains("class 'benign' has only one case, 'p' (rows [s0])");
    Files.writeString(labels, "slide,label\ns0,benign\ns1,benign\ns2,well\ns3,well\n");
    assertThat(learn("train", "--output", output, "--protocol", "cascade").err())
        .contains("--protocol cascade needs the classes [benign, atypia, dcis, invasive], not");
    assertThat(intarsia("diagnose"))
        .satisfies(each -> assertThat(each.code()).isEqualTo(2))
        .satisfies(each -> assertThat(each.err()).contains("say what to do: diagnose compare"));
    assertThat(output).doesNotExist();
  }
}
