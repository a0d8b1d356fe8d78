package org.intarsia.slideio.image;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.intarsia.slideio.ReadOptions;
import org.intarsia.slideio.SlideReader;
import org.intarsia.slideio.SlideReaderProvider;
import org.intarsia.slideio.codec.StillImage;

/** Opens PNG, JPEG and BMP files as slides of one level. */
public final class ImageSlideProvider implements SlideReaderProvider {
  /** Such a file holds a JPEG thumbnail; the slide is in the folder beside it. */
  private static final String MIRAX = ".mrxs";

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
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return !name.endsWith(MIRAX) && StillImage.Format.of(head).isPresent();
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
