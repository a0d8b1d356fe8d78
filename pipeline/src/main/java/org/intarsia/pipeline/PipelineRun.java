package org.intarsia.pipeline;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.intarsia.pipeline.engine.BandWriter;
import org.intarsia.pipeline.engine.Crew;
import org.intarsia.pipeline.engine.TileDispenser;
import org.intarsia.segmenter.Segmenter;
import org.intarsia.slideio.SlideReader;
import org.intarsia.slideio.StorageException;
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
 * <p>Bands are compressed and written in a thread of their own ({@link BandWriter}), while the next
 * ones are made.
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

  /**
   * Where a run begins.
   *
   * @param band the first band that the sink gets; those above it were made before
   * @param faults what becomes of tiles that cannot be read, with the faults of the bands above
   */
  public record Start(int band, TileFaults faults) {
    /** At the top of the level; a tile that cannot be read ends the run. */
    public static Start fresh() {
      return new Start(0, TileFaults.of(TileFaults.Policy.FAIL));
    }
  }

  /** Told how a run goes, from any of its threads. */
  @FunctionalInterface
  public interface Listener {
    /** So many tiles are done. */
    void tilesDone(long tiles);

    /** The slide's pixels have all been read. */
    default void allRead() {}

    /** The segmenters have done all that they had to; the last bands may still be written. */
    default void allSegmented() {}
  }

  private final Job job;
  private final Start begin;
  private final Flow flow;
  private final List<Segmenter> sessions;
  private final TileBatchPool pool;
  private final BlockingQueue<Optional<TileBatch>> ready = new LinkedBlockingQueue<>();
  private final LongAdder readNanos = new LongAdder();
  private final LongAdder segmentNanos = new LongAdder();
  private final LongAdder stitchNanos = new LongAdder();
  private final LongAdder segmented = new LongAdder();

  private PipelineRun(Job job, Start begin, Flow flow, List<Segmenter> sessions) {
    this.job = job;
    this.begin = begin;
    this.flow = flow;
    this.sessions = List.copyOf(sessions);
    this.pool =
        new TileBatchPool(flow.readers() + 2 * sessions.size(), flow.batch(), job.grid().window());
  }

  /** A run from the top of the level; otherwise as {@link #of(Job, Start, Flow, List)}. */
  public static PipelineRun of(Job job, Flow flow, List<Segmenter> sessions) {
    return of(job, Start.fresh(), flow, sessions);
  }

  /**
   * A run that is ready to execute, once.
   *
   * @param begin where it begins; the bands are those of a run from the top
   * @param sessions one open segmenter for each worker thread; they stay the caller's to close
   */
  public static PipelineRun of(Job job, Start begin, Flow flow, List<Segmenter> sessions) {
    if (sessions.isEmpty()) {
      throw new IllegalArgumentException("a run needs at least one segmenter");
    }
    return new PipelineRun(job, begin, flow, sessions);
  }

  /**
   * Segments the level from the first band to the last.
   *
   * @param sink takes the bands and is finished here; stays the caller's to close
   * @param listener told how it goes
   * @throws PipelineException if a stage failed; later failures are suppressed into it
   * @throws InterruptedException if the calling thread was interrupted; all threads have ended then
   */
  public PipelineReport execute(MaskSink sink, Listener listener)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    BandWriter writer = new BandWriter(sink);
    MaskStitcher stitcher =
        MaskStitcher.of(job.grid(), job.seam(), flow.bands(), job.background(), writer);
    stitcher.beginAt(begin.band());
    TileDispenser dispenser = new TileDispenser(job.grid(), job.selector(), stitcher);
    Crew crew = new Crew();
    AtomicInteger readersLeft = new AtomicInteger(flow.readers());
    AtomicInteger makersLeft = new AtomicInteger(flow.readers() + sessions.size());
    Runnable made =
        () -> {
          if (makersLeft.decrementAndGet() == 0) {
            listener.allSegmented();
            writer.end();
          }
        };
    crew.add("writer", () -> write(writer));
    for (int i = 0; i < flow.readers(); i++) {
      crew.add(
          "reader-" + i,
          () -> {
            readTiles(dispenser, stitcher);
            if (readersLeft.decrementAndGet() == 0) {
              sessions.forEach(session -> ready.add(Optional.empty()));
              listener.allRead();
            }
            made.run();
          });
    }
    for (int i = 0; i < sessions.size(); i++) {
      Segmenter session = sessions.get(i);
      crew.add(
          "segmenter-" + i,
          () -> {
            segmentBatches(session, stitcher, dispenser, listener);
            made.run();
          });
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
    return report(start);
  }

  /** Tiles are counted over the whole level, wherever the run began. */
  private PipelineReport report(long start) {
    long selected = job.selector().count(job.grid());
    long failed = begin.faults().all().size();
    return new PipelineReport(
        selected - failed,
        job.grid().size() - selected,
        failed,
        readNanos.sum() * 1e-9,
        segmentNanos.sum() * 1e-9,
        stitchNanos.sum() * 1e-9,
        (System.nanoTime() - start) * 1e-9);
  }

  private static void write(BandWriter writer) throws IOException, InterruptedException {
    try {
      writer.write();
    } catch (IOException | RuntimeException e) {
      throw stitchFailure(Optional.empty(), e);
    }
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

  private void readTiles(TileDispenser dispenser, MaskStitcher stitcher)
      throws IOException, InterruptedException {
    TileReader windows =
        new TileReader(WindowReader.of(job.slide(), 0, job.grid(), flow.readers()), stitcher);
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
  private boolean fill(TileBatch batch, TileDispenser dispenser, TileReader windows)
      throws IOException, InterruptedException {
    while (!batch.isFull()) {
      TileDispenser.Ticket ticket = dispenser.next();
      if (ticket instanceof TileDispenser.Ticket.Exhausted) {
        return false;
      }
      if (ticket instanceof TileDispenser.Ticket.Of of) {
        windows.read(of.tile(), batch);
      } else if (batch.tiles().isEmpty()) {
        dispenser.awaitRow();
      } else {
        return true;
      }
    }
    return true;
  }

  /** Reads tiles into slots; a tile that cannot be read is spared, or ends the run. */
  private final class TileReader {
    private final WindowReader windows;
    private final MaskStitcher stitcher;

    TileReader(WindowReader windows, MaskStitcher stitcher) {
      this.windows = windows;
      this.stitcher = stitcher;
    }

    void read(Tile tile, TileBatch batch) throws PipelineException {
      long start = System.nanoTime();
      try {
        windows.read(tile.window(), batch.add(tile));
      } catch (IOException | RuntimeException e) {
        PipelineException failure = new PipelineException(Stage.READ, Optional.of(tile), e);
        if (!begin.faults().areSpared()
            || StorageException.isBehind(e)
            || Thread.currentThread().isInterrupted()) {
          throw failure;
        }
        begin.faults().add(tile, e);
        batch.dropLast();
        stitch(tile, stitchNanos, () -> stitcher.skip(tile));
      }
      readNanos.add(System.nanoTime() - start);
    }
  }

  private void segmentBatches(
      Segmenter session, MaskStitcher stitcher, TileDispenser dispenser, Listener listener)
      throws IOException, InterruptedException {
    for (Optional<TileBatch> next = ready.take(); next.isPresent(); next = ready.take()) {
      try (TileBatch batch = next.get()) {
        segment(session, stitcher, batch);
        segmented.add(batch.tiles().size());
        listener.tilesDone(segmented.sum() + dispenser.skipped());
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
