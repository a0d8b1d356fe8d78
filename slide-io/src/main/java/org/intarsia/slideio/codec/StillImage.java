package org.intarsia.slideio.codec;

import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * A PNG, JPEG or BMP file decoded to RGB.
 *
 * @param width columns
 * @param height rows
 * @param rgb interleaved R G B
 * @param codec what decoded it
 */
public record StillImage(int width, int height, byte[] rgb, String codec) {
  /** Files that can be decoded. */
  public enum Format {
    PNG("png.PNG", 0x89504E47),
    JPEG("jpeg.JPEG", 0xFFD8FF00),
    BMP("bmp.BMP", 0x424D0000);

    private final String reader;
    private final int magic;

    Format(String reader, int magic) {
      this.reader = reader;
      this.magic = magic;
    }

    /** The format of a file with these first bytes. */
    public static Optional<Format> of(byte[] head) {
      if (head.length < 4) {
        return Optional.empty();
      }
      int four = ByteBuffer.wrap(head).getInt();
      for (Format format : values()) {
        int mask = format == BMP ? 0xFFFF0000 : format == JPEG ? 0xFFFFFF00 : -1;
        if ((four & mask) == format.magic) {
          return Optional.of(format);
        }
      }
      return Optional.empty();
    }
  }

  /**
   * Decodes a whole file. Grey and palette are expanded, transparent pixels composed over white.
   *
   * @param maxPixels the most pixels that are decoded
   * @throws CodecException if it is damaged, too large, or has more than 8 bits a sample
   */
  public static StillImage decode(byte[] file, Format format, CodecSet codecs, long maxPixels)
      throws CodecException {
    if (format == Format.JPEG) {
      return decodeJpeg(file, codecs, maxPixels);
    }
    String[] warning = {""};
    try {
      ImageReader reader = JdkImageReaders.create(format.reader);
      try {
        reader.addIIOReadWarningListener((source, message) -> warning[0] = message);
        reader.setInput(
            new MemoryCacheImageInputStream(new ByteArrayInputStream(file)), true, true);
        checkSize(reader.getWidth(0), reader.getHeight(0), maxPixels);
        BufferedImage image = reader.read(0);
        if (!warning[0].isEmpty()) {
          throw new CodecException("damaged " + format + ": " + warning[0]);
        }
        return new StillImage(
            image.getWidth(),
            image.getHeight(),
            rgb(image, format),
            "java-" + format.name().toLowerCase(Locale.ROOT));
      } finally {
        reader.dispose();
      }
    } catch (CodecException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // The JDK reports damaged files by IIOException, but also by unchecked exceptions.
      throw new CodecException("damaged " + format + ": " + e.getMessage(), e);
    }
  }

  private static StillImage decodeJpeg(byte[] file, CodecSet codecs, long maxPixels)
      throws CodecException {
    JpegStream header = JpegStream.join(new byte[0], file, JpegColors.AS_STORED);
    checkSize(header.width(), header.height(), maxPixels);
    BlockCodec codec = codecs.jpeg(new byte[0], JpegColors.AS_STORED);
    BlockShape shape = BlockShape.of(header.width(), header.height(), header.components());
    byte[] samples = new byte[shape.bytes()];
    codec.decode(file, shape, samples);
    byte[] rgb = samples;
    if (header.components() == 1) {
      rgb = new byte[3 * samples.length];
      for (int i = 0, out = 0; i < samples.length; i++) {
        rgb[out++] = samples[i];
        rgb[out++] = samples[i];
        rgb[out++] = samples[i];
      }
    }
    return new StillImage(header.width(), header.height(), rgb, codec.name());
  }

  private static void checkSize(long width, long height, long maxPixels) throws CodecException {
    if (width * height > maxPixels) {
      throw new CodecException(
          width + " x " + height + " px are more than the limit of " + maxPixels + " pixels");
    }
  }

  private static byte[] rgb(BufferedImage image, Format format) throws CodecException {
    int width = image.getWidth();
    int height = image.getHeight();
    byte[] rgb = new byte[Math.multiplyExact(3 * width, height)];
    if (!(image.getColorModel() instanceof ComponentColorModel)) {
      int[] argb = new int[width];
      for (int y = 0; y < height; y++) {
        image.getRGB(0, y, width, 1, argb, 0, width);
        for (int x = 0; x < width; x++) {
          int out = 3 * (y * width + x);
          int alpha = argb[x] >>> 24;
          rgb[out] = overWhite(argb[x] >> 16 & 0xFF, alpha);
          rgb[out + 1] = overWhite(argb[x] >> 8 & 0xFF, alpha);
          rgb[out + 2] = overWhite(argb[x] & 0xFF, alpha);
        }
      }
      return rgb;
    }
    int bits = image.getSampleModel().getSampleSize(0);
    if (bits != 8) {
      throw new CodecException(
          "not supported: " + bits + "-bit " + format + "; Intarsia reads 8-bit RGB");
    }
    components(image.getRaster(), rgb);
    return rgb;
  }

  /** One or two bands are grey, three or four R G B; an even number has alpha as its last. */
  private static void components(Raster raster, byte[] rgb) {
    int width = raster.getWidth();
    int bands = raster.getNumBands();
    boolean hasAlpha = bands % 2 == 0;
    int green = bands > 2 ? 1 : 0;
    int blue = bands > 2 ? 2 : 0;
    int[] row = new int[width * bands];
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(0, y, width, 1, row);
      for (int x = 0, in = 0, out = 3 * y * width; x < width; x++, in += bands, out += 3) {
        int alpha = hasAlpha ? row[in + bands - 1] : 255;
        rgb[out] = overWhite(row[in], alpha);
        rgb[out + 1] = overWhite(row[in + green], alpha);
        rgb[out + 2] = overWhite(row[in + blue], alpha);
      }
    }
  }

  private static byte overWhite(int color, int alpha) {
    return (byte) ((color * alpha + 255 * (255 - alpha) + 127) / 255);
  }
}
