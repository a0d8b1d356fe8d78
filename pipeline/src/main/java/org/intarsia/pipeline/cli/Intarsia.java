package org.intarsia.pipeline.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.intarsia.pipeline.PipelineException;
import org.intarsia.pipeline.Version;
import org.intarsia.pipeline.batch.OutputLostException;
import org.intarsia.pipeline.batch.UsageException;
import org.intarsia.segmenter.SegmentationException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/** The {@code intarsia} command. */
@Command(
    name = "intarsia",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = Intarsia.ProjectVersion.class,
    description = "Seamless segmentation of gigapixel pathology slides. For research use only.",
    synopsisSubcommandLabel = "COMMAND")
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
    CommandLine line = commandLine(out, err, arguments);
    Interruptible strategy = new Interruptible(err);
    line.setExecutionStrategy(strategy);
    int code;
    try {
      code = line.execute(arguments);
    } finally {
      strategy.end();
    }
    System.exit(code);
  }

  /** Runs a command and returns its exit code. */
  static int execute(PrintWriter out, PrintWriter err, String... arguments) {
    return commandLine(out, err, arguments).execute(arguments);
  }

  private static CommandLine commandLine(PrintWriter out, PrintWriter err, String... arguments) {
    Intarsia root = new Intarsia();
    CommandLine line = Commands.under(root, arguments);
    line.setOut(out);
    line.setErr(err);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpAutoWidth(true);
    Faults faults = root.new Faults();
    line.setParameterExceptionHandler(faults);
    line.setExecutionExceptionHandler(faults);
    return line;
  }

  /** Says what went wrong. No lambdas: those would be the first of a start that only shows help. */
  private final class Faults implements IParameterExceptionHandler, IExecutionExceptionHandler {
    @Override
    public int handleParseException(ParameterException e, String[] arguments) {
      PrintWriter err = e.getCommandLine().getErr();
      err.println("intarsia: " + oneLine(e));
      err.println("Try '" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
      return ExitCode.USAGE;
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parse) {
      return report(e, command.getErr());
    }
  }

  private int report(Exception e, PrintWriter err) {
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
    if (verbose) {
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
