package org.intarsia.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.intarsia.slideio.SlideReader;
import org.intarsia.slideio.SlideReaderProvider;

/**
 * Slides of noise whose files ({@code .dcm}) say in their only line which slide they are part of; a
 * folder is a slide if all of its files are parts of one. Found by {@link java.util.ServiceLoader}.
 */
public final class SeveralFiles implements SlideReaderProvider {
  private static final String MARK = "a part of ";

  /** Writes a part of a slide. */
  public static Path part(Path file, String slide) throws IOException {
    return Files.writeString(file, MARK + slide);
  }

  @Override
  public String name() {
    return "several";
  }

  @Override
  public int priority() {
    return 1_001;
  }

  @Override
  public boolean accepts(Path file, byte[] head) {
    if (!Files.isDirectory(file)) {
      return new String(head, StandardCharsets.UTF_8).startsWith(MARK);
    }
    try {
      Set<String> slides =
          files(file).stream().map(SeveralFiles::slide).collect(Collectors.toSet());
      return slides.size() == 1 && slides.iterator().next().startsWith(MARK);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<Path> parts(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      return files(file);
    }
    String slide = slide(file);
    return files(file.resolveSibling("")).stream()
        .filter(each -> slide(each).equals(slide))
        .toList();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static String slide(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public SlideReader open(Path file) {
    return new NoiseSlide(150, 400, 5);
  }
}
