package org.intarsia.slideio.codec;

import com.sun.jna.Callback;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.util.Optional;

/** The functions of OpenJPEG 2 (libopenjp2), bound once. */
final class OpenJpeg {
  /** {@code OPJ_CODEC_J2K}: a codestream without the boxes of JP2. */
  static final int CODESTREAM = 0;

  /** Larger than {@code sizeof(opj_dparameters_t)}, which is 8252 in version 2.5. */
  static final int PARAMETER_BYTES = 16384;

  /** Reads up to {@code count} bytes into {@code buffer}; -1 at the end. */
  interface Read extends Callback {
    long invoke(Pointer buffer, long count, Pointer user);
  }

  /** Skips; returns what was skipped, -1 at the end. */
  interface Skip extends Callback {
    long invoke(long count, Pointer user);
  }

  /** Goes to a position; returns 1 if it exists. */
  interface Seek extends Callback {
    int invoke(long position, Pointer user);
  }

  /** Hears errors and warnings. */
  interface Message extends Callback {
    void invoke(String message, Pointer user);
  }

  private OpenJpeg() {}

  private static final class Holder {
    static final Optional<String> FILE = NativeLibraries.openJpeg().flatMap(Holder::bind);

    private static Optional<String> bind(NativeLibrary library) {
      try {
        Native.register(OpenJpeg.class, library);
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

  static native String opj_version();

  static native Pointer opj_create_decompress(int format);

  static native void opj_destroy_codec(Pointer codec);

  static native int opj_set_error_handler(Pointer codec, Message handler, Pointer user);

  static native int opj_set_warning_handler(Pointer codec, Message handler, Pointer user);

  static native void opj_set_default_decoder_parameters(Pointer parameters);

  static native int opj_setup_decoder(Pointer codec, Pointer parameters);

  static native Pointer opj_stream_create(NativeLong bufferSize, int isInput);

  static native void opj_stream_destroy(Pointer stream);

  static native void opj_stream_set_read_function(Pointer stream, Read function);

  static native void opj_stream_set_skip_function(Pointer stream, Skip function);

  static native void opj_stream_set_seek_function(Pointer stream, Seek function);

  static native void opj_stream_set_user_data(Pointer stream, Pointer data, Pointer free);

  static native void opj_stream_set_user_data_length(Pointer stream, long length);

  static native int opj_read_header(Pointer stream, Pointer codec, PointerByReference image);

  static native int opj_decode(Pointer codec, Pointer stream, Pointer image);

  static native int opj_end_decompress(Pointer codec, Pointer stream);

  static native void opj_image_destroy(Pointer image);
}
