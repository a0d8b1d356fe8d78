package org.intarsia.slideio.image;

import java.io.IOException;
import java.nio.file.Path;
import org.intarsia.slideio.ReadOptions;
import org.intarsia.slideio.SlideReader;
import org.intarsia.slideio.SlideReaderProvider;
import org.intarsia.slideio.codec.StillImage;

/** Opens PNG, JPEG and BMP files as slides of one level. */
public final class ImageSlideProvider implements SlideReaderProvider {
  /** For {@link java.util.ServiceLoader}. */
  public ImageSlideProvider() {}

  @Override
  public String name() {
    return "image";
  }

  @Override
  public int priority() {
    return 50;
  }

  @Override
  public boolean accepts(Path file, byte[] head) {
    return StillImage.Format.of(head).isPresent();
  }

  @Override
  public SlideReader open(Path file) throws IOException {
    return open(file, ReadOptions.defaults());
  }

  @Override
  public SlideReader open(Path file, ReadOptions options) throws IOException {
    return ImageSlideReader.open(file, options);
  }
}
