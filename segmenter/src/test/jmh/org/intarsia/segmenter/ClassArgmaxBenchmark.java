package org.intarsia.segmenter;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.intarsia.slideio.Region;
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

/** Megapixels a second. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ClassArgmaxBenchmark {
  private static final int SIDE = 512;

  @Param({"2", "8"})
  private int classes;

  private ClassArgmax argmax;
  private IntBuffer scores;
  private final ByteBuffer labels = ByteBuffer.allocateDirect(SIDE * SIDE);

  @Setup
  public void fill() {
    argmax = new ClassArgmax(classes);
    Random random = new Random(1);
    scores =
        ByteBuffer.allocateDirect(4 * classes * SIDE * SIDE)
            .order(ByteOrder.nativeOrder())
            .asIntBuffer();
    while (scores.hasRemaining()) {
      scores.put(Float.floatToRawIntBits((float) random.nextGaussian()));
    }
  }

  @Benchmark
  @OperationsPerInvocation(SIDE * SIDE)
  public ByteBuffer planes() {
    return find(false);
  }

  @Benchmark
  @OperationsPerInvocation(SIDE * SIDE)
  public ByteBuffer channelsLast() {
    return find(true);
  }

  private ByteBuffer find(boolean channelsLast) {
    Region all = new Region(0, 0, SIDE, SIDE);
    argmax.find(new ClassArgmax.Scores(scores, 0, all, channelsLast), all, labels.clear());
    return labels;
  }
}
