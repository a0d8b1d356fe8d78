package org.intarsia.slideio.bioformats;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Set;
import java.util.concurrent.Callable;
import loci.formats.UnknownFormatException;
import org.intarsia.slideio.SlideReadException;
import org.intarsia.slideio.StorageException;
import org.intarsia.slideio.UnsupportedSlideException;

/**
 * Calls Bio-Formats and makes one of the project's exceptions of whatever comes out.
 *
 * <p>Bio-Formats throws checked and unchecked exceptions alike for damaged files, runs out of stack
 * in loops of directories, and allocates what a file declares without a check.
 */
final class Faults {
  /** Classes of the JDK that report what the operating system said. */
  private static final Set<String> STORAGE =
      Set.of(
          "java.io.RandomAccessFile",
          "java.io.FileInputStream",
          "sun.nio.ch.FileDispatcherImpl",
          "sun.nio.ch.UnixFileDispatcherImpl");

  private Faults() {}

  /**
   * The value of the call.
   *
   * @param slide name of the slide
   * @param doing what is being done, as the start of a message
   */
  static <T> T translated(String slide, String doing, Callable<T> call) throws IOException {
    try {
      T value = call.call();
      if (Thread.currentThread().isInterrupted()) {
        throw new ClosedByInterruptException();
      }
      return value;
    } catch (SlideReadException | ClosedByInterruptException ours) {
      throw ours;
    } catch (UnknownFormatException unknown) {
      throw new UnsupportedSlideException(slide, "a kind that Bio-Formats does not know either");
    } catch (OutOfMemoryError e) {
      throw new SlideReadException(
          slide,
          doing
              + " Bio-Formats needed more memory than the heap of "
              + (Runtime.getRuntime().maxMemory() >> 20)
              + " MiB has; give Java more with -Xmx if the file is sound",
          e);
    } catch (StackOverflowError e) {
      throw new SlideReadException(slide, doing + " Bio-Formats went round in circles", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClosedByInterruptException();
    } catch (IOException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw new ClosedByInterruptException();
      }
      throw isStorage(e) ? new StorageException(slide, e) : refusal(slide, doing, e);
    } catch (Exception e) {
      if (Thread.currentThread().isInterrupted()) {
        throw new ClosedByInterruptException();
      }
      throw refusal(slide, doing, e);
    }
  }

  private static boolean isStorage(IOException failure) {
    StackTraceElement[] trace = failure.getStackTrace();
    return failure.getClass() == IOException.class
        && trace.length > 0
        && STORAGE.contains(trace[0].getClassName());
  }

  private static SlideReadException refusal(String slide, String doing, Exception cause) {
    String message = cause.getMessage();
    String said = message == null || message.isBlank() ? "" : ": " + message.strip();
    return new SlideReadException(
        slide,
        doing + " Bio-Formats failed with " + cause.getClass().getSimpleName() + said,
        cause);
  }
}
