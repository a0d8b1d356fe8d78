package org.intarsia.pipeline;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import org.intarsia.pipeline.engine.Crew;
import org.intarsia.pipeline.engine.TileDispenser;
import org.intarsia.segmenter.Segmenter;
import org.intarsia.slideio.SlideReader;
import org.intarsia.stitcher.MaskSink;
import org.intarsia.stitcher.MaskStitcher;
import org.intarsia.stitcher.Seam;
import org.intarsia.tiler.Tile;
import org.intarsia.tiler.TileBatch;
import org.intarsia.tiler.TileBatchPool;
import org.intarsia.tiler.TileGrid;
import org.intarsia.tiler.TileSelector;
import org.intarsia.tiler.WindowReader;

/**
 * One slide through the chain: readers fill batches, workers segment them, the stitcher emits bands
 * to a sink.
 *
 * <p>Two credits bound memory. A reader holds a lease on a batch before it reads; a row of tiles is
 * opened with a band permit before its first tile is handed out. A reader never waits for a permit
 * while it holds a filled tile: it ships its partial batch first, for the row that is awaited may
 * be in that very batch.
 *
 * <p>The result does not depend on the number of readers, workers, batches, or on timing. The first
 * failure stops everything; {@link #execute} returns only when every thread has ended and every
 * batch is back in its pool.
 */
public final class PipelineRun {
  /**
   * What is read and how it is cut.
   *
   * @param slide a reader whose level 0 is the working level; stays the caller's to close
   * @param grid tiles of that level
   * @param selector which tiles the network sees
   * @param seam how tiles are joined
   * @param background label of the tiles that are not selected
   */
  public record Job(
      SlideReader slide, TileGrid grid, TileSelector selector, Seam seam, int background) {}

  /**
   * How much is in flight.
   *
   * @param batch tiles a batch
   * @param readers threads that read
   * @param bands rows of tiles that may be open at once, at least 1
   */
  public record Flow(int batch, int readers, int bands) {
    /** Checks that each is at least 1. */
    public Flow {
      if (batch < 1 || readers < 1 || bands < 1) {
        throw new IllegalArgumentException(
            "batch (%d), readers (%d) and bands (%d) must be at least 1"
                .formatted(batch, readers, bands));
      }
    }
  }

  private final Job job;
  private final Flow flow;
  private final List<Segmenter> sessions;
  private final TileBatchPool pool;
  private final BlockingQueue<Optional<TileBatch>> ready = new LinkedBlockingQueue<>();
  private final LongAdder readNanos = new LongAdder();
  private final LongAdder segmentNanos = new LongAdder();
  private final LongAdder stitchNanos = new LongAdder();
  private final LongAdder segmented = new LongAdder();

  private PipelineRun(Job job, Flow flow, List<Segmenter> sessions) {
    this.job = job;
    this.flow = flow;
    this.sessions = List.copyOf(sessions);
    this.pool =
        new TileBatchPool(flow.readers() + 2 * sessions.size(), flow.batch(), job.grid().window());
  }

  /**
   * A run that is ready to execute, once.
   *
   * @param sessions one open segmenter for each worker thread; they stay the caller's to close
   */
  public static PipelineRun of(Job job, Flow flow, List<Segmenter> sessions) {
    if (sessions.isEmpty()) {
      throw new IllegalArgumentException("a run needs at least one segmenter");
    }
    return new PipelineRun(job, flow, sessions);
  }

  /**
   * Segments the whole level.
   *
   * @param sink takes the bands and is finished here; stays the caller's to close
   * @param progress told the number of tiles done so far, from any thread
   * @throws PipelineException if a stage failed; later failures are suppressed into it
   * @throws InterruptedException if the calling thread was interrupted; all threads have ended then
   */
  public PipelineReport execute(MaskSink sink, LongConsumer progress)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    MaskStitcher stitcher =
        MaskStitcher.of(job.grid(), job.seam(), flow.bands(), job.background(), sink);
    TileDispenser dispenser = new TileDispenser(job.grid(), job.selector(), stitcher);
    Crew crew = new Crew();
    AtomicInteger readersLeft = new AtomicInteger(flow.readers());
    for (int i = 0; i < flow.readers(); i++) {
      crew.add(
          "reader-" + i,
          () -> {
            readTiles(dispenser);
            if (readersLeft.decrementAndGet() == 0) {
              sessions.forEach(session -> ready.add(Optional.empty()));
            }
          });
    }
    for (int i = 0; i < sessions.size(); i++) {
      Segmenter session = sessions.get(i);
      crew.add("segmenter-" + i, () -> segmentBatches(session, stitcher, dispenser, progress));
    }
    try {
      work(crew);
      stitcher.close();
      sink.finish();
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      stitcher.abandon();
      throw e;
    } finally {
      giveBackAll();
    }
    return new PipelineReport(
        segmented.sum(),
        dispenser.skipped(),
        readNanos.sum() * 1e-9,
        segmentNanos.sum() * 1e-9,
        stitchNanos.sum() * 1e-9,
        (System.nanoTime() - start) * 1e-9);
  }

  /** Works; a reader that was refused its row by a stitcher that failed throws why it failed. */
  private static void work(Crew crew) throws IOException, InterruptedException {
    try {
      crew.work();
    } catch (IllegalStateException e) {
      if (e.getCause() == null) {
        throw e;
      }
      throw stitchFailure(Optional.empty(), e);
    }
  }

  /**
   * A failure of the stitcher by its first cause. Once it has failed it refuses every call, and the
   * thread that is refused may end before the one whose tile was at fault.
   */
  private static PipelineException stitchFailure(Optional<Tile> tile, Exception failure) {
    if (!(failure instanceof IllegalStateException) || failure.getCause() == null) {
      return new PipelineException(Stage.STITCH, tile, failure);
    }
    if (failure.getCause() instanceof Error error) {
      throw error;
    }
    return new PipelineException(Stage.STITCH, Optional.empty(), failure.getCause());
  }

  /** Batches that are not lent: all of them before and after {@link #execute}. */
  int batchesFree() {
    return pool.available();
  }

  private void giveBackAll() {
    for (Optional<TileBatch> left = ready.poll(); left != null; left = ready.poll()) {
      left.ifPresent(TileBatch::close);
    }
  }

  private void readTiles(TileDispenser dispenser) throws IOException, InterruptedException {
    WindowReader windows = WindowReader.of(job.slide(), 0);
    boolean more = true;
    while (more) {
      TileBatch batch = pool.lease();
      boolean shipped = false;
      try {
        more = fill(batch, dispenser, windows);
        if (!batch.tiles().isEmpty()) {
          ready.add(Optional.of(batch));
          shipped = true;
        }
      } finally {
        if (!shipped) {
          batch.close();
        }
      }
    }
  }

  /** Fills a batch as far as it can without waiting; false when the grid is exhausted. */
  private boolean fill(TileBatch batch, TileDispenser dispenser, WindowReader windows)
      throws IOException, InterruptedException {
    while (!batch.isFull()) {
      TileDispenser.Ticket ticket = dispenser.next();
      if (ticket instanceof TileDispenser.Ticket.Exhausted) {
        return false;
      }
      if (ticket instanceof TileDispenser.Ticket.Of of) {
        read(of.tile(), batch, windows);
      } else if (batch.tiles().isEmpty()) {
        dispenser.awaitRow();
      } else {
        return true;
      }
    }
    return true;
  }

  private void read(Tile tile, TileBatch batch, WindowReader windows) throws PipelineException {
    long start = System.nanoTime();
    try {
      windows.read(tile.window(), batch.add(tile));
    } catch (IOException | RuntimeException e) {
      throw new PipelineException(Stage.READ, Optional.of(tile), e);
    }
    readNanos.add(System.nanoTime() - start);
  }

  private void segmentBatches(
      Segmenter session, MaskStitcher stitcher, TileDispenser dispenser, LongConsumer progress)
      throws IOException, InterruptedException {
    for (Optional<TileBatch> next = ready.take(); next.isPresent(); next = ready.take()) {
      try (TileBatch batch = next.get()) {
        segment(session, stitcher, batch);
        segmented.add(batch.tiles().size());
        progress.accept(segmented.sum() + dispenser.skipped());
      }
    }
  }

  private void segment(Segmenter session, MaskStitcher stitcher, TileBatch batch)
      throws IOException {
    long start = System.nanoTime();
    LongAdder stitching = new LongAdder();
    try {
      if (job.seam() instanceof Seam.Crop) {
        session.segment(
            batch,
            (tile, covered, labels) ->
                stitch(tile, stitching, () -> stitcher.accept(tile, covered, labels)));
      } else {
        session.probabilities(
            batch,
            (tile, covered, probabilities) ->
                stitch(tile, stitching, () -> stitcher.accept(tile, covered, probabilities)));
      }
    } catch (PipelineException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new PipelineException(Stage.SEGMENT, Optional.of(batch.tiles().get(0)), e);
    }
    stitchNanos.add(stitching.sum());
    segmentNanos.add(System.nanoTime() - start - stitching.sum());
  }

  /** A delivery to the stitcher. */
  private interface Delivery {
    void deliver() throws IOException;
  }

  private static void stitch(Tile tile, LongAdder nanos, Delivery delivery)
      throws PipelineException {
    long start = System.nanoTime();
    try {
      delivery.deliver();
    } catch (IOException | RuntimeException e) {
      throw stitchFailure(Optional.of(tile), e);
    }
    nanos.add(System.nanoTime() - start);
  }
}
