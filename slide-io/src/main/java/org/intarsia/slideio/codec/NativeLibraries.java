package org.intarsia.slideio.codec;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import java.util.List;
import java.util.Optional;

/** Finds native libraries under the names that they have on this system. */
final class NativeLibraries {
  private NativeLibraries() {}

  static Optional<NativeLibrary> turboJpeg() {
    return first(List.of("libturbojpeg.so.0"), List.of("turbojpeg", "libturbojpeg"));
  }

  static Optional<NativeLibrary> openJpeg() {
    return first(List.of("libopenjp2.so.7"), List.of("openjp2", "libopenjp2"));
  }

  private static Optional<NativeLibrary> first(List<String> linux, List<String> elsewhere) {
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
