package org.intarsia.pipeline.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code intarsia diagnose}: classifiers on tables of features. */
@Command(
    name = "diagnose",
    description =
        "Classifiers that learn diagnoses from tables of features. For research use only.",
    synopsisSubcommandLabel = "compare|train|predict",
    subcommands = {
      DiagnoseCompareCommand.class,
      DiagnoseTrainCommand.class,
      DiagnosePredictCommand.class
    })
final class DiagnoseCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "say what to do: diagnose compare, diagnose train or diagnose predict");
  }
}
