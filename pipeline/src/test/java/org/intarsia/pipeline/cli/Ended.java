package org.intarsia.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;

/** A command that has run: its exit code and what it said. */
record Ended(int code, String out, String err) {
  /** Runs {@code intarsia} with these words. */
  static Ended intarsia(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Intarsia.execute(
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
    return new Ended(code, out.toString(), err.toString());
  }

  /** The lines in which the command complains. */
  List<String> errors() {
    return err.strip().lines().filter(line -> line.startsWith("intarsia: ")).toList();
  }

  /** Its only complaint. */
  String onlyError() {
    assertThat(errors()).as("exit code %d, %s, %s", code, out, err).hasSize(1);
    return errors().get(0);
  }
}
