package org.intarsia.slideio;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file that has its name only when it is whole. */
public final class WholeFile {
  /** Writes a file that does not exist yet. */
  @FunctionalInterface
  public interface Content {
    /** Writes everything to {@code partial}. */
    void write(Path partial) throws IOException;
  }

  private WholeFile() {}

  /** Writes under a temporary name beside the file, then renames, replacing an older one. */
  public static Path write(Path file, Content content) throws IOException {
    Path partial = file.resolveSibling("." + file.getFileName() + ".partial");
    Files.deleteIfExists(partial);
    content.write(partial);
    return Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
  }
}
