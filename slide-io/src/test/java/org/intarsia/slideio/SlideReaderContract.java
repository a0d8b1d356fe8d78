package org.intarsia.slideio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@link SlideReader} must do; a reader's test inherits it.
 *
 * <p>The slide should be small (its finest level is read whole) but larger than one of its tiles.
 */
public abstract class SlideReaderContract {
  private static final byte CANARY = 0x5A;

  private SlideReader reader;

  /** Opens the slide under test; called once for each test. */
  protected abstract SlideReader open() throws IOException;

  @BeforeEach
  final void openReader() throws IOException {
    reader = open();
  }

  @AfterEach
  final void closeReader() throws IOException {
    reader.close();
  }

  private PyramidLevel level(int index) {
    return reader.metadata().level(index);
  }

  /** Reads into an array of exactly the right size. */
  static byte[] read(SlideReader reader, int level, Region region) throws IOException {
    byte[] rgb = new byte[Math.toIntExact(3 * region.area())];
    reader.read(level, region, ByteBuffer.wrap(rgb));
    return rgb;
  }

  private byte[] whole(int level) throws IOException {
    PyramidLevel size = level(level);
    return read(reader, level, new Region(0, 0, (int) size.width(), (int) size.height()));
  }

  /** What a region must hold, cut out of the whole level. */
  private byte[] expected(byte[] whole, int level, Region region) {
    PyramidLevel size = level(level);
    int background = reader.metadata().background();
    byte[] rgb = new byte[Math.toIntExact(3 * region.area())];
    int out = 0;
    for (long y = region.y(); y < region.bottom(); y++) {
      for (long x = region.x(); x < region.right(); x++, out += 3) {
        if (x >= 0 && y >= 0 && x < size.width() && y < size.height()) {
          System.arraycopy(whole, (int) (3 * (y * size.width() + x)), rgb, out, 3);
        } else {
          rgb[out] = (byte) (background >> 16);
          rgb[out + 1] = (byte) (background >> 8);
          rgb[out + 2] = (byte) background;
        }
      }
    }
    return rgb;
  }

  private Region random(Random random, int level) {
    PyramidLevel size = level(level);
    int width = 1 + random.nextInt((int) Math.min(size.width() + 20, 300));
    int height = 1 + random.nextInt((int) Math.min(size.height() + 20, 300));
    long x = (long) random.nextInt((int) size.width() + 40) - 20 - width / 3;
    long y = (long) random.nextInt((int) size.height() + 40) - 20 - height / 3;
    return new Region(x, y, width, height);
  }

  @Test
  void metadataDescribesPositiveLevelsThatShrink() {
    SlideMetadata metadata = reader.metadata();
    assertThat(metadata.levels()).isNotEmpty();
    assertThat(metadata.name()).isNotBlank();
    assertThat(metadata.format()).isNotBlank();
    assertThat(metadata.codec()).isNotBlank();
    for (int i = 0; i < metadata.levels().size(); i++) {
      assertThat(level(i).index()).isEqualTo(i);
      if (i > 0) {
        assertThat(level(i).width()).isLessThanOrEqualTo(level(i - 1).width());
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void anyRegionEqualsThatPartOfTheWholeLevel(long seed) throws IOException {
    Random random = new Random(seed);
    for (int level = 0; level < reader.metadata().levels().size(); level++) {
      byte[] whole = whole(level);
      for (int i = 0; i < 20; i++) {
        Region region = random(random, level);
        assertThat(Arrays.equals(read(reader, level, region), expected(whole, level, region)))
            .as("level %d, region %s", level, region)
            .isTrue();
      }
    }
  }

  @Test
  void everySinglePixelAroundTheFirstTileBorderEqualsTheWhole() throws IOException {
    byte[] whole = whole(0);
    int borderX = (int) Math.min(level(0).tileWidth(), level(0).width() - 1);
    int borderY = (int) Math.min(level(0).tileHeight(), level(0).height() - 1);
    for (int y = borderY - 1; y <= borderY; y++) {
      for (int x = borderX - 1; x <= borderX; x++) {
        Region pixel = new Region(x, y, 1, 1);
        assertThat(read(reader, 0, pixel))
            .as("pixel %s", pixel)
            .isEqualTo(expected(whole, 0, pixel));
      }
    }
  }

  @Test
  void piecewiseReadsAcrossTileBordersEqualOneRead() throws IOException {
    PyramidLevel size = level(0);
    byte[] whole = whole(0);
    int step = Math.max(1, Math.min(size.tileWidth(), 64) - 3);
    for (long y = 0; y < size.height(); y += step) {
      for (long x = 0; x < size.width(); x += step) {
        Region piece =
            new Region(
                x,
                y,
                (int) Math.min(step, size.width() - x),
                (int) Math.min(step, size.height() - y));
        assertThat(Arrays.equals(read(reader, 0, piece), expected(whole, 0, piece)))
            .as("piece %s", piece)
            .isTrue();
      }
    }
  }

  @ParameterizedTest(name = "direct {0}")
  @ValueSource(booleans = {false, true})
  void writesExactlyTheRegionsBytesFromThePosition(boolean direct) throws IOException {
    Region region = new Region(3, 2, 17, 11);
    int bytes = (int) (3 * region.area());
    int before = 7;
    ByteBuffer buffer =
        direct ? ByteBuffer.allocateDirect(bytes + 20) : ByteBuffer.allocate(bytes + 20);
    for (int i = 0; i < buffer.capacity(); i++) {
      buffer.put(i, CANARY);
    }
    buffer.position(before).limit(before + bytes + 5);
    reader.read(0, region, buffer);
    assertThat(buffer.position()).isEqualTo(before + bytes);
    assertThat(buffer.limit()).isEqualTo(before + bytes + 5);
    byte[] expected = read(reader, 0, region);
    buffer.clear();
    for (int i = 0; i < buffer.capacity(); i++) {
      boolean inside = i >= before && i < before + bytes;
      assertThat(buffer.get(i)).as("byte %d", i).isEqualTo(inside ? expected[i - before] : CANARY);
    }
  }

  @Test
  void aSliceOfALargerHeapBufferIsWrittenAtItsPlace() throws IOException {
    Region region = new Region(1, 1, 5, 4);
    byte[] array = new byte[200];
    Arrays.fill(array, CANARY);
    ByteBuffer slice = ByteBuffer.wrap(array, 50, 100).slice();
    reader.read(0, region, slice);
    assertThat(slice.position()).isEqualTo(60);
    assertThat(Arrays.copyOfRange(array, 50, 110)).isEqualTo(read(reader, 0, region));
    assertThat(array[49]).isEqualTo(CANARY);
    assertThat(array[110]).isEqualTo(CANARY);
  }

  @Test
  void whollyOutsideIsBackground() throws IOException {
    PyramidLevel size = level(0);
    for (Region region :
        List.of(
            new Region(-50, -50, 20, 20),
            new Region(size.width(), 0, 8, 8),
            new Region(0, size.height(), 8, 8),
            new Region(1L << 40, 1L << 40, 8, 8),
            new Region(-(1L << 40), 0, 8, 8))) {
      assertThat(read(reader, 0, region))
          .as("region %s", region)
          .isEqualTo(expected(new byte[0], 0, region));
    }
  }

  @Test
  void refusesLevelsThatDoNotExist() {
    ByteBuffer buffer = ByteBuffer.allocate(3);
    int levels = reader.metadata().levels().size();
    for (int level : new int[] {-1, levels, Integer.MAX_VALUE}) {
      assertThatThrownBy(() -> reader.read(level, new Region(0, 0, 1, 1), buffer))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("not " + level);
    }
    assertThat(buffer.position()).isZero();
  }

  @Test
  void refusesABufferThatIsTooSmall() {
    ByteBuffer buffer = ByteBuffer.allocate(11);
    assertThatThrownBy(() -> reader.read(0, new Region(0, 0, 2, 2), buffer))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("12")
        .hasMessageContaining("11");
    assertThat(buffer.position()).isZero();
  }

  @Test
  void refusesAnUnknownAssociatedImage() {
    assertThatThrownBy(() -> reader.readAssociated("no such image"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no such image");
  }

  @Test
  void associatedImagesAreReadWhole() throws IOException {
    for (String name : reader.metadata().associatedImages()) {
      RgbImage image = reader.readAssociated(name);
      assertThat(image.rgb()).hasSize(3 * image.width() * image.height());
    }
  }

  @Test
  void readsAfterCloseFail() throws IOException {
    read(reader, 0, new Region(0, 0, 2, 2));
    reader.close();
    assertThatThrownBy(() -> read(reader, 0, new Region(0, 0, 2, 2)))
        .isInstanceOf(ClosedChannelException.class);
    reader.close();
  }

  @Test
  void manyThreadsReadWhatOneReads() throws Exception {
    Random random = new Random(11);
    byte[] whole = whole(0);
    List<Region> regions = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      regions.add(random(random, 0));
    }
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (SlideReader fresh = open()) {
      List<Future<byte[]>> results = new ArrayList<>();
      for (Region region : regions) {
        results.add(threads.submit(() -> read(fresh, 0, region)));
      }
      for (int i = 0; i < regions.size(); i++) {
        assertThat(Arrays.equals(results.get(i).get(), expected(whole, 0, regions.get(i))))
            .as("region %s", regions.get(i))
            .isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
