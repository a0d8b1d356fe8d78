package org.intarsia.pipeline.cli;

/** Exit codes of every command. */
final class ExitCode {
  static final int DONE = 0;
  static final int FAULT = 1;
  static final int USAGE = 2;
  static final int SLIDES_FAILED = 3;
  static final int INTERRUPTED = 130;

  private ExitCode() {}
}
