package org.intarsia.slideio.codec;

import java.awt.image.DataBufferByte;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** JPEG by the JDK's reader: raw components, converted here by libjpeg's formula. */
final class JavaJpegCodec implements BlockCodec {
  private final HandlePool<ImageReader> pool;
  private final byte[] tables;
  private final JpegColors colors;

  JavaJpegCodec(HandlePool<ImageReader> pool, byte[] tables, JpegColors colors) {
    this.pool = pool;
    this.tables = tables;
    this.colors = colors;
  }

  @Override
  public String name() {
    return "java-jpeg";
  }

  @Override
  public void decode(byte[] encoded, BlockShape shape, byte[] out) throws CodecException {
    JpegStream jpeg = JpegStream.join(tables, encoded, colors);
    jpeg.check(shape);
    ImageReader reader = reader();
    try {
      copy(raster(reader, jpeg), shape, out);
    } finally {
      reader.reset();
      pool.giveBack(reader);
    }
    if (jpeg.ycbcr()) {
      YccToRgb.inPlace(out, shape.width() * shape.height());
    }
  }

  private ImageReader reader() throws CodecException {
    Optional<ImageReader> idle = pool.take();
    if (idle.isPresent()) {
      return idle.get();
    }
    try {
      return JdkImageReaders.create("jpeg.JPEG");
    } catch (IOException e) {
      throw new CodecException(String.valueOf(e.getMessage()), e);
    }
  }

  private static Raster raster(ImageReader reader, JpegStream jpeg) throws CodecException {
    String[] warning = {""};
    reader.addIIOReadWarningListener((source, message) -> warning[0] = message);
    reader.setInput(
        new MemoryCacheImageInputStream(new ByteArrayInputStream(jpeg.bytes())), true, true);
    Raster raster;
    try {
      raster = reader.readRaster(0, null);
    } catch (IOException | RuntimeException e) {
      // The JDK reports damaged streams by IIOException, but also by unchecked exceptions.
      throw new CodecException("damaged JPEG: " + e.getMessage(), e);
    }
    if (!warning[0].isEmpty()) {
      throw new CodecException("damaged JPEG: " + warning[0]);
    }
    return raster;
  }

  private static void copy(Raster raster, BlockShape shape, byte[] out) throws CodecException {
    if (raster.getWidth() != shape.width()
        || raster.getHeight() < shape.height()
        || raster.getNumBands() != shape.samples()
        || !(raster.getDataBuffer() instanceof DataBufferByte)
        || !(raster.getSampleModel() instanceof PixelInterleavedSampleModel)) {
      throw new CodecException("JPEG that Java decodes to an unexpected layout: " + raster);
    }
    byte[] data = ((DataBufferByte) raster.getDataBuffer()).getData();
    System.arraycopy(data, 0, out, 0, shape.bytes());
  }
}
