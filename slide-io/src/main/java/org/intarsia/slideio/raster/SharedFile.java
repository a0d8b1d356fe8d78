package org.intarsia.slideio.raster;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import org.intarsia.slideio.SlideReadException;
import org.intarsia.slideio.StorageException;

/**
 * Positional reads of one file by many threads.
 *
 * <p><i>Why</i> it reopens: Java closes a file channel for everybody when one reading thread is
 * interrupted. Here that thread gets its {@link ClosedByInterruptException}; the others find the
 * channel closed, open the file anew and read on. Thread-safe.
 */
public final class SharedFile implements Closeable {
  private static final int CHUNK = 1 << 20;

  private final Path path;
  private final String name;
  private final long size;
  private final FileTime modified;
  private volatile FileChannel channel;
  private volatile boolean closed;

  private SharedFile(Path path, FileChannel channel) throws IOException {
    this.path = path;
    this.name = String.valueOf(path.getFileName());
    this.channel = channel;
    this.size = channel.size();
    this.modified = Files.getLastModifiedTime(path);
  }

  /** Opens a regular file; the size that it has now is the size that it must keep. */
  public static SharedFile open(Path path) throws IOException {
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    try {
      return new SharedFile(path, channel);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** The file's name without its folder, for messages. */
  public String name() {
    return name;
  }

  /** Bytes of the file when it was opened. */
  public long size() {
    return size;
  }

  /**
   * Reads exactly {@code length} bytes.
   *
   * @throws SlideReadException if they do not all lie in the file
   * @throws StorageException if the operating system could not read them
   * @throws ClosedChannelException if this file is closed, or this thread interrupted
   */
  public byte[] read(long position, long length) throws IOException {
    if (position < 0 || length < 0 || length > size || position > size - length) {
      throw SlideReadException.at(
          name, position, length + " bytes lie beyond the end of the file of " + size + " bytes");
    }
    if (length > Integer.MAX_VALUE - 16) {
      throw SlideReadException.at(name, position, length + " bytes are too many for one read");
    }
    byte[] bytes = new byte[(int) length];
    int done = 0;
    while (done < bytes.length) {
      ByteBuffer chunk = ByteBuffer.wrap(bytes, done, Math.min(CHUNK, bytes.length - done));
      int n = readSome(chunk, position + done);
      if (n < 0) {
        throw SlideReadException.at(name, position + done, "the file has become shorter");
      }
      done += n;
    }
    return bytes;
  }

  private int readSome(ByteBuffer chunk, long position) throws IOException {
    while (true) {
      if (closed) {
        throw new ClosedChannelException();
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new ClosedByInterruptException();
      }
      FileChannel current = channel;
      int start = chunk.position();
      try {
        return current.read(chunk, position);
      } catch (ClosedByInterruptException interrupted) {
        throw interrupted;
      } catch (ClosedChannelException closedByAnotherThread) {
        chunk.position(start);
        reopen(current);
      } catch (IOException failed) {
        throw new StorageException(name, failed);
      }
    }
  }

  private synchronized void reopen(FileChannel broken) throws IOException {
    if (closed) {
      throw new ClosedChannelException();
    }
    if (channel != broken) {
      return;
    }
    FileChannel fresh = FileChannel.open(path, StandardOpenOption.READ);
    if (fresh.size() != size || !Files.getLastModifiedTime(path).equals(modified)) {
      fresh.close();
      throw new SlideReadException(name, "the file has changed while it was being read");
    }
    channel = fresh;
  }

  /** Whether {@link #close} was called. */
  public boolean isClosed() {
    return closed;
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    channel.close();
  }
}
