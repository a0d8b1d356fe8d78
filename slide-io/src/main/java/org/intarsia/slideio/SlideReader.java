package org.intarsia.slideio;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Thread-safe reads of one open slide.
 *
 * <p>Every method may be called from many threads at once. After {@link #close} reads throw {@link
 * java.nio.channels.ClosedChannelException}.
 */
public interface SlideReader extends Closeable {
  /** All that is known without reading pixels. */
  SlideMetadata metadata();

  /**
   * Reads a region of a level as interleaved 8-bit R G B, row by row.
   *
   * <p>Writes exactly {@code 3 * region.area()} bytes from the buffer's position on and moves the
   * position behind them. Pixels outside the level, and pixels that the file does not hold, have
   * the slide's background colour. On an exception the content of that range is unspecified and the
   * position unchanged.
   *
   * @param level index of the level, 0 for the finest
   * @param region in pixels of that level; may lie partly or wholly outside it
   * @param rgb direct or heap buffer, owned by the caller
   * @throws SlideReadException if the file is damaged there; names slide, level and region
   * @throws IllegalArgumentException if there is no such level, or the buffer is too small
   * @throws java.nio.channels.ClosedChannelException if the reader is closed
   */
  void read(int level, Region region, ByteBuffer rgb) throws IOException;

  /**
   * Reads as {@link #read(int, Region, ByteBuffer)}, and says what will be read next: the same
   * pixels, but a reader that keeps decoded tiles keeps those that are wanted again.
   *
   * @param pass where the read stands in a pass over the level; what other reads want is up to them
   */
  default void read(int level, Region region, WindowPass pass, ByteBuffer rgb) throws IOException {
    read(level, region, rgb);
  }

  /** How often tiles were decoded since the slide was opened; empty where nobody counts. */
  default Optional<DecodeCount> decodeCount() {
    return Optional.empty();
  }

  /**
   * Reads one of {@link SlideMetadata#associatedImages}, whole.
   *
   * @throws IllegalArgumentException if the slide has no image of this name
   */
  RgbImage readAssociated(String name) throws IOException;
}
