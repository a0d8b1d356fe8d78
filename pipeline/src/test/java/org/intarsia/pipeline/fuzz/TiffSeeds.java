package org.intarsia.pipeline.fuzz;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import ome.codecs.CodecException;
import ome.codecs.CodecOptions;
import ome.codecs.JPEG2000Codec;
import ome.codecs.JPEG2000CodecOptions;
import org.intarsia.testdata.codec.JpegEncoder;
import org.intarsia.testdata.codec.JpegEncoder.Components;
import org.intarsia.testdata.codec.TileEncoder;
import org.intarsia.tiff.TiffCompression;
import org.intarsia.tiff.TiffDirectoryDraft;
import org.intarsia.tiff.TiffTag;
import org.intarsia.tiff.TiffWriter;
import org.intarsia.tiff.TiffWriter.Variant;

/** Small TIFFs of every kind that is read: one tile of 16 x 16 px, or two levels. */
final class TiffSeeds {
  private static final int SIDE = 16;
  private static final String WEBP =
      "UklGRiwAAABXRUJQVlA4TCAAAAAvD8ADAJmM6H9sClGIgvc/ICQgTPD/sKgORMQEgNW7AA==";
  private static final String LOSSY_WEBP =
      "UklGRlwAAABXRUJQVlA4IFAAAACQAgCdASoQABAAAMASJbACdLoA+ABYAAm7lfjqoAD+/+Iu3Y2Tks/5V/lA0Wc61A5o"
          + "jOCGmEA+apwrreoRQ///Sv/5oL+6//zb/9pb/9vAAA==";
  private static final String OME =
      "<?xml version=\"1.0\"?><OME xmlns=\"http://www.openmicroscopy.org/Schemas/OME/2016-06\">"
          + "<Image ID=\"Image:0\"><Pixels ID=\"P:0\" SizeC=\"3\" SizeZ=\"1\" SizeT=\"1\""
          + " PhysicalSizeX=\"0.5\"><Channel ID=\"C:0\" SamplesPerPixel=\"3\"/><TiffData/></Pixels>"
          + "</Image></OME>";

  private final Path file;
  private final List<byte[]> seeds = new ArrayList<>();
  private final byte[] rgb = new byte[3 * SIDE * SIDE];

  private TiffSeeds(Path folder) {
    this.file = folder.resolve("seed.tif");
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (i / 48 * 9 + i % 48 * 3);
    }
  }

  /**
   * All of them.
   *
   * @param folder where they are written one after the other
   */
  static List<byte[]> all(Path folder) throws IOException {
    return new TiffSeeds(folder).all();
  }

  /** A JPEG of noise with its tables. */
  static byte[] jpeg(int side) {
    byte[] noise = new byte[3 * side * side];
    new Random(side).nextBytes(noise);
    return JpegEncoder.whole(Components.YCBCR_420, 50).encode(noise, side, side);
  }

  private List<byte[]> all() throws IOException {
    bytes();
    depths();
    pictures();
    structures();
    vendors();
    return List.copyOf(seeds);
  }

  private void bytes() throws IOException {
    add(Variant.CLASSIC, TiffCompression.NONE, rgb, draft -> {});
    add(Variant.BIG, TiffCompression.DEFLATE, encoded(TileEncoder.deflate()), draft -> {});
    add(Variant.CLASSIC, TiffCompression.PACK_BITS, encoded(TileEncoder.packBits()), draft -> {});
    add(Variant.CLASSIC, TiffCompression.ZSTD, Zstd.compress(rgb), draft -> {});
    add(Variant.CLASSIC, TiffCompression.LZW, encoded(TileEncoder.lzw()), draft -> {});
    add(
        Variant.CLASSIC,
        TiffCompression.LZW,
        encoded(TileEncoder.lzw().differenced()),
        draft -> draft.shorts(TiffTag.PREDICTOR, 2));
  }

  private byte[] encoded(TileEncoder encoder) {
    return encoder.encode(rgb, SIDE, SIDE);
  }

  private void depths() throws IOException {
    byte[] words = Arrays.copyOf(rgb, 2 * SIDE * SIDE);
    add(
        Variant.CLASSIC,
        TiffCompression.ZSTD,
        Zstd.compress(words),
        draft -> grey(draft, 16).shorts(TiffTag.PREDICTOR, 2));
    add(
        Variant.CLASSIC,
        TiffCompression.NONE,
        Arrays.copyOf(rgb, SIDE * SIDE / 8),
        draft -> grey(draft, 1).shorts(TiffTag.PHOTOMETRIC, 0));
    add(
        Variant.CLASSIC,
        TiffCompression.NONE,
        Arrays.copyOf(rgb, SIDE * SIDE / 2),
        draft -> grey(draft, 4).shorts(TiffTag.PHOTOMETRIC, 3).shorts(TiffTag.COLOR_MAP, map()));
    add(
        Variant.CLASSIC,
        TiffCompression.NONE,
        Arrays.copyOf(rgb, SIDE * SIDE * 3 / 2),
        draft -> draft.shorts(TiffTag.PHOTOMETRIC, 6).shorts(TiffTag.YCBCR_SUBSAMPLING, 2, 2));
    add(
        Variant.CLASSIC,
        TiffCompression.NONE,
        Arrays.copyOf(rgb, 4 * SIDE * SIDE),
        draft ->
            draft
                .shorts(TiffTag.BITS_PER_SAMPLE, 8, 8, 8, 8)
                .shorts(TiffTag.SAMPLES_PER_PIXEL, 4)
                .shorts(TiffTag.EXTRA_SAMPLES, 2));
  }

  private static TiffDirectoryDraft grey(TiffDirectoryDraft draft, int bits) {
    return draft
        .shorts(TiffTag.BITS_PER_SAMPLE, bits)
        .shorts(TiffTag.SAMPLES_PER_PIXEL, 1)
        .shorts(TiffTag.PHOTOMETRIC, 1);
  }

  private static int[] map() {
    return new Random(1).ints(48, 0, 1 << 16).toArray();
  }

  private void pictures() throws IOException {
    JpegEncoder jpeg = JpegEncoder.abbreviated(Components.YCBCR_420, 60);
    add(
        Variant.CLASSIC,
        TiffCompression.JPEG,
        encoded(jpeg),
        draft -> draft.shorts(TiffTag.PHOTOMETRIC, 6).bytes(TiffTag.JPEG_TABLES, jpeg.tables()));
    add(
        Variant.CLASSIC,
        TiffCompression.JPEG,
        encoded(JpegEncoder.whole(Components.RGB, 60)),
        draft -> {});
    add(Variant.CLASSIC, TiffCompression.WEBP, Base64.getDecoder().decode(WEBP), draft -> {});
    add(Variant.CLASSIC, TiffCompression.WEBP, Base64.getDecoder().decode(LOSSY_WEBP), draft -> {});
    byte[] codestream = codestream();
    add(Variant.CLASSIC, TiffCompression.APERIO_JPEG2000_RGB, codestream, draft -> {});
    add(Variant.CLASSIC, TiffCompression.APERIO_JPEG2000_YCC, codestream, draft -> {});
  }

  private byte[] codestream() throws IOException {
    CodecOptions options = CodecOptions.getDefaultOptions();
    options.width = SIDE;
    options.height = SIDE;
    options.channels = 3;
    options.bitsPerSample = 8;
    options.interleaved = true;
    options.lossless = true;
    options.littleEndian = false;
    try {
      byte[] boxed =
          new JPEG2000Codec().compress(rgb, JPEG2000CodecOptions.getDefaultOptions(options));
      int at = 0;
      while (boxed[at] != (byte) 0xFF || boxed[at + 1] != 0x4F || boxed[at + 2] != (byte) 0xFF) {
        at++;
      }
      return Arrays.copyOfRange(boxed, at, boxed.length);
    } catch (CodecException e) {
      throw new IOException(e);
    }
  }

  private void structures() throws IOException {
    String aperio = "Aperio Image Library v12\r\n32x32|AppMag = 20|MPP = 0.499";
    pyramid(Variant.CLASSIC, ByteOrder.LITTLE_ENDIAN, aperio, d -> {});
    pyramid(Variant.BIG, ByteOrder.BIG_ENDIAN, OME, d -> d.get(0).subDirectory(d.get(1)));
    pyramid(Variant.CLASSIC, ByteOrder.BIG_ENDIAN, "", d -> {});
    try (TiffWriter writer = writer(Variant.CLASSIC, ByteOrder.LITTLE_ENDIAN)) {
      long[] offsets = new long[3];
      for (int i = 0; i < 3; i++) {
        offsets[i] = writer.append(Arrays.copyOf(rgb, SIDE * SIDE));
      }
      writer.finish(
          List.of(
              base(SIDE, TiffCompression.NONE)
                  .shorts(TiffTag.PLANAR_CONFIGURATION, 2)
                  .longs(TiffTag.ROWS_PER_STRIP, SIDE)
                  .offsets(TiffTag.STRIP_OFFSETS, offsets)
                  .longs(TiffTag.STRIP_BYTE_COUNTS, 256, 256, 256)));
    }
    collect();
  }

  private void vendors() throws IOException {
    String scn =
        "<?xml version=\"1.0\"?><scn xmlns=\"http://www.leica-microsystems.com/scn/2010/10/01\">"
            + "<collection sizeX=\"16000\" sizeY=\"16000\"><image name=\"i\"><pixels sizeX=\"32\""
            + " sizeY=\"32\"><dimension sizeX=\"32\" sizeY=\"32\" r=\"0\" ifd=\"0\"/>"
            + "<dimension sizeX=\"16\" sizeY=\"16\" r=\"1\" ifd=\"1\"/></pixels>"
            + "<view sizeX=\"16000\" sizeY=\"16000\" offsetX=\"0\" offsetY=\"0\"/>"
            + "</image></collection></scn>";
    String philips =
        "<?xml version=\"1.0\"?><DataObject ObjectType=\"DPUfsImport\"><Attribute"
            + " Name=\"DICOM_PIXEL_SPACING\">\"0.0005\" \"0.0005\"</Attribute></DataObject>";
    String qptiff =
        "<?xml version=\"1.0\"?><PerkinElmer-QPI-ImageDescription><ImageType>FullResolution"
            + "</ImageType></PerkinElmer-QPI-ImageDescription>";
    for (String description : List.of(scn, philips, qptiff, "<iScan Magnification=\"20\"/>")) {
      pyramid(Variant.CLASSIC, ByteOrder.LITTLE_ENDIAN, description, d -> {});
    }
    pyramid(
        Variant.CLASSIC,
        ByteOrder.LITTLE_ENDIAN,
        "",
        d -> d.forEach(draft -> draft.longs(65420, 1).longs(65421, 20)));
  }

  /** Two levels, 32 x 32 in four tiles and 16 x 16 in one. */
  private void pyramid(
      Variant variant,
      ByteOrder order,
      String description,
      Consumer<List<TiffDirectoryDraft>> change)
      throws IOException {
    byte[] tile = encoded(TileEncoder.deflate());
    try (TiffWriter writer = writer(variant, order)) {
      List<TiffDirectoryDraft> drafts = new ArrayList<>();
      for (int side = 2 * SIDE; side >= SIDE; side /= 2) {
        long[] offsets = new long[side / SIDE * side / SIDE];
        long[] counts = new long[offsets.length];
        for (int i = 0; i < offsets.length; i++) {
          offsets[i] = writer.append(tile);
          counts[i] = tile.length;
        }
        drafts.add(
            base(side, TiffCompression.DEFLATE)
                .longs(TiffTag.TILE_WIDTH, SIDE)
                .longs(TiffTag.TILE_LENGTH, SIDE)
                .rational(TiffTag.X_RESOLUTION, 20_000)
                .shorts(TiffTag.RESOLUTION_UNIT, 3)
                .offsets(TiffTag.TILE_OFFSETS, offsets)
                .offsets(TiffTag.TILE_BYTE_COUNTS, counts));
      }
      if (!description.isEmpty()) {
        drafts.get(0).text(TiffTag.IMAGE_DESCRIPTION, description);
      }
      change.accept(drafts);
      writer.finish(drafts);
    }
    collect();
  }

  private void add(
      Variant variant, int compression, byte[] block, Consumer<TiffDirectoryDraft> change)
      throws IOException {
    for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
      try (TiffWriter writer = writer(variant, order)) {
        TiffDirectoryDraft draft =
            base(SIDE, compression)
                .longs(TiffTag.TILE_WIDTH, SIDE)
                .longs(TiffTag.TILE_LENGTH, SIDE)
                .offsets(TiffTag.TILE_OFFSETS, writer.append(block))
                .offsets(TiffTag.TILE_BYTE_COUNTS, block.length);
        change.accept(draft);
        writer.finish(List.of(draft));
      }
      collect();
    }
  }

  private TiffWriter writer(Variant variant, ByteOrder order) throws IOException {
    Files.deleteIfExists(file);
    return TiffWriter.create(file, variant, order);
  }

  private static TiffDirectoryDraft base(int side, int compression) {
    return new TiffDirectoryDraft()
        .longs(TiffTag.IMAGE_WIDTH, side)
        .longs(TiffTag.IMAGE_LENGTH, side)
        .shorts(TiffTag.BITS_PER_SAMPLE, 8, 8, 8)
        .shorts(TiffTag.SAMPLES_PER_PIXEL, 3)
        .shorts(TiffTag.COMPRESSION, compression)
        .shorts(TiffTag.PHOTOMETRIC, 2);
  }

  private void collect() throws IOException {
    seeds.add(Files.readAllBytes(file));
    Files.delete(file);
  }
}
