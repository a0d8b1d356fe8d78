package org.intarsia.slideio.codec;

import com.sun.media.imageioimpl.plugins.jpeg2000.J2KImageReadParamJava;
import java.awt.Point;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import jj2000.j2k.codestream.HeaderInfo;
import jj2000.j2k.codestream.reader.BitstreamReaderAgent;
import jj2000.j2k.codestream.reader.HeaderDecoder;
import jj2000.j2k.decoder.DecoderSpecs;
import jj2000.j2k.image.BlkImgDataSrc;
import jj2000.j2k.image.DataBlkInt;
import jj2000.j2k.image.ImgDataConverter;
import jj2000.j2k.image.invcomptransf.InvCompTransf;
import jj2000.j2k.quantization.dequantizer.Dequantizer;
import jj2000.j2k.roi.ROIDeScaler;
import jj2000.j2k.wavelet.synthesis.InverseWT;
import org.intarsia.slideio.codec.ComponentPlanes.Plane;

/** JPEG 2000 by the JJ2000 decoder of ome-jai. */
final class JavaJpeg2000Codec implements BlockCodec {
  private final Jpeg2000Colors colors;

  JavaJpeg2000Codec(Jpeg2000Colors colors) {
    this.colors = colors;
  }

  @Override
  public String name() {
    return "java-jpeg2000";
  }

  @Override
  public void decode(byte[] encoded, BlockShape shape, byte[] out) throws CodecException {
    Jpeg2000Header.check(encoded, shape);
    Jj2000Messages messages = Jj2000Messages.listener();
    messages.take();
    List<Plane> planes;
    try {
      planes = planes(encoded);
    } catch (IOException | RuntimeException | Error e) {
      // JJ2000 reports damaged streams by whatever its parser runs into, java.lang.Error included.
      if (e instanceof VirtualMachineError fatal) {
        throw fatal;
      }
      throw new CodecException("damaged JPEG 2000 image: " + e.getMessage(), e);
    }
    String complaint = messages.take();
    if (!complaint.isEmpty()) {
      throw new CodecException("damaged JPEG 2000 image: " + complaint);
    }
    ComponentPlanes.interleave(planes, shape, colors, out);
  }

  private static List<Plane> planes(byte[] encoded) throws IOException {
    Jj2000Input in = Jj2000Input.of(encoded);
    J2KImageReadParamJava parameters = new J2KImageReadParamJava();
    HeaderInfo info = new HeaderInfo();
    HeaderDecoder header = new HeaderDecoder(in, parameters, info);
    DecoderSpecs specs = header.getDecoderSpecs();
    int[] depth = new int[header.getNumComps()];
    for (int c = 0; c < depth.length; c++) {
      depth[c] = header.getOriginalBitDepth(c);
    }
    BitstreamReaderAgent bits =
        BitstreamReaderAgent.createInstance(in, header, parameters, specs, false, info);
    ROIDeScaler roi =
        header.createROIDeScaler(header.createEntropyDecoder(bits, parameters), parameters, specs);
    Dequantizer dequantizer = header.createDequantizer(roi, depth, specs);
    InverseWT wavelet = InverseWT.createInstance(dequantizer, specs);
    wavelet.setImgResLevel(bits.getImgRes());
    BlkImgDataSrc image = new InvCompTransf(new ImgDataConverter(wavelet, 0), specs, depth);
    return planes(image);
  }

  private static List<Plane> planes(BlkImgDataSrc image) {
    List<Plane> planes = new ArrayList<>();
    for (int c = 0; c < image.getNumComps(); c++) {
      int width = image.getCompImgWidth(c);
      int height = image.getCompImgHeight(c);
      planes.add(
          new Plane(
              width,
              height,
              image.getCompSubsX(c),
              image.getCompSubsY(c),
              new int[Math.multiplyExact(width, height)]));
    }
    Point tiles = image.getNumTiles(new Point());
    for (int y = 0; y < tiles.y; y++) {
      for (int x = 0; x < tiles.x; x++) {
        image.setTile(x, y);
        for (int c = 0; c < planes.size(); c++) {
          tile(image, c, planes.get(c));
        }
      }
    }
    return planes;
  }

  private static void tile(BlkImgDataSrc image, int component, Plane plane) {
    int index = image.getTileIdx();
    int width = image.getTileCompWidth(index, component);
    int height = image.getTileCompHeight(index, component);
    int originX = ceilDiv(image.getImgULX(), plane.stepX());
    int originY = ceilDiv(image.getImgULY(), plane.stepY());
    int left = image.getCompULX(component) - originX;
    int top = image.getCompULY(component) - originY;
    DataBlkInt block = new DataBlkInt(0, 0, width, height);
    do {
      block = (DataBlkInt) image.getInternCompData(block, component);
    } while (block.progressive);
    int shift = 1 << (image.getNomRangeBits(component) - 1);
    int fraction = image.getFixedPoint(component);
    int[] data = (int[]) block.getData();
    for (int y = 0; y < height; y++) {
      int source = block.offset + y * block.scanw;
      int target = (top + y) * plane.width() + left;
      for (int x = 0; x < width; x++) {
        plane.samples()[target + x] = (data[source + x] >> fraction) + shift;
      }
    }
  }

  private static int ceilDiv(int a, int b) {
    return (a + b - 1) / b;
  }
}
