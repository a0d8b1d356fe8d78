package org.intarsia.pipeline.diagnose;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.intarsia.classifier.BootstrapInterval;
import org.intarsia.classifier.Confusion;
import org.intarsia.classifier.learning.LabelledTable;
import org.intarsia.classifier.learning.protocol.Prediction;
import org.intarsia.classifier.learning.scores.Calibration;
import org.intarsia.classifier.learning.scores.RankedScores;
import org.intarsia.pipeline.batch.Json;
import org.intarsia.pipeline.charts.ConfusionPicture;
import org.intarsia.pipeline.charts.RocCurves;
import org.intarsia.slideio.WholeFile;

/**
 * What {@code diagnose compare} leaves: {@code comparison.csv}, {@code comparison.json}, {@code
 * tests.csv}, {@code calibration.csv}, {@code predictions.csv}, {@code confusion-NAME.png} and
 * {@code roc-CLASS.png}; no time, host or random name in any.
 */
public final class ComparisonFiles {
  private static final CSVFormat FORMAT = CSVFormat.RFC4180;

  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  private record Document(
      LearningChoices choices,
      long seed,
      int rows,
      int cases,
      List<Integer> folds,
      Map<String, Integer> classes,
      List<String> features,
      String trainingSha256,
      List<Scored> classifiers,
      List<PairTest> tests,
      List<String> warnings) {}

  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  private record Scored(
      String name,
      String strength,
      String settings,
      Map<String, Optional<BootstrapInterval>> scores,
      long[][] confusion,
      Calibration calibration) {}

  private ComparisonFiles() {}

  /** Writes the files into a folder that exists; each has its name only when it is whole. */
  public static void write(
      Path folder, Comparison comparison, LearningChoices choices, List<String> warnings)
      throws IOException {
    text(folder.resolve("comparison.csv"), scores(comparison));
    text(folder.resolve("tests.csv"), tests(comparison));
    text(folder.resolve("calibration.csv"), calibration(comparison));
    text(folder.resolve("predictions.csv"), predictions(comparison));
    text(folder.resolve("comparison.json"), Json.pretty(document(comparison, choices, warnings)));
    List<String> classes = comparison.table().classes();
    for (Comparison.Result result : comparison.results()) {
      String name = result.entry().name();
      ConfusionPicture.write(
          name, classes, result.scores().confusion(), folder.resolve("confusion-" + name + ".png"));
    }
    for (int label = classes.size() == 2 ? 1 : 0; label < classes.size(); label++) {
      Map<String, List<RankedScores.Point>> curves = new LinkedHashMap<>();
      for (Comparison.Result result : comparison.results()) {
        curves.put(result.entry().name(), result.scores().ranked(label).curve());
      }
      RocCurves.write(
          classes.get(label) + " against the rest",
          curves,
          folder.resolve("roc-" + fileName(classes, label) + ".png"));
    }
  }

  private static String fileName(List<String> classes, int label) {
    List<String> names = classes.stream().map(ComparisonFiles::plain).toList();
    boolean usable =
        !names.get(label).isEmpty() && names.stream().distinct().count() == names.size();
    return usable ? names.get(label) : "class-" + label;
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
  }

  private static void text(Path file, String content) throws IOException {
    WholeFile.write(file, partial -> Files.writeString(partial, content, StandardCharsets.UTF_8));
  }

  private static int cases(LabelledTable table) {
    return (int) table.cases().stream().distinct().count();
  }

  private static String scores(Comparison comparison) throws IOException {
    StringWriter text = new StringWriter();
    try (CSVPrinter printer = new CSVPrinter(text, FORMAT)) {
      List<String> header =
          new ArrayList<>(List.of("classifier", "strength", "rows", "cases", "folds", "repeats"));
      for (String score : comparison.results().get(0).intervals().keySet()) {
        header.addAll(List.of(score, score + "_low", score + "_high"));
      }
      header.add("calibration_error");
      printer.printRecord(header);
      for (Comparison.Result result : comparison.results()) {
        List<Object> row =
            new ArrayList<>(
                List.of(
                    result.entry().name(),
                    strength(result),
                    comparison.table().features().size(),
                    cases(comparison.table()),
                    comparison.plan().repeats().get(0).folds(),
                    comparison.plan().repeats().size()));
        for (Optional<BootstrapInterval> interval : result.intervals().values()) {
          row.add(interval.map(each -> Double.toString(each.estimate())).orElse(""));
          row.add(interval.map(each -> Double.toString(each.low())).orElse(""));
          row.add(interval.map(each -> Double.toString(each.high())).orElse(""));
        }
        row.add(result.calibration().expectedError());
        printer.printRecord(row);
      }
    }
    return text.toString();
  }

  private static String strength(Comparison.Result result) {
    return result.entry().strength().name().toLowerCase(Locale.ROOT);
  }

  private static String tests(Comparison comparison) throws IOException {
    StringWriter text = new StringWriter();
    try (CSVPrinter printer = new CSVPrinter(text, FORMAT)) {
      printer.printRecord(
          "weak",
          "strong",
          "accuracy_difference",
          "weak_only_right",
          "strong_only_right",
          "mcnemar_p",
          "mcnemar_p_holm",
          "corrected_t_p",
          "corrected_t_p_holm");
      for (PairTest test : comparison.tests()) {
        printer.printRecord(
            test.weak(),
            test.strong(),
            test.difference(),
            test.weakOnly(),
            test.strongOnly(),
            test.mcNemar(),
            test.mcNemarHolm(),
            test.correctedT(),
            test.correctedTHolm());
      }
    }
    return text.toString();
  }

  private static String calibration(Comparison comparison) throws IOException {
    StringWriter text = new StringWriter();
    try (CSVPrinter printer = new CSVPrinter(text, FORMAT)) {
      printer.printRecord("classifier", "from", "to", "calls", "confidence", "accuracy");
      for (Comparison.Result result : comparison.results()) {
        for (Calibration.Bin bin : result.calibration().bins()) {
          printer.printRecord(
              result.entry().name(),
              bin.from(),
              bin.to(),
              bin.calls(),
              bin.confidence(),
              bin.accuracy());
        }
      }
    }
    return text.toString();
  }

  private static String predictions(Comparison comparison) throws IOException {
    LabelledTable table = comparison.table();
    StringWriter text = new StringWriter();
    try (CSVPrinter printer = new CSVPrinter(text, FORMAT)) {
      List<String> header =
          new ArrayList<>(
              List.of("classifier", "row", "case", "label", "repeat", "fold", "called"));
      table.classes().forEach(name -> header.add("probability_" + name));
      printer.printRecord(header);
      for (Comparison.Result result : comparison.results()) {
        for (Prediction prediction : result.predictions()) {
          List<Object> row =
              new ArrayList<>(
                  List.of(
                      result.entry().name(),
                      table.features().ids().get(prediction.row()),
                      table.cases().get(prediction.row()),
                      table.classes().get(table.labels()[prediction.row()]),
                      prediction.repeat(),
                      prediction.fold(),
                      table.classes().get(prediction.label())));
          for (double probability : prediction.probabilities()) {
            row.add(probability);
          }
          printer.printRecord(row);
        }
      }
    }
    return text.toString();
  }

  private static Document document(
      Comparison comparison, LearningChoices choices, List<String> warnings) {
    LabelledTable table = comparison.table();
    Map<String, Integer> classes = new LinkedHashMap<>();
    int[] counts = comparison.plan().samples().counts();
    for (int label = 0; label < counts.length; label++) {
      classes.put(table.classes().get(label), counts[label]);
    }
    return new Document(
        choices,
        comparison.plan().seed(),
        table.features().size(),
        cases(table),
        comparison.plan().repeats().stream().map(each -> each.folds()).toList(),
        classes,
        table.features().columns(),
        TrainingDigest.of(table),
        comparison.results().stream().map(ComparisonFiles::scored).toList(),
        comparison.tests(),
        warnings);
  }

  private static Scored scored(Comparison.Result result) {
    Confusion confusion = result.scores().confusion();
    long[][] counts = new long[confusion.classes()][confusion.classes()];
    for (int truth = 0; truth < counts.length; truth++) {
      for (int called = 0; called < counts.length; called++) {
        counts[truth][called] = confusion.count(truth, called);
      }
    }
    return new Scored(
        result.entry().name(),
        strength(result),
        result.entry().classifier().toString(),
        result.intervals(),
        counts,
        result.calibration());
  }
}
