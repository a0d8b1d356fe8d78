package org.intarsia.stitcher;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.intarsia.tiler.Halo;
import org.intarsia.tiler.Tile;
import org.intarsia.tiler.TileGrid;
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

/** Megapixels a second of a mask's way from a tile's labels into the file. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MaskBenchmark {
  private static final int SIDE = 1024;
  private static final TileGrid GRID = new TileGrid(4 * SIDE, SIDE, SIDE, Halo.of(48));
  private static final Tile TILE = GRID.tile(0, 1);

  private final byte[] mask = new byte[SIDE * SIDE];
  private final byte[] half = new byte[SIDE / 2 * (SIDE / 2)];
  private final TileDeflater deflater = new TileDeflater();
  private final CropFiller filler = new CropFiller(GRID, 4 * SIDE * SIDE);
  private final Band band = filler.newBand();
  private final ByteBuffer labels = ByteBuffer.allocateDirect(GRID.window() * GRID.window());

  @Setup
  public void fill() {
    Random random = new Random(1);
    byte[] cells = new byte[SIDE / 64 * (SIDE / 64)];
    random.nextBytes(cells);
    for (int i = 0; i < mask.length; i++) {
      int x = Math.min(SIDE - 1, i % SIDE + random.nextInt(3)) / 64;
      int y = Math.min(SIDE - 1, i / SIDE + random.nextInt(3)) / 64;
      mask[i] = (byte) (cells[y * (SIDE / 64) + x] & 7);
    }
  }

  /** The core of a tile into its band. */
  @Benchmark
  @OperationsPerInvocation(SIDE * SIDE)
  public Band fillCore() {
    filler.fill(List.of(band), TILE, TILE.window(), labels);
    return band;
  }

  /** One level of the pyramid from the one below. */
  @Benchmark
  @OperationsPerInvocation(SIDE * SIDE)
  public byte[] halve() {
    for (int y = 0; y < SIDE; y += 2) {
      Majority.halve(mask, y * SIDE, (y + 1) * SIDE, half, y / 2 * (SIDE / 2), SIDE / 2);
    }
    return half;
  }

  /** One row of tiles, in all processors. */
  @Benchmark
  @OperationsPerInvocation(SIDE * TileDeflater.SIDE)
  public byte[][] deflate() {
    return deflater.deflate(mask, SIDE);
  }
}
