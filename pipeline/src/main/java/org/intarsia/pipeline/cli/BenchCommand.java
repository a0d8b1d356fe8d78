package org.intarsia.pipeline.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code intarsia bench}: the benchmarks. */
@Command(
    name = "bench",
    description = "Benchmarks, as ratios within one run.",
    synopsisSubcommandLabel = "BENCHMARK",
    subcommands = {
      AgreementBenchmark.class,
      MemoryBenchmark.class,
      PipelineBenchmark.class,
      PlanBenchmark.class,
      PrecisionBenchmark.class,
      ReadersBenchmark.class,
      SoakBenchmark.class,
      StagesBenchmark.class
    })
final class BenchCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "name a benchmark: agreement, memory, pipeline, plan, precision, readers, soak, stages");
  }
}
