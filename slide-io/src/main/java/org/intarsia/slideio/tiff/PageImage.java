package org.intarsia.slideio.tiff;

import java.io.IOException;
import org.intarsia.slideio.ReadOptions.DeepSamples;
import org.intarsia.slideio.codec.BlockCodec;
import org.intarsia.slideio.codec.BlockShape;
import org.intarsia.slideio.codec.CodecException;
import org.intarsia.slideio.codec.CodecSet;
import org.intarsia.slideio.raster.SharedFile;
import org.intarsia.tiff.TiffCompression;

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
  static PageImage open(
      SharedFile file, TiffDirectory page, CodecSet codecs, DeepSamples deepSamples)
      throws IOException {
    PageLayout layout = PageParser.parse(file, page, deepSamples);
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
    if (!Compressions.holdsBytes(layout.compression())) {
      BlockShape shape =
          new BlockShape(layout.blockWidth(), rows, layout.blockSamples(), layout.blockHeight());
      byte[] samples = new byte[shape.bytes()];
      codec.decode(encoded(block, shape), shape, samples);
      return samples;
    }
    SamplePacking packing = layout.packing();
    BlockShape shape =
        new BlockShape(
            Math.toIntExact(layout.packedRowBytes()),
            packing.packedRows(rows),
            1,
            packing.packedRows(layout.blockHeight()));
    byte[] encoded = encoded(block, shape);
    if (packing.fillOrder() == 2) {
      SamplePacking.reverse(encoded);
    }
    byte[] packed = new byte[shape.bytes()];
    codec.decode(encoded, shape, packed);
    return packing.unpack(packed, layout.blockWidth(), rows, layout.blockSamples());
  }

  private byte[] encoded(int block, BlockShape shape) throws IOException {
    long offset = index.offsets()[block];
    long count = index.byteCounts()[block];
    if (layout.compression() == TiffCompression.NONE) {
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
}
