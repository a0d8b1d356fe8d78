package org.intarsia.pipeline;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.intarsia.slideio.Region;
import org.intarsia.slideio.SlideReader;
import org.intarsia.slideio.SlideReaderProvider;
import org.intarsia.slideio.StorageException;

/**
 * Slides of noise on a storage that fails for a while: files that begin with {@value #MARK}. Found
 * by {@link java.util.ServiceLoader}, so what fails is told through {@link #FAILURES}.
 */
public final class FlakySlides implements SlideReaderProvider {
  /** How the files begin. */
  public static final String MARK = "a slide of noise";

  /** Reads below the first row of tiles that are still to fail. */
  public static final AtomicInteger FAILURES = new AtomicInteger();

  /** Told of each read, before it. */
  public interface Watch {
    /** This region is about to be read of this file. */
    void reads(Path file, Region region);
  }

  /** Who is told of reads. */
  public static final List<Watch> WATCHES = new CopyOnWriteArrayList<>();

  @Override
  public String name() {
    return "noise";
  }

  @Override
  public int priority() {
    return 1_000;
  }

  @Override
  public boolean accepts(Path file, byte[] head) {
    return new String(head, StandardCharsets.UTF_8).startsWith(MARK);
  }

  @Override
  public SlideReader open(Path file) {
    return new NoiseSlide(150, 400, 5) {
      @Override
      public void read(int level, Region region, ByteBuffer rgb) throws IOException {
        WATCHES.forEach(watch -> watch.reads(file, region));
        if (region.height() < 200 && region.y() > 200 && FAILURES.getAndDecrement() > 0) {
          throw new StorageException("noise", new IOException("Input/output error"));
        }
        super.read(level, region, rgb);
      }
    };
  }
}
