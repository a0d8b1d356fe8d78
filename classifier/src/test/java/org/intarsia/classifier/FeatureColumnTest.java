package org.intarsia.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.intarsia.classifier.masks.FeatureSettings;
import org.intarsia.classifier.masks.MaskFeatures;
import org.junit.jupiter.api.Test;

class FeatureColumnTest {
  private static final List<String> CLASSES = List.of("background", "benign gland", "stroma", "x2");

  /** What kind of column this is. */
  private static FeatureColumn kind(String column) {
    List<FeatureColumn> kinds =
        Arrays.stream(FeatureColumn.values()).filter(kind -> matches(kind, column)).toList();
    assertThat(kinds).as(column).hasSize(1);
    return kinds.get(0);
  }

  private static boolean matches(FeatureColumn kind, String column) {
    String one = "(background|benign_gland|stroma|x2)";
    return column.matches(
        kind.pattern().replace("CLASS", one).replace("OTHER", one).replace("_dN", "_d\\d+"));
  }

  @Test
  void everyColumnIsOfOneKindAndTheKindsAreInOrder() {
    FeatureSettings settings = new FeatureSettings(List.of(1, 4, 16), 1);
    Set<FeatureColumn> kinds = new LinkedHashSet<>();
    for (String column : MaskFeatures.columns(CLASSES, 0, settings)) {
      kinds.add(kind(column));
    }
    assertThat(kinds).containsExactly(FeatureColumn.values());
  }

  @Test
  void theGuideHasTheSameTable() throws IOException {
    List<String> rows =
        Files.readAllLines(Path.of("..", "docs", "features.md")).stream()
            .filter(line -> line.startsWith("| `"))
            .toList();
    assertThat(rows)
        .containsExactlyElementsOf(
            Arrays.stream(FeatureColumn.values())
                .map(
                    kind ->
                        "| `%s` | %s | %s |".formatted(kind.pattern(), kind.unit(), kind.formula()))
                .toList());
    assertThat(Files.readString(Path.of("..", "docs", "features.md")))
        .contains("Schema " + DiagnosisFeatures.SCHEMA_VERSION + ", in this order");
  }

  @Test
  void moreFeaturesFollowAndAreFinite() {
    DiagnosisFeatures some =
        DiagnosisFeatures.of(
            TissueHistogram.of(1, 1), List.of("a", "b"), 0, OptionalDouble.empty());
    DiagnosisFeatures more = some.and(Map.of("z", 3L));
    assertThat(more.number("z")).isEqualTo(3L);
    assertThat(more.names()).startsWith(some.names().toArray(String[]::new)).endsWith("z");
    assertThat(some.names()).doesNotContain("z");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> some.and(Map.of("a_px", 1)))
        .withMessage("two features are called a_px");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> some.and(Map.of("z", Double.NaN)))
        .withMessage("feature z must be finite, not NaN");
  }
}
