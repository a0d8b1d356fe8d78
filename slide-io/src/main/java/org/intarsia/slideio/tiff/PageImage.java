package org.intarsia.slideio.tiff;

import java.io.IOException;
import org.intarsia.slideio.codec.BlockCodec;
import org.intarsia.slideio.codec.BlockShape;
import org.intarsia.slideio.codec.CodecException;
import org.intarsia.slideio.codec.CodecSet;
import org.intarsia.slideio.raster.SharedFile;

/** One image of a TIFF. */
final class PageImage implements BlockImage {
  private static final int BACKGROUND = 0xFF;

  private final SharedFile file;
  private final BlockIndex index;
  private final PageLayout layout;
  private final BlockGrid grid;
  private final BlockCodec codec;

  private PageImage(SharedFile file, BlockIndex index, BlockCodec codec) {
    this.file = file;
    this.index = index;
    this.layout = index.layout();
    this.grid = layout.grid();
    this.codec = codec;
  }

  /** Checks the directory and reads its table of blocks, no pixels. */
  static PageImage open(SharedFile file, TiffDirectory page, CodecSet codecs) throws IOException {
    PageLayout layout = PageParser.parse(file, page);
    BlockIndex index = BlockIndex.read(file, page, layout);
    return new PageImage(file, index, Compressions.codec(codecs, layout, page));
  }

  @Override
  public BlockGrid grid() {
    return grid;
  }

  @Override
  public String codecName() {
    return codec.name();
  }

  @Override
  public boolean isMissing(int block) {
    if (!layout.planar()) {
      return index.isMissing(block);
    }
    for (int s = 0; s < layout.samples(); s++) {
      if (!index.isMissing(block + s * (int) layout.blocksPerPlane())) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String place(int block) {
    String what =
        layout.tiled()
            ? "tile (" + block % layout.columns() + ", " + block / layout.columns() + ")"
            : "strip " + block;
    return what + " at byte " + index.offsets()[block];
  }

  @Override
  public byte[] decode(int block) throws IOException {
    int rows = layout.rowsOf(block / layout.columns());
    int pixels = Math.multiplyExact(layout.blockWidth(), rows);
    byte[] samples = layout.planar() ? planes(block, rows) : plane(block, rows);
    return layout.color().toRgb(samples, pixels);
  }

  private byte[] planes(int block, int rows) throws IOException {
    int count = layout.samples();
    int pixels = layout.blockWidth() * rows;
    byte[] interleaved = new byte[Math.multiplyExact(pixels, count)];
    for (int s = 0; s < count; s++) {
      int part = block + s * (int) layout.blocksPerPlane();
      if (index.isMissing(part)) {
        for (int i = 0, out = s; i < pixels; i++, out += count) {
          interleaved[out] = (byte) BACKGROUND;
        }
        continue;
      }
      byte[] plane = plane(part, rows);
      for (int i = 0, out = s; i < pixels; i++, out += count) {
        interleaved[out] = plane[i];
      }
    }
    return interleaved;
  }

  private byte[] plane(int block, int rows) throws IOException {
    BlockShape shape =
        new BlockShape(layout.blockWidth(), rows, layout.blockSamples(), layout.blockHeight());
    byte[] encoded = encoded(block, shape);
    byte[] samples = new byte[shape.bytes()];
    codec.decode(encoded, shape, samples);
    if (layout.predictor() == 2) {
      undoDifferences(samples, shape);
    }
    return samples;
  }

  private byte[] encoded(int block, BlockShape shape) throws IOException {
    long offset = index.offsets()[block];
    long count = index.byteCounts()[block];
    if (layout.compression() == 1) {
      count = Math.min(count, shape.bytes());
    }
    if (count > 2L * shape.declaredBytes() + (1 << 20)) {
      throw new CodecException(
          count + " compressed bytes for " + shape.declaredBytes() + " bytes of pixels");
    }
    if (offset < 0 || count < 0 || offset > file.size() - count) {
      throw new CodecException(
          count + " bytes lie beyond the end of the file of " + file.size() + " bytes");
    }
    return file.read(offset, count);
  }

  private static void undoDifferences(byte[] samples, BlockShape shape) {
    int rowBytes = shape.rowBytes();
    int step = shape.samples();
    for (int start = 0; start < samples.length; start += rowBytes) {
      int end = start + rowBytes;
      for (int i = start + step; i < end; i++) {
        samples[i] += samples[i - step];
      }
    }
  }
}
