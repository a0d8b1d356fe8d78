package org.intarsia.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.intarsia.pipeline.PipelineRun.Flow;
import org.intarsia.pipeline.PipelineRun.Job;
import org.intarsia.segmenter.Segmenter;
import org.intarsia.slideio.Region;
import org.intarsia.slideio.SlideReadException;
import org.intarsia.slideio.StorageException;
import org.intarsia.stitcher.MaskBand;
import org.intarsia.stitcher.Seam;
import org.intarsia.tiler.Halo;
import org.intarsia.tiler.LabelSink;
import org.intarsia.tiler.TileBatch;
import org.intarsia.tiler.TileGrid;
import org.intarsia.tiler.TileSelector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PipelineRunTest {
  private static final int WIDTH = 70;
  private static final int HEIGHT = 50;
  private static final TileGrid GRID = new TileGrid(WIDTH, HEIGHT, 16, Halo.of(3));

  static java.util.stream.IntStream seeds() {
    return java.util.stream.IntStream.range(0, 40);
  }

  @AfterEach
  void noThreadIsLeft() {
    Set<String> left =
        Thread.getAllStackTraces().keySet().stream()
            .map(Thread::getName)
            .filter(name -> name.startsWith("intarsia-"))
            .collect(Collectors.toSet());
    assertThat(left).isEmpty();
  }

  private static List<Segmenter> workers(int count) {
    List<Segmenter> workers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      workers.add(new ParitySegmenter());
    }
    return workers;
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theMaskIsTheSourceWhateverTheThreadsBatchesAndBands(int seed)
      throws IOException, InterruptedException {
    Random random = new Random(seed);
    int width = 1 + random.nextInt(64);
    int height = 1 + random.nextInt(64);
    NoiseSlide slide = new NoiseSlide(width, height, seed);
    TileGrid grid =
        new TileGrid(
            width, height, 1 + random.nextInt(20), new Halo(random.nextInt(9), random.nextInt(9)));
    Seam seam = random.nextBoolean() ? new Seam.Crop() : new Seam.Feather(2);
    MaskInMemory mask = new MaskInMemory(width, height);
    PipelineRun run =
        PipelineRun.of(
            new Job(slide, grid, TileSelector.all(), seam, 0),
            new Flow(1 + random.nextInt(8), 1 + random.nextInt(3), 1 + random.nextInt(3)),
            workers(1 + random.nextInt(3)));
    int free = run.batchesFree();
    PipelineReport report = run.execute(mask, tiles -> {});
    assertThat(mask.finished()).isTrue();
    assertThat(report.segmented()).isEqualTo(grid.size());
    assertThat(run.batchesFree()).isEqualTo(free);
    byte[] expected = new byte[width * height];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = (byte) (slide.sample(0, i % width, i / width) & 1);
    }
    assertThat(mask.labels()).isEqualTo(expected);
  }

  @Test
  void skippedTilesAreBackgroundAndAreNeverRead() throws IOException, InterruptedException {
    NoiseSlide slide = new NoiseSlide(WIDTH, HEIGHT, 5);
    TileSelector checkered = tile -> (tile.row() + tile.column()) % 2 == 0;
    MaskInMemory mask = new MaskInMemory(WIDTH, HEIGHT);
    PipelineReport report =
        PipelineRun.of(
                new Job(slide, GRID, checkered, new Seam.Crop(), 1), new Flow(3, 2, 2), workers(2))
            .execute(mask, tiles -> {});
    assertThat(report.segmented() + report.skipped()).isEqualTo(GRID.size());
    assertThat(slide.reads()).isEqualTo(report.segmented());
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        boolean segmented = (y / 16 + x / 16) % 2 == 0;
        assertThat(mask.labels()[y * WIDTH + x])
            .isEqualTo((byte) (segmented ? slide.sample(0, x, y) & 1 : 1));
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aRunThatGoesOnGivesTheRestOfTheSameMask(int seed) throws IOException, InterruptedException {
    Random random = new Random(0x9E3779B97F4A7C15L * seed);
    NoiseSlide slide = new NoiseSlide(WIDTH, HEIGHT, seed);
    TileGrid grid = new TileGrid(WIDTH, HEIGHT, 1 + random.nextInt(20), Halo.of(random.nextInt(9)));
    Seam seam = random.nextBoolean() ? new Seam.Crop() : new Seam.Feather(2);
    TileSelector some = tile -> (tile.row() + 2 * tile.column() + seed) % 3 > 0;
    Job job = new Job(slide, grid, some, seam, 1);
    Flow flow = new Flow(1 + random.nextInt(4), 2, 1 + random.nextInt(3));
    MaskInMemory whole = new MaskInMemory(WIDTH, HEIGHT);
    PipelineReport report = PipelineRun.of(job, flow, workers(2)).execute(whole, tiles -> {});
    int first = random.nextInt(grid.rows() + 1);
    MaskInMemory rest =
        new MaskInMemory(WIDTH, HEIGHT) {
          @Override
          public void accept(MaskBand band) throws IOException {
            assertThat(band.row()).isGreaterThanOrEqualTo(first);
            super.accept(band);
          }
        };
    PipelineReport again =
        PipelineRun.of(
                job,
                new PipelineRun.Start(first, TileFaults.of(TileFaults.Policy.FAIL)),
                flow,
                workers(2))
            .execute(rest, tiles -> {});
    assertThat(again.segmented()).isEqualTo(report.segmented());
    assertThat(again.skipped()).isEqualTo(report.skipped());
    int from = Math.min(HEIGHT, first * grid.core()) * WIDTH;
    assertThat(
            Arrays.equals(
                rest.labels(), from, WIDTH * HEIGHT, whole.labels(), from, WIDTH * HEIGHT))
        .isTrue();
  }

  /** The slide's right half cannot be read. */
  private static NoiseSlide torn(IOException cause) {
    return new NoiseSlide(WIDTH, HEIGHT, 7) {
      @Override
      public void read(int level, Region region, ByteBuffer rgb) throws IOException {
        if (region.right() > 40) {
          throw SlideReadException.in("noise", 0, region, "made to fail", cause);
        }
        super.read(level, region, rgb);
      }
    };
  }

  @Test
  void tilesThatCannotBeReadAreSparedWhereTheUserWantsIt()
      throws IOException, InterruptedException {
    NoiseSlide slide = torn(new IOException("corrupt"));
    TileFaults faults = TileFaults.of(TileFaults.Policy.BACKGROUND);
    MaskInMemory mask = new MaskInMemory(WIDTH, HEIGHT);
    PipelineRun run =
        PipelineRun.of(
            new Job(slide, GRID, TileSelector.all(), new Seam.Crop(), 1),
            new PipelineRun.Start(0, faults),
            new Flow(2, 2, 2),
            workers(2));
    int free = run.batchesFree();
    PipelineReport report = run.execute(mask, tiles -> {});
    assertThat(run.batchesFree()).isEqualTo(free);
    // Cores of 16 px with a halo of 3: windows of columns 0 and 1 end at 19 and 35.
    assertThat(report.failed()).isEqualTo(3L * GRID.rows());
    assertThat(report.segmented()).isEqualTo(2L * GRID.rows());
    assertThat(faults.ofRow(1)).extracting(TileFaults.Fault::column).containsExactly(2, 3, 4);
    assertThat(faults.ofRow(1).get(0).message()).contains("made to fail");
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      int expected = i % WIDTH < 32 ? slide.sample(0, i % WIDTH, i / WIDTH) & 1 : 1;
      assertThat((int) mask.labels()[i]).isEqualTo(expected);
    }
  }

  /** A network file system that is away is no reason to call tissue background. */
  @Test
  void aStorageThatFailsIsNotSpared() {
    PipelineRun run =
        PipelineRun.of(
            new Job(
                torn(new StorageException("noise", new IOException("Input/output error"))),
                GRID,
                TileSelector.all(),
                new Seam.Crop(),
                1),
            new PipelineRun.Start(0, TileFaults.of(TileFaults.Policy.BACKGROUND)),
            new Flow(2, 2, 2),
            workers(2));
    assertThatThrownBy(() -> run.execute(new MaskInMemory(WIDTH, HEIGHT), tiles -> {}))
        .isInstanceOf(PipelineException.class)
        .matches(StorageException::isBehind);
  }

  /** Every tile in turn is the one that cannot be read. */
  @ParameterizedTest(name = "read {0} fails")
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19})
  void aReadThatFailsNamesStageAndTileAndGivesEverythingBack(int failing) {
    AtomicInteger begun = new AtomicInteger();
    NoiseSlide slide =
        new NoiseSlide(WIDTH, HEIGHT, 1) {
          @Override
          public void read(int level, Region region, ByteBuffer rgb) throws IOException {
            if (begun.getAndIncrement() == failing) {
              throw SlideReadException.in("noise", 0, region, "made to fail", null);
            }
            super.read(level, region, rgb);
          }
        };
    PipelineRun run = run(slide, workers(2));
    int free = run.batchesFree();
    MaskInMemory mask = new MaskInMemory(WIDTH, HEIGHT);
    assertThatThrownBy(() -> run.execute(mask, tiles -> {}))
        .isInstanceOf(PipelineException.class)
        .hasMessageMatching(
            "read, tile \\(row \\d, column \\d, core .*\\): noise: level 0, .*made to fail")
        .hasCauseInstanceOf(SlideReadException.class);
    assertThat(run.batchesFree()).isEqualTo(free);
    assertThat(mask.finished()).isFalse();
  }

  @ParameterizedTest(name = "batch {0} fails")
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
  void aSegmenterThatFailsEndsTheRun(int failing) {
    ParitySegmenter segmenter =
        new ParitySegmenter() {
          @Override
          void before(int batch) throws IOException {
            if (batch == failing) {
              throw new IOException("made to fail");
            }
          }
        };
    PipelineRun run = run(new NoiseSlide(WIDTH, HEIGHT, 1), List.of(segmenter));
    int free = run.batchesFree();
    assertThatThrownBy(() -> run.execute(new MaskInMemory(WIDTH, HEIGHT), tiles -> {}))
        .isInstanceOf(PipelineException.class)
        .hasMessageStartingWith("segment, tile (row ")
        .hasMessageEndingWith("made to fail");
    assertThat(run.batchesFree()).isEqualTo(free);
  }

  @ParameterizedTest(name = "band {0} fails")
  @ValueSource(ints = {0, 1, 2, 3})
  void aSinkThatFailsEndsTheRun(int failing) {
    PipelineRun run = run(new NoiseSlide(WIDTH, HEIGHT, 1), workers(2));
    int free = run.batchesFree();
    MaskInMemory mask =
        new MaskInMemory(WIDTH, HEIGHT) {
          @Override
          public void accept(MaskBand band) throws IOException {
            if (band.row() == failing) {
              throw new IOException("disk full");
            }
            super.accept(band);
          }
        };
    assertThatThrownBy(() -> run.execute(mask, tiles -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("disk full");
    assertThat(run.batchesFree()).isEqualTo(free);
    assertThat(mask.finished()).isFalse();
  }

  /** The worker whose band fails is held back until the crew is stopped by one that was refused. */
  @RepeatedTest(20)
  void aThreadThatIsRefusedFirstStillTellsWhatFailed() {
    AtomicReference<Thread> culprit = new AtomicReference<>();
    CountDownLatch never = new CountDownLatch(1);
    List<Segmenter> workers = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      workers.add(
          new ParitySegmenter() {
            @Override
            public void segment(TileBatch batch, LabelSink sink) throws IOException {
              try {
                super.segment(batch, sink);
              } catch (PipelineException e) {
                if (Thread.currentThread() == culprit.get()) {
                  waitForAnInterrupt(never);
                }
                throw e;
              }
            }
          });
    }
    MaskInMemory mask =
        new MaskInMemory(WIDTH, HEIGHT) {
          @Override
          public void accept(MaskBand band) throws IOException {
            culprit.set(Thread.currentThread());
            throw new IOException("disk full");
          }
        };
    PipelineRun run = run(new NoiseSlide(WIDTH, HEIGHT, 1), workers);
    assertThatThrownBy(() -> run.execute(mask, tiles -> {}))
        .isInstanceOf(PipelineException.class)
        .hasMessage("stitch: disk full");
  }

  private static void waitForAnInterrupt(CountDownLatch never) {
    try {
      never.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void anErrorIsNeverLost() {
    ParitySegmenter segmenter =
        new ParitySegmenter() {
          @Override
          void before(int batch) {
            throw new OutOfMemoryError("made to fail");
          }
        };
    PipelineRun run = run(new NoiseSlide(WIDTH, HEIGHT, 1), List.of(segmenter));
    assertThatThrownBy(() -> run.execute(new MaskInMemory(WIDTH, HEIGHT), tiles -> {}))
        .isInstanceOf(OutOfMemoryError.class);
  }

  @Test
  void anInterruptionStopsEveryThread() throws InterruptedException {
    CountDownLatch busy = new CountDownLatch(1);
    ParitySegmenter segmenter =
        new ParitySegmenter() {
          @Override
          void before(int batch) throws IOException {
            busy.countDown();
            try {
              Thread.sleep(60_000);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
              throw new java.io.InterruptedIOException("stopped");
            }
          }
        };
    PipelineRun run = run(new NoiseSlide(WIDTH, HEIGHT, 1), List.of(segmenter));
    AtomicReference<Throwable> seen = new AtomicReference<>();
    Thread main =
        new Thread(
            () -> {
              try {
                run.execute(new MaskInMemory(WIDTH, HEIGHT), tiles -> {});
              } catch (IOException | InterruptedException e) {
                seen.set(e);
              }
            });
    main.start();
    busy.await();
    main.interrupt();
    main.join();
    assertThat(seen.get()).isInstanceOf(InterruptedException.class);
  }

  private static PipelineRun run(NoiseSlide slide, List<Segmenter> workers) {
    return PipelineRun.of(
        new Job(slide, GRID, TileSelector.all(), new Seam.Crop(), 0), new Flow(2, 2, 2), workers);
  }
}
