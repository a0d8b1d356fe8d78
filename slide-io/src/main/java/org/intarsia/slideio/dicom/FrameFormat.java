package org.intarsia.slideio.dicom;

import java.io.IOException;
import java.util.Locale;
import org.intarsia.slideio.ReadOptions.DeepSamples;
import org.intarsia.slideio.SlideReadException;
import org.intarsia.slideio.UnsupportedSlideException;
import org.intarsia.slideio.dicom.TransferSyntax.Frames;
import org.intarsia.slideio.raster.BlockLimits;

/**
 * How each frame of an instance is stored, checked: every size here may be multiplied and
 * allocated.
 *
 * @param syntax how the instance is written
 * @param columns of a frame
 * @param rows of a frame
 * @param color what the samples mean
 * @param bitsAllocated 8 or 16
 * @param bitsStored 8, or 9 to 16
 * @param planar whether a frame is one plane for each sample, where it is not compressed
 */
record FrameFormat(
    TransferSyntax syntax,
    int columns,
    int rows,
    Color color,
    int bitsAllocated,
    int bitsStored,
    boolean planar) {
  /** What samples mean. */
  enum Color {
    RGB,
    YBR_FULL,
    YBR_FULL_422,
    YBR_ICT,
    YBR_RCT,
    MONOCHROME1,
    MONOCHROME2;

    int samples() {
      return this == MONOCHROME1 || this == MONOCHROME2 ? 1 : 3;
    }
  }

  /**
   * The format that a data set describes.
   *
   * @throws UnsupportedSlideException if it is of a kind that is not read
   * @throws SlideReadException if it is impossible
   */
  static FrameFormat of(String name, DataSet set, TransferSyntax syntax, DeepSamples deep)
      throws IOException {
    int columns = side(name, "Columns", set.integer(DicomTags.COLUMNS, 0));
    int rows = side(name, "Rows", set.integer(DicomTags.ROWS, 0));
    Color color = color(name, set, syntax);
    long samples = set.integer(DicomTags.SAMPLES_PER_PIXEL, color.samples());
    if (samples != color.samples()) {
      throw new SlideReadException(
          name, "impossible: " + color + " of " + samples + " samples per pixel");
    }
    int allocated = (int) set.integer(DicomTags.BITS_ALLOCATED, 8);
    int stored = (int) set.integer(DicomTags.BITS_STORED, allocated);
    boolean planar = set.integer(DicomTags.PLANAR_CONFIGURATION, 0) == 1;
    FrameFormat format =
        new FrameFormat(syntax, columns, rows, color, allocated, stored, planar && samples > 1);
    format.checkDepth(name, set.integer(DicomTags.PIXEL_REPRESENTATION, 0), deep);
    format.checkColor(name);
    format.checkSize(name);
    return format;
  }

  private static int side(String name, String what, long value) throws SlideReadException {
    if (value < 1 || value > 0xFFFF) {
      throw new SlideReadException(
          name, "impossible: " + what + " of a frame is " + value + " (1 to 65535 are possible)");
    }
    return (int) value;
  }

  private static Color color(String name, DataSet set, TransferSyntax syntax)
      throws SlideReadException {
    String wanted =
        set.text(DicomTags.PHOTOMETRIC_INTERPRETATION)
            .orElseThrow(() -> new SlideReadException(name, "no photometric interpretation"))
            .toUpperCase(Locale.ROOT);
    for (Color color : Color.values()) {
      if (color.name().equals(wanted)) {
        return color;
      }
    }
    throw new UnsupportedSlideException(
        name, "photometric interpretation " + wanted + " in " + syntax.title());
  }

  private void checkDepth(String name, long representation, DeepSamples deep)
      throws SlideReadException {
    boolean eight = bitsAllocated == 8 && bitsStored == 8;
    boolean sixteen = bitsAllocated == 16 && bitsStored >= 8 && bitsStored <= 16;
    if (representation != 0) {
      throw new UnsupportedSlideException(name, "signed samples; Intarsia reads 8-bit RGB");
    }
    boolean compressed = syntax.frames() == Frames.JPEG || syntax.frames() == Frames.JPEG_2000;
    if (eight || (sixteen && !compressed && deep == DeepSamples.SCALE)) {
      return;
    }
    throw new UnsupportedSlideException(
        name,
        bitsStored
            + "-bit samples"
            + (bitsAllocated == bitsStored ? "" : " in " + bitsAllocated + " bits")
            + (compressed ? " in " + syntax.title() : "")
            + "; Intarsia reads 8-bit RGB");
  }

  private void checkColor(String name) throws SlideReadException {
    boolean fits =
        switch (color) {
          case RGB, YBR_FULL, MONOCHROME1, MONOCHROME2 -> true;
          case YBR_FULL_422 ->
              syntax.frames() != Frames.RLE
                  && (syntax.frames() != Frames.NATIVE
                      || (!planar && columns % 2 == 0 && bitsAllocated == 8));
          case YBR_ICT, YBR_RCT -> syntax.frames() == Frames.JPEG_2000;
        };
    if (!fits) {
      throw new UnsupportedSlideException(
          name, "photometric interpretation " + color + " in " + syntax.title());
    }
  }

  private void checkSize(String name) throws SlideReadException {
    long bytes = (long) rows * columns * Math.max(3, bytesPerPixel());
    if (bytes > BlockLimits.maxBlockBytes()) {
      throw new SlideReadException(
          name,
          "frames of "
              + columns
              + " x "
              + rows
              + " px need "
              + bytes
              + " bytes each; the limit is "
              + BlockLimits.maxBlockBytes()
              + " (a larger heap raises it)");
    }
  }

  private int bytesPerPixel() {
    return color.samples() * bitsAllocated / 8;
  }

  int pixels() {
    return rows * columns;
  }

  /** Bytes of a frame without compression. */
  int nativeBytes() {
    boolean shared = color == Color.YBR_FULL_422 && syntax.frames() == Frames.NATIVE;
    return pixels() * (shared ? 2 : bytesPerPixel());
  }
}
