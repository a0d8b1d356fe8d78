package org.intarsia.classifier.masks;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Megapixels a second; the histogram, pairs, interfaces and components of bands. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MaskFeaturesBenchmark {
  private static final int WIDTH = 4096;
  private static final int ROWS = 1024;

  private final byte[] band = new byte[WIDTH * ROWS];

  @Setup
  public void fill() {
    Random random = new Random(1);
    byte[] cells = new byte[WIDTH / 64 * (ROWS / 64)];
    random.nextBytes(cells);
    for (int i = 0; i < band.length; i++) {
      int x = Math.min(WIDTH - 1, i % WIDTH + random.nextInt(3)) / 64;
      int y = Math.min(ROWS - 1, i / WIDTH + random.nextInt(3)) / 64;
      band[i] = (byte) (cells[y * (WIDTH / 64) + x] & 7);
    }
  }

  @Benchmark
  @OperationsPerInvocation(WIDTH * ROWS)
  public MaskCounts count() {
    MaskFeatures features = MaskFeatures.of(8, FeatureSettings.standard());
    features.accept(band, WIDTH, ROWS);
    return features.counts();
  }
}
