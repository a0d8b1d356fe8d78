package org.intarsia.pipeline.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.intarsia.classifier.learning.Classifier;
import org.intarsia.classifier.learning.ClassifierCatalogue;
import org.intarsia.classifier.learning.LabelledTable;
import org.intarsia.classifier.learning.Model;
import org.intarsia.classifier.learning.Samples;
import org.intarsia.classifier.learning.diagnosis.DiagnosticClassifier;
import org.intarsia.classifier.learning.diagnosis.Familiarity;
import org.intarsia.classifier.learning.protocol.TunedClassifier;
import org.intarsia.pipeline.batch.UsageException;
import org.intarsia.pipeline.diagnose.LabelFile;
import org.intarsia.pipeline.diagnose.LearningChoices;
import org.intarsia.pipeline.diagnose.ModelFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code intarsia diagnose train}: one classifier from a whole table. */
@Command(
    name = "train",
    description = "Train one classifier on all rows of a table and write it as JSON.",
    footer = {
      "",
      "The model abstains from rows that are unlike those of training, that hold too little tissue,"
          + " or whose most probable class is not probable enough."
    })
final class DiagnoseTrainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private LearningOptions learning = new LearningOptions();

  @Option(
      names = "--classifier",
      paramLabel = "NAME",
      description = "One of: ${COMPLETION-CANDIDATES}. Default: logistic-regression.",
      completionCandidates = DiagnoseCompareCommand.Names.class)
  private String classifier = "logistic-regression";

  @Option(
      names = "--least-confidence",
      paramLabel = "P",
      description = "Least probability of a class that is called. Default: 0.5.")
  private double leastConfidence = 0.5;

  @Option(
      names = "--least-tissue",
      paramLabel = "MM2",
      description = "Least tissue where the table states tissue_mm2. Default: 0.")
  private double leastTissue;

  @Option(
      names = "--familiar",
      paramLabel = "PART",
      description =
          "Part of the training rows whose distance from the other cases counts as familiar."
              + " Default: 0.99.")
  private double familiar = 0.99;

  @Option(names = "--output", required = true, paramLabel = "FILE", description = "The model.")
  private Path output = Path.of("");

  @Override
  public Integer call() {
    DiagnosticClassifier.Limits limits =
        new DiagnosticClassifier.Limits(leastConfidence, leastTissue);
    LearningChoices choices = learning.choices();
    ClassifierCatalogue.Entry entry = ClassifierCatalogue.named(classifier);
    LabelFile.Joined joined = learning.read();
    PrintWriter err = spec.commandLine().getErr();
    joined.warnings().forEach(warning -> err.println("intarsia: warning: " + warning));
    LabelledTable table = joined.table();
    Samples samples = table.samples();
    Classifier chosen = chosen(choices.classifier(entry, table.classes()), samples);
    Model model = chosen.train(samples, learning.seed());
    DiagnosticClassifier diagnosis =
        new DiagnosticClassifier(
            table.classes(),
            table.features().columns(),
            model,
            Familiarity.of(samples, familiar, learning.seed()),
            limits);
    ModelFile.Training training =
        ModelFile.Training.of(entry.name(), chosen.toString(), choices, learning.seed(), table);
    write(ModelFile.of(training, diagnosis));
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        "%s on %d rows of %d cases, %d features, classes %s"
            .formatted(
                entry.name(),
                training.rows(),
                training.cases(),
                diagnosis.features().size(),
                String.join(", ", diagnosis.classes())));
    out.println("Model: " + output);
    return ExitCode.DONE;
  }

  /** Settings that are to be chosen are chosen here, so that the model can name them. */
  private Classifier chosen(Classifier asked, Samples samples) {
    return asked instanceof TunedClassifier tuned ? tuned.choose(samples, learning.seed()) : asked;
  }

  private void write(ModelFile model) {
    try {
      Path folder = output.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      model.write(output);
    } catch (IOException e) {
      throw new UsageException(
          output + ": the model cannot be written (" + e + "); choose another --output", e);
    }
  }
}
