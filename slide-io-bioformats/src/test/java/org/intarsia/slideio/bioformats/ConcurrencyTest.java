package org.intarsia.slideio.bioformats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.intarsia.slideio.ReadOptions;
import org.intarsia.slideio.Region;
import org.intarsia.slideio.SlideReader;
import org.intarsia.testdata.PyramidOptions.Coding;
import org.intarsia.testdata.PyramidOptions.Format;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many threads, interruption, and closing while others read. */
@Timeout(60)
class ConcurrencyTest {
  private static final int WIDTH = 203;
  private static final int HEIGHT = 131;

  private final ExecutorService threads = Executors.newFixedThreadPool(16);
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file =
        TestSlides.write(
            folder.resolve("slide.svs"), TestSlides.small(Format.SVS, Coding.JPEG_RGB));
  }

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private SlideReader withoutCache() throws IOException {
    return new BioFormatsProvider().open(file, ReadOptions.defaults().withCacheBytes(0));
  }

  /** How often this process has the slide open; 0 where the system does not tell. */
  private long handles() throws IOException {
    Path descriptors = Path.of("/proc/self/fd");
    if (!Files.isDirectory(descriptors)) {
      return 0;
    }
    try (Stream<Path> open = Files.list(descriptors)) {
      return open.filter(this::isSlide).count();
    }
  }

  private boolean isSlide(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).equals(file.toRealPath());
    } catch (IOException gone) {
      return false;
    }
  }

  private static byte[] cut(byte[] whole, Region region) {
    byte[] part = new byte[(int) (3 * region.area())];
    int row = 3 * region.width();
    for (int y = 0; y < region.height(); y++) {
      int from = (int) (3 * ((region.y() + y) * WIDTH + region.x()));
      System.arraycopy(whole, from, part, y * row, row);
    }
    return part;
  }

  private static Region random(Random random) {
    int x = random.nextInt(WIDTH);
    int y = random.nextInt(HEIGHT);
    return new Region(x, y, 1 + random.nextInt(WIDTH - x), 1 + random.nextInt(HEIGHT - y));
  }

  @Test
  void sixteenThreadsGetTheirOwnPixelsAndLeakNoHandles() throws Exception {
    SlideReader reader = withoutCache();
    byte[] whole = TestSlides.whole(reader, 0);
    List<Future<Integer>> wrong = new ArrayList<>();
    for (int t = 0; t < 16; t++) {
      Random random = new Random(t);
      wrong.add(
          threads.submit(
              () -> {
                int bad = 0;
                for (int i = 0; i < 20; i++) {
                  Region region = random(random);
                  byte[] got = TestSlides.read(reader, 0, region);
                  bad += Arrays.equals(got, cut(whole, region)) ? 0 : 1;
                }
                return bad;
              }));
    }
    for (Future<Integer> each : wrong) {
      assertThat(each.get()).isZero();
    }
    assertThat(handles()).isLessThanOrEqualTo(2L * Runtime.getRuntime().availableProcessors());
    reader.close();
    assertThat(handles()).isZero();
  }

  @Test
  void anInterruptedReadIsAnswersSoAndDisturbsNoOther() throws Exception {
    try (SlideReader reader = withoutCache()) {
      byte[] whole = TestSlides.whole(reader, 0);
      List<Future<Boolean>> victims = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        victims.add(
            threads.submit(
                () -> {
                  Thread.currentThread().interrupt();
                  assertThatThrownBy(() -> TestSlides.whole(reader, 0))
                      .isInstanceOf(ClosedByInterruptException.class);
                  return Thread.interrupted();
                }));
      }
      for (int i = 0; i < 10; i++) {
        assertThat(Arrays.equals(TestSlides.whole(reader, 0), whole)).isTrue();
      }
      for (Future<Boolean> victim : victims) {
        assertThat(victim.get()).as("the mark of the interruption is kept").isTrue();
      }
    }
    assertThat(handles()).isZero();
  }

  @Test
  void closingWhileOthersReadEndsTheirReadsAndTheirHandles() throws Exception {
    SlideReader reader = withoutCache();
    CountDownLatch started = new CountDownLatch(8);
    List<Future<?>> readers = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
      readers.add(
          threads.submit(
              () -> {
                started.countDown();
                while (true) {
                  TestSlides.whole(reader, 0);
                }
              }));
    }
    started.await();
    Thread.sleep(100);
    reader.close();
    for (Future<?> each : readers) {
      assertThatThrownBy(each::get).hasCauseInstanceOf(ClosedChannelException.class);
    }
    assertThat(handles()).isZero();
  }

  @Test
  void aFailedOpeningLeavesNoHandle() throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, 200));
    assertThatThrownBy(this::withoutCache).isInstanceOf(IOException.class);
    assertThat(handles()).isZero();
  }
}
