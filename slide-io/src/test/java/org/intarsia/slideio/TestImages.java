package org.intarsia.slideio;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Pictures with soft colours and a few hard edges, and their JPEG streams. */
public final class TestImages {
  private TestImages() {}

  /** A picture that a JPEG keeps within a few levels. */
  public static BufferedImage soft(int width, int height, long seed) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(seed);
    double fx = 0.01 + random.nextDouble() * 0.02;
    double fy = 0.01 + random.nextDouble() * 0.02;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int r = (int) (200 + 50 * Math.sin(x * fx));
        int g = (int) (120 + 60 * Math.sin(y * fy + x * fx / 2));
        int b = (int) (160 + 50 * Math.cos((x + y) * fx));
        image.setRGB(x, y, r << 16 | g << 8 | b);
      }
    }
    return image;
  }

  /** Interleaved R G B. */
  public static byte[] rgb(BufferedImage image) {
    int width = image.getWidth();
    byte[] rgb = new byte[3 * width * image.getHeight()];
    int out = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < width; x++) {
        int pixel = image.getRGB(x, y);
        rgb[out++] = (byte) (pixel >> 16);
        rgb[out++] = (byte) (pixel >> 8);
        rgb[out++] = (byte) pixel;
      }
    }
    return rgb;
  }

  /** Half the size, by averaging. */
  public static BufferedImage half(BufferedImage image) {
    int width = Math.max(1, image.getWidth() / 2);
    int height = Math.max(1, image.getHeight() / 2);
    BufferedImage half = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        half.setRGB(x, y, image.getRGB(2 * x, 2 * y));
      }
    }
    return half;
  }

  /** A JFIF stream, Y Cb Cr with chroma subsampled 2 x 2. */
  public static byte[] jpegYcbcr(BufferedImage image) {
    return jpeg(new IIOImage(image, null, null));
  }

  /** A stream of three components R G B without any marker that says so. */
  public static byte[] jpegRgb(BufferedImage image) {
    BufferedImage bytes =
        new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
    bytes.createGraphics().drawImage(image, 0, 0, null);
    return jpeg(
        new IIOImage(
            bytes.getRaster().createChild(0, 0, image.getWidth(), image.getHeight(), 0, 0, null),
            null,
            null));
  }

  private static byte[] jpeg(IIOImage image) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      ImageWriteParam parameters = writer.getDefaultWriteParam();
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      parameters.setCompressionQuality(0.95f);
      writer.setOutput(stream);
      writer.write(null, image, parameters);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }

  /** The tables of a stream, and the stream without them: {@code {tables, image}}. */
  public static byte[][] split(byte[] jpeg) {
    ByteArrayOutputStream tables = new ByteArrayOutputStream();
    ByteArrayOutputStream image = new ByteArrayOutputStream();
    tables.write(jpeg, 0, 2);
    image.write(jpeg, 0, 2);
    int at = 2;
    while ((jpeg[at + 1] & 0xFF) != 0xDA) {
      int marker = jpeg[at + 1] & 0xFF;
      int length = 2 + ((jpeg[at + 2] & 0xFF) << 8 | (jpeg[at + 3] & 0xFF));
      boolean table = marker == 0xDB || marker == 0xC4;
      (table ? tables : image).write(jpeg, at, length);
      at += length;
    }
    image.write(jpeg, at, jpeg.length - at);
    tables.write(0xFF);
    tables.write(0xD9);
    return new byte[][] {tables.toByteArray(), image.toByteArray()};
  }
}
