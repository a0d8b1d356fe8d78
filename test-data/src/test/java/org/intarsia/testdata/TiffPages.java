package org.intarsia.testdata;

import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.intarsia.tiff.TiffTag;

/** A second, independent reading of what the writer wrote. */
final class TiffPages {
  /** A directory: tags as numbers or text. */
  record Page(Map<Integer, long[]> numbers, Map<Integer, byte[]> raw, ByteBuffer file) {
    int one(int tag) {
      return (int) all(tag)[0];
    }

    /** The numbers of a tag; none if it is absent. */
    long[] all(int tag) {
      return numbers.getOrDefault(tag, new long[0]);
    }

    String text(int tag) {
      byte[] bytes = raw.getOrDefault(tag, new byte[1]);
      return new String(bytes, 0, bytes.length - 1, StandardCharsets.UTF_8);
    }

    /** The stored bytes of a tile or strip. */
    byte[] block(int index) {
      boolean tiles = numbers.containsKey(TiffTag.TILE_OFFSETS);
      long at = all(tiles ? TiffTag.TILE_OFFSETS : TiffTag.STRIP_OFFSETS)[index];
      long n = all(tiles ? TiffTag.TILE_BYTE_COUNTS : TiffTag.STRIP_BYTE_COUNTS)[index];
      byte[] bytes = new byte[(int) n];
      file.get((int) at, bytes);
      return bytes;
    }

    /** All pixels; the samples of a JPEG as they are coded. */
    byte[] samples() throws IOException, DataFormatException {
      int width = one(TiffTag.IMAGE_WIDTH);
      int height = one(TiffTag.IMAGE_LENGTH);
      boolean tiles = numbers.containsKey(TiffTag.TILE_OFFSETS);
      int w = tiles ? one(TiffTag.TILE_WIDTH) : width;
      int h = tiles ? one(TiffTag.TILE_LENGTH) : one(TiffTag.ROWS_PER_STRIP);
      byte[] out = new byte[3 * width * height];
      int columns = (width + w - 1) / w;
      for (int index = 0; index < columns * ((height + h - 1) / h); index++) {
        int x = index % columns * w;
        int y = index / columns * h;
        int rows = tiles ? h : Math.min(h, height - y);
        byte[] block = decode(block(index), w, rows);
        for (int row = 0; row < Math.min(rows, height - y); row++) {
          int n = 3 * Math.min(w, width - x);
          System.arraycopy(block, 3 * row * w, out, 3 * ((y + row) * width + x), n);
        }
      }
      return out;
    }

    private byte[] decode(byte[] coded, int w, int h) throws IOException, DataFormatException {
      byte[] plain =
          switch (one(TiffTag.COMPRESSION)) {
            case 1 -> coded;
            case 5 -> Codes.lzw(coded);
            case 7 -> jpeg(coded);
            case 8 -> inflate(coded, 3 * w * h);
            case 32773 -> Codes.packBits(coded);
            default -> throw new IOException("compression " + one(TiffTag.COMPRESSION));
          };
      if (plain.length != 3 * w * h) {
        throw new IOException(plain.length + " bytes in a block of " + w + " x " + h);
      }
      if (numbers.containsKey(TiffTag.PREDICTOR)) {
        for (int i = 0; i < plain.length; i++) {
          plain[i] += i / 3 % w == 0 ? 0 : plain[i - 3];
        }
      }
      return plain;
    }

    private byte[] jpeg(byte[] coded) throws IOException {
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      byte[] tables = raw.getOrDefault(TiffTag.JPEG_TABLES, new byte[0]);
      if (tables.length > 0) {
        whole.write(tables, 0, tables.length - 2);
        whole.write(coded, 2, coded.length - 2);
      } else {
        whole.writeBytes(coded);
      }
      Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("jpeg");
      ImageReader reader = readers.next();
      reader.setInput(
          new MemoryCacheImageInputStream(new ByteArrayInputStream(whole.toByteArray())));
      Raster raster = reader.readRaster(0, null);
      int[] samples = raster.getPixels(0, 0, raster.getWidth(), raster.getHeight(), (int[]) null);
      byte[] bytes = new byte[samples.length];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) samples[i];
      }
      return bytes;
    }

    private static byte[] inflate(byte[] coded, int length) throws DataFormatException {
      Inflater inflater = new Inflater();
      inflater.setInput(coded);
      byte[] out = new byte[length];
      int done = inflater.inflate(out);
      inflater.end();
      return Arrays.copyOf(out, done);
    }
  }

  private final ByteBuffer file;
  private final boolean big;
  final List<Page> chain = new ArrayList<>();

  private TiffPages(ByteBuffer file) {
    this.file = file;
    this.big = file.getShort(2) == 43;
    long at = offset(big ? 8 : 4);
    while (at != 0) {
      at = read((int) at, chain);
    }
  }

  static TiffPages of(Path path) throws IOException {
    ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(path));
    file.order(file.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    return new TiffPages(file);
  }

  boolean big() {
    return big;
  }

  List<Page> subPages(Page page) {
    List<Page> pages = new ArrayList<>();
    for (long at : page.all(TiffTag.SUB_IFDS)) {
      read((int) at, pages);
    }
    return pages;
  }

  private long offset(int at) {
    return big ? file.getLong(at) : Integer.toUnsignedLong(file.getInt(at));
  }

  private long read(int at, List<Page> into) {
    int count = big ? (int) file.getLong(at) : file.getShort(at);
    int entry = at + (big ? 8 : 2);
    Page page = new Page(new TreeMap<>(), new TreeMap<>(), file);
    for (int i = 0; i < count; i++, entry += big ? 20 : 12) {
      int tag = file.getShort(entry) & 0xFFFF;
      int type = file.getShort(entry + 2);
      int n = (int) offset(entry + 4);
      int bytes = n * new int[] {0, 1, 1, 2, 4, 8, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 8}[type];
      int inline = entry + (big ? 12 : 8);
      int from = bytes <= (big ? 8 : 4) ? inline : (int) offset(inline);
      if (type == 2 || type == 7) {
        byte[] raw = new byte[n];
        file.get(from, raw);
        page.raw().put(tag, raw);
      } else if (type != 5) {
        long[] numbers = new long[n];
        for (int k = 0; k < n; k++) {
          numbers[k] =
              switch (type) {
                case 3 -> file.getShort(from + 2 * k) & 0xFFFF;
                case 4 -> Integer.toUnsignedLong(file.getInt(from + 4 * k));
                default -> file.getLong(from + 8 * k);
              };
        }
        page.numbers().put(tag, numbers);
      } else {
        double value = (double) Integer.toUnsignedLong(file.getInt(from)) / file.getInt(from + 4);
        page.numbers().put(tag, new long[] {Math.round(value)});
      }
    }
    into.add(page);
    return offset(entry);
  }
}
