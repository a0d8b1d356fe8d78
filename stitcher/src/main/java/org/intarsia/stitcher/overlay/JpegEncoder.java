package org.intarsia.stitcher.overlay;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Encodes pictures as JPEG with the JDK's own writer, whatever else is on the class path. */
public final class JpegEncoder {
  private static final String OWN = "com.sun.imageio.plugins.jpeg.JPEGImageWriter";
  private static final float QUALITY = 0.9f;

  private JpegEncoder() {}

  /** A baseline JPEG file of a canvas, without time or comment. */
  public static byte[] encode(Canvas canvas) throws IOException {
    BufferedImage image =
        new BufferedImage(canvas.width(), canvas.height(), BufferedImage.TYPE_INT_RGB);
    byte[] rgb = canvas.rgb();
    int[] packed = new int[canvas.width() * canvas.height()];
    for (int i = 0; i < packed.length; i++) {
      packed[i] =
          (rgb[3 * i] & 0xFF) << 16 | (rgb[3 * i + 1] & 0xFF) << 8 | (rgb[3 * i + 2] & 0xFF);
    }
    image.getRaster().setDataElements(0, 0, canvas.width(), canvas.height(), packed);
    ImageWriter writer = writer();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam parameters = writer.getDefaultWriteParam();
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      parameters.setCompressionQuality(QUALITY);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), parameters);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private static ImageWriter writer() {
    Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName("jpeg");
    while (writers.hasNext()) {
      ImageWriter writer = writers.next();
      if (writer.getClass().getName().equals(OWN)) {
        return writer;
      }
      writer.dispose();
    }
    throw new IllegalStateException(
        "this Java runtime has no JPEG writer; install one with the module java.desktop");
  }
}
