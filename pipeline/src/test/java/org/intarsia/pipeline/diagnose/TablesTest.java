package org.intarsia.pipeline.diagnose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.intarsia.classifier.learning.LabelledTable;
import org.intarsia.pipeline.batch.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TablesTest {
  @TempDir private Path folder;

  private Path file(String name, String... lines) throws IOException {
    return Files.writeString(folder.resolve(name), String.join("\r\n", lines) + "\r\n");
  }

  private void refuses(String message, String... lines) throws IOException {
    Path file = file("features.csv", lines);
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> FeatureFile.read(file, ColumnChoice.ALL))
        .withMessage(file + message);
  }

  @Test
  void readsWhatRunLeaves() throws IOException {
    Path file =
        file(
            "features.csv",
            "slide,roi,status,mpp,tissue_px,tissue_mm2,scanner,stroma_fraction",
            "a,,done,0.5,100,2.5,\"X, 1\",0.25",
            "b,left,done,,50,,Y,0.75",
            "c,,failed,,,,,");
    FeatureFile features =
        FeatureFile.read(file, new ColumnChoice(List.of(), List.of("tissue_mm2")));
    assertThat(features.table().columns()).containsExactly("tissue_px", "stroma_fraction");
    assertThat(features.table().ids()).containsExactly("a", "b/left");
    assertThat(features.table().rows()).isDeepEqualTo(new double[][] {{100, 0.25}, {50, 0.75}});
    assertThat(features.tissue().get(0)).hasValue(2.5);
    assertThat(features.tissue().get(1)).isEmpty();
    assertThat(features.warnings())
        .containsExactly(
            file + ", line 4: slide 'c' has status 'failed': left out",
            file + ": column 'scanner' holds no numbers: left out");
    assertThat(
            FeatureFile.read(file, new ColumnChoice(List.of("*_fraction"), List.of()))
                .table()
                .columns())
        .containsExactly("stroma_fraction");
    assertThat(FeatureFile.read(file, List.of("stroma_fraction")).table().columns())
        .containsExactly("stroma_fraction");
  }

  @Test
  void namesTheRowThatIsWrong() throws IOException {
    refuses(
        ", line 3 (slide 'b'), column 'x': 'NaN' is not a finite number; mend it, or leave the"
            + " column out with --leave",
        "slide,x",
        "a,1",
        "b,NaN");
    refuses(
        ", line 2 (slide 'a'), column 'x': '' is not a finite number; mend it, or leave the column"
            + " out with --leave",
        "slide,x",
        "a,",
        "b,2");
    refuses(", line 4: row 'a' is on line 2 already", "slide,x", "a,1", "b,2", "a,3");
    refuses(", line 2: has 1 cells, but there are 2 columns", "slide,x", "a");
    refuses(": has no column 'slide'; there are [name, x]", "name,x", "a,1");
    refuses(": column 'x' comes twice", "slide,x,x", "a,1,2");
    refuses(": has column names, but no rows", "slide,x");
    refuses(": has no numeric column to learn from", "slide,x", "a,red");
    refuses(", line 2: column 'slide' is empty", "slide,x", ",1");
    Path file = file("features.csv", "slide,x", "a,1");
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> FeatureFile.read(file, new ColumnChoice(List.of("y*"), List.of())))
        .withMessage(file + ": no column fits 'y*'; there are [x]");
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> FeatureFile.read(file, List.of("x", "stroma_fraction")))
        .withMessage(
            file
                + ": has another schema than the model: no column [stroma_fraction]; make it with"
                + " the version and the classes that the model was trained on");
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> FeatureFile.read(folder.resolve("none.csv"), ColumnChoice.ALL))
        .withMessageStartingWith(folder.resolve("none.csv") + ": cannot be read: ");
  }

  @Test
  void joinsLabelsBySlideAndRegion() throws IOException {
    FeatureFile features =
        FeatureFile.read(
            file("f.csv", "slide,roi,x", "a,,1", "b,1,2", "b,2,3", "c,,4", "z,,5"),
            ColumnChoice.ALL);
    Path labels =
        file(
            "l.csv",
            "slide,roi,label,case",
            "a,,Invasive,p1",
            "b,,benign,p2",
            "b,2,DCIS,p2",
            "c,,atypia,p3",
            "y,,benign,p4");
    LabelFile.Joined joined = LabelFile.read(labels).join(features, Optional.empty());
    LabelledTable table = joined.table();
    assertThat(table.classes()).containsExactly("benign", "atypia", "DCIS", "Invasive");
    assertThat(table.features().ids()).containsExactly("a", "b/1", "b/2", "c");
    assertThat(table.labels()).containsExactly(3, 0, 2, 1);
    assertThat(table.cases()).containsExactly("p1", "p2", "p2", "p3");
    assertThat(joined.warnings())
        .containsExactly(
            "1 rows of features without a label left out: z",
            "1 labels without features left out: y");
    List<String> order = List.of("Invasive", "DCIS", "atypia", "benign");
    assertThat(LabelFile.read(labels).join(features, Optional.of(order)).table().labels())
        .containsExactly(0, 3, 1, 2);
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(
            () -> LabelFile.read(labels).join(features, Optional.of(List.of("benign", "DCIS"))))
        .withMessage(
            labels
                + ": class [Invasive, atypia] is not in the order [benign, DCIS]; add it to"
                + " --classes");
  }

  @Test
  void ordersNumbersAsNumbersAndOthersByName() throws IOException {
    FeatureFile features =
        FeatureFile.read(file("f.csv", "slide,x", "a,1", "b,2", "c,3"), ColumnChoice.ALL);
    Path numbers = file("n.csv", "slide,label", "a,10", "b,9", "c,10");
    assertThat(LabelFile.read(numbers).join(features, Optional.empty()).table().classes())
        .containsExactly("9", "10");
    Path names = file("m.csv", "slide,label", "a,well", "b,poor", "c,well");
    LabelledTable table = LabelFile.read(names).join(features, Optional.empty()).table();
    assertThat(table.classes()).containsExactly("poor", "well");
    assertThat(table.cases()).containsExactly("a", "b", "c");
  }

  @Test
  void refusesLabelsThatDoNotFit() throws IOException {
    FeatureFile features = FeatureFile.read(file("f.csv", "slide,x", "a,1"), ColumnChoice.ALL);
    Path others = file("l.csv", "slide,label", "q,benign");
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> LabelFile.read(others).join(features, Optional.empty()))
        .withMessage(others + ": no label fits a row of features: labels are of q, features of a");
    Path twice = file("l2.csv", "slide,label", "a,benign", "a,dcis");
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> LabelFile.read(twice))
        .withMessage(twice + ", line 3: 'a' has a label already");
    Path empty = file("l3.csv", "slide,label", "a,");
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> LabelFile.read(empty))
        .withMessage(empty + ", line 2: column 'label' is empty");
  }
}
