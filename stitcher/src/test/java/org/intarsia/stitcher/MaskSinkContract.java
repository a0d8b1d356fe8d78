package org.intarsia.stitcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link MaskSink} promises. Masks of this test have labels 0 to 2. */
public abstract class MaskSinkContract {
  private static final int WIDTH = 37;
  private static final int HEIGHT = 25;
  private static final int CORE = 10;

  @TempDir private Path folder;
  private Path results;

  /** A sink for a mask that leaves its result, if it leaves files, in {@code folder}. */
  protected abstract MaskSink open(MaskLayout layout, Path folder) throws IOException;

  @BeforeEach
  void makeFolder() throws IOException {
    results = Files.createDirectory(folder.resolve("results"));
  }

  private MaskSink open() throws IOException {
    return open(layout(WIDTH, HEIGHT), results);
  }

  /** A mask of three classes. */
  protected static MaskLayout layout(int width, int height) {
    List<LabelClass> classes =
        List.of(
            new LabelClass("background", 0xFFFFFF),
            new LabelClass("stroma", 0xFF96FF),
            new LabelClass("blood", 0xFFFF00));
    return MaskLayout.of(width, height, classes, OptionalDouble.of(0.5), "slide");
  }

  private static MaskBand band(int row) {
    int height = Math.min(CORE, HEIGHT - row * CORE);
    byte[] labels = new byte[WIDTH * CORE];
    for (int i = 0; i < WIDTH * height; i++) {
      labels[i] = (byte) (i * 7 / 5 % 3);
    }
    Arrays.fill(labels, WIDTH * height, labels.length, (byte) 0xEE);
    return new MaskBand(row, (long) row * CORE, WIDTH, height, labels);
  }

  private static void deliverAll(MaskSink sink) throws IOException {
    for (int row = 0; row * CORE < HEIGHT; row++) {
      sink.accept(band(row));
    }
  }

  private List<Path> left() throws IOException {
    try (Stream<Path> files = Files.list(results)) {
      return files.toList();
    }
  }

  @Test
  void allBandsThenFinishThenClose() throws IOException {
    MaskSink sink = open();
    deliverAll(sink);
    sink.finish();
    sink.close();
    List<Path> files = left();
    sink.close();
    assertThat(left()).isEqualTo(files);
  }

  @Test
  void labelsAreBorrowedAndNotChanged() throws IOException {
    try (MaskSink sink = open()) {
      MaskBand band = band(0);
      byte[] before = band.labels().clone();
      sink.accept(band);
      assertThat(band.labels()).isEqualTo(before);
    }
  }

  @Test
  void closingWithoutFinishLeavesNothing() throws IOException {
    MaskSink none = open();
    none.close();
    assertThat(left()).isEmpty();
    MaskSink some = open();
    some.accept(band(0));
    some.close();
    assertThat(left()).isEmpty();
    MaskSink whole = open();
    deliverAll(whole);
    whole.close();
    assertThat(left()).isEmpty();
    assertThatCode(whole::close).doesNotThrowAnyException();
  }

  @Test
  void aFailedFinishLeavesNothing() throws IOException {
    MaskSink sink = open();
    sink.accept(band(0));
    assertThatThrownBy(sink::finish).isInstanceOf(IllegalStateException.class);
    sink.close();
    assertThat(left()).isEmpty();
  }

  @Test
  void bandsComeInOrderOnceAndFit() throws IOException {
    try (MaskSink sink = open()) {
      assertThatThrownBy(() -> sink.accept(band(1))).isInstanceOf(IllegalStateException.class);
      sink.accept(band(0));
      assertThatThrownBy(() -> sink.accept(band(0))).isInstanceOf(IllegalStateException.class);
      byte[] labels = new byte[2 * WIDTH * HEIGHT];
      assertThatThrownBy(() -> sink.accept(new MaskBand(1, 10, WIDTH + 1, 10, labels)))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> sink.accept(new MaskBand(1, 10, WIDTH, 16, labels)))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void nothingComesAfterTheEnd() throws IOException {
    MaskSink sink = open();
    deliverAll(sink);
    sink.finish();
    assertThatThrownBy(sink::finish).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> sink.accept(band(0))).isInstanceOf(IllegalStateException.class);
    sink.close();
    assertThatThrownBy(() -> sink.accept(band(0))).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(sink::finish).isInstanceOf(IllegalStateException.class);
  }
}
