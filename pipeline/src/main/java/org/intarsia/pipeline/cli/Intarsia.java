package org.intarsia.pipeline.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.intarsia.pipeline.PipelineException;
import org.intarsia.pipeline.Version;
import org.intarsia.pipeline.batch.OutputLostException;
import org.intarsia.pipeline.batch.UsageException;
import org.intarsia.segmenter.SegmentationException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The {@code intarsia} command. */
@Command(
    name = "intarsia",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = Intarsia.ProjectVersion.class,
    description = "Seamless segmentation of gigapixel pathology slides. For research use only.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      RunCommand.class,
      VerifyCommand.class,
      EvaluateCommand.class,
      FeaturesCommand.class,
      InspectCommand.class,
      ProbeCommand.class,
      SynthesizeCommand.class,
      TrainCommand.class,
      DiagnoseCommand.class,
      RegressCommand.class,
      BenchCommand.class,
      DoctorCommand.class
    })
public final class Intarsia {
  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Print stack traces with errors.")
  private boolean verbose;

  /** The version that {@code --version} prints. */
  static final class ProjectVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"intarsia " + Version.current()};
    }
  }

  private Intarsia() {}

  /** Runs a command and exits with its code. */
  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    Thread worker = Thread.currentThread();
    CountDownLatch ended = new CountDownLatch(1);
    Signals.onInterrupt(
        () -> {
          err.println("intarsia: stopping; Ctrl-C again stops at once");
          worker.interrupt();
        },
        () -> Runtime.getRuntime().halt(ExitCode.INTERRUPTED));
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  worker.interrupt();
                  awaitQuietly(ended, err);
                },
                "intarsia-interrupt"));
    int code;
    try {
      code = execute(out, err, arguments);
    } finally {
      ended.countDown();
    }
    System.exit(code);
  }

  /** Gives the current slide up to ten seconds to clean up after a signal to end. */
  private static void awaitQuietly(CountDownLatch ended, PrintWriter err) {
    try {
      if (!ended.await(10, TimeUnit.SECONDS)) {
        err.println("intarsia: still busy after 10 seconds, stopping at once");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Runs a command and returns its exit code. */
  static int execute(PrintWriter out, PrintWriter err, String... arguments) {
    Intarsia root = new Intarsia();
    CommandLine line = new CommandLine(root);
    line.setOut(out);
    line.setErr(err);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpAutoWidth(true);
    line.setParameterExceptionHandler(
        (e, args) -> {
          err.println("intarsia: " + oneLine(e));
          err.println("Try '" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
          return ExitCode.USAGE;
        });
    line.setExecutionExceptionHandler((e, command, parse) -> report(root, e, command.getErr()));
    return line.execute(arguments);
  }

  private static int report(Intarsia root, Exception e, PrintWriter err) {
    if (e instanceof InterruptedException) {
      err.println("intarsia: interrupted; what is finished is kept");
      return ExitCode.INTERRUPTED;
    }
    if (e instanceof OutputLostException) {
      err.println("intarsia: " + oneLine(e));
      return ExitCode.FAULT;
    }
    boolean usage =
        e instanceof UsageException
            || e instanceof IllegalArgumentException
            || (e instanceof SegmentationException && !(e instanceof PipelineException));
    err.println("intarsia: " + (usage ? "" : "internal fault: ") + oneLine(e));
    if (root.verbose) {
      e.printStackTrace(err);
    } else if (!usage) {
      err.println("Run again with --verbose for the stack trace.");
    }
    return usage ? ExitCode.USAGE : ExitCode.FAULT;
  }

  private static String oneLine(Exception e) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    return message.replaceAll("\\s*\\R\\s*", " ");
  }
}
