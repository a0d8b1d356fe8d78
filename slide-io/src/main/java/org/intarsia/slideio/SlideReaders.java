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

  /** Providers are looked up once: they have no state, and folders are searched for slides. */
  private static final class Holder {
    static final List<SlideReaderProvider> ALL = load();

    private static List<SlideReaderProvider> load() {
      List<SlideReaderProvider> found = new ArrayList<>();
      ServiceLoader.load(SlideReaderProvider.class, SlideReaders.class.getClassLoader())
          .forEach(found::add);
      found.sort(
          Comparator.comparingInt(SlideReaderProvider::priority)
              .reversed()
              .thenComparing(SlideReaderProvider::name));
      return List.copyOf(found);
    }
  }

  /** The installed providers that have what they need, those that are asked first at the front. */
  public static List<SlideReaderProvider> providers() {
    return Holder.ALL.stream().filter(provider -> provider.library().isPresent()).toList();
  }

  /** The installed providers that lack a library. */
  public static List<SlideReaderProvider> lacking() {
    return Holder.ALL.stream().filter(provider -> provider.library().isEmpty()).toList();
  }

  /**
   * Opens a slide with the first provider that accepts and supports it.
   *
   * @return an open reader, owned by the caller
   * @throws SlideReadException if no provider accepts the file, or it is damaged
   */
  public static SlideReader open(Path file) throws IOException {
    return open(file, ReadOptions.defaults());
  }

  /**
   * Opens a slide with the first provider that accepts and supports it.
   *
   * @return an open reader, owned by the caller
   * @throws SlideReadException if no provider accepts the file, or it is damaged
   */
  public static SlideReader open(Path file, ReadOptions options) throws IOException {
    return choose(file, options).reader();
  }

  /**
   * Opens a slide with the first provider that accepts and supports it, and says which and why.
   *
   * <p>A provider that accepts a file and then finds it to be of a kind that it does not read
   * leaves it to the next; a damaged file is reported by the first that finds the damage, never
   * handed on.
   *
   * @param file a file, or the folder of a slide of several files
   * @throws SlideReadException if no provider accepts the file, or it is damaged
   * @throws IllegalArgumentException if the options name a reader that is not installed
   */
  public static OpenedSlide choose(Path file, ReadOptions options) throws IOException {
    return choose(file, options, providers());
  }

  static OpenedSlide choose(Path file, ReadOptions options, List<SlideReaderProvider> installed)
      throws IOException {
    byte[] head = head(file);
    List<SlideReaderProvider> allowed = allowed(options, installed);
    List<SlideReaderProvider> accepting =
        allowed.stream().filter(provider -> provider.accepts(file, head)).toList();
    if (accepting.isEmpty()) {
      throw options.reader().isPresent()
          ? new SlideReadException(
              String.valueOf(file.getFileName()),
              "no kind of slide that the reader '" + options.reader().get() + "' knows")
          : refusal(file, head, allowed);
    }
    List<UnsupportedSlideException> refusals = new ArrayList<>();
    for (int i = 0; i < accepting.size(); i++) {
      SlideReaderProvider provider = accepting.get(i);
      try {
        SlideReader reader = provider.open(file, options);
        List<String> others =
            accepting.stream().skip(i + 1L).map(SlideReaderProvider::name).toList();
        return new OpenedSlide(reader, provider.name(), why(options, i, others), others);
      } catch (UnsupportedSlideException unsupported) {
        refusals.add(unsupported);
      } catch (StorageException failed) {
        throw failed;
      } catch (SlideReadException damage) {
        throw refusals.isEmpty() ? damage : both(refusals.get(0), provider, damage);
      }
    }
    UnsupportedSlideException first = refusals.get(0);
    refusals.stream().skip(1).forEach(first::addSuppressed);
    throw first;
  }

  /** A slide that one reader does not support and the next cannot read. */
  private static SlideReadException both(
      UnsupportedSlideException refusal, SlideReaderProvider provider, SlideReadException damage) {
    SlideReadException both =
        new SlideReadException(
            provider.name(), damage.getMessage() + "; before it, " + refusal.getMessage(), damage);
    both.addSuppressed(refusal);
    return both;
  }

  /**
   * Whether a folder is one slide, rather than a place where slides are.
   *
   * @param folder an existing folder
   */
  public static boolean isSlide(Path folder) {
    return providers().stream().anyMatch(provider -> provider.accepts(folder, new byte[0]));
  }

  /**
   * The providers that accept a file, those that are asked first at the front.
   *
   * @param file a file, or the folder of a slide of several files
   * @throws SlideReadException if it is empty or cannot be read
   */
  public static List<SlideReaderProvider> accepting(Path file) throws IOException {
    byte[] head = head(file);
    return providers().stream().filter(provider -> provider.accepts(file, head)).toList();
  }

  /**
   * All files that a slide consists of, the one that stands for it at the front.
   *
   * @param file a file, or the folder of a slide of several files
   * @return {@code file} alone where no provider accepts it
   */
  public static List<Path> parts(Path file) throws IOException {
    byte[] head = head(file);
    for (SlideReaderProvider provider : providers()) {
      if (provider.accepts(file, head)) {
        return provider.parts(file);
      }
    }
    return List.of(file);
  }

  /**
   * Checks that a reader may be asked for.
   *
   * @throws IllegalArgumentException if there is none of this name, or it lacks a library
   */
  public static void checkInstalled(String reader) {
    allowed(ReadOptions.defaults().withReader(reader), providers());
  }

  private static List<SlideReaderProvider> allowed(
      ReadOptions options, List<SlideReaderProvider> installed) {
    if (options.reader().isEmpty()) {
      return installed;
    }
    String name = options.reader().get();
    List<SlideReaderProvider> named =
        installed.stream().filter(provider -> provider.name().equals(name)).toList();
    if (named.isEmpty()) {
      boolean lacks = lacking().stream().anyMatch(provider -> provider.name().equals(name));
      throw new IllegalArgumentException(
          (lacks
                  ? "the library of reader '" + name + "' is not installed"
                  : "no reader '" + name + "' is installed")
              + "; there are "
              + names(installed));
    }
    return named;
  }

  private static String why(ReadOptions options, int refused, List<String> others) {
    if (options.reader().isPresent()) {
      return "asked for";
    }
    if (refused > 0) {
      return "the readers before it do not support this kind";
    }
    return others.isEmpty() ? "the only one that knows it" : "the first of those that know it";
  }

  private static SlideReadException refusal(
      Path file, byte[] head, List<SlideReaderProvider> asked) {
    String name = String.valueOf(file.getFileName());
    String reason =
        Files.isDirectory(file)
            ? "a folder that is no slide; name a file in it"
            : UnsupportedFormats.reason(file, head);
    return new SlideReadException(name, reason + " (installed readers: " + names(asked) + ")");
  }

  private static String names(List<SlideReaderProvider> providers) {
    return providers.stream().map(SlideReaderProvider::name).collect(Collectors.joining(", "));
  }

  private static byte[] head(Path file) throws IOException {
    String name = String.valueOf(file.getFileName());
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString(), null, "no such file");
    }
    if (!Files.isReadable(file)) {
      throw new SlideReadException(name, "no permission to read it");
    }
    if (Files.isDirectory(file)) {
      return new byte[0];
    }
    if (!Files.isRegularFile(file)) {
      throw new SlideReadException(name, "not a regular file");
    }
    byte[] head;
    try (InputStream in = Files.newInputStream(file)) {
      head = in.readNBytes(HEAD_BYTES);
    }
    if (head.length == 0) {
      throw new SlideReadException(name, "the file is empty");
    }
    return head;
  }
}
