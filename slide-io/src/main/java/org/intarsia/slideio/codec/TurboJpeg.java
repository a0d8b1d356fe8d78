package org.intarsia.slideio.codec;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import java.util.Optional;

/** The functions of libjpeg-turbo's TurboJPEG API (2.0 and newer), bound once. */
final class TurboJpeg {
  /** {@code TJPF_RGB}. */
  static final int RGB = 0;

  /** {@code TJPF_GRAY}. */
  static final int GREY = 6;

  /** {@code TJFLAG_LIMITSCANS}: refuses progressive streams of more than 500 scans. */
  static final int LIMIT_SCANS = 32768;

  private TurboJpeg() {}

  /** Binding happens when this class is first touched, which is when it is first asked for. */
  private static final class Holder {
    static final Optional<String> FILE = NativeLibraries.turboJpeg().flatMap(Holder::bind);

    private static Optional<String> bind(NativeLibrary library) {
      try {
        Native.register(TurboJpeg.class, library);
        return Optional.of(library.getFile().getName());
      } catch (UnsatisfiedLinkError tooOld) {
        return Optional.empty();
      }
    }
  }

  /** The library's file name, if it is installed and has all functions. */
  static Optional<String> library() {
    return Holder.FILE;
  }

  static native Pointer tjInitDecompress();

  static native int tjDecompress2(
      Pointer handle,
      Pointer jpeg,
      NativeLong jpegSize,
      Pointer destination,
      int width,
      int pitch,
      int height,
      int pixelFormat,
      int flags);

  static native int tjDestroy(Pointer handle);

  static native String tjGetErrorStr2(Pointer handle);
}
