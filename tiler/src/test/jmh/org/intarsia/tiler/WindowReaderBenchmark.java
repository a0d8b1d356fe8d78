package org.intarsia.tiler;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.intarsia.slideio.PyramidLevel;
import org.intarsia.slideio.Region;
import org.intarsia.slideio.RgbImage;
import org.intarsia.slideio.SlideMetadata;
import org.intarsia.slideio.SlideReader;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Megapixels a second of windows of a slide that lies decoded in memory. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class WindowReaderBenchmark {
  private static final int SLIDE = 2048;
  private static final int SIDE = 512;

  private final WindowReader reader = WindowReader.of(new MemorySlide(), 0);
  private final ByteBuffer rgb = ByteBuffer.allocateDirect(3 * SIDE * SIDE);

  /** A black slide. */
  private static final class MemorySlide implements SlideReader {
    private final byte[] pixels = new byte[3 * SLIDE * SLIDE];

    @Override
    public SlideMetadata metadata() {
      return new SlideMetadata(
          "memory",
          "memory",
          "none",
          List.of(new PyramidLevel(0, SLIDE, SLIDE, 256, 256, OptionalDouble.empty())),
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          0,
          List.of(),
          new TreeMap<>());
    }

    @Override
    public void read(int level, Region region, ByteBuffer target) {
      for (long y = region.y(); y < region.bottom(); y++) {
        target.put(pixels, 3 * (int) (y * SLIDE + region.x()), 3 * region.width());
      }
    }

    @Override
    public RgbImage readAssociated(String name) {
      throw new IllegalArgumentException("no associated image " + name);
    }

    @Override
    public void close() {}
  }

  @Benchmark
  @OperationsPerInvocation(SIDE * SIDE)
  public ByteBuffer inside() throws IOException {
    reader.read(new Region(700, 700, SIDE, SIDE), rgb.clear());
    return rgb;
  }

  @Benchmark
  @OperationsPerInvocation(SIDE * SIDE)
  public ByteBuffer mirroredAtACorner() throws IOException {
    reader.read(new Region(-48, -48, SIDE, SIDE), rgb.clear());
    return rgb;
  }
}
