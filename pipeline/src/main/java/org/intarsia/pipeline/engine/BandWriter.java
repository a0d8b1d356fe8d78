package org.intarsia.pipeline.engine;

import java.io.IOException;
import java.io.InterruptedIOException;
import org.intarsia.stitcher.MaskBand;
import org.intarsia.stitcher.MaskSink;
import org.jspecify.annotations.Nullable;

/**
 * Hands bands to a sink in a thread of its own, so that the network does not wait while a band is
 * compressed and written: {@link #accept} copies it and returns. One band is under way at most; who
 * brings the next one waits until it is written.
 *
 * <p>The sink stays its owner's to finish and to close. After a failure of the sink, {@link #write}
 * throws it and {@link #accept} waits to be interrupted: the failure is told once, by the writing
 * thread.
 */
public final class BandWriter implements MaskSink {
  private final MaskSink sink;
  private byte[] labels = {};
  private @Nullable MaskBand next;
  private boolean ended;

  /** Hands on to a sink. */
  public BandWriter(MaskSink sink) {
    this.sink = sink;
  }

  @Override
  public void accept(MaskBand band) throws IOException {
    awaitRoom();
    if (labels.length < band.area()) {
      labels = new byte[band.area()];
    }
    System.arraycopy(band.labels(), 0, labels, 0, band.area());
    put(new MaskBand(band.row(), band.y(), band.width(), band.height(), labels));
  }

  private synchronized void awaitRoom() throws InterruptedIOException {
    try {
      while (next != null) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted = new InterruptedIOException("interrupted before a band");
      interrupted.initCause(e);
      throw interrupted;
    }
  }

  private synchronized void put(MaskBand band) {
    next = band;
    notifyAll();
  }

  /** Says that no band will come any more. */
  public synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** Writes bands until {@link #end} was called and all are written. */
  public void write() throws IOException, InterruptedException {
    for (MaskBand band = await(); band != null; band = await()) {
      sink.accept(band);
      written();
    }
  }

  private synchronized @Nullable MaskBand await() throws InterruptedException {
    while (next == null && !ended) {
      wait();
    }
    return next;
  }

  private synchronized void written() {
    next = null;
    notifyAll();
  }

  /** Does nothing: the sink is its owner's to finish. */
  @Override
  public void finish() {}

  /** Does nothing: the sink is its owner's to close. */
  @Override
  public void close() {}
}
