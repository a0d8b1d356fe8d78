package org.intarsia.slideio.tiff;

import java.io.IOException;
import org.intarsia.slideio.codec.BlockCodec;
import org.intarsia.slideio.codec.BlockShape;
import org.intarsia.slideio.codec.CodecException;
import org.intarsia.slideio.codec.JpegColors;
import org.intarsia.slideio.raster.BlockLimits;

/** One JPEG stream that is one image: a single block. */
final class WholeJpeg implements BlockImage {
  /** Reads the stream. */
  interface Stream {
    byte[] read() throws IOException;
  }

  private final BlockGrid grid;
  private final int components;
  private final BlockCodec codec;
  private final Stream stream;
  private final String place;

  private WholeJpeg(JpegHeader header, BlockCodec codec, Stream stream, String place) {
    this.grid =
        new BlockGrid(header.width(), header.height(), header.width(), header.height(), false);
    this.components = header.components();
    this.codec = codec;
    this.stream = stream;
    this.place = place;
  }

  /** An image within a file. */
  static WholeJpeg in(ImageOpener opener, JpegHeader header, long offset, long bytes)
      throws IOException {
    long pixels = (long) header.width() * header.height();
    if (bytes > 6 * pixels + JpegHeader.MOST_BYTES) {
      throw new CodecException(bytes + " compressed bytes for " + pixels + " pixels");
    }
    return of(
        opener, header, () -> opener.file().read(offset, bytes), "the JPEG at byte " + offset);
  }

  /** An image in memory. */
  static WholeJpeg of(ImageOpener opener, byte[] jpeg) throws IOException {
    return of(opener, JpegHeader.parse(jpeg), () -> jpeg, "the JPEG");
  }

  private static WholeJpeg of(ImageOpener opener, JpegHeader header, Stream stream, String place)
      throws CodecException {
    long bytes = 3L * header.width() * header.height();
    if (bytes == 0 || bytes > BlockLimits.maxBlockBytes()) {
      throw new CodecException(
          "a JPEG of "
              + header.width()
              + " x "
              + header.height()
              + " px needs "
              + bytes
              + " bytes; the limit is "
              + BlockLimits.maxBlockBytes()
              + " (a larger heap raises it)");
    }
    BlockCodec codec = opener.codecs().jpeg(new byte[0], JpegColors.AS_STORED);
    return new WholeJpeg(header, codec, stream, place);
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
    return false;
  }

  @Override
  public byte[] decode(int block) throws IOException {
    BlockShape shape = BlockShape.of(grid.width(), grid.height(), components);
    byte[] samples = new byte[shape.bytes()];
    codec.decode(stream.read(), shape, samples);
    return rgb(samples, components, grid.width() * grid.height());
  }

  /** Grey becomes three equal samples. */
  static byte[] rgb(byte[] samples, int components, int pixels) {
    return components == 1 ? SampleColors.Lookup.grey().toRgb(samples, pixels) : samples;
  }

  @Override
  public String place(int block) {
    return place;
  }
}
