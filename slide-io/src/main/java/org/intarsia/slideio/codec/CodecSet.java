package org.intarsia.slideio.codec;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.io.Closeable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageReader;

/**
 * The decoders that one open slide uses, with the native handles that they hold.
 *
 * <p>Which decoder reads a format is decided here, once, and never changes while reading. Safe for
 * use by many threads; {@link #close} may be called while others decode.
 */
public final class CodecSet implements Closeable {
  /** Whether native libraries may decode. */
  public enum Preference {
    /** Native libraries where they are installed, Java otherwise. */
    NATIVE,
    /** Java only. */
    JAVA
  }

  /**
   * A format and what decodes it.
   *
   * @param format {@code JPEG}, {@code JPEG 2000}, {@code deflate}, ...
   * @param codec the name that {@link BlockCodec#name} gives
   * @param library the native library's file and version, or what Java code it is
   */
  public record Decoder(String format, String codec, String library) {}

  private final boolean turboJpeg;
  private final boolean openJpeg;
  private final HandlePool<TurboJpegCodec.Workspace> turbo =
      new HandlePool<>(TurboJpegCodec.Workspace::destroy);
  private final HandlePool<ImageReader> readers = new HandlePool<>(ImageReader::dispose);

  private CodecSet(boolean turboJpeg, boolean openJpeg) {
    this.turboJpeg = turboJpeg;
    this.openJpeg = openJpeg;
  }

  /** A new set, owned by the caller. */
  public static CodecSet open(Preference preference) {
    boolean mayBeNative = preference == Preference.NATIVE;
    return new CodecSet(
        mayBeNative && TurboJpeg.library().isPresent(), mayBeNative && hasOpenJpeg().isPresent());
  }

  /** The structures that are read from OpenJPEG are laid out for 64 bits. */
  private static Optional<String> hasOpenJpeg() {
    return Native.POINTER_SIZE == 8 ? OpenJpeg.library() : Optional.empty();
  }

  /** What decodes each format on this machine. */
  public static List<Decoder> decoders(Preference preference) {
    try (CodecSet set = open(preference)) {
      return List.of(
          set.turboJpeg
              ? new Decoder("JPEG", "libjpeg-turbo", TurboJpeg.library().orElse(""))
              : new Decoder("JPEG", "java-jpeg", "the JDK's ImageIO"),
          set.openJpeg
              ? new Decoder(
                  "JPEG 2000",
                  "openjpeg",
                  OpenJpeg.library().orElse("") + " " + OpenJpeg.opj_version())
              : new Decoder("JPEG 2000", "java-jpeg2000", "JJ2000 of ome-jai"),
          new Decoder("deflate", "deflate", "the JDK's Inflater"),
          new Decoder("LZW", "lzw", "Intarsia"),
          new Decoder("PackBits", "packbits", "Intarsia"),
          new Decoder("Zstandard", "zstd", "zstd-jni"),
          new Decoder("WebP", "java-webp", "TwelveMonkeys"));
    }
  }

  /** Where the native libraries lie that are installed and have all functions. */
  public static List<Path> libraryFiles() {
    List<NativeLibrary> libraries = new ArrayList<>();
    if (TurboJpeg.library().isPresent()) {
      NativeLibraries.turboJpeg().ifPresent(libraries::add);
    }
    if (hasOpenJpeg().isPresent()) {
      NativeLibraries.openJpeg().ifPresent(libraries::add);
    }
    return libraries.stream().map(NativeLibraries::file).toList();
  }

  /**
   * A decoder of JPEG blocks.
   *
   * @param tables shared tables that precede every block, empty if there are none
   */
  public BlockCodec jpeg(byte[] tables, JpegColors colors) {
    return turboJpeg
        ? new TurboJpegCodec(turbo, tables, colors)
        : new JavaJpegCodec(readers, tables, colors);
  }

  /** A decoder of JPEG 2000 codestreams. */
  public BlockCodec jpeg2000(Jpeg2000Colors colors) {
    return openJpeg ? new OpenJpegCodec(colors) : new JavaJpeg2000Codec(colors);
  }

  /** A decoder of zlib streams. */
  public BlockCodec deflate() {
    return new DeflateCodec();
  }

  /** A decoder of TIFF 6.0 LZW. */
  public BlockCodec lzw() {
    return new LzwCodec();
  }

  /** A decoder of Zstandard frames. */
  public BlockCodec zstd() {
    return new ZstdCodec();
  }

  /** A decoder of WebP images: three samples R G B, or four with opacity. */
  public BlockCodec webp() {
    return new WebpCodec();
  }

  /** A decoder of PackBits runs. */
  public BlockCodec packBits() {
    return new PackBitsCodec();
  }

  /** A decoder of blocks that are not compressed. */
  public BlockCodec uncompressed() {
    return new RawCodec();
  }

  @Override
  public void close() {
    turbo.close();
    readers.close();
  }
}
