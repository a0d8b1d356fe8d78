package org.intarsia.slideio.codec;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageReader;

/** WebP by the reader of TwelveMonkeys, chosen by class: lossy and lossless, with alpha or not. */
final class WebpCodec implements BlockCodec {
  private static final int ALPHA = 3;
  private static final long LEAST_MEMORY = 16L << 20;
  private static final long MEMORY_RATIO = 32;

  @Override
  public String name() {
    return "java-webp";
  }

  @Override
  public void decode(byte[] encoded, BlockShape shape, byte[] out) throws CodecException {
    WebpHeader.check(encoded, shape);
    Raster raster = raster(encoded, LEAST_MEMORY + MEMORY_RATIO * shape.declaredBytes());
    int bands = raster.getNumBands();
    if (raster.getWidth() != shape.width() || raster.getHeight() < shape.height() || bands < 3) {
      throw new CodecException("WebP that decodes to an unexpected layout: " + raster);
    }
    Arrays.fill(out, 0, shape.bytes(), (byte) 0xFF);
    int[] row = new int[shape.width() * bands];
    int kept = Math.min(shape.samples(), Math.min(bands, ALPHA + 1));
    for (int y = 0; y < shape.height(); y++) {
      raster.getPixels(0, y, shape.width(), 1, row);
      int target = y * shape.rowBytes();
      for (int in = 0; in < row.length; in += bands, target += shape.samples()) {
        for (int c = 0; c < kept; c++) {
          out[target + c] = (byte) row[in + c];
        }
      }
    }
  }

  private static Raster raster(byte[] encoded, long mostBytes) throws CodecException {
    String[] warning = {""};
    ImageReader reader = new WebPImageReaderSpi().createReaderInstance(null);
    try {
      reader.addIIOReadWarningListener((source, message) -> warning[0] = message);
      reader.setInput(new GuardedInput(encoded, mostBytes), true, true);
      Raster raster = reader.read(0).getRaster();
      if (!warning[0].isEmpty()) {
        throw new CodecException(warning[0]);
      }
      return raster;
    } catch (IOException | RuntimeException e) {
      // Damaged streams end in IIOException, but also in whatever the decoder runs into.
      throw new CodecException("damaged WebP image: " + e.getMessage(), e);
    } finally {
      reader.dispose();
    }
  }
}
