package org.intarsia.pipeline.evaluate;

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
import java.util.OptionalDouble;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.intarsia.classifier.AdaptedRandError;
import org.intarsia.classifier.BootstrapInterval;
import org.intarsia.classifier.BootstrapInterval.Resampling;
import org.intarsia.classifier.Confusion;
import org.intarsia.pipeline.batch.Json;
import org.intarsia.slideio.WholeFile;

/** {@code scores.csv}, {@code scores.json} and {@code confusion.csv}. */
public final class EvaluationFiles {
  private static final CSVFormat FORMAT = CSVFormat.RFC4180;

  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  private record Document(
      int images,
      Resampling resampling,
      Map<String, Optional<BootstrapInterval>> overall,
      List<EvaluationScores.ClassScore> classes,
      List<String> absentClasses,
      List<Map<String, Object>> perImage,
      List<PairFailure> failures,
      List<String> notes) {}

  private EvaluationFiles() {}

  /** Writes the files into a folder that exists; each has its name only when it is whole. */
  public static void write(
      Path folder, Evaluation evaluation, EvaluationScores scores, Resampling plan)
      throws IOException {
    text(folder.resolve("scores.csv"), scoresCsv(evaluation, scores));
    text(folder.resolve("confusion.csv"), confusionCsv(evaluation, scores.confusion()));
    List<String> absent =
        scores.confusion().absentClasses().stream().map(evaluation.classes()::name).toList();
    List<Map<String, Object>> perImage = new ArrayList<>();
    evaluation.pairs().forEach(pair -> perImage.add(image(evaluation, pair)));
    text(
        folder.resolve("scores.json"),
        Json.pretty(
            new Document(
                scores.images(),
                plan,
                scores.overall(),
                scores.classes(),
                absent,
                perImage,
                evaluation.failures(),
                evaluation.notes())));
  }

  private static void text(Path file, String content) throws IOException {
    WholeFile.write(file, partial -> Files.writeString(partial, content, StandardCharsets.UTF_8));
  }

  private static Map<String, Object> image(Evaluation evaluation, PairScore pair) {
    Map<String, Object> image = new LinkedHashMap<>();
    image.put("name", pair.name());
    values(evaluation, pair.confusion(), pair.components())
        .forEach((name, value) -> value.ifPresent(present -> image.put(name, present)));
    return image;
  }

  /** Columns of {@code scores.csv} behind the number of pixels. */
  private static Map<String, OptionalDouble> values(
      Evaluation evaluation, Confusion confusion, Optional<AdaptedRandError> components) {
    Map<String, OptionalDouble> values = new LinkedHashMap<>();
    EvaluationScores.ofAll().forEach((name, score) -> values.put(name, score.apply(confusion)));
    components.ifPresent(pairs -> values.put(EvaluationScores.ADAPTED_RAND_ERROR, pairs.error()));
    for (int label = 0; label < confusion.classes(); label++) {
      String column = column(evaluation.classes().name(label));
      String unique = values.containsKey(column + "_iou") ? column + "_" + label : column;
      EvaluationScores.ofClass(label)
          .forEach((name, score) -> values.put(unique + "_" + name, score.apply(confusion)));
    }
    return values;
  }

  private static String column(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", "_");
  }

  private static String scoresCsv(Evaluation evaluation, EvaluationScores scores)
      throws IOException {
    Optional<AdaptedRandError> components =
        evaluation.pairs().stream()
            .flatMap(pair -> pair.components().stream())
            .reduce(AdaptedRandError::plus);
    StringWriter text = new StringWriter();
    try (CSVPrinter printer = new CSVPrinter(text, FORMAT)) {
      Map<String, OptionalDouble> all = values(evaluation, scores.confusion(), components);
      List<String> header = new ArrayList<>(List.of("scope", "name", "pixels"));
      header.addAll(all.keySet());
      printer.printRecord(header);
      for (PairScore pair : evaluation.pairs()) {
        printer.printRecord(
            row(
                List.of("image", pair.name(), Long.toString(pair.confusion().total())),
                values(evaluation, pair.confusion(), pair.components())));
      }
      printer.printRecord(row(List.of("all", "", Long.toString(scores.confusion().total())), all));
    }
    return text.toString();
  }

  private static List<String> row(List<String> first, Map<String, OptionalDouble> values) {
    List<String> row = new ArrayList<>(first);
    for (OptionalDouble value : values.values()) {
      row.add(value.isPresent() ? Double.toString(value.getAsDouble()) : "");
    }
    return row;
  }

  private static String confusionCsv(Evaluation evaluation, Confusion confusion)
      throws IOException {
    StringWriter text = new StringWriter();
    try (CSVPrinter printer = new CSVPrinter(text, FORMAT)) {
      List<String> header = new ArrayList<>(List.of("true_class"));
      for (int label = 0; label < confusion.classes(); label++) {
        header.add(evaluation.classes().name(label));
      }
      printer.printRecord(header);
      for (int t = 0; t < confusion.classes(); t++) {
        List<String> row = new ArrayList<>(List.of(evaluation.classes().name(t)));
        for (int p = 0; p < confusion.classes(); p++) {
          row.add(Long.toString(confusion.count(t, p)));
        }
        printer.printRecord(row);
      }
    }
    return text.toString();
  }
}
