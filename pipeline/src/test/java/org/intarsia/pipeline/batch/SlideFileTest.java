package org.intarsia.pipeline.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.intarsia.pipeline.SeveralFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlideFileTest {
  @TempDir private Path folder;

  private Path file(Duration age) throws IOException {
    Path file = Files.writeString(folder.resolve("a.svs"), "slide");
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
    return file;
  }

  @Test
  void aFileThatIsOldIsTakenAtOnceAndWatched() throws Exception {
    Path file = file(Duration.ofHours(1));
    SlideFile taken = SlideFile.awaitQuiet(file, Duration.ZERO);
    assertThat(taken.size()).isEqualTo(5);
    taken.checkUnchanged();
    assertThat(taken.hasChanged()).isFalse();
    Files.writeString(file, " and more", StandardOpenOption.APPEND);
    assertThat(taken.hasChanged()).isTrue();
    assertThatIOException()
        .isThrownBy(taken::checkUnchanged)
        .withMessageStartingWith(
            file + " is still being written; run again when it is whole (5 bytes of ")
        .withMessageContaining(", 14 of ");
    Files.delete(file);
    assertThat(taken.hasChanged()).isTrue();
  }

  @Test
  void aFileThatGrowsIsWaitedForOrRefused() throws Exception {
    Path file = file(Duration.ZERO);
    assertThatIOException()
        .isThrownBy(() -> SlideFile.awaitQuiet(file, Duration.ofSeconds(1)))
        .withMessage(
            file
                + " is still being written: it has changed within the last 2 s (5 bytes so far),"
                + " after a wait of 1 s; run again when it is whole, or wait longer (--wait)");
    AtomicReference<Instant> last = new AtomicReference<>(Instant.now());
    Thread copy =
        new Thread(
            () -> {
              try {
                for (int i = 0; i < 6; i++) {
                  Thread.sleep(150);
                  last.set(Instant.now());
                  Files.writeString(file, "x", StandardOpenOption.APPEND);
                }
              } catch (IOException | InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    copy.start();
    SlideFile taken = SlideFile.awaitQuiet(file, Duration.ofSeconds(30));
    copy.join();
    assertThat(taken.size()).isEqualTo(11);
    assertThat(Duration.between(last.get(), Instant.now()))
        .isGreaterThanOrEqualTo(SlideFile.QUIET.minusMillis(100));
  }

  @Test
  void aClockThatGoesAheadMakesItWaitNoLonger() throws Exception {
    Path file = file(Duration.ofDays(-3));
    assertThat(SlideFile.awaitQuiet(file, Duration.ofSeconds(10)).size()).isEqualTo(5);
  }

  @Test
  void namesWhatIsNoFile() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link.svs"), folder.resolve("gone"));
    Path directory = Files.createDirectory(folder.resolve("x.svs"));
    refused(link + ": a link to a file that does not exist", link);
    refused(directory + ": is a folder, no slide", directory);
    refused(folder.resolve("no.svs") + ": no such file", folder.resolve("no.svs"));
  }

  private static void refused(String message, Path file) {
    assertThatIOException()
        .isThrownBy(() -> SlideFile.awaitQuiet(file, Duration.ZERO))
        .withMessage(message);
  }

  @Test
  void aSlideOfSeveralFilesIsQuietWhenAllAre() throws Exception {
    Path slide = Files.createDirectory(folder.resolve("patient.1"));
    Path one = SeveralFiles.part(slide.resolve("1.dcm"), "p");
    Path two = SeveralFiles.part(slide.resolve("2.dcm"), "p");
    Files.setLastModifiedTime(one, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    assertThatIOException()
        .isThrownBy(() -> SlideFile.awaitQuiet(slide, Duration.ZERO))
        .withMessageStartingWith(slide + " is still being written: ");
    Files.setLastModifiedTime(two, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
    for (Path named : List.of(slide, one)) {
      SlideFile taken = SlideFile.awaitQuiet(named, Duration.ZERO);
      assertThat(taken.parts()).extracting(SlideFile.Part::path).containsExactly(one, two);
      assertThat(taken.size()).isEqualTo(Files.size(one) + Files.size(two));
      taken.checkUnchanged();
    }
    SlideFile taken = SlideFile.awaitQuiet(slide, Duration.ZERO);
    Files.setLastModifiedTime(two, FileTime.from(Instant.now().minus(Duration.ofHours(3))));
    assertThat(taken.hasChanged()).isTrue();
    taken = SlideFile.awaitQuiet(slide, Duration.ZERO);
    SeveralFiles.part(slide.resolve("3.dcm"), "p");
    assertThat(taken.hasChanged()).isTrue();
  }
}
