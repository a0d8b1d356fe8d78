package org.intarsia.slideio.tiff;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import org.intarsia.slideio.TestImages;
import org.intarsia.tiff.TiffCompression;
import org.intarsia.tiff.TiffDirectoryDraft;
import org.intarsia.tiff.TiffTag;
import org.intarsia.tiff.TiffWriter;
import org.intarsia.tiff.TiffWriter.Variant;

/** Writes small TIFF slides for tests. */
final class TestTiff {
  /** How pixels become samples. */
  enum Samples {
    RGB,
    PLANAR_RGB,
    GREY,
    PALETTE
  }

  /** How samples become blocks. */
  enum Packing {
    NONE(TiffCompression.NONE),
    DEFLATE(TiffCompression.DEFLATE),
    OLD_DEFLATE(TiffCompression.OLD_DEFLATE),
    DEFLATE_DIFFERENCES(TiffCompression.DEFLATE),
    PACK_BITS(TiffCompression.PACK_BITS),
    JPEG_YCBCR(TiffCompression.JPEG),
    JPEG_RGB(TiffCompression.JPEG);

    final int number;

    Packing(int number) {
      this.number = number;
    }
  }

  Variant variant = Variant.CLASSIC;
  ByteOrder order = ByteOrder.LITTLE_ENDIAN;
  Samples samples = Samples.RGB;
  Packing packing = Packing.DEFLATE;
  int tileWidth = 64;
  int tileHeight = 48;
  boolean tiled = true;
  boolean inSubDirectories;
  String description = "";
  int missingBlock = -1;

  private final List<BufferedImage> levels = new ArrayList<>();

  static TestTiff of(BufferedImage image, int levelCount) {
    TestTiff tiff = new TestTiff();
    BufferedImage level = image;
    for (int i = 0; i < levelCount; i++) {
      tiff.levels.add(level);
      level = TestImages.half(level);
    }
    return tiff;
  }

  Path write(Path file) throws IOException {
    try (TiffWriter writer = TiffWriter.create(file, variant, order)) {
      List<TiffDirectoryDraft> drafts = new ArrayList<>();
      for (int i = 0; i < levels.size(); i++) {
        TiffDirectoryDraft draft = directory(writer, levels.get(i), i == 0 ? missingBlock : -1);
        if (i == 0 && !description.isEmpty()) {
          draft.text(TiffTag.IMAGE_DESCRIPTION, description);
        }
        drafts.add(draft);
      }
      if (inSubDirectories) {
        drafts.subList(1, drafts.size()).forEach(drafts.get(0)::subDirectory);
        drafts = List.of(drafts.get(0));
      }
      writer.finish(drafts);
    }
    return file;
  }

  TiffDirectoryDraft directory(TiffWriter writer, BufferedImage image, int missing)
      throws IOException {
    int blockWidth = tiled ? tileWidth : image.getWidth();
    int blockHeight = tiled ? tileHeight : Math.min(tileHeight, image.getHeight());
    TiffDirectoryDraft draft = new TiffDirectoryDraft();
    draft
        .longs(TiffTag.IMAGE_WIDTH, image.getWidth())
        .longs(TiffTag.IMAGE_LENGTH, image.getHeight());
    int count = samples == Samples.RGB || samples == Samples.PLANAR_RGB ? 3 : 1;
    int[] bits = new int[count];
    Arrays.fill(bits, 8);
    draft
        .shorts(TiffTag.BITS_PER_SAMPLE, bits)
        .shorts(TiffTag.SAMPLES_PER_PIXEL, count)
        .shorts(TiffTag.COMPRESSION, packing.number)
        .shorts(TiffTag.PHOTOMETRIC, photometric());
    if (samples == Samples.PLANAR_RGB) {
      draft.shorts(TiffTag.PLANAR_CONFIGURATION, 2);
    }
    if (samples == Samples.PALETTE) {
      draft.shorts(TiffTag.COLOR_MAP, colorMap());
    }
    if (packing == Packing.DEFLATE_DIFFERENCES) {
      draft.shorts(TiffTag.PREDICTOR, 2);
    }
    List<Long> offsets = new ArrayList<>();
    List<Long> counts = new ArrayList<>();
    for (int plane = 0; plane < (samples == Samples.PLANAR_RGB ? 3 : 1); plane++) {
      for (int y = 0; y < image.getHeight(); y += blockHeight) {
        for (int x = 0; x < image.getWidth(); x += blockWidth) {
          int rows = tiled ? blockHeight : Math.min(blockHeight, image.getHeight() - y);
          byte[] block = pack(draft, cut(image, x, y, blockWidth, rows), plane);
          boolean left = offsets.size() == missing;
          offsets.add(left ? 0L : writer.append(block));
          counts.add(left ? 0L : block.length);
        }
      }
    }
    long[] o = offsets.stream().mapToLong(v -> v).toArray();
    long[] c = counts.stream().mapToLong(v -> v).toArray();
    if (tiled) {
      draft.longs(TiffTag.TILE_WIDTH, blockWidth).longs(TiffTag.TILE_LENGTH, blockHeight);
      return draft.offsets(TiffTag.TILE_OFFSETS, o).offsets(TiffTag.TILE_BYTE_COUNTS, c);
    }
    draft.longs(TiffTag.ROWS_PER_STRIP, blockHeight);
    return draft.offsets(TiffTag.STRIP_OFFSETS, o).offsets(TiffTag.STRIP_BYTE_COUNTS, c);
  }

  private int photometric() {
    return switch (samples) {
      case GREY -> 1;
      case PALETTE -> 3;
      default -> packing == Packing.JPEG_YCBCR ? 6 : 2;
    };
  }

  /** Index i is the colour (i, 255 - i, i / 2). */
  private static int[] colorMap() {
    int[] map = new int[768];
    for (int i = 0; i < 256; i++) {
      map[i] = i * 257;
      map[256 + i] = (255 - i) * 257;
      map[512 + i] = i / 2 * 257;
    }
    return map;
  }

  private static BufferedImage cut(BufferedImage image, int x, int y, int width, int height) {
    BufferedImage part = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int v = 0; v < height; v++) {
      for (int u = 0; u < width; u++) {
        int sourceX = Math.min(x + u, image.getWidth() - 1);
        int sourceY = Math.min(y + v, image.getHeight() - 1);
        part.setRGB(u, v, image.getRGB(sourceX, sourceY));
      }
    }
    return part;
  }

  private byte[] pack(TiffDirectoryDraft draft, BufferedImage part, int plane) {
    if (packing == Packing.JPEG_YCBCR || packing == Packing.JPEG_RGB) {
      boolean ycbcr = packing == Packing.JPEG_YCBCR;
      byte[] jpeg = ycbcr ? TestImages.jpegYcbcr(part) : TestImages.jpegRgb(part);
      byte[][] split = TestImages.split(jpeg);
      draft.bytes(TiffTag.JPEG_TABLES, split[0]);
      return split[1];
    }
    byte[] block = samples(TestImages.rgb(part), plane);
    int step = samples == Samples.RGB ? 3 : 1;
    return switch (packing) {
      case NONE -> block;
      case DEFLATE, OLD_DEFLATE -> deflate(block);
      case DEFLATE_DIFFERENCES -> deflate(differences(block, part.getWidth() * step, step));
      case PACK_BITS -> packBits(block);
      default -> throw new IllegalStateException(packing.name());
    };
  }

  private byte[] samples(byte[] rgb, int plane) {
    if (samples == Samples.RGB) {
      return rgb;
    }
    byte[] one = new byte[rgb.length / 3];
    int channel = samples == Samples.PLANAR_RGB ? plane : 0;
    for (int i = 0; i < one.length; i++) {
      one[i] = rgb[3 * i + channel];
    }
    return one;
  }

  static byte[] deflate(byte[] data) {
    Deflater deflater = new Deflater();
    deflater.setInput(data);
    deflater.finish();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] chunk = new byte[8192];
    while (!deflater.finished()) {
      out.write(chunk, 0, deflater.deflate(chunk));
    }
    deflater.end();
    return out.toByteArray();
  }

  private static byte[] differences(byte[] block, int rowBytes, int step) {
    byte[] out = block.clone();
    for (int row = 0; row < block.length; row += rowBytes) {
      for (int i = rowBytes - 1; i >= step; i--) {
        out[row + i] -= block[row + i - step];
      }
    }
    return out;
  }

  /** Runs where two bytes repeat, literals of one byte elsewhere. */
  private static byte[] packBits(byte[] data) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int i = 0;
    while (i < data.length) {
      int run = 1;
      while (run < 128 && i + run < data.length && data[i + run] == data[i]) {
        run++;
      }
      out.write(run == 1 ? 0 : 1 - run);
      out.write(data[i]);
      i += run;
    }
    return out.toByteArray();
  }
}
