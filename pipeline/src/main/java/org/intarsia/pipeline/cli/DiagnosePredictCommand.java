package org.intarsia.pipeline.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.intarsia.classifier.learning.diagnosis.Diagnosis;
import org.intarsia.classifier.learning.diagnosis.DiagnosticClassifier;
import org.intarsia.pipeline.batch.UsageException;
import org.intarsia.pipeline.diagnose.FeatureFile;
import org.intarsia.pipeline.diagnose.ModelFile;
import org.intarsia.pipeline.diagnose.RowName;
import org.intarsia.slideio.WholeFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code intarsia diagnose predict}: diagnoses of a table. */
@Command(
    name = "predict",
    description = "Say what a trained model makes of each row of a table. For research use only.",
    footer = {
      "",
      "Leaves a table slide,roi,outcome,label,reason,detail,probability_CLASS...: outcome is call"
          + " or abstention; an abstention has a reason in place of a label."
    })
final class DiagnosePredictCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--model",
      required = true,
      paramLabel = "FILE",
      description = "What 'diagnose train' wrote.")
  private Path model = Path.of("");

  @Option(
      names = "--features",
      required = true,
      paramLabel = "FILE",
      description = "Table with the features that the model was trained on.")
  private Path features = Path.of("");

  @Option(names = "--output", required = true, paramLabel = "FILE", description = "The table.")
  private Path output = Path.of("");

  @Override
  public Integer call() {
    DiagnosticClassifier classifier = ModelFile.read(model).diagnosis();
    FeatureFile table = FeatureFile.read(features, classifier.features());
    PrintWriter err = spec.commandLine().getErr();
    table.warnings().forEach(warning -> err.println("intarsia: warning: " + warning));
    List<Diagnosis> diagnoses = new ArrayList<>();
    for (int row = 0; row < table.names().size(); row++) {
      diagnoses.add(classifier.diagnose(table.table().rows()[row], table.tissue().get(row)));
    }
    try {
      String text = text(classifier.classes(), table.names(), diagnoses);
      Path folder = output.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      WholeFile.write(output, partial -> Files.writeString(partial, text, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UsageException(
          output + ": the table cannot be written (" + e + "); choose another --output", e);
    }
    long calls = diagnoses.stream().filter(Diagnosis.Call.class::isInstance).count();
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        "%d rows: %d calls, %d abstentions"
            .formatted(diagnoses.size(), calls, diagnoses.size() - calls));
    out.println("Diagnoses: " + output);
    return ExitCode.DONE;
  }

  private static String text(List<String> classes, List<RowName> names, List<Diagnosis> diagnoses)
      throws IOException {
    StringWriter text = new StringWriter();
    try (CSVPrinter printer = new CSVPrinter(text, CSVFormat.RFC4180)) {
      List<String> header =
          new ArrayList<>(List.of("slide", "roi", "outcome", "label", "reason", "detail"));
      classes.forEach(name -> header.add("probability_" + name));
      printer.printRecord(header);
      for (int row = 0; row < names.size(); row++) {
        List<String> cells = new ArrayList<>(List.of(names.get(row).slide(), names.get(row).roi()));
        Diagnosis diagnosis = diagnoses.get(row);
        if (diagnosis instanceof Diagnosis.Call call) {
          cells.addAll(List.of("call", classes.get(call.label()), "", ""));
        } else if (diagnosis instanceof Diagnosis.Abstention abstention) {
          String reason = abstention.reason().name().toLowerCase(Locale.ROOT);
          cells.addAll(List.of("abstention", "", reason, abstention.detail()));
        }
        for (double probability : diagnosis.probabilities()) {
          cells.add(Double.toString(probability));
        }
        printer.printRecord(cells);
      }
    }
    return text.toString();
  }
}
