package org.intarsia.stitcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.intarsia.tiler.Halo;
import org.intarsia.tiler.TileGrid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class MaskStitcherFailureTest {
  private static final Seam CROP = new Seam.Crop();

  private static void skipRow(TileGrid grid, MaskStitcher stitcher, int row) throws IOException {
    for (int column = 0; column < grid.columns(); column++) {
      stitcher.skip(grid.tile(row, column));
    }
  }

  private static Thread opening(MaskStitcher stitcher, int row, AtomicReference<Object> outcome) {
    Thread thread =
        new Thread(
            () -> {
              try {
                stitcher.openRow(row);
                outcome.set("open");
              } catch (InterruptedException | IllegalStateException e) {
                outcome.set(e);
              }
            },
            "opens row " + row);
    thread.start();
    return thread;
  }

  private static void awaitBlocked(Thread thread) {
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }

  @ParameterizedTest(name = "{0} open bands")
  @ValueSource(ints = {1, 2, 3})
  void noMoreThanTheGivenBandsAreOpenAndEmittingLetsTheNextIn(int bands) throws Exception {
    TileGrid grid = new TileGrid(20, 100, 10, Halo.of(2));
    RecordingSink sink = new RecordingSink(grid);
    MaskStitcher stitcher = MaskStitcher.of(grid, CROP, bands, 0, sink);
    for (int row = 0; row < bands; row++) {
      assertThat(stitcher.tryOpenRow(row)).isTrue();
    }
    assertThat(stitcher.tryOpenRow(bands)).isFalse();
    for (int row = 1; row < bands; row++) {
      skipRow(grid, stitcher, row);
    }
    assertThat(stitcher.tryOpenRow(bands)).as("row 0 is the oldest").isFalse();
    AtomicReference<Object> outcome = new AtomicReference<>("waits");
    Thread thread = opening(stitcher, bands, outcome);
    awaitBlocked(thread);
    stitcher.skip(grid.tile(0, 0));
    assertThat(outcome).hasValue("waits");
    stitcher.skip(grid.tile(0, 1));
    thread.join();
    assertThat(outcome).hasValue("open");
    assertThat(sink.bands()).isEqualTo(bands);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void openRowsStayBoundedUnderThreads(long seed) throws Exception {
    Random random = new Random(seed);
    TileGrid grid = new TileGrid(64, 200, 8, Halo.of(2));
    int bands = 1 + random.nextInt(3);
    RecordingSink sink = new RecordingSink(grid);
    AtomicInteger most = new AtomicInteger();
    try (MaskStitcher stitcher = MaskStitcher.of(grid, CROP, bands, 0, sink)) {
      Delivery.concurrent(
          grid,
          stitcher,
          random,
          4,
          tile -> {
            most.accumulateAndGet(tile.row() + 1 - sink.bands(), Math::max);
            stitcher.skip(tile);
          });
    }
    assertThat(most.get()).isBetween(1, bands);
  }

  @Test
  void anInterruptEndsTheWaitAndOpensNothing() throws Exception {
    TileGrid grid = new TileGrid(20, 30, 10, Halo.of(2));
    MaskStitcher stitcher = MaskStitcher.of(grid, CROP, 1, 0, new RecordingSink(grid));
    stitcher.openRow(0);
    AtomicReference<Object> outcome = new AtomicReference<>("waits");
    Thread thread = opening(stitcher, 1, outcome);
    awaitBlocked(thread);
    thread.interrupt();
    thread.join();
    assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
    skipRow(grid, stitcher, 0);
    assertThat(stitcher.tryOpenRow(1)).isTrue();
  }

  @Test
  void abandoningEndsTheWait() throws Exception {
    TileGrid grid = new TileGrid(20, 30, 10, Halo.of(2));
    MaskStitcher stitcher = MaskStitcher.of(grid, CROP, 1, 0, new RecordingSink(grid));
    stitcher.openRow(0);
    AtomicReference<Object> outcome = new AtomicReference<>("waits");
    Thread thread = opening(stitcher, 1, outcome);
    awaitBlocked(thread);
    stitcher.abandon();
    thread.join();
    assertThat(outcome.get())
        .isInstanceOf(IllegalStateException.class)
        .hasToString("java.lang.IllegalStateException: the stitcher was abandoned");
    stitcher.close();
  }

  @ParameterizedTest(name = "sink fails at band {0}, feather reach {1}")
  @CsvSource({"0,0", "1,0", "2,0", "3,0", "4,0", "0,2", "1,2", "2,2", "3,2", "4,2"})
  void theSinksExceptionSurfacesOnceAndPoisonsTheRest(int failsAt, int reach) throws Exception {
    TileGrid grid = new TileGrid(20, 45, 10, Halo.of(2));
    RecordingSink sink = new RecordingSink(grid, failsAt);
    MaskStitcher stitcher = MaskStitcher.of(grid, new Seam.Feather(3, reach), 1, 0, sink);
    int rows = grid.rows();
    assertThatThrownBy(
            () -> {
              for (int row = 0; row < rows; row++) {
                stitcher.openRow(row);
                skipRow(grid, stitcher, row);
              }
            })
        .isInstanceOf(IOException.class)
        .hasMessage("no space left at band " + failsAt);
    assertThat(sink.bands()).isEqualTo(failsAt);
    assertThatThrownBy(() -> stitcher.skip(grid.tile(4, 1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("stitching failed at band " + failsAt)
        .hasRootCauseMessage("no space left at band " + failsAt);
    assertThatThrownBy(() -> stitcher.openRow(4)).hasMessageContaining("stitching failed");
    assertThatThrownBy(stitcher::close).hasMessageContaining("stitching failed");
    stitcher.close();
  }

  @Test
  void theSinksFailureEndsTheWaitOfOthers() throws Exception {
    TileGrid grid = new TileGrid(20, 30, 10, Halo.of(2));
    MaskStitcher stitcher = MaskStitcher.of(grid, CROP, 1, 0, new RecordingSink(grid, 0));
    stitcher.openRow(0);
    AtomicReference<Object> outcome = new AtomicReference<>("waits");
    Thread thread = opening(stitcher, 1, outcome);
    awaitBlocked(thread);
    assertThatThrownBy(() -> skipRow(grid, stitcher, 0)).isInstanceOf(IOException.class);
    thread.join();
    assertThat(outcome.get())
        .isInstanceOf(IllegalStateException.class)
        .hasToString("java.lang.IllegalStateException: stitching failed at band 0");
  }

  @Test
  void whileOneThreadHandsOnABandOthersDeliver() throws Exception {
    TileGrid grid = new TileGrid(20, 30, 10, Halo.of(2));
    CountDownLatch inSink = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    RecordingSink record = new RecordingSink(grid);
    MaskSink slow =
        new MaskSink() {
          @Override
          public void accept(MaskBand band) throws IOException {
            inSink.countDown();
            try {
              assertThat(goOn.await(10, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
            record.accept(band);
          }

          @Override
          public void finish() {}

          @Override
          public void close() {}
        };
    try (MaskStitcher stitcher = MaskStitcher.of(grid, CROP, 3, 0, slow)) {
      for (int row = 0; row < 3; row++) {
        stitcher.openRow(row);
      }
      AtomicReference<Object> outcome = new AtomicReference<>("hands on");
      Thread first =
          new Thread(
              () -> {
                try {
                  skipRow(grid, stitcher, 0);
                  outcome.set("done");
                } catch (IOException e) {
                  outcome.set(e);
                }
              },
              "hands on");
      first.start();
      assertThat(inSink.await(10, TimeUnit.SECONDS)).isTrue();
      skipRow(grid, stitcher, 1);
      skipRow(grid, stitcher, 2);
      assertThat(outcome).hasValue("hands on");
      goOn.countDown();
      first.join();
      assertThat(outcome).hasValue("done");
    }
    assertThat(record.bands()).as("the first thread handed on all three").isEqualTo(3);
  }
}
