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
import org.openjdk.jmh.annotations.Param;
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

  /** Side of the ragged cells of one label: as of tissue, or of noise. */
  @Param({"64", "4"})
  public int cell;

  private final byte[] band = new byte[WIDTH * ROWS];

  @Setup
  public void fill() {
    Random random = new Random(1);
    byte[] cells = new byte[WIDTH / cell * (ROWS / cell)];
    random.nextBytes(cells);
    for (int i = 0; i < band.length; i++) {
      int x = Math.min(WIDTH - 1, i % WIDTH + random.nextInt(3)) / cell;
      int y = Math.min(ROWS - 1, i / WIDTH + random.nextInt(3)) / cell;
      band[i] = (byte) (cells[y * (WIDTH / cell) + x] & 7);
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
