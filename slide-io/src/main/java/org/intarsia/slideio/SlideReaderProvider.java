package org.intarsia.slideio;

import java.io.IOException;
import java.nio.file.Path;

/** A kind of file that can be opened as a slide; found through {@link java.util.ServiceLoader}. */
public interface SlideReaderProvider {
  /** Short name for people and for {@code --reader}: {@code tiff}, {@code image}. */
  String name();

  /** Providers of a higher priority are asked first. */
  int priority();

  /**
   * Whether this provider reads such files, decided from the first bytes and the name.
   *
   * @param file a readable regular file
   * @param head its first bytes, at most 4096, fewer where the file is shorter
   */
  boolean accepts(Path file, byte[] head);

  /**
   * Opens the slide.
   *
   * @throws SlideReadException if it is damaged or of a kind that is not supported, with the reason
   */
  SlideReader open(Path file) throws IOException;

  /**
   * Opens the slide with options; a provider that has no use for one of them ignores it.
   *
   * @throws SlideReadException if it is damaged or of a kind that is not supported, with the reason
   */
  default SlideReader open(Path file, ReadOptions options) throws IOException {
    return open(file);
  }
}
