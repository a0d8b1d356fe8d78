package org.intarsia.slideio.dicom;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.intarsia.slideio.SlideReadException;
import org.intarsia.slideio.codec.CodecSet;

/**
 * A level or an associated image, of one instance or of the parts of a concatenation; immutable,
 * safe for use by many threads.
 */
final class DicomImage {
  private final List<Instance> parts;
  private final long[] firstFrames;
  private final int width;
  private final int height;
  private final TilePlaces places;
  private final FrameDecoder decoder;

  private DicomImage(List<Instance> parts, long[] firstFrames, TilePlaces places, CodecSet codecs)
      throws IOException {
    this.parts = parts;
    this.firstFrames = firstFrames;
    this.width = (int) parts.get(0).width();
    this.height = (int) parts.get(0).height();
    this.places = places;
    this.decoder = FrameDecoder.of(parts.get(0).format(), codecs);
  }

  /**
   * Joins the parts of one image.
   *
   * @param unordered at least one
   * @throws SlideReadException if they do not fit together, or one is missing
   */
  static DicomImage of(List<Instance> unordered, CodecSet codecs) throws IOException {
    List<Instance> parts = new ArrayList<>(unordered);
    parts.sort(Comparator.comparingLong(Instance::firstFrame));
    Instance first = parts.get(0);
    long base = first.sparse() ? first.firstFrame() : 0;
    long next = base;
    for (Instance part : parts) {
      checkFit(first, part, next);
      next += part.frames();
    }
    checkTotal(parts);
    long frames = next - base;
    if (frames > FramePositions.Builder.MAX_FRAMES) {
      throw new SlideReadException(
          first.name(), frames + " frames, more than " + FramePositions.Builder.MAX_FRAMES);
    }
    long[] firstFrames = parts.stream().mapToLong(part -> part.firstFrame() - base).toArray();
    return new DicomImage(
        List.copyOf(parts), firstFrames, TilePlaces.of(parts, (int) frames), codecs);
  }

  private static void checkFit(Instance first, Instance part, long next) throws IOException {
    if (part.firstFrame() != next) {
      throw new SlideReadException(
          part.name(),
          "the part of the image with the frames from "
              + next
              + " on is missing; this one begins with frame "
              + part.firstFrame());
    }
    if (!part.format().equals(first.format())
        || part.width() != first.width()
        || part.height() != first.height()) {
      throw new SlideReadException(
          part.name(), "another size or format than " + first.name() + " of the same image");
    }
  }

  private static void checkTotal(List<Instance> parts) throws IOException {
    Instance first = parts.get(0);
    long total = first.set().integer(DicomTags.IN_CONCATENATION_TOTAL, 0);
    if (total > parts.size()) {
      throw new SlideReadException(
          first.name(),
          "one of the "
              + total
              + " parts of this image, of which only "
              + parts.size()
              + " are in the folder");
    }
  }

  Instance first() {
    return parts.get(0);
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  int tileWidth() {
    return first().format().columns();
  }

  int tileHeight() {
    return first().format().rows();
  }

  TilePlaces places() {
    return places;
  }

  String codecName() {
    return decoder.name();
  }

  /** What messages call a frame: its file, its number there, and the byte at which it begins. */
  String place(int frame) {
    int part = part(frame);
    int local = (int) (frame - firstFrames[part]);
    Instance instance = parts.get(part);
    return instance.name() + ", frame " + local + " at byte " + instance.index().position(local);
  }

  /**
   * Reads and decodes a frame.
   *
   * @return interleaved R G B, {@code tileWidth} x {@code tileHeight}
   * @throws org.intarsia.slideio.codec.CodecException if it is damaged
   */
  byte[] decode(int frame) throws IOException {
    int part = part(frame);
    return decoder.decode(parts.get(part).index().read((int) (frame - firstFrames[part])));
  }

  private int part(int frame) {
    int at = Arrays.binarySearch(firstFrames, frame);
    return at >= 0 ? at : -at - 2;
  }

  /** The whole image, for small ones. */
  byte[] whole(int background) throws IOException {
    byte[] rgb = new byte[Math.toIntExact(3L * width * height)];
    for (int i = 0; i < rgb.length; i += 3) {
      rgb[i] = (byte) (background >> 16);
      rgb[i + 1] = (byte) (background >> 8);
      rgb[i + 2] = (byte) background;
    }
    for (int row = 0; row < places.rows(); row++) {
      for (int column = 0; column < places.columns(); column++) {
        int frame = places.frame(column, row);
        if (frame >= 0) {
          put(decode(frame), column * tileWidth(), row * tileHeight(), rgb);
        }
      }
    }
    return rgb;
  }

  private void put(byte[] tile, int left, int top, byte[] rgb) {
    int columns = Math.min(tileWidth(), width - left);
    int rows = Math.min(tileHeight(), height - top);
    for (int y = 0; y < rows; y++) {
      System.arraycopy(tile, 3 * y * tileWidth(), rgb, 3 * ((top + y) * width + left), 3 * columns);
    }
  }
}
