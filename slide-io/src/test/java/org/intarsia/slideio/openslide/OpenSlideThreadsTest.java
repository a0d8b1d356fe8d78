package org.intarsia.slideio.openslide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
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
import org.intarsia.slideio.Region;
import org.intarsia.slideio.SlideReadException;
import org.intarsia.slideio.SlideReader;
import org.intarsia.testdata.PyramidOptions.Coding;
import org.intarsia.testdata.PyramidOptions.Format;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many threads on one slide, errors and closing among them. */
@Timeout(60)
class OpenSlideThreadsTest {
  private static final int WIDTH = 512;
  private static final int HEIGHT = 384;
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  @TempDir private Path folder;
  private final ExecutorService threads = Executors.newFixedThreadPool(16);

  @BeforeEach
  void installed() {
    TestSlides.assumeInstalled();
  }

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private Path slide() throws IOException {
    return TestSlides.write(folder.resolve("a.svs"), Format.SVS, Coding.JPEG_RGB, WIDTH, HEIGHT);
  }

  private static Region random(Random random) {
    int width = 1 + random.nextInt(200);
    int height = 1 + random.nextInt(200);
    return new Region(
        random.nextInt(WIDTH - width + 1), random.nextInt(HEIGHT - height + 1), width, height);
  }

  private static boolean isPartOf(byte[] whole, Region region, byte[] rgb) {
    int row = 3 * region.width();
    for (int y = 0; y < region.height(); y++) {
      int from = 3 * (int) ((region.y() + y) * WIDTH + region.x());
      if (!Arrays.equals(whole, from, from + row, rgb, y * row, (y + 1) * row)) {
        return false;
      }
    }
    return true;
  }

  private static long descriptorsOf(Path file) throws IOException {
    if (!Files.isDirectory(DESCRIPTORS)) {
      return 0;
    }
    try (Stream<Path> open = Files.list(DESCRIPTORS)) {
      return open.filter(
              each -> {
                try {
                  return Files.readSymbolicLink(each).equals(file);
                } catch (IOException closedMeanwhile) {
                  return false;
                }
              })
          .count();
    }
  }

  /** Wrong pixels of {@code thread}'s random reads for two seconds, and how many errors it met. */
  private static long[] hammer(SlideReader reader, byte[] whole, long thread) throws IOException {
    Random random = new Random(thread);
    long end = System.nanoTime() + 2_000_000_000L;
    long wrong = 0;
    long errors = 0;
    while (System.nanoTime() < end) {
      Region region = random(random);
      try {
        byte[] rgb = OpenSlideReaderTest.read(reader, 0, region);
        wrong += isPartOf(whole, region, rgb) ? 0 : 1;
      } catch (SlideReadException e) {
        boolean touches = region.x() < 64 && region.y() < 64;
        wrong += touches ? 0 : 1;
        errors++;
      }
    }
    return new long[] {wrong, errors};
  }

  private long[] hammer(SlideReader reader, byte[] whole) throws Exception {
    List<Future<long[]>> results = new ArrayList<>();
    for (int thread = 0; thread < 16; thread++) {
      long seed = thread;
      results.add(threads.submit(() -> hammer(reader, whole, seed)));
    }
    long[] sum = new long[2];
    for (Future<long[]> result : results) {
      sum[0] += result.get()[0];
      sum[1] += result.get()[1];
    }
    return sum;
  }

  @Test
  void sixteenThreadsSeeNoWrongPixelAndLeaveNoFileOpen() throws Exception {
    Path file = slide();
    try (SlideReader reader = TestSlides.open(file)) {
      byte[] whole = OpenSlideReaderTest.whole(reader, 0);
      assertThat(hammer(reader, whole)).containsExactly(0, 0);
    }
    assertThat(descriptorsOf(file)).isZero();
  }

  @Test
  void errorsOfSomeThreadsAreNotThoseOfOthers() throws Exception {
    Path file = slide();
    byte[] whole;
    try (SlideReader reader = TestSlides.open(file)) {
      whole = OpenSlideReaderTest.whole(reader, 0);
    }
    OpenSlideReaderTest.damage(file, 0);
    try (SlideReader reader = TestSlides.open(file)) {
      long[] sum = hammer(reader, whole);
      assertThat(sum[0]).isZero();
      assertThat(sum[1]).isPositive();
    }
    assertThat(descriptorsOf(file)).isZero();
  }

  @Test
  void closingWhileOthersReadEndsTheirReads() throws Exception {
    SlideReader reader = TestSlides.open(slide());
    CountDownLatch started = new CountDownLatch(8);
    List<Future<?>> readers = new ArrayList<>();
    for (int thread = 0; thread < 8; thread++) {
      readers.add(
          threads.submit(
              () -> {
                ByteBuffer rgb = ByteBuffer.allocate(3 * WIDTH * HEIGHT);
                started.countDown();
                while (true) {
                  reader.read(0, new Region(0, 0, WIDTH, HEIGHT), rgb.clear());
                }
              }));
    }
    started.await();
    Thread.sleep(20);
    reader.close();
    for (Future<?> each : readers) {
      assertThatThrownBy(each::get).hasCauseInstanceOf(ClosedChannelException.class);
    }
    assertThatThrownBy(() -> reader.readAssociated("label"))
        .isInstanceOf(ClosedChannelException.class);
  }

  @Test
  void anInterruptedThreadReadsNothingAndDisturbsNoOther() throws Exception {
    try (SlideReader reader = TestSlides.open(slide())) {
      Future<Boolean> interrupted =
          threads.submit(
              () -> {
                Thread.currentThread().interrupt();
                assertThatThrownBy(
                        () -> OpenSlideReaderTest.read(reader, 0, new Region(0, 0, 8, 8)))
                    .isInstanceOf(ClosedByInterruptException.class);
                return Thread.interrupted();
              });
      assertThat(interrupted.get()).isTrue();
      assertThat(OpenSlideReaderTest.whole(reader, 0)).hasSize(3 * WIDTH * HEIGHT);
    }
  }
}
