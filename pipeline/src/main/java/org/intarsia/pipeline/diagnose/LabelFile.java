package org.intarsia.pipeline.diagnose;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.intarsia.classifier.learning.FeatureTable;
import org.intarsia.classifier.learning.LabelledTable;
import org.intarsia.classifier.learning.protocol.Severity;
import org.intarsia.pipeline.batch.UsageException;

/**
 * The classes of slides: {@code slide,label}, optionally {@code case}, in place of which the slide
 * stands, and {@code roi}, without which a label holds for all regions of its slide.
 *
 * @param file where it was read
 * @param labels by slide and region
 */
public record LabelFile(Path file, Map<RowName, Label> labels) {
  private static final int LONGEST_LIST = 5;

  /**
   * The class of a slide or region.
   *
   * @param name of the class
   * @param owner name of the case
   */
  public record Label(String name, String owner) {}

  /**
   * Features with their classes.
   *
   * @param table what can be learned from
   * @param warnings what was left out, a line each
   */
  public record Joined(LabelledTable table, List<String> warnings) {}

  /**
   * Reads a table of labels.
   *
   * @throws UsageException naming file and line of what is wrong
   */
  public static LabelFile read(Path file) {
    CsvTable csv = CsvTable.read(file);
    csv.require("slide");
    csv.require("label");
    Map<RowName, Label> labels = new LinkedHashMap<>();
    for (CsvTable.Line line : csv.lines()) {
      RowName name = new RowName(csv.filled(line, "slide"), csv.cell(line, "roi"));
      String owner = csv.has("case") ? csv.filled(line, "case") : name.slide();
      if (labels.put(name, new Label(csv.filled(line, "label"), owner)) != null) {
        throw new UsageException(
            "%s, line %d: '%s' has a label already".formatted(file, line.number(), name.id()));
      }
    }
    return new LabelFile(file, labels);
  }

  /**
   * Gives each row of features its class. Rows without a label, and labels without a row, are left
   * out with a warning.
   *
   * @param order of the classes, mildest first; the diagnoses of breast biopsies, numbers and other
   *     names have an order of their own
   * @throws UsageException if nothing fits, or the order does not name every class
   */
  public Joined join(FeatureFile features, Optional<List<String>> order) {
    List<String> warnings = new ArrayList<>();
    List<Integer> rows = new ArrayList<>();
    List<Label> found = new ArrayList<>();
    Set<RowName> unused = new LinkedHashSet<>(labels.keySet());
    List<String> unlabelled = new ArrayList<>();
    for (int row = 0; row < features.names().size(); row++) {
      RowName name = features.names().get(row);
      RowName key = labels.containsKey(name) ? name : new RowName(name.slide(), "");
      Label label = labels.get(key);
      if (label == null) {
        unlabelled.add(name.id());
      } else {
        rows.add(row);
        found.add(label);
        unused.remove(key);
      }
    }
    if (rows.isEmpty()) {
      throw new UsageException(
          "%s: no label fits a row of features: labels are of %s, features of %s"
              .formatted(
                  file,
                  some(labels.keySet().stream().map(RowName::id).toList()),
                  some(unlabelled)));
    }
    if (!unlabelled.isEmpty()) {
      warnings.add(
          "%d rows of features without a label left out: %s"
              .formatted(unlabelled.size(), some(unlabelled)));
    }
    if (!unused.isEmpty()) {
      warnings.add(
          "%d labels without features left out: %s"
              .formatted(unused.size(), some(unused.stream().map(RowName::id).toList())));
    }
    return new Joined(table(features.table(), rows, found, order), warnings);
  }

  private static String some(Collection<String> names) {
    String some = names.stream().limit(LONGEST_LIST).collect(Collectors.joining(", "));
    return names.size() > LONGEST_LIST
        ? some + " and " + (names.size() - LONGEST_LIST) + " more"
        : some;
  }

  private LabelledTable table(
      FeatureTable all, List<Integer> rows, List<Label> found, Optional<List<String>> order) {
    List<String> classes = classes(found, order);
    FeatureTable kept =
        new FeatureTable(
            all.columns(),
            rows.stream().map(all.ids()::get).toList(),
            rows.stream().map(row -> all.rows()[row]).toArray(double[][]::new));
    return new LabelledTable(
        kept,
        found.stream().map(Label::owner).toList(),
        classes,
        found.stream().mapToInt(label -> classes.indexOf(label.name())).toArray());
  }

  private List<String> classes(List<Label> found, Optional<List<String>> order) {
    List<String> names = found.stream().map(Label::name).distinct().toList();
    if (order.isEmpty()) {
      return names.stream().sorted(ownOrder(names)).toList();
    }
    List<String> unknown = names.stream().filter(name -> !order.get().contains(name)).toList();
    if (!unknown.isEmpty()) {
      throw new UsageException(
          "%s: class %s is not in the order %s; add it to --classes"
              .formatted(file, unknown, order.get()));
    }
    return order.get().stream().filter(names::contains).toList();
  }

  private static Comparator<String> ownOrder(List<String> names) {
    if (names.stream().allMatch(name -> severity(name) >= 0)) {
      return Comparator.comparingInt(LabelFile::severity);
    }
    if (names.stream().allMatch(name -> name.matches("-?\\d{1,9}"))) {
      return Comparator.comparingInt(Integer::parseInt);
    }
    return Comparator.naturalOrder();
  }

  private static int severity(String name) {
    return Severity.NAMES.indexOf(name.toLowerCase(Locale.ROOT));
  }
}
