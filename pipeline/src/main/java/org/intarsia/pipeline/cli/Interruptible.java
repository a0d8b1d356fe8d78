package org.intarsia.pipeline.cli;

import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/** Runs a command so that Ctrl-C and a request to end interrupt it; help is just shown. */
final class Interruptible implements IExecutionStrategy {
  private final PrintWriter err;
  private final CountDownLatch ended = new CountDownLatch(1);

  Interruptible(PrintWriter err) {
    this.err = err;
  }

  @Override
  public int execute(ParseResult parse) {
    Integer shown = CommandLine.executeHelpRequest(parse);
    if (shown != null) {
      return shown;
    }
    Thread worker = Thread.currentThread();
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
                  awaitQuietly();
                },
                "intarsia-interrupt"));
    return new RunLast().execute(parse);
  }

  /** Says that the command has ended and said all that it had to say. */
  void end() {
    ended.countDown();
  }

  /** Gives the current slide up to ten seconds to clean up after a signal to end. */
  private void awaitQuietly() {
    try {
      if (!ended.await(10, TimeUnit.SECONDS)) {
        err.println("intarsia: still busy after 10 seconds, stopping at once");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
