package org.intarsia.slideio.openslide;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.intarsia.slideio.codec.NativeLibraries;
import org.jspecify.annotations.Nullable;

/** The functions of OpenSlide 3.4 and 4 that are used here, bound once. */
final class OpenSlide {
  private static final List<String> LINUX = List.of("libopenslide.so.1", "libopenslide.so.0");
  private static final List<String> ELSEWHERE =
      List.of("openslide", "libopenslide-1", "libopenslide-0");

  private OpenSlide() {}

  /** Binding happens when this class is first asked for the library. */
  private static final class Holder {
    static final Optional<NativeLibrary> LIBRARY =
        NativeLibraries.first(LINUX, ELSEWHERE).filter(Holder::bind);
    static final Optional<Path> FILE = LIBRARY.map(NativeLibraries::file);

    private static boolean bind(NativeLibrary library) {
      try {
        Native.register(OpenSlide.class, library);
        return true;
      } catch (UnsatisfiedLinkError tooOld) {
        return false;
      }
    }
  }

  /** The library, if it is installed and has all functions. */
  static Optional<NativeLibrary> library() {
    return Holder.LIBRARY;
  }

  /** Where the library lies, if it is installed. */
  static Optional<Path> file() {
    return Holder.FILE;
  }

  /** Its version; only where it is installed. */
  static String version() {
    return text(openslide_get_version()).orElse("of unknown version");
  }

  /** What makes of scanner or format the file is of, if OpenSlide knows it. */
  static Optional<String> vendor(Path file) {
    return text(openslide_detect_vendor(bytes(file)));
  }

  /** What has gone wrong with a handle, which makes it useless, if anything has. */
  static Optional<String> error(Pointer slide) {
    return text(openslide_get_error(slide));
  }

  /** A property of a slide, if it has it. */
  static Optional<String> property(Pointer slide, String name) {
    return text(openslide_get_property_value(slide, terminated(name, StandardCharsets.UTF_8)));
  }

  static List<String> propertyNames(Pointer slide) {
    return names(openslide_get_property_names(slide));
  }

  static List<String> associatedNames(Pointer slide) {
    return names(openslide_get_associated_image_names(slide));
  }

  /** Width and height of a level. */
  static long[] levelSize(Pointer slide, int level) {
    long[] width = new long[1];
    long[] height = new long[1];
    openslide_get_level_dimensions(slide, level, width, height);
    return new long[] {width[0], height[0]};
  }

  /** Width and height of an associated image. */
  static long[] associatedSize(Pointer slide, String name) {
    long[] width = new long[1];
    long[] height = new long[1];
    openslide_get_associated_image_dimensions(
        slide, terminated(name, StandardCharsets.UTF_8), width, height);
    return new long[] {width[0], height[0]};
  }

  static void readAssociated(Pointer slide, String name, Pointer argb) {
    openslide_read_associated_image(slide, terminated(name, StandardCharsets.UTF_8), argb);
  }

  /** A handle, perhaps in an error state; none if OpenSlide does not know the kind of file. */
  static Optional<Pointer> open(Path file) {
    return Optional.ofNullable(openslide_open(bytes(file)));
  }

  /** A path as the C library wants it: in the encoding of file names, UTF-8 on Windows. */
  private static byte[] bytes(Path file) {
    String encoding = System.getProperty("sun.jnu.encoding", "UTF-8");
    boolean own = Platform.isLinux() && Charset.isSupported(encoding);
    return terminated(file.toString(), own ? Charset.forName(encoding) : StandardCharsets.UTF_8);
  }

  private static byte[] terminated(String text, Charset charset) {
    byte[] bytes = text.getBytes(charset);
    return Arrays.copyOf(bytes, bytes.length + 1);
  }

  private static Optional<String> text(@Nullable Pointer text) {
    return Optional.ofNullable(text).map(each -> each.getString(0, "UTF-8"));
  }

  private static List<String> names(@Nullable Pointer names) {
    return names == null ? List.of() : List.of(names.getStringArray(0, "UTF-8"));
  }

  private static native @Nullable Pointer openslide_get_version();

  private static native @Nullable Pointer openslide_detect_vendor(byte[] file);

  private static native @Nullable Pointer openslide_open(byte[] file);

  static native void openslide_close(Pointer slide);

  private static native @Nullable Pointer openslide_get_error(Pointer slide);

  static native int openslide_get_level_count(Pointer slide);

  private static native void openslide_get_level_dimensions(
      Pointer slide, int level, long[] width, long[] height);

  static native double openslide_get_level_downsample(Pointer slide, int level);

  static native void openslide_read_region(
      Pointer slide, Pointer argb, long x, long y, int level, long width, long height);

  private static native @Nullable Pointer openslide_get_property_names(Pointer slide);

  private static native @Nullable Pointer openslide_get_property_value(Pointer slide, byte[] name);

  private static native @Nullable Pointer openslide_get_associated_image_names(Pointer slide);

  private static native void openslide_get_associated_image_dimensions(
      Pointer slide, byte[] name, long[] width, long[] height);

  private static native void openslide_read_associated_image(
      Pointer slide, byte[] name, Pointer argb);
}
