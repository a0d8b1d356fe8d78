package org.intarsia.classifier.learning;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Named columns of finite numbers, one row a slide or region.
 *
 * <p>The arrays are owned by the table: neither the giver nor a reader may change them.
 *
 * @param columns their names, all different
 * @param ids one for each row, all different
 * @param rows one number for each column
 */
public record FeatureTable(List<String> columns, List<String> ids, double[][] rows) {
  /**
   * Checks the table.
   *
   * @throws IllegalArgumentException naming the row and column, if a name or an id comes twice, a
   *     row is of another length, or a number is not finite
   */
  public FeatureTable {
    columns = List.copyOf(columns);
    ids = List.copyOf(ids);
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("a table of features needs at least one numeric column");
    }
    if (ids.size() != rows.length) {
      throw new IllegalArgumentException(
          "%d ids do not fit %d rows".formatted(ids.size(), rows.length));
    }
    refuseTwice(columns, "column");
    refuseTwice(ids, "row");
    for (int row = 0; row < rows.length; row++) {
      check(ids.get(row), rows[row], columns);
    }
  }

  private static void refuseTwice(List<String> names, String kind) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw new IllegalArgumentException(
            "%s '%s' comes twice; each must have a name of its own".formatted(kind, name));
      }
    }
  }

  private static void check(String id, double[] row, List<String> columns) {
    if (row.length != columns.size()) {
      throw new IllegalArgumentException(
          "row '%s' has %d numbers, but there are %d columns"
              .formatted(id, row.length, columns.size()));
    }
    for (int column = 0; column < row.length; column++) {
      if (!Double.isFinite(row[column])) {
        throw new IllegalArgumentException(
            "row '%s', column '%s': %s is not a finite number; mend it, or leave the column out"
                .formatted(id, columns.get(column), row[column]));
      }
    }
  }

  /** Number of rows. */
  public int size() {
    return rows.length;
  }

  /**
   * The same rows with these columns, in this order.
   *
   * @throws IllegalArgumentException naming every column that is missing
   */
  public FeatureTable select(List<String> wanted) {
    Map<String, Integer> places = new HashMap<>();
    for (int column = 0; column < columns.size(); column++) {
      places.put(columns.get(column), column);
    }
    List<String> missing = wanted.stream().filter(name -> !places.containsKey(name)).toList();
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "the table has another schema: no column %s; there are %s"
              .formatted(quoted(missing), quoted(columns)));
    }
    int[] from = wanted.stream().mapToInt(name -> places.getOrDefault(name, -1)).toArray();
    double[][] selected = new double[rows.length][from.length];
    for (int row = 0; row < rows.length; row++) {
      for (int column = 0; column < from.length; column++) {
        selected[row][column] = rows[row][from[column]];
      }
    }
    return new FeatureTable(wanted, ids, selected);
  }

  private static String quoted(List<String> names) {
    String some =
        names.stream().limit(10).map(name -> "'" + name + "'").collect(Collectors.joining(", "));
    return names.size() > 10 ? some + " and " + (names.size() - 10) + " more" : some;
  }
}
