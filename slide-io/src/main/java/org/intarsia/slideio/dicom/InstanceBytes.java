package org.intarsia.slideio.dicom;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.intarsia.slideio.SlideReadException;
import org.intarsia.slideio.raster.BlockLimits;
import org.intarsia.slideio.raster.SharedFile;

/**
 * The bytes of one instance: those of its file, or where the file is deflated what it inflates to,
 * held in memory. Positional and thread-safe.
 */
final class InstanceBytes implements Closeable {
  private static final int CHUNK = 1 << 16;

  private final SharedFile file;
  private final byte[] inflated;
  private final boolean inMemory;

  private InstanceBytes(SharedFile file, byte[] inflated, boolean inMemory) {
    this.file = file;
    this.inflated = inflated;
    this.inMemory = inMemory;
  }

  static InstanceBytes open(Path path) throws IOException {
    return new InstanceBytes(SharedFile.open(path), new byte[0], false);
  }

  String name() {
    return file.name();
  }

  long size() {
    return inMemory ? inflated.length : file.size();
  }

  boolean isClosed() {
    return file.isClosed();
  }

  /**
   * Reads exactly {@code length} bytes.
   *
   * @throws SlideReadException if they do not all lie in the instance
   */
  byte[] read(long position, long length) throws IOException {
    if (!inMemory) {
      return file.read(position, length);
    }
    if (position < 0 || length < 0 || length > size() || position > size() - length) {
      throw SlideReadException.at(
          name(),
          position,
          length + " bytes lie beyond the " + size() + " bytes that the file inflates to");
    }
    return Arrays.copyOfRange(inflated, (int) position, (int) (position + length));
  }

  /**
   * The same instance with the bytes behind {@code position} inflated; the position stays the same.
   *
   * @throws SlideReadException if they are damaged, or become too many
   */
  InstanceBytes inflate(long position) throws IOException {
    long limit = BlockLimits.maxBlockBytes();
    if (position > limit) {
      throw SlideReadException.at(name(), position, "a header of " + position + " bytes");
    }
    Inflater inflater = new Inflater(true);
    try {
      byte[] out = Arrays.copyOf(file.read(0, position), (int) position + CHUNK);
      int done = (int) position;
      long in = position;
      while (!inflater.finished()) {
        if (inflater.needsInput()) {
          long n = Math.min(CHUNK, file.size() - in);
          if (n == 0) {
            throw SlideReadException.at(name(), in, "the deflated data set ends early");
          }
          inflater.setInput(file.read(in, n));
          in += n;
        }
        if (done == out.length) {
          if (done >= limit) {
            throw SlideReadException.at(
                name(),
                position,
                "deflated to more than " + limit + " bytes (a larger heap raises this limit)");
          }
          out = Arrays.copyOf(out, (int) Math.min(limit, 2L * done));
        }
        done += inflater.inflate(out, done, out.length - done);
        if (inflater.needsDictionary()) {
          throw SlideReadException.at(name(), in, "the deflated data set wants a dictionary");
        }
      }
      return new InstanceBytes(file, Arrays.copyOf(out, done), true);
    } catch (DataFormatException e) {
      throw SlideReadException.at(name(), position, "damaged deflated data set: " + e.getMessage());
    } finally {
      inflater.end();
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
