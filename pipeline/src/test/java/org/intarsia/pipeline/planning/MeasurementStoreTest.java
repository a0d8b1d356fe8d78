package org.intarsia.pipeline.planning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasurementStoreTest {
  private static final Baseline BASELINE = new Baseline(1.25, OptionalLong.of(300));

  @TempDir private Path folder;

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void whatIsKeptIsFoundUnderItsKeyOnly() throws IOException {
    MeasurementStore store = MeasurementStore.in(folder.resolve("made"));
    assertThat(store.find("baseline", "key", Baseline.class)).isEmpty();
    store.keep("baseline", "key", BASELINE);
    assertThat(store.find("baseline", "key", Baseline.class)).contains(BASELINE);
    assertThat(store.find("baseline", "other", Baseline.class)).isEmpty();
    assertThat(store.find("calibration", "key", Baseline.class)).isEmpty();
    assertThat(files()).hasSize(1);
  }

  @Test
  void aFileThatCannotBeReadIsMeasuredAgain() throws IOException {
    MeasurementStore store = MeasurementStore.in(folder);
    store.keep("baseline", "key", BASELINE);
    Path file = files().get(0);
    for (String text : List.of("", "{", "{\"key\":\"key\",\"value\":7}", "[1]", "\u0000\u0001")) {
      Files.writeString(file, text);
      assertThat(store.find("baseline", "key", Baseline.class)).as(text).isEmpty();
    }
    store.keep("baseline", "key", BASELINE);
    assertThat(store.find("baseline", "key", Baseline.class)).contains(BASELINE);
  }

  @Test
  void aFolderThatCannotBeMadeKeepsNothing() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "in the way");
    MeasurementStore store = MeasurementStore.in(file.resolve("below"));
    store.keep("baseline", "key", BASELINE);
    assertThat(store.find("baseline", "key", Baseline.class)).isEmpty();
    assertThat(file).hasContent("in the way");
  }

  @Test
  void theUsersFolderIsWhereTheEnvironmentSays() throws IOException {
    Path own = folder.resolve("own");
    Path shared = folder.resolve("xdg");
    Map<String, String> xdg = Map.of("XDG_CACHE_HOME", shared.toString());
    MeasurementStore.ofUser(xdg).keep("baseline", "key", BASELINE);
    assertThat(files().get(0)).hasParent(shared.resolve("intarsia").resolve("plans"));
    Map<String, String> both =
        Map.of("XDG_CACHE_HOME", shared.toString(), "INTARSIA_CACHE_DIR", own.toString());
    MeasurementStore.ofUser(both).keep("baseline", "key", BASELINE);
    assertThat(own.resolve("plans")).isDirectoryContaining("glob:**/baseline-*.json");
  }
}
