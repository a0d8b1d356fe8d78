package org.intarsia.slideio;

import java.nio.file.Path;
import java.util.List;
import org.intarsia.slideio.ReadOptions.CodecChoice;
import org.intarsia.slideio.codec.CodecSet;
import org.intarsia.slideio.codec.CodecSet.Preference;

/** Reports which decoders this machine has. */
public final class Codecs {
  /**
   * A compression and what decodes it here.
   *
   * @param compression {@code JPEG}, {@code JPEG 2000}, {@code deflate}, ...
   * @param codec the name that {@link SlideMetadata#codec} shows: {@code libjpeg-turbo}, {@code
   *     java-jpeg}, ...
   * @param library the native library's file (with its version where it tells one), or which Java
   *     code it is
   */
  public record Codec(String compression, String codec, String library) {}

  private Codecs() {}

  /** What decodes each compression under this choice. */
  public static List<Codec> available(CodecChoice choice) {
    return CodecSet.decoders(preference(choice)).stream()
        .map(d -> new Codec(d.format(), d.codec(), d.library()))
        .toList();
  }

  /** The files of the native libraries that decode here, where this machine has any. */
  public static List<Path> libraryFiles() {
    return CodecSet.libraryFiles();
  }

  private static Preference preference(CodecChoice choice) {
    return choice == CodecChoice.PURE_JAVA ? Preference.JAVA : Preference.NATIVE;
  }
}
