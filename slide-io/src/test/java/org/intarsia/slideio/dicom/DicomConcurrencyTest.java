package org.intarsia.slideio.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.intarsia.slideio.ReadOptions;
import org.intarsia.slideio.Region;
import org.intarsia.slideio.SlideReadException;
import org.intarsia.slideio.SlideReader;
import org.intarsia.slideio.SlideReaders;
import org.intarsia.slideio.TestImages;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Interruption, closing while others read, files that are given back. */
@Timeout(60)
class DicomConcurrencyTest {
  private static final Region WHOLE = new Region(0, 0, 200, 150);

  @TempDir private Path folder;
  private final ExecutorService threads = Executors.newFixedThreadPool(4);

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private static BufferedImage image() {
    return TestImages.soft(200, 150, 5);
  }

  private SlideReader open() throws IOException {
    for (int level = 0; level < 3; level++) {
      TestDicom instance = TestDicom.of(level == 0 ? image() : TestImages.soft(200 >> level, 9, 1));
      instance.instance = "1.2.3." + level;
      instance.write(folder.resolve(level + ".dcm"));
    }
    return SlideReaders.open(folder, ReadOptions.defaults().withCacheBytes(0));
  }

  private static byte[] read(SlideReader reader) throws IOException {
    byte[] rgb = new byte[(int) (3 * WHOLE.area())];
    reader.read(0, WHOLE, ByteBuffer.wrap(rgb));
    return rgb;
  }

  @Test
  void anInterruptedThreadDisturbsNoOther() throws Exception {
    byte[] expected = TestImages.rgb(image());
    try (SlideReader reader = open()) {
      for (int round = 0; round < 20; round++) {
        Future<byte[]> other = threads.submit(() -> read(reader));
        Future<Boolean> interrupted =
            threads.submit(
                () -> {
                  Thread.currentThread().interrupt();
                  try {
                    read(reader);
                    return false;
                  } catch (ClosedByInterruptException e) {
                    return Thread.interrupted();
                  }
                });
        assertThat(interrupted.get()).isTrue();
        assertThat(Arrays.equals(other.get(), expected)).isTrue();
      }
    }
  }

  @Test
  void closingWhileOthersReadEndsTheirReads() throws Exception {
    SlideReader reader = open();
    CountDownLatch started = new CountDownLatch(4);
    List<Future<?>> readers = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      readers.add(
          threads.submit(
              () -> {
                started.countDown();
                while (true) {
                  read(reader);
                }
              }));
    }
    started.await();
    reader.close();
    for (Future<?> each : readers) {
      assertThatThrownBy(each::get).hasCauseInstanceOf(ClosedChannelException.class);
    }
  }

  @Test
  void filesAreGivenBackAlsoWhenOpeningFails() throws Exception {
    OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
    Assumptions.assumeTrue(system instanceof com.sun.management.UnixOperatingSystemMXBean);
    var unix = (com.sun.management.UnixOperatingSystemMXBean) system;
    open().close();
    byte[] sound = Files.readAllBytes(folder.resolve("2.dcm"));
    long before = unix.getOpenFileDescriptorCount();
    for (int i = 0; i < 40; i++) {
      SlideReaders.open(folder).close();
      Files.write(folder.resolve("2.dcm"), Arrays.copyOf(sound, sound.length - 200));
      assertThatThrownBy(() -> SlideReaders.open(folder)).isInstanceOf(SlideReadException.class);
      Files.write(folder.resolve("2.dcm"), sound);
    }
    assertThat(unix.getOpenFileDescriptorCount()).isLessThan(before + 40);
  }

  @Test
  void damageWhileReadingNamesFileFrameAndByte() throws Exception {
    TestDicom instance = TestDicom.of(image());
    instance.syntax = TransferSyntax.RLE;
    byte[] bytes = instance.bytes();
    Arrays.fill(bytes, bytes.length - 200, bytes.length - 8, (byte) 0x7F);
    Path file = Files.write(folder.resolve("slide.dcm"), bytes);
    try (SlideReader reader = SlideReaders.open(file)) {
      reader.read(0, new Region(0, 0, 10, 10), ByteBuffer.allocate(300));
      ByteBuffer rgb = ByteBuffer.allocate((int) (3 * WHOLE.area()));
      assertThatThrownBy(() -> reader.read(0, WHOLE, rgb))
          .isInstanceOf(SlideReadException.class)
          .hasMessageStartingWith(
              "slide.dcm: level 0, region 200 x 150 at (0, 0): slide.dcm, frame 48 at byte ")
          .hasMessageEndingWith(": holds only 40 of 768 bytes");
      assertThat(rgb.position()).isZero();
    }
  }
}
