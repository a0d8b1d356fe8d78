package org.intarsia.slideio.bioformats;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.intarsia.slideio.SlideReadException;

/**
 * The open readers of one slide, at most as many as there are processors; each belongs to one read
 * at a time.
 *
 * <p>A Bio-Formats reader is one position in one file: two threads on one reader get each other's
 * pixels. Who finds none free waits, and can be interrupted. A reader whose call failed is closed
 * rather than used again: an interrupted read leaves its file handle closed. After {@link #close}
 * nobody gets one; those in use are closed when they come back.
 */
final class ReaderPool implements Closeable {
  /** What is done with a reader. */
  interface Task<T> {
    T run(LociReader reader) throws Exception;
  }

  private final ReaderFactory factory;
  private final Semaphore free;
  private final ArrayDeque<LociReader> idle = new ArrayDeque<>();
  private boolean closed;

  ReaderPool(ReaderFactory factory, LociReader first, int size) {
    this.factory = factory;
    this.free = new Semaphore(size, true);
    this.idle.push(first);
  }

  /**
   * The value of a task.
   *
   * @param doing what is done, for messages
   * @throws ClosedChannelException if the pool is closed before the task is done
   */
  <T> T with(String doing, Task<T> task) throws IOException {
    try {
      free.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClosedByInterruptException();
    }
    try {
      LociReader reader = take();
      boolean sound = false;
      try {
        T value = Faults.translated(factory.name(), doing, () -> task.run(reader));
        sound = true;
        return value;
      } finally {
        giveBack(reader, sound);
      }
    } finally {
      free.release();
    }
  }

  private LociReader take() throws IOException {
    synchronized (this) {
      if (closed) {
        throw new ClosedChannelException();
      }
      LociReader waiting = idle.poll();
      if (waiting != null) {
        return waiting;
      }
    }
    return factory.open();
  }

  private void giveBack(LociReader reader, boolean sound) throws IOException {
    synchronized (this) {
      if (sound && !closed) {
        idle.push(reader);
        return;
      }
    }
    reader.close();
  }

  synchronized boolean isClosed() {
    return closed;
  }

  @Override
  public void close() throws IOException {
    List<LociReader> open;
    synchronized (this) {
      closed = true;
      open = new ArrayList<>(idle);
      idle.clear();
    }
    List<IOException> failures = new ArrayList<>();
    for (LociReader reader : open) {
      closeInto(failures, reader);
    }
    closeInto(failures, factory);
    if (!failures.isEmpty()) {
      SlideReadException failure =
          new SlideReadException(factory.name(), "cannot be closed", failures.get(0));
      failures.stream().skip(1).forEach(failure::addSuppressed);
      throw failure;
    }
  }

  private static void closeInto(List<IOException> failures, Closeable resource) {
    try {
      resource.close();
    } catch (IOException e) {
      failures.add(e);
    }
  }
}
