package org.intarsia.pipeline.diagnose;

import java.util.List;
import java.util.regex.Pattern;
import org.intarsia.pipeline.batch.UsageException;

/**
 * Which columns of a table are features; a {@code *} in a name stands for anything.
 *
 * @param take only these; all if empty
 * @param leave not these
 */
public record ColumnChoice(List<String> take, List<String> leave) {
  /** All columns. */
  public static final ColumnChoice ALL = new ColumnChoice(List.of(), List.of());

  /** Copies the lists. */
  public ColumnChoice {
    take = List.copyOf(take);
    leave = List.copyOf(leave);
  }

  /**
   * The chosen columns in the order of the table.
   *
   * @throws UsageException if a name fits no column, or nothing is left
   */
  List<String> of(List<String> columns, String file) {
    for (List<String> names : List.of(take, leave)) {
      for (String name : names) {
        if (columns.stream().noneMatch(column -> fits(name, column))) {
          throw new UsageException(
              "%s: no column fits '%s'; there are %s".formatted(file, name, columns));
        }
      }
    }
    List<String> chosen =
        columns.stream()
            .filter(column -> take.isEmpty() || isNamed(column))
            .filter(column -> leave.stream().noneMatch(name -> fits(name, column)))
            .toList();
    if (chosen.isEmpty()) {
      throw new UsageException(file + ": no column is left to learn from; choose others");
    }
    return chosen;
  }

  /** Whether a column was asked for. */
  boolean isNamed(String column) {
    return take.stream().anyMatch(name -> fits(name, column));
  }

  private static boolean fits(String name, String column) {
    return Pattern.matches(("\\Q" + name + "\\E").replace("*", "\\E.*\\Q"), column);
  }
}
