package org.intarsia.slideio.dicom;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import ome.codecs.CodecException;
import ome.codecs.CodecOptions;
import ome.codecs.JPEG2000Codec;
import ome.codecs.JPEG2000CodecOptions;
import org.intarsia.slideio.codec.YccToRgb;

/**
 * What frames of lossless kinds hold, and what they must be read as.
 *
 * <p>Grey is the green of a picture. A picture's R G B are stored as Y Cb Cr unchanged, so that
 * what is read can be told exactly.
 */
final class TestFrames {
  private TestFrames() {}

  static int samples(String photometric) {
    return photometric.startsWith("MONO") ? 1 : 3;
  }

  /** Interleaved 8-bit samples. */
  static byte[] values(byte[] rgb, String photometric) {
    if (samples(photometric) == 3) {
      return rgb;
    }
    byte[] grey = new byte[rgb.length / 3];
    for (int i = 0; i < grey.length; i++) {
      grey[i] = (byte) (rgb[3 * i + 1] ^ (photometric.equals("MONOCHROME1") ? 0xFF : 0));
    }
    return grey;
  }

  /** The pixels that a picture must be read as. */
  static byte[] expected(byte[] rgb, String photometric) {
    byte[] out = rgb.clone();
    if (samples(photometric) == 1) {
      for (int i = 0; i < out.length; i++) {
        out[i] = rgb[i / 3 * 3 + 1];
      }
    }
    if (photometric.equals("YBR_FULL_422")) {
      for (int i = 0; i < out.length; i += 6) {
        System.arraycopy(rgb, i + 1, out, i + 4, 2);
      }
    }
    if (photometric.startsWith("YBR")) {
      YccToRgb.inPlace(out, out.length / 3);
    }
    return out;
  }

  /** Without compression, 16 bits little endian. */
  static byte[] stored(byte[] rgb, String photometric, int storedBits, boolean planar) {
    if (photometric.equals("YBR_FULL_422")) {
      byte[] pairs = new byte[rgb.length / 3 * 2];
      for (int in = 0, out = 0; in < rgb.length; in += 6) {
        pairs[out++] = rgb[in];
        pairs[out++] = rgb[in + 3];
        pairs[out++] = rgb[in + 1];
        pairs[out++] = rgb[in + 2];
      }
      return pairs;
    }
    byte[] values = values(rgb, photometric);
    if (planar && samples(photometric) == 3) {
      byte[] planes = new byte[values.length];
      for (int i = 0; i < values.length; i++) {
        planes[i % 3 * (values.length / 3) + i / 3] = values[i];
      }
      values = planes;
    }
    if (storedBits == 8) {
      return values;
    }
    int most = (1 << storedBits) - 1;
    byte[] deep = new byte[2 * values.length];
    for (int i = 0; i < values.length; i++) {
      int value = ((values[i] & 0xFF) * most + 127) / 255;
      deep[2 * i] = (byte) value;
      deep[2 * i + 1] = (byte) (value >> 8);
    }
    return deep;
  }

  /** Planes of samples as RLE segments, the high bytes of each plane before its low bytes. */
  static byte[] rle(byte[] planes, int samples, int bytesPerSample) {
    int pixels = planes.length / samples / bytesPerSample;
    int segments = samples * bytesPerSample;
    byte[] header = new byte[64];
    header[0] = (byte) segments;
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int s = 0; s < segments; s++) {
      int start = 64 + body.size();
      header[4 + 4 * s] = (byte) start;
      header[5 + 4 * s] = (byte) (start >> 8);
      header[6 + 4 * s] = (byte) (start >> 16);
      byte[] plane = new byte[pixels];
      int at =
          s / bytesPerSample * pixels * bytesPerSample + bytesPerSample - 1 - s % bytesPerSample;
      for (int i = 0; i < pixels; i++) {
        plane[i] = planes[at + i * bytesPerSample];
      }
      body.writeBytes(packed(plane));
      if (body.size() % 2 == 1) {
        body.write(0);
      }
    }
    byte[] out = Arrays.copyOf(header, 64 + body.size());
    System.arraycopy(body.toByteArray(), 0, out, 64, body.size());
    return out;
  }

  private static byte[] packed(byte[] plane) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int at = 0;
    while (at < plane.length) {
      int run = 1;
      while (at + run < plane.length && run < 128 && plane[at + run] == plane[at]) {
        run++;
      }
      if (run > 1) {
        out.write(1 - run);
        out.write(plane[at]);
        at += run;
      } else {
        int n = Math.min(3, plane.length - at);
        out.write(n - 1);
        out.write(plane, at, n);
        at += n;
      }
    }
    return out.toByteArray();
  }

  /** A lossless codestream. */
  static byte[] jpeg2000(byte[] rgb, int width, int height) {
    CodecOptions options = CodecOptions.getDefaultOptions();
    options.width = width;
    options.height = height;
    options.channels = 3;
    options.bitsPerSample = 8;
    options.interleaved = true;
    options.lossless = true;
    options.littleEndian = false;
    try {
      byte[] file =
          new JPEG2000Codec().compress(rgb, JPEG2000CodecOptions.getDefaultOptions(options));
      int at = 0;
      while (file[at] != (byte) 0xFF || file[at + 1] != 0x4F || file[at + 2] != (byte) 0xFF) {
        at++;
      }
      return Arrays.copyOfRange(file, at, file.length);
    } catch (CodecException e) {
      throw new IllegalStateException(e);
    }
  }
}
