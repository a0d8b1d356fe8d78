package org.intarsia.slideio.codec;

import com.sun.jna.Memory;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.util.ArrayList;
import java.util.List;
import org.intarsia.slideio.codec.ComponentPlanes.Plane;

/** JPEG 2000 by OpenJPEG. */
final class OpenJpegCodec implements BlockCodec {
  /** Offsets in {@code opj_image_t} and {@code opj_image_comp_t} of a 64-bit system. */
  private static final int IMAGE_COMPONENTS = 16;

  private static final int IMAGE_COMPONENT_ARRAY = 24;
  private static final int COMPONENT_BYTES = 64;
  private static final int COMPONENT_DATA = 48;

  private final Jpeg2000Colors colors;

  OpenJpegCodec(Jpeg2000Colors colors) {
    this.colors = colors;
  }

  @Override
  public String name() {
    return "openjpeg";
  }

  @Override
  public void decode(byte[] encoded, BlockShape shape, byte[] out) throws CodecException {
    Jpeg2000Header.check(encoded, shape);
    List<Plane> planes = new Decoding(encoded).run();
    if (planes.size() != shape.samples()) {
      throw new CodecException("JPEG 2000 image decodes to " + planes.size() + " components");
    }
    ComponentPlanes.interleave(planes, shape, colors, out);
  }

  /** One decoding run with its callbacks, which must stay reachable while the library has them. */
  private static final class Decoding {
    private final byte[] encoded;
    private long position;
    private String complaint = "";
    private final OpenJpeg.Read read = this::read;
    private final OpenJpeg.Skip skip = this::skip;
    private final OpenJpeg.Seek seek = this::seek;
    private final OpenJpeg.Message message = this::complain;

    Decoding(byte[] encoded) {
      this.encoded = encoded;
    }

    private long read(Pointer buffer, long count, Pointer user) {
      long n = Math.min(count, encoded.length - position);
      if (n <= 0) {
        return -1;
      }
      buffer.write(0, encoded, (int) position, (int) n);
      position += n;
      return n;
    }

    private long skip(long count, Pointer user) {
      long n = Math.min(count, encoded.length - position);
      if (n <= 0) {
        return -1;
      }
      position += n;
      return n;
    }

    private int seek(long target, Pointer user) {
      if (target < 0 || target > encoded.length) {
        return 0;
      }
      position = target;
      return 1;
    }

    private void complain(String text, Pointer user) {
      if (complaint.isEmpty()) {
        complaint = text.strip();
      }
    }

    List<Plane> run() throws CodecException {
      Pointer codec = OpenJpeg.opj_create_decompress(OpenJpeg.CODESTREAM);
      Pointer stream = OpenJpeg.opj_stream_create(new NativeLong(encoded.length), 1);
      PointerByReference image = new PointerByReference();
      try (Memory parameters = new Memory(OpenJpeg.PARAMETER_BYTES)) {
        prepare(codec, stream, parameters);
        boolean whole =
            OpenJpeg.opj_read_header(stream, codec, image) != 0
                && OpenJpeg.opj_decode(codec, stream, image.getValue()) != 0
                && OpenJpeg.opj_end_decompress(codec, stream) != 0;
        if (!whole || !complaint.isEmpty()) {
          throw new CodecException("damaged JPEG 2000 image: " + complaint);
        }
        return planes(image.getValue());
      } finally {
        if (image.getValue() != null) {
          OpenJpeg.opj_image_destroy(image.getValue());
        }
        OpenJpeg.opj_stream_destroy(stream);
        OpenJpeg.opj_destroy_codec(codec);
      }
    }

    private void prepare(Pointer codec, Pointer stream, Memory parameters) throws CodecException {
      OpenJpeg.opj_set_error_handler(codec, message, Pointer.NULL);
      OpenJpeg.opj_set_warning_handler(codec, message, Pointer.NULL);
      parameters.clear();
      OpenJpeg.opj_set_default_decoder_parameters(parameters);
      if (OpenJpeg.opj_setup_decoder(codec, parameters) == 0) {
        throw new CodecException("OpenJPEG refuses its parameters: " + complaint);
      }
      OpenJpeg.opj_stream_set_read_function(stream, read);
      OpenJpeg.opj_stream_set_skip_function(stream, skip);
      OpenJpeg.opj_stream_set_seek_function(stream, seek);
      OpenJpeg.opj_stream_set_user_data(stream, Pointer.NULL, Pointer.NULL);
      OpenJpeg.opj_stream_set_user_data_length(stream, encoded.length);
    }

    private static List<Plane> planes(Pointer image) throws CodecException {
      int count = image.getInt(IMAGE_COMPONENTS);
      Pointer array = image.getPointer(IMAGE_COMPONENT_ARRAY);
      List<Plane> planes = new ArrayList<>();
      for (int c = 0; c < count; c++) {
        Pointer component = array.share((long) c * COMPONENT_BYTES);
        int width = component.getInt(8);
        int height = component.getInt(12);
        Pointer data = component.getPointer(COMPONENT_DATA);
        if (data == null) {
          throw new CodecException("damaged JPEG 2000 image: component " + c + " is missing");
        }
        int[] samples = data.getIntArray(0, Math.multiplyExact(width, height));
        planes.add(new Plane(width, height, component.getInt(0), component.getInt(4), samples));
      }
      return planes;
    }
  }
}
