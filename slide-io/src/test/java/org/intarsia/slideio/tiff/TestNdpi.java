package org.intarsia.slideio.tiff;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes small files as a Hamamatsu scanner does. */
final class TestNdpi {
  /** One directory: values by their tags. */
  static final class Page {
    private final TreeMap<Integer, Value> values = new TreeMap<>();

    private record Value(int type, long count, long single, byte[] bytes) {}

    Page integer(int tag, int type, long value) {
      values.put(tag, new Value(type, 1, value, new byte[0]));
      return this;
    }

    Page real(int tag, float value) {
      return integer(tag, 11, Float.floatToIntBits(value) & 0xFFFFFFFFL);
    }

    Page text(int tag, String text) {
      byte[] bytes = (text + "\0").getBytes(StandardCharsets.US_ASCII);
      values.put(tag, new Value(2, bytes.length, 0, bytes));
      return this;
    }

    Page integers(int tag, long... numbers) {
      ByteBuffer out = ByteBuffer.allocate(4 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
      for (long number : numbers) {
        out.putInt((int) number);
      }
      values.put(tag, new Value(4, numbers.length, 0, out.array()));
      return this;
    }

    Page rational(int tag, int numerator, int denominator) {
      ByteBuffer out = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
      values.put(tag, new Value(5, 1, 0, out.putInt(numerator).putInt(denominator).array()));
      return this;
    }

    void remove(int tag) {
      values.remove(tag);
    }
  }

  private final List<Page> pages = new ArrayList<>();
  private final ByteArrayOutputStream strips = new ByteArrayOutputStream();
  private long gap;

  /** Leaves a hole in the file before the first strip. */
  TestNdpi withGap(long bytes) {
    gap = bytes;
    return this;
  }

  private long start() {
    return 16 + gap;
  }

  /**
   * A page with a JPEG in its only strip, and the starts of its pieces if it has restart markers.
   */
  Page jpeg(byte[] jpeg, int width, int height, float lens) {
    long offset = start() + strips.size();
    strips.writeBytes(jpeg);
    Page page =
        new Page()
            .integer(256, 4, width)
            .integer(257, 4, height)
            .integer(259, 3, 7)
            .integer(262, 3, 6)
            .text(271, "Ha")
            .integer(273, 4, offset)
            .integer(277, 3, 3)
            .integer(278, 4, height)
            .integer(279, 4, jpeg.length)
            .rational(282, 40_000, 1)
            .integer(296, 3, 3)
            .integer(NdpiLayout.FORMAT_FLAG, 3, 1)
            .real(65421, lens)
            .integer(65422, 9, -96_063 & 0xFFFFFFFFL)
            .integer(65423, 9, 7)
            .integer(65424, 9, 0);
    long[] starts = starts(jpeg);
    if (starts.length > 1) {
      page.integers(NdpiImage.MCU_STARTS, starts);
    }
    pages.add(page);
    return page;
  }

  Path write(Path file) throws IOException {
    try (FileChannel out =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE,
            StandardOpenOption.SPARSE)) {
      out.write(ByteBuffer.wrap(strips.toByteArray()), start());
      long at = start() + strips.size();
      long pointer = 4;
      put(out, 0, ByteBuffer.wrap(new byte[] {'I', 'I', 42, 0}));
      for (Page page : pages) {
        Map<Integer, Long> places = new TreeMap<>();
        for (Map.Entry<Integer, Page.Value> entry : page.values.entrySet()) {
          byte[] bytes = entry.getValue().bytes();
          if (bytes.length > 0) {
            places.put(entry.getKey(), at);
            put(out, at, ByteBuffer.wrap(bytes));
            at += bytes.length;
          }
        }
        put(out, pointer, little(8).putLong(at).flip());
        int count = page.values.size();
        ByteBuffer directory = little(2 + 16 * count + 8).putShort((short) count);
        ByteBuffer uppers = little(4 * count);
        page.values.forEach(
            (tag, value) -> {
              long number = places.getOrDefault(tag, value.single());
              directory.putShort(tag.shortValue()).putShort((short) value.type());
              directory.putInt((int) value.count()).putInt((int) number);
              uppers.putInt((int) (number >>> 32));
            });
        pointer = at + directory.position();
        directory.putLong(0).put(uppers.flip());
        put(out, at, directory.flip());
        at += directory.limit();
      }
    }
    return file;
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void put(FileChannel out, long at, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      at += out.write(bytes, at);
    }
  }

  /** Where the pieces of a scan start within the stream. */
  static long[] starts(byte[] jpeg) {
    List<Long> starts = new ArrayList<>();
    if ((jpeg[0] & 0xFF) != 0xFF) {
      return new long[0];
    }
    int at = 2;
    while ((jpeg[at + 1] & 0xFF) != 0xDA) {
      at += 2 + ((jpeg[at + 2] & 0xFF) << 8 | (jpeg[at + 3] & 0xFF));
    }
    at += 2 + ((jpeg[at + 2] & 0xFF) << 8 | (jpeg[at + 3] & 0xFF));
    starts.add((long) at);
    for (; at + 1 < jpeg.length; at++) {
      if ((jpeg[at] & 0xFF) == 0xFF && (jpeg[at + 1] & 0xF8) == 0xD0) {
        starts.add(at + 2L);
      }
    }
    return starts.stream().mapToLong(v -> v).toArray();
  }

  /**
   * A JFIF stream with a restart marker after every {@code interval} units.
   *
   * @param sampling 1 for colours of full resolution, 2 for colours of half resolution
   */
  static byte[] jpeg(BufferedImage image, int interval, int sampling) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      ImageWriteParam parameters = writer.getDefaultWriteParam();
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      parameters.setCompressionQuality(0.9f);
      IIOMetadata metadata =
          writer.getDefaultImageMetadata(
              ImageTypeSpecifier.createFromRenderedImage(image), parameters);
      String format = metadata.getNativeMetadataFormatName();
      IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree(format);
      IIOMetadataNode markers =
          (IIOMetadataNode) root.getElementsByTagName("markerSequence").item(0);
      IIOMetadataNode component =
          (IIOMetadataNode) root.getElementsByTagName("componentSpec").item(0);
      component.setAttribute("HsamplingFactor", Integer.toString(sampling));
      component.setAttribute("VsamplingFactor", Integer.toString(sampling));
      if (interval > 0) {
        IIOMetadataNode restart = new IIOMetadataNode("dri");
        restart.setAttribute("interval", Integer.toString(interval));
        markers.insertBefore(restart, markers.getFirstChild());
      }
      metadata.setFromTree(format, root);
      writer.setOutput(stream);
      writer.write(null, new IIOImage(image, null, metadata), parameters);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }
}
