package org.intarsia.stitcher;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.intarsia.tiler.TileGrid;

/** Keeps the whole mask, checks the order of the bands, and fails when told to. */
final class RecordingSink implements MaskSink {
  private final TileGrid grid;
  private final int failsAt;
  private final byte[] mask;
  private final AtomicInteger bands = new AtomicInteger();
  private final AtomicInteger inside = new AtomicInteger();

  RecordingSink(TileGrid grid) {
    this(grid, Integer.MAX_VALUE);
  }

  /** A sink that goes on with a mask: bands above {@code first} are in {@code upper}. */
  static RecordingSink after(TileGrid grid, byte[] upper, int first) {
    RecordingSink sink = new RecordingSink(grid);
    long length = Math.min(grid.height(), (long) first * grid.core()) * grid.width();
    System.arraycopy(upper, 0, sink.mask, 0, (int) length);
    sink.bands.set(first);
    return sink;
  }

  RecordingSink(TileGrid grid, int failsAt) {
    this.grid = grid;
    this.failsAt = failsAt;
    this.mask = new byte[(int) (grid.width() * grid.height())];
  }

  @Override
  public void accept(MaskBand band) throws IOException {
    if (inside.incrementAndGet() != 1) {
      throw new AssertionError("two threads in accept");
    }
    if (band.row() == failsAt) {
      throw new IOException("no space left at band " + band.row());
    }
    if (band.row() != bands.get()
        || band.y() != (long) band.row() * grid.core()
        || band.width() != grid.width()
        || band.height() != grid.rowHeight(band.row())) {
      throw new AssertionError(band + " is not the next one of " + grid);
    }
    System.arraycopy(
        band.labels(), 0, mask, (int) (band.y() * grid.width()), band.width() * band.height());
    bands.incrementAndGet();
    inside.decrementAndGet();
  }

  int bands() {
    return bands.get();
  }

  byte[] mask() {
    return Arrays.copyOf(mask, mask.length);
  }

  @Override
  public void finish() {}

  @Override
  public void close() {}
}
