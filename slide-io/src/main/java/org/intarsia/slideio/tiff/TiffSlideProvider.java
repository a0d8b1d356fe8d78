package org.intarsia.slideio.tiff;

import java.io.IOException;
import java.nio.file.Path;
import org.intarsia.slideio.ReadOptions;
import org.intarsia.slideio.SlideReader;
import org.intarsia.slideio.SlideReaderProvider;

/** Opens TIFF and BigTIFF slides: Aperio SVS, OME-TIFF, generic pyramids, single images. */
public final class TiffSlideProvider implements SlideReaderProvider {
  /** For {@link java.util.ServiceLoader}. */
  public TiffSlideProvider() {}

  @Override
  public String name() {
    return "tiff";
  }

  @Override
  public int priority() {
    return 100;
  }

  @Override
  public boolean accepts(Path file, byte[] head) {
    return TiffStructure.looksLike(head);
  }

  @Override
  public SlideReader open(Path file) throws IOException {
    return open(file, ReadOptions.defaults());
  }

  @Override
  public SlideReader open(Path file, ReadOptions options) throws IOException {
    return TiffSlideReader.open(file, options);
  }
}
