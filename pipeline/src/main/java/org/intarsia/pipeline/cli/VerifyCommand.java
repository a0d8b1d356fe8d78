package org.intarsia.pipeline.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.intarsia.pipeline.verify.Check;
import org.intarsia.pipeline.verify.Verification;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code intarsia verify}: is a finished run still what it was. */
@Command(
    name = "verify",
    description =
        "Compare every file of a finished run with the digests in its manifest, features.csv with"
            + " the slides' records, and slides, model and card where they still are.",
    footer = {
      "",
      "Says ok, changed, missing, or elsewhere (an input that is not where it was).",
      "Exit codes: 0 all is as the run left it; 2 not the folder of a run; 3 something differs."
    })
final class VerifyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "DIR", description = "The --output of 'intarsia run'.")
  private Path folder = Path.of("");

  @Option(
      names = "--full",
      description =
          "Read the slides whole too, where the manifest has their SHA-256 (up to 64 MiB);"
              + " otherwise their fingerprints.")
  private boolean full;

  @Option(names = "--counts", description = "Count the labels of every mask again.")
  private boolean counted;

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    Map<Check.Outcome, Integer> tally = new EnumMap<>(Check.Outcome.class);
    Verification.of(
        folder,
        full ? Verification.Depth.WHOLE_SLIDES : Verification.Depth.FINGERPRINTS,
        counted ? Verification.Counts.COUNTED : Verification.Counts.BELIEVED,
        check -> {
          tally.merge(check.outcome(), 1, Integer::sum);
          print(check, out);
        });
    out.println();
    int differing =
        tally.getOrDefault(Check.Outcome.CHANGED, 0) + tally.getOrDefault(Check.Outcome.MISSING, 0);
    out.printf(
        Locale.ROOT,
        "%d ok, %d changed, %d missing, %d elsewhere%n",
        tally.getOrDefault(Check.Outcome.OK, 0),
        tally.getOrDefault(Check.Outcome.CHANGED, 0),
        tally.getOrDefault(Check.Outcome.MISSING, 0),
        tally.getOrDefault(Check.Outcome.ELSEWHERE, 0));
    return differing == 0 ? ExitCode.DONE : ExitCode.SLIDES_FAILED;
  }

  private static void print(Check check, PrintWriter out) {
    String detail = check.detail().isEmpty() ? "" : ": " + check.detail();
    out.printf(Locale.ROOT, "%-9s  %s%s%n", check.outcome().word(), check.subject(), detail);
  }
}
