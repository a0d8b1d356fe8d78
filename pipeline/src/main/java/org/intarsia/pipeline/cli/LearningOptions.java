package org.intarsia.pipeline.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.intarsia.classifier.learning.LabelledTable;
import org.intarsia.pipeline.batch.UsageException;
import org.intarsia.pipeline.diagnose.ColumnChoice;
import org.intarsia.pipeline.diagnose.FeatureFile;
import org.intarsia.pipeline.diagnose.LabelFile;
import org.intarsia.pipeline.diagnose.LearningChoices;
import org.intarsia.pipeline.diagnose.LearningChoices.Balance;
import org.intarsia.pipeline.diagnose.LearningChoices.Protocol;
import org.intarsia.pipeline.diagnose.LearningChoices.Settings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code diagnose compare} and {@code diagnose train} learn from, and how. */
final class LearningOptions {
  @Option(
      names = "--features",
      required = true,
      paramLabel = "FILE",
      description =
          "Table with a column 'slide' (and 'roi'); every other column of numbers is a feature.")
  private Path features = Path.of("");

  @Option(
      names = "--labels",
      required = true,
      paramLabel = "FILE",
      description =
          "Table slide,label[,case][,roi]. Rows of one case are never divided; without it each"
              + " slide is a case.")
  private Path labels = Path.of("");

  @Option(
      names = "--columns",
      split = ",",
      paramLabel = "NAME",
      description = "Take these features only; * stands for anything, as in *_fraction.")
  private List<String> columns = new ArrayList<>();

  @Option(
      names = "--leave",
      split = ",",
      paramLabel = "NAME",
      description = "Leave these features out; * as above.")
  private List<String> leave = new ArrayList<>();

  @Option(
      names = "--classes",
      split = ",",
      paramLabel = "NAME",
      description =
          "Order of the classes, mildest first. Default: benign, atypia, DCIS, invasive; else by"
              + " number or name.")
  private List<String> classes = new ArrayList<>();

  @Option(
      names = "--protocol",
      paramLabel = "flat|cascade",
      description =
          "All classes at once, or invasive or not, benign or not, DCIS or atypia. Default: flat.")
  private Protocol protocol = Protocol.FLAT;

  @Option(
      names = "--tune",
      description = "Choose settings by a cross-validation inside the training rows.")
  private boolean tune;

  @Option(
      names = "--balance",
      description =
          "Draw training rows with replacement, as many of each class, twice those of the largest.")
  private boolean balance;

  @Option(
      names = "--select",
      paramLabel = "N",
      description = "Keep the N features that tell the training rows apart best. Default: all.")
  private @Nullable Integer select;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Of everything random: the same seed gives the same files. Default: 1.")
  private long seed = 1;

  long seed() {
    return seed;
  }

  LearningChoices choices() {
    if (select != null && select < 1) {
      throw new UsageException("--select must be at least 1, not " + select);
    }
    return new LearningChoices(
        protocol,
        tune ? Settings.TUNED : Settings.USUAL,
        balance ? Balance.EVEN : Balance.AS_THEY_ARE,
        select == null ? OptionalInt.empty() : OptionalInt.of(select));
  }

  /** The table, and what was left out of it. */
  LabelFile.Joined read() {
    FeatureFile file = FeatureFile.read(features, new ColumnChoice(columns, leave));
    LabelFile.Joined joined =
        LabelFile.read(labels)
            .join(file, classes.isEmpty() ? Optional.empty() : Optional.of(classes));
    List<String> warnings = new ArrayList<>(file.warnings());
    warnings.addAll(joined.warnings());
    LabelledTable table = joined.table();
    table.requireTwoCasesAClass();
    return new LabelFile.Joined(table, warnings);
  }
}
