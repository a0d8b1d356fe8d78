package org.intarsia.slideio.openslide;

import com.sun.jna.Pointer;
import java.io.Closeable;
import java.io.IOException;
import java.io.Serial;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.intarsia.slideio.SlideReadException;
import org.intarsia.slideio.UnsupportedSlideException;

/**
 * OpenSlide's handle of one slide, for many threads.
 *
 * <p><i>Why</i> it opens again: after its first error a handle gives nothing but that error, to
 * every thread. Who meets an error therefore asks once more, alone and on a handle that was not in
 * error: what fails then is its own fault, and the others read on from a fresh handle.
 */
final class SlideHandle implements Closeable {
  /** Something that is asked of OpenSlide and may leave the handle in error. */
  @FunctionalInterface
  interface Call<T> {
    /** Asks it; once more after an error of another thread. */
    T on(Pointer slide) throws SlideReadException;
  }

  /** What OpenSlide says of a call that failed. */
  static final class CallException extends IOException {
    @Serial private static final long serialVersionUID = 1L;

    CallException(String error) {
      super("OpenSlide: " + error);
    }
  }

  private final Path file;
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private Pointer slide;
  private volatile boolean closed;

  private SlideHandle(Path file, Pointer slide) {
    this.file = file;
    this.slide = slide;
  }

  /**
   * Opens a slide.
   *
   * @throws UnsupportedSlideException if OpenSlide does not know it or says that it does not read
   *     its kind
   * @throws SlideReadException if OpenSlide finds it damaged, with what it says
   */
  static SlideHandle open(Path file) throws IOException {
    return new SlideHandle(file, pointer(file));
  }

  private static Pointer pointer(Path file) throws IOException {
    String name = String.valueOf(file.getFileName());
    Optional<Pointer> opened = OpenSlide.open(file);
    if (opened.isEmpty()) {
      throw new UnsupportedSlideException(name, "no kind of slide that OpenSlide knows");
    }
    Optional<String> error = OpenSlide.error(opened.get());
    if (error.isPresent()) {
      OpenSlide.openslide_close(opened.get());
      String reason = "OpenSlide: " + error.get();
      if (reason.toLowerCase(Locale.ROOT).contains("unsupported")) {
        throw new UnsupportedSlideException(name, reason);
      }
      throw new SlideReadException(name, reason);
    }
    return opened.get();
  }

  /**
   * Calls OpenSlide, beside other threads.
   *
   * @throws CallException if this very call failed; the next one finds a fresh handle
   * @throws ClosedChannelException if the slide is closed
   * @throws ClosedByInterruptException if this thread is interrupted; before the call, never in it
   * @throws SlideReadException if the slide cannot be opened again after an error
   */
  <T> T call(Call<T> call) throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new ClosedByInterruptException();
    }
    lock.readLock().lock();
    try {
      checkOpen();
      T answer = call.on(slide);
      if (OpenSlide.error(slide).isEmpty()) {
        return answer;
      }
    } catch (SlideReadException e) {
      if (OpenSlide.error(slide).isEmpty()) {
        throw e;
      }
    } finally {
      lock.readLock().unlock();
    }
    return callAlone(call);
  }

  private <T> T callAlone(Call<T> call) throws IOException {
    lock.writeLock().lock();
    try {
      checkOpen();
      if (OpenSlide.error(slide).isPresent()) {
        Pointer fresh = pointer(file);
        OpenSlide.openslide_close(slide);
        slide = fresh;
      }
      T answer = call.on(slide);
      Optional<String> error = OpenSlide.error(slide);
      if (error.isPresent()) {
        throw new CallException(error.get());
      }
      return answer;
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** Checks that it is not closed. */
  void checkOpen() throws ClosedChannelException {
    if (closed) {
      throw new ClosedChannelException();
    }
  }

  /** Waits for the calls that are under way. */
  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        OpenSlide.openslide_close(slide);
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}
