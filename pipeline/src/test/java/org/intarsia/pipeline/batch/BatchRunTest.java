package org.intarsia.pipeline.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.intarsia.pipeline.FlakySlides;
import org.intarsia.pipeline.PipelinePlan;
import org.intarsia.pipeline.TileFaults;
import org.intarsia.pipeline.TinyModel;
import org.intarsia.pipeline.claims.ClaimTimes;
import org.intarsia.pipeline.synthetic.SyntheticCohort;
import org.intarsia.segmenter.SegmentationModel;
import org.intarsia.testdata.PyramidOptions;
import org.intarsia.tiler.TileGrid;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class BatchRunTest {
  private static final ClaimTimes QUICK =
      new ClaimTimes(Duration.ofMillis(100), Duration.ofSeconds(30), Duration.ofMillis(20));

  @TempDir private static Path shared;
  @TempDir private Path folder;

  private static SegmentationModel model;
  private static List<SlideInput> slides = List.of();
  private static Path reference = Path.of("");

  @BeforeAll
  static void makeInputs() throws IOException, InterruptedException {
    model = SegmentationModel.load(TinyModel.write(shared, 1), Optional.empty());
    Path cohort = Files.createDirectory(shared.resolve("cohort"));
    SyntheticCohort biopsies =
        new SyntheticCohort(
            SyntheticCohort.Patients.inTurn(3), 40, 420, 300, 1, PyramidOptions.Format.SVS);
    for (SyntheticCohort.Member member : biopsies.members()) {
      biopsies.writeSlide(cohort, member);
    }
    slides = SlideInputs.collect(List.of(cohort));
    reference = shared.resolve("reference");
    batch(reference, TileFaults.Policy.FAIL).run(slides, "test", RunProgress.silent());
  }

  @AfterAll
  static void closeModel() {
    model.close();
  }

  private static BatchRun batch(Path root, TileFaults.Policy policy) throws IOException {
    PipelinePlan plan =
        new PipelinePlan(
            PipelinePlan.ModelIdentity.of(model),
            model.probe().window(OptionalInt.of(64), OptionalInt.empty()),
            new PipelinePlan.Choices(
                PipelinePlan.SeamChoice.CROP,
                PipelinePlan.TissueFilter.NONE,
                OptionalDouble.empty(),
                OptionalInt.empty(),
                policy),
            new PipelinePlan.Resources(2, 1, 1, "cpu"));
    return BatchRun.of(plan, model, root, BatchRun.Earlier.KEEP).with(QUICK);
  }

  private static List<Path> results(Path root) throws IOException {
    try (Stream<Path> walk = Files.walk(root)) {
      return walk.filter(Files::isRegularFile)
          .map(root::relativize)
          .filter(file -> !file.endsWith("manifest.json") && !file.endsWith("slide.json"))
          .sorted()
          .toList();
    }
  }

  private static void checkSameAsReference(Path root) throws IOException {
    assertThat(results(root)).isEqualTo(results(reference));
    for (Path file : results(reference)) {
      assertThat(root.resolve(file)).hasSameBinaryContentAs(reference.resolve(file));
    }
    assertThat(root.resolve(".intarsia")).doesNotExist();
  }

  /** Interrupts the run once, when so many tiles of all slides are done; collects notes. */
  private static class Interrupter implements RunProgress {
    private final Thread target;
    private final long at;
    private final List<String> notes = Collections.synchronizedList(new ArrayList<>());
    private long earlier;
    private long current;
    private boolean interrupted;

    Interrupter(Thread target, long at) {
      this.target = target;
      this.at = at;
    }

    @Override
    public void slideBegins(int number, int of, SlideInput slide) {}

    @Override
    public void tilesBegin(TileGrid grid) {}

    @Override
    public synchronized void tilesDone(long tiles) {
      current = tiles;
      if (!interrupted && earlier + tiles >= at) {
        interrupted = true;
        target.interrupt();
      }
    }

    @Override
    public void note(SlideInput slide, String note) {
      notes.add(note);
    }

    @Override
    public synchronized void slideEnds(SlideResult result) {
      earlier += current;
    }
  }

  @ParameterizedTest(name = "after {0} tiles")
  @ValueSource(ints = {1, 25, 50, 80, 130, 170})
  void anInterruptedRunGoesOnAfterTheBandsThatWereDone(int tiles) throws Exception {
    Path root = folder.resolve("out");
    Interrupter interrupter = new Interrupter(Thread.currentThread(), tiles);
    assertThatThrownBy(() -> batch(root, TileFaults.Policy.FAIL).run(slides, "test", interrupter))
        .isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
    Interrupter second = new Interrupter(new Thread(() -> {}), Long.MAX_VALUE);
    List<SlideResult> results = batch(root, TileFaults.Policy.FAIL).run(slides, "test", second);
    assertThat(results).hasSize(3).allMatch(SlideResult.Done.class::isInstance);
    checkSameAsReference(root);
    if (tiles == 50) {
      assertThat(second.notes).anyMatch(note -> note.matches("goes on after [1-9] of 7 bands.*"));
    }
  }

  /** The first slide's thumbnail is read only when tiles of the second have been. */
  @Test
  void aSlideIsSegmentedWhileTheOneBeforeIsFinished() throws Exception {
    CountDownLatch tilesOfSecond = new CountDownLatch(1);
    AtomicInteger waited = new AtomicInteger();
    FlakySlides.Watch watch =
        (file, region) -> {
          if (file.endsWith("b.svs")) {
            tilesOfSecond.countDown();
          } else if (file.endsWith("a.svs") && region.width() > 100) {
            waited.addAndGet(await(tilesOfSecond, 30_000) ? 1 : -1000);
          }
        };
    List<String> told = Collections.synchronizedList(new ArrayList<>());
    List<SlideResult> results = watched(watch, folder.resolve("out"), new Diary(told));
    assertThat(results).hasSize(3).allMatch(SlideResult.Done.class::isInstance);
    assertThat(waited).hasPositiveValue();
    assertThat(told)
        .containsExactly(
            "1 of 3, a",
            "tiles",
            "all done",
            "ends a", //
            "2 of 3, b",
            "tiles",
            "all done",
            "ends b",
            "3 of 3, c",
            "tiles",
            "all done",
            "ends c");
  }

  /** A process that dies again must not be blamed on a slide that happened to be under way. */
  @Test
  void aSlideOverWhichAProcessHasDiedIsAlone() throws Exception {
    Path root = folder.resolve("out");
    Path claim = Files.createDirectories(root.resolve(".intarsia/work/b@1"));
    Files.writeString(claim.resolve("owner"), "5f0c5a0e-0000-4000-8000-000000000000");
    CountDownLatch readingB = new CountDownLatch(1);
    CountDownLatch readingC = new CountDownLatch(1);
    List<String> early = Collections.synchronizedList(new ArrayList<>());
    FlakySlides.Watch watch =
        (file, region) -> {
          if (file.endsWith("b.svs")) {
            readingB.countDown();
          } else if (file.endsWith("c.svs")) {
            readingC.countDown();
          }
          if (region.width() > 100 && file.endsWith("a.svs") && await(readingB, 50)) {
            early.add("b");
          } else if (region.width() > 100 && file.endsWith("b.svs") && await(readingC, 50)) {
            early.add("c");
          }
        };
    List<SlideResult> results = watched(watch, root, RunProgress.silent());
    assertThat(results).hasSize(3).allMatch(SlideResult.Done.class::isInstance);
    assertThat(early).isEmpty();
  }

  private List<SlideResult> watched(FlakySlides.Watch watch, Path root, RunProgress progress)
      throws IOException, InterruptedException {
    List<Path> noise = new ArrayList<>();
    for (String name : List.of("a", "b", "c")) {
      Path slide = Files.writeString(folder.resolve(name + ".svs"), FlakySlides.MARK + name);
      Files.setLastModifiedTime(slide, FileTime.from(Instant.now().minusSeconds(60)));
      noise.add(slide);
    }
    FlakySlides.WATCHES.add(watch);
    try {
      return batch(root, TileFaults.Policy.FAIL).run(SlideInputs.collect(noise), "test", progress);
    } finally {
      FlakySlides.WATCHES.remove(watch);
    }
  }

  private static boolean await(CountDownLatch latch, int millis) {
    try {
      return latch.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Writes down what it is told. */
  private static final class Diary implements RunProgress {
    private final List<String> told;
    private long tiles;

    Diary(List<String> told) {
      this.told = told;
    }

    @Override
    public void slideBegins(int number, int of, SlideInput slide) {
      told.add(number + " of " + of + ", " + slide.name());
    }

    @Override
    public synchronized void tilesBegin(TileGrid grid) {
      tiles = grid.size();
      told.add("tiles");
    }

    @Override
    public synchronized void tilesDone(long done) {
      if (done == tiles) {
        told.add("all done");
      }
    }

    @Override
    public void note(SlideInput slide, String note) {
      told.add(note);
    }

    @Override
    public void slideEnds(SlideResult result) {
      told.add("ends " + result.slide().name());
    }
  }

  @Test
  void severalRunsOfOnePlanShareTheWork() throws Exception {
    Path root = folder.resolve("out");
    ExecutorService pool = Executors.newFixedThreadPool(3);
    List<SlideResult> all = new ArrayList<>();
    try {
      List<Future<List<SlideResult>>> runs = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        BatchRun run = batch(root, TileFaults.Policy.FAIL);
        runs.add(pool.submit(() -> run.run(slides, "test", RunProgress.silent())));
      }
      for (Future<List<SlideResult>> run : runs) {
        assertThat(run.get()).hasSize(3).allMatch(SlideResult.Done.class::isInstance);
        all.addAll(run.get());
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(all)
        .filteredOn(result -> ((SlideResult.Done) result).reused() == SlideResult.Reused.NEW)
        .as("each slide is done by one of them")
        .hasSize(3);
    checkSameAsReference(root);
  }

  @Test
  void anotherPlanInTheSameFolderIsRefusedWhileOneIsAtWork() throws Exception {
    Path root = folder.resolve("out");
    BatchRun other = batch(root, TileFaults.Policy.BACKGROUND);
    List<Throwable> refusals = new ArrayList<>();
    RunProgress during =
        new Interrupter(new Thread(() -> {}), Long.MAX_VALUE) {
          @Override
          public void slideBegins(int number, int of, SlideInput slide) {
            try {
              other.run(slides, "other", RunProgress.silent());
            } catch (UsageException | IOException | InterruptedException e) {
              refusals.add(e);
            }
          }
        };
    batch(root, TileFaults.Policy.FAIL).run(slides, "test", during);
    assertThat(refusals).hasSize(3);
    assertThat(refusals.get(0))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("process " + ProcessHandle.current().pid())
        .hasMessageEndingWith(
            " is at work in this folder with another plan; wait for it, or choose another"
                + " --output");
    checkSameAsReference(root);
  }

  /** Two readers can meet the failure at once: both reads belong to one try. */
  @ParameterizedTest(name = "{0} failing reads")
  @ValueSource(ints = {0, 1, 2, 1000})
  void aStorageThatFailsIsTriedAgain(int failures) throws Exception {
    Path slide = Files.writeString(folder.resolve("noise.svs"), FlakySlides.MARK);
    Files.setLastModifiedTime(slide, FileTime.from(Instant.now().minusSeconds(60)));
    Path root = folder.resolve("out");
    Interrupter progress = new Interrupter(new Thread(() -> {}), Long.MAX_VALUE);
    FlakySlides.FAILURES.set(failures);
    SlideResult result =
        batch(root, TileFaults.Policy.BACKGROUND)
            .run(SlideInputs.collect(List.of(slide)), "test", progress)
            .get(0);
    FlakySlides.FAILURES.set(0);
    if (failures == 1000) {
      assertThat(result)
          .isInstanceOfSatisfying(
              SlideResult.Failed.class,
              failed -> {
                assertThat(failed.error()).isEqualTo("StorageException");
                assertThat(failed.message())
                    .startsWith("read, tile (row ")
                    .endsWith("noise: the storage failed: Input/output error");
              });
      assertThat(progress.notes).hasSizeGreaterThanOrEqualTo(2);
      progress.notes.clear();
      result =
          batch(root, TileFaults.Policy.BACKGROUND)
              .run(SlideInputs.collect(List.of(slide)), "test", progress)
              .get(0);
      assertThat(progress.notes).singleElement().asString().startsWith("goes on after ");
    }
    assertThat(result)
        .isInstanceOfSatisfying(
            SlideResult.Done.class, done -> assertThat(done.record().badTiles()).isEmpty());
    if (failures == 1 || failures == 2) {
      assertThat(progress.notes.get(0))
          .endsWith("the storage failed: Input/output error; another try in 1 s");
    }
    assertThat(root.resolve(".intarsia")).doesNotExist();
  }

  @Test
  void aFolderThatVanishesEndsTheRunAtOnce() throws Exception {
    Path root = folder.resolve("out");
    RunProgress during =
        new Interrupter(new Thread(() -> {}), Long.MAX_VALUE) {
          @Override
          public void tilesBegin(TileGrid grid) {
            try {
              Files.move(root, folder.resolve("gone"));
              Files.writeString(root, "in the way");
            } catch (IOException e) {
              throw new IllegalStateException(e);
            }
          }
        };
    assertThatThrownBy(() -> batch(root, TileFaults.Policy.FAIL).run(slides, "test", during))
        .isInstanceOf(OutputLostException.class)
        .hasMessageStartingWith(root + ": the output folder cannot be written any more (")
        .hasMessageEndingWith("mend it, and give the same command again");
  }
}
