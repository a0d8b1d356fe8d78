package org.intarsia.pipeline.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.intarsia.pipeline.batch.UsageException;
import org.intarsia.tiler.LabelKey;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that names what the values of masks mean. */
final class ClassTableOption {
  @Option(
      names = "--classes",
      paramLabel = "FILE",
      description =
          "CSV with the columns label, name, color (#RRGGBB) and optionally value (grey value in"
              + " the masks). Masks that Intarsia wrote state their classes themselves.")
  private @Nullable Path classes;

  /**
   * The table, if one was named.
   *
   * @throws UsageException if it cannot be read; names it
   */
  Optional<LabelKey> read() {
    if (classes == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(LabelKey.read(classes));
    } catch (IOException e) {
      throw new UsageException(classes + ": cannot be read: " + e.getMessage(), e);
    }
  }
}
