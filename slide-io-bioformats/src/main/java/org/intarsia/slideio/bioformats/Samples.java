package org.intarsia.slideio.bioformats;

import java.io.IOException;
import java.util.Optional;
import loci.formats.FormatException;
import loci.formats.FormatTools;
import loci.formats.IFormatReader;
import org.intarsia.slideio.ReadOptions.DeepSamples;

/**
 * How the bytes that Bio-Formats gives for a resolution become R G B; can differ between the
 * resolutions of one file.
 *
 * @param kind what a pixel is made of
 * @param interleaved whether the samples of a pixel stand together, rather than in planes
 * @param littleEndian of samples of two bytes
 * @param maximum the largest value of a sample
 * @param palette red, green and blue of every index; empty unless indexed
 */
record Samples(
    Kind kind, boolean interleaved, boolean littleEndian, int maximum, byte[][] palette) {
  /** What a pixel is made of. */
  enum Kind {
    RGB_8(3),
    RGB_16(6),
    INDEXED_8(1);

    final int bytesPerPixel;

    Kind(int bytesPerPixel) {
      this.bytesPerPixel = bytesPerPixel;
    }
  }

  private static final byte[][] NO_PALETTE = new byte[0][];

  int bytesPerPixel() {
    return kind.bytesPerPixel;
  }

  /** Why the selected resolution is not read, if it is not. */
  static Optional<String> refusal(IFormatReader loci, DeepSamples deep)
      throws FormatException, IOException {
    int planes = loci.getImageCount();
    if (isIndexed(loci)) {
      return planes == 1 ? Optional.empty() : Optional.of(depth(loci));
    }
    if (loci.getRGBChannelCount() != 3) {
      return Optional.of("no RGB");
    }
    if (planes != 1) {
      return Optional.of(depth(loci));
    }
    return switch (loci.getPixelType()) {
      case FormatTools.UINT8 -> Optional.empty();
      case FormatTools.UINT16 ->
          deep == DeepSamples.SCALE
              ? Optional.empty()
              : Optional.of("16-bit samples, read only where they are scaled to 8 bits on request");
      default -> Optional.of("samples neither of 8 nor of 16 bits");
    };
  }

  private static String depth(IFormatReader loci) {
    return loci.getSizeZ() * loci.getSizeT() > 1
        ? loci.getSizeZ() * loci.getSizeT() + " focal planes or points in time"
        : loci.getImageCount() + " planes";
  }

  /** What it consists of, for people. */
  static String describe(IFormatReader loci) {
    String channels = loci.isRGB() ? "RGB of " + loci.getRGBChannelCount() : channels(loci);
    return loci.getSizeX()
        + " x "
        + loci.getSizeY()
        + " px, "
        + channels
        + ", "
        + FormatTools.getPixelTypeString(loci.getPixelType())
        + (loci.getSizeZ() * loci.getSizeT() > 1 ? ", " + depth(loci) : "");
  }

  private static String channels(IFormatReader loci) {
    int count = loci.getSizeC();
    return (loci.isIndexed() ? "indexed, " : "") + count + (count == 1 ? " channel" : " channels");
  }

  /** Of the selected resolution, which must not be refused. */
  static Samples of(IFormatReader loci) throws FormatException, IOException {
    if (isIndexed(loci)) {
      return new Samples(Kind.INDEXED_8, true, true, 255, palette(loci));
    }
    boolean deep = loci.getPixelType() == FormatTools.UINT16;
    int bits = deep ? Math.min(16, Math.max(9, loci.getBitsPerPixel())) : 8;
    return new Samples(
        deep ? Kind.RGB_16 : Kind.RGB_8,
        loci.isInterleaved(),
        loci.isLittleEndian(),
        (1 << bits) - 1,
        NO_PALETTE);
  }

  private static boolean isIndexed(IFormatReader loci) throws FormatException, IOException {
    return loci.isIndexed()
        && !loci.isFalseColor()
        && loci.getRGBChannelCount() == 1
        && loci.getPixelType() == FormatTools.UINT8
        && palette(loci).length == 3;
  }

  private static byte[][] palette(IFormatReader loci) throws FormatException, IOException {
    byte[][] table = loci.get8BitLookupTable();
    return table == null ? NO_PALETTE : table;
  }

  /**
   * Interleaved R G B.
   *
   * @param samples {@code bytesPerPixel} for each pixel
   * @throws FormatException if a pixel has an index that the palette has not
   */
  byte[] toRgb(byte[] samples) throws FormatException {
    return switch (kind) {
      case RGB_8 -> interleaved ? samples : fromPlanes(samples);
      case RGB_16 -> scaled(samples);
      case INDEXED_8 -> looked(samples);
    };
  }

  private static byte[] fromPlanes(byte[] planes) {
    byte[] rgb = new byte[planes.length];
    int pixels = planes.length / 3;
    for (int i = 0, out = 0; i < pixels; i++) {
      rgb[out++] = planes[i];
      rgb[out++] = planes[pixels + i];
      rgb[out++] = planes[2 * pixels + i];
    }
    return rgb;
  }

  private byte[] scaled(byte[] samples) {
    int count = samples.length / 2;
    int pixels = count / 3;
    int low = littleEndian ? 0 : 1;
    byte[] rgb = new byte[count];
    for (int i = 0; i < count; i++) {
      int value = (samples[2 * i + 1 - low] & 0xFF) << 8 | (samples[2 * i + low] & 0xFF);
      int eight = (Math.min(value, maximum) * 255 + maximum / 2) / maximum;
      rgb[interleaved ? i : 3 * (i % pixels) + i / pixels] = (byte) eight;
    }
    return rgb;
  }

  private byte[] looked(byte[] indices) throws FormatException {
    byte[] rgb = new byte[3 * indices.length];
    int out = 0;
    for (byte index : indices) {
      int at = index & 0xFF;
      if (at >= palette[0].length) {
        throw new FormatException(
            "a pixel has the index " + at + ", the palette " + palette[0].length + " colours");
      }
      for (byte[] channel : palette) {
        rgb[out++] = channel[at];
      }
    }
    return rgb;
  }
}
