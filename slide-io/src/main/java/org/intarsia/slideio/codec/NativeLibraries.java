package org.intarsia.slideio.codec;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds native libraries under the names that they have on this system. */
public final class NativeLibraries {
  private static final Path MAPPED = Path.of("/proc/self/maps");

  private NativeLibraries() {}

  static Optional<NativeLibrary> turboJpeg() {
    return first(List.of("libturbojpeg.so.0"), List.of("turbojpeg", "libturbojpeg"));
  }

  static Optional<NativeLibrary> openJpeg() {
    return first(List.of("libopenjp2.so.7"), List.of("openjp2", "libopenjp2"));
  }

  /**
   * Where a loaded library lies. Linux finds it by its bare name; the kernel then tells which file
   * that was.
   */
  public static Path file(NativeLibrary library) {
    Path named = library.getFile().toPath();
    if (named.isAbsolute() || !Files.isReadable(MAPPED)) {
      return named;
    }
    String stem = String.valueOf(named.getFileName()).replaceFirst("\\.so.*", ".so");
    try (Stream<String> lines = Files.lines(MAPPED)) {
      return lines
          .filter(line -> line.indexOf('/') > 0)
          .map(line -> Path.of(line.substring(line.indexOf('/'))))
          .filter(file -> String.valueOf(file.getFileName()).startsWith(stem))
          .findFirst()
          .orElse(named);
    } catch (IOException | UncheckedIOException e) {
      return named;
    }
  }

  /**
   * The first of these libraries that is installed.
   *
   * @param linux names on Linux, with the number of the binary interface
   * @param elsewhere names on other systems, as JNA takes them
   */
  public static Optional<NativeLibrary> first(List<String> linux, List<String> elsewhere) {
    return (Platform.isLinux() ? linux : elsewhere)
        .stream().map(NativeLibraries::load).flatMap(Optional::stream).findFirst();
  }

  private static Optional<NativeLibrary> load(String name) {
    try {
      return Optional.of(NativeLibrary.getInstance(name));
    } catch (UnsatisfiedLinkError notInstalled) {
      return Optional.empty();
    }
  }
}
