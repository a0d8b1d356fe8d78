package org.intarsia.pipeline.diagnose;

import org.intarsia.classifier.learning.LabelledTable;
import org.intarsia.pipeline.batch.Digest;

/** SHA-256 of what was learned from: columns, then id, case, class and numbers of every row. */
final class TrainingDigest {
  private TrainingDigest() {}

  static String of(LabelledTable table) {
    StringBuilder text = new StringBuilder();
    table.features().columns().forEach(column -> text.append(column).append('\t'));
    text.append('\n');
    for (int row = 0; row < table.features().size(); row++) {
      text.append(table.features().ids().get(row)).append('\t');
      text.append(table.cases().get(row)).append('\t');
      text.append(table.classes().get(table.labels()[row]));
      for (double value : table.features().rows()[row]) {
        text.append('\t').append(value);
      }
      text.append('\n');
    }
    return Digest.of(text.toString());
  }
}
