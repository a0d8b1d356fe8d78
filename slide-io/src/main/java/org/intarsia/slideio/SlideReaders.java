package org.intarsia.slideio;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** Opens any slide that an installed provider knows. */
public final class SlideReaders {
  private static final int HEAD_BYTES = 4096;

  private SlideReaders() {}

  /** The installed providers, those that are asked first at the front. */
  public static List<SlideReaderProvider> providers() {
    List<SlideReaderProvider> found = new ArrayList<>();
    ServiceLoader.load(SlideReaderProvider.class, SlideReaders.class.getClassLoader())
        .forEach(found::add);
    found.sort(
        Comparator.comparingInt(SlideReaderProvider::priority)
            .reversed()
            .thenComparing(SlideReaderProvider::name));
    return found;
  }

  /**
   * Opens a slide with the first provider that accepts it.
   *
   * @return an open reader, owned by the caller
   * @throws SlideReadException if no provider accepts the file, or it is damaged
   */
  public static SlideReader open(Path file) throws IOException {
    return open(file, ReadOptions.defaults());
  }

  /**
   * Opens a slide with the first provider that accepts it.
   *
   * @return an open reader, owned by the caller
   * @throws SlideReadException if no provider accepts the file, or it is damaged
   */
  public static SlideReader open(Path file, ReadOptions options) throws IOException {
    String name = String.valueOf(file.getFileName());
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString(), null, "no such file");
    }
    if (!Files.isRegularFile(file)) {
      throw new SlideReadException(name, "not a regular file");
    }
    if (!Files.isReadable(file)) {
      throw new SlideReadException(name, "no permission to read it");
    }
    byte[] head = head(file);
    if (head.length == 0) {
      throw new SlideReadException(name, "the file is empty");
    }
    List<SlideReaderProvider> providers = providers();
    for (SlideReaderProvider provider : providers) {
      if (provider.accepts(file, head)) {
        return provider.open(file, options);
      }
    }
    String known =
        providers.stream().map(SlideReaderProvider::name).collect(Collectors.joining(", "));
    throw new SlideReadException(
        name, UnsupportedFormats.reason(file, head) + " (installed readers: " + known + ")");
  }

  private static byte[] head(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(HEAD_BYTES);
    }
  }
}
