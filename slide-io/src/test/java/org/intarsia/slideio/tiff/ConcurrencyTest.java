package org.intarsia.slideio.tiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.intarsia.slideio.ReadOptions;
import org.intarsia.slideio.Region;
import org.intarsia.slideio.TestImages;
import org.intarsia.slideio.raster.DecodedTiles;
import org.intarsia.slideio.raster.ReadStatistics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Interruption, joined requests, and closing while others read. */
@Timeout(30)
class ConcurrencyTest {
  @TempDir private Path folder;
  private final ExecutorService threads = Executors.newFixedThreadPool(8);

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private Path slide() throws IOException {
    TestTiff tiff = TestTiff.of(TestImages.soft(400, 300, 5), 1);
    tiff.packing = TestTiff.Packing.NONE;
    return tiff.write(folder.resolve("slide.tif"));
  }

  @Test
  void anInterruptedThreadDisturbsNoOther() throws Exception {
    byte[] expected = TestImages.rgb(TestImages.soft(400, 300, 5));
    AtomicBoolean stop = new AtomicBoolean();
    AtomicInteger interruptions = new AtomicInteger();
    try (TiffSlideReader reader =
        TiffSlideReader.open(slide(), ReadOptions.defaults().withCacheBytes(0))) {
      Thread victim =
          new Thread(
              () -> {
                ByteBuffer rgb = ByteBuffer.allocate(expected.length);
                while (!stop.get()) {
                  try {
                    reader.read(0, new Region(0, 0, 400, 300), rgb.clear());
                  } catch (ClosedByInterruptException e) {
                    interruptions.incrementAndGet();
                    assertThat(Thread.interrupted()).isTrue();
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                }
              },
              "victim");
      victim.start();
      List<Future<Boolean>> others = new ArrayList<>();
      for (int t = 0; t < 3; t++) {
        others.add(
            threads.submit(
                () -> {
                  boolean same = true;
                  byte[] rgb = new byte[expected.length];
                  for (int i = 0; i < 150; i++) {
                    reader.read(0, new Region(0, 0, 400, 300), ByteBuffer.wrap(rgb));
                    same &= Arrays.equals(rgb, expected);
                  }
                  return same;
                }));
      }
      for (Future<Boolean> other : others) {
        while (!other.isDone()) {
          victim.interrupt();
          Thread.sleep(1);
        }
        assertThat(other.get()).isTrue();
      }
      stop.set(true);
      victim.join();
    }
    assertThat(interruptions.get()).isPositive();
  }

  @Test
  void requestsForOneTileAreJoined() throws Exception {
    DecodedTiles tiles = new DecodedTiles(1000);
    AtomicInteger decodings = new AtomicInteger();
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch proceed = new CountDownLatch(1);
    List<Future<byte[]>> results = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      results.add(
          threads.submit(
              () ->
                  tiles.get(
                      7,
                      () -> {
                        decodings.incrementAndGet();
                        started.countDown();
                        awaitQuietly(proceed);
                        return new byte[] {42};
                      })));
    }
    started.await();
    Thread.sleep(50);
    proceed.countDown();
    for (Future<byte[]> result : results) {
      assertThat(result.get()).containsExactly(42);
    }
    assertThat(decodings.get()).isEqualTo(1);
    assertThat(tiles.statistics()).isEqualTo(new ReadStatistics(6, 1));
  }

  private static void awaitQuietly(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new ClosedByInterruptException();
    }
  }

  @Test
  void thoseWhoWaitForAnInterruptedThreadDecodeThemselves() throws Exception {
    DecodedTiles tiles = new DecodedTiles(1000);
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    Future<byte[]> first =
        threads.submit(
            () ->
                tiles.get(
                    1,
                    () -> {
                      started.countDown();
                      awaitQuietly(never);
                      return new byte[1];
                    }));
    started.await();
    Future<byte[]> second = threads.submit(() -> tiles.get(1, () -> new byte[] {5}));
    Thread.sleep(50);
    first.cancel(true);
    assertThat(second.get()).containsExactly(5);
  }

  @Test
  void aFailureReachesAllWhoWaitAndIsForgotten() throws Exception {
    DecodedTiles tiles = new DecodedTiles(1000);
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch proceed = new CountDownLatch(1);
    DecodedTiles.Loader failing =
        () -> {
          started.countDown();
          awaitQuietly(proceed);
          throw new IOException("bad tile");
        };
    Future<byte[]> first = threads.submit(() -> tiles.get(1, failing));
    started.await();
    Future<byte[]> second = threads.submit(() -> tiles.get(1, failing));
    Thread.sleep(50);
    proceed.countDown();
    for (Future<byte[]> each : List.of(first, second)) {
      assertThatThrownBy(each::get)
          .isInstanceOf(ExecutionException.class)
          .hasRootCauseMessage("bad tile");
    }
    assertThat(tiles.get(1, () -> new byte[] {9})).containsExactly(9);
  }

  @Test
  void theOldestTilesGoWhenTheLimitIsReached() throws IOException {
    DecodedTiles tiles = new DecodedTiles(30);
    for (int round = 0; round < 2; round++) {
      for (long key = 0; key < 3; key++) {
        tiles.get(key, () -> new byte[10]);
      }
    }
    assertThat(tiles.statistics().decodings()).isEqualTo(3);
    tiles.get(3, () -> new byte[10]);
    tiles.get(2, () -> new byte[10]);
    assertThat(tiles.statistics().decodings()).isEqualTo(4);
    tiles.get(0, () -> new byte[10]);
    assertThat(tiles.statistics().decodings()).isEqualTo(5);
  }

  @Test
  void closingWhileOthersReadEndsTheirReads() throws Exception {
    TiffSlideReader reader =
        TiffSlideReader.open(slide(), ReadOptions.defaults().withCacheBytes(0));
    CountDownLatch started = new CountDownLatch(4);
    List<Future<?>> readers = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      readers.add(
          threads.submit(
              () -> {
                ByteBuffer rgb = ByteBuffer.allocate(3 * 400 * 300);
                started.countDown();
                while (true) {
                  reader.read(0, new Region(0, 0, 400, 300), rgb.clear());
                }
              }));
    }
    started.await();
    Thread.sleep(20);
    reader.close();
    for (Future<?> each : readers) {
      assertThatThrownBy(each::get).hasCauseInstanceOf(ClosedChannelException.class);
    }
  }

  @Test
  void aFileThatChangesWhileItIsReadIsNoticed() throws Exception {
    Path file = slide();
    try (TiffSlideReader reader =
        TiffSlideReader.open(file, ReadOptions.defaults().withCacheBytes(0))) {
      Files.write(file, new byte[1000]);
      assertThatThrownBy(
              () -> reader.read(0, new Region(0, 0, 400, 300), ByteBuffer.allocate(360_000)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("the file has become shorter");
    }
  }
}
