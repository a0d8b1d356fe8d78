package org.intarsia.pipeline.batch;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.intarsia.pipeline.Version;
import org.intarsia.segmenter.Devices;
import org.intarsia.slideio.Codecs;
import org.intarsia.slideio.SlideReaders;

/**
 * The programs that make results: Java, the system, this application, and native libraries.
 *
 * @param java name and version of the virtual machine
 * @param system operating system and architecture
 * @param networks what runs networks, with its version
 * @param application SHA-256 of Intarsia's jars by file name; empty where it runs from class files
 * @param libraries SHA-256 of the native libraries by file name, wherever they lie
 */
public record Provenance(
    String java,
    String system,
    String networks,
    SortedMap<String, String> application,
    SortedMap<String, String> libraries) {
  /** What is loaded does not change while the process lives: it is digested once. */
  private static final class Holder {
    static final Provenance CURRENT = read();

    private static Provenance read() {
      List<Path> libraries = new ArrayList<>(Codecs.libraryFiles());
      SlideReaders.providers().forEach(reader -> libraries.addAll(reader.libraryFiles()));
      try {
        libraries.addAll(Devices.libraryFiles());
      } catch (IOException e) {
        throw new IllegalStateException("the folder of the loaded libraries cannot be listed", e);
      }
      return new Provenance(
          System.getProperty("java.vm.name") + " " + Runtime.version(),
          System.getProperty("os.name")
              + " "
              + System.getProperty("os.version")
              + " "
              + System.getProperty("os.arch"),
          Devices.library(),
          digests(jars()),
          digests(libraries));
    }
  }

  /** That of this process. The first call reads all of the native libraries: about a second. */
  public static Provenance current() {
    return Holder.CURRENT;
  }

  private static SortedMap<String, String> digests(List<Path> files) {
    SortedMap<String, String> digests = new TreeMap<>();
    for (Path file : files) {
      try {
        Path real = file.toRealPath();
        digests.put(String.valueOf(real.getFileName()), Digest.of(real));
      } catch (IOException e) {
        digests.put(String.valueOf(file.getFileName()), "unreadable: " + e);
      }
    }
    return digests;
  }

  private static List<Path> jars() {
    Optional<Path> jar = ownJar();
    if (jar.isEmpty()) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(jar.get().toAbsolutePath().getParent())) {
      return files
          .filter(file -> String.valueOf(file.getFileName()).matches("intarsia-.*\\.jar"))
          .sorted()
          .toList();
    } catch (IOException e) {
      return List.of(jar.get());
    }
  }

  private static Optional<Path> ownJar() {
    CodeSource source = Version.class.getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Path.of(source.getLocation().toURI())).filter(Files::isRegularFile);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
