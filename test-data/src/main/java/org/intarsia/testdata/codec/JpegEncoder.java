package org.intarsia.testdata.codec;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.w3c.dom.NodeList;

/**
 * Baseline JPEG tiles with fixed tables, by the JDK's own encoder.
 *
 * <p>The streams carry neither JFIF nor Adobe markers: what the components mean stands in the TIFF.
 * The encoder is chosen by class, because another one on the class path may convert colours on its
 * own.
 */
public final class JpegEncoder implements TileEncoder {
  /** What the three components are, and how finely the last two are sampled. */
  public enum Components {
    RGB(1),
    YCBCR_444(1),
    YCBCR_420(2);

    final int lumaSampling;

    Components(int lumaSampling) {
      this.lumaSampling = lumaSampling;
    }
  }

  private static final String FORMAT = "javax_imageio_jpeg_image_1.0";

  private final Components components;
  private final float quality;
  private final boolean wholeStreams;
  private final ConcurrentLinkedQueue<ImageWriter> idle = new ConcurrentLinkedQueue<>();

  private JpegEncoder(Components components, int quality, boolean wholeStreams) {
    this.components = components;
    this.quality = quality / 100f;
    this.wholeStreams = wholeStreams;
  }

  /** Tiles that hold their own tables. */
  public static JpegEncoder whole(Components components, int quality) {
    return new JpegEncoder(components, quality, true);
  }

  /** Tiles without tables, which stand in {@link #tables} for all of them. */
  public static JpegEncoder abbreviated(Components components, int quality) {
    return new JpegEncoder(components, quality, false);
  }

  /** The tables that every tile of this encoder uses, as a JPEG stream of its own. */
  public byte[] tables() {
    return JpegSegments.tables(stream(new byte[3 * 16 * 16], 16, 16));
  }

  @Override
  public byte[] encode(byte[] rgb, int width, int height) {
    byte[] stream = stream(rgb, width, height);
    return JpegSegments.without(stream, wholeStreams);
  }

  private byte[] stream(byte[] rgb, int width, int height) {
    byte[] samples = components == Components.RGB ? rgb : YCbCr.of(rgb, 3 * width * height);
    DataBufferByte buffer = new DataBufferByte(samples, 3 * width * height);
    int[] bands = {0, 1, 2};
    Raster raster =
        Raster.createInterleavedRaster(buffer, width, height, 3 * width, 3, bands, null);
    ImageWriter writer = idle.poll();
    if (writer == null) {
      writer = platformWriter();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(width * height / 2 + 1024);
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(out);
      ImageWriteParam param = writer.getDefaultWriteParam();
      param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      param.setCompressionQuality(quality);
      writer.write(null, new IIOImage(raster, null, metadata(writer, param)), param);
    } catch (IOException e) {
      throw new UncheckedIOException("JPEG encoder failed in memory", e);
    }
    writer.setOutput(null);
    idle.add(writer);
    return bytes.toByteArray();
  }

  private IIOMetadata metadata(ImageWriter writer, ImageWriteParam param) throws IOException {
    ImageTypeSpecifier type =
        ImageTypeSpecifier.createFromBufferedImageType(BufferedImage.TYPE_3BYTE_BGR);
    IIOMetadata metadata = writer.getDefaultImageMetadata(type, param);
    IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree(FORMAT);
    NodeList specs = root.getElementsByTagName("componentSpec");
    String sampling = Integer.toString(components.lumaSampling);
    IIOMetadataNode first = (IIOMetadataNode) specs.item(0);
    first.setAttribute("HsamplingFactor", sampling);
    first.setAttribute("VsamplingFactor", sampling);
    if (components == Components.RGB) {
      // As in Aperio's files: numbered from 0, all with the tables of brightness.
      NodeList scans = root.getElementsByTagName("scanComponentSpec");
      for (int i = 0; i < specs.getLength(); i++) {
        IIOMetadataNode spec = (IIOMetadataNode) specs.item(i);
        spec.setAttribute("componentId", Integer.toString(i));
        spec.setAttribute("QtableSelector", "0");
        IIOMetadataNode scan = (IIOMetadataNode) scans.item(i);
        scan.setAttribute("componentSelector", Integer.toString(i));
        scan.setAttribute("dcHuffTable", "0");
        scan.setAttribute("acHuffTable", "0");
      }
    }
    metadata.setFromTree(FORMAT, root);
    return metadata;
  }

  private static ImageWriter platformWriter() {
    Iterator<ImageWriter> all = ImageIO.getImageWritersByFormatName("jpeg");
    while (all.hasNext()) {
      ImageWriter writer = all.next();
      if (writer.getClass().getName().startsWith("com.sun.imageio.plugins.jpeg.")) {
        return writer;
      }
    }
    throw new IllegalStateException("this Java runtime has no JPEG encoder of its own");
  }
}
