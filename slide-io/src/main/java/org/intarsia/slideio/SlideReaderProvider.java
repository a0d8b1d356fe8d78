package org.intarsia.slideio;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A kind of file that can be opened as a slide; found through {@link java.util.ServiceLoader}.
 *
 * <p>Some slides are several files: a folder of DICOM instances, a MIRAX index with its data. Such
 * a slide is named by its folder, or by one of its files.
 */
public interface SlideReaderProvider {
  /** Short name for people and for {@code --reader}: {@code tiff}, {@code image}. */
  String name();

  /** Providers of a higher priority are asked first. */
  int priority();

  /**
   * What it reads with, for people: {@code built in}, or a library with its version and file.
   *
   * @return empty where a library that it needs is not installed, and it reads nothing
   */
  default Optional<String> library() {
    return Optional.of("built in");
  }

  /**
   * The files of native libraries that it reads with, other than codecs; none where it has none.
   */
  default List<Path> libraryFiles() {
    return List.of();
  }

  /**
   * Whether this provider reads such files, decided from the first bytes and the name.
   *
   * @param file a readable regular file, or a folder
   * @param head its first bytes, at most 4096, fewer where the file is shorter; none of a folder
   */
  boolean accepts(Path file, byte[] head);

  /**
   * All files that the slide consists of, the one that stands for the whole at the front; {@code
   * file} alone unless the kind is one of several files.
   *
   * @param file what this provider accepts
   * @throws IOException if they cannot be looked up
   */
  default List<Path> parts(Path file) throws IOException {
    return List.of(file);
  }

  /**
   * Opens the slide.
   *
   * @throws UnsupportedSlideException if it is of a kind that this provider does not read
   * @throws SlideReadException if it is damaged, with the reason
   */
  SlideReader open(Path file) throws IOException;

  /**
   * Opens the slide with options; a provider that has no use for one of them ignores it.
   *
   * @throws UnsupportedSlideException if it is of a kind that this provider does not read
   * @throws SlideReadException if it is damaged, with the reason
   */
  default SlideReader open(Path file, ReadOptions options) throws IOException {
    return open(file);
  }
}
