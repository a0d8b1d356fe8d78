package org.intarsia.stitcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** A small independent reader of tiled 8-bit deflate TIFFs, classic or big, little-endian. */
final class TiffPages {
  private final ByteBuffer bytes;
  private final boolean big;

  private TiffPages(Path file) {
    try {
      bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    big = bytes.getShort(2) == 43;
  }

  /** A directory: its tags' values, offsets resolved; text and undefined as bytes. */
  record Page(TiffPages file, Map<Integer, long[]> tags, long next) {
    long one(int tag) {
      return tags.getOrDefault(tag, new long[] {-1})[0];
    }

    int width() {
      return (int) one(256);
    }

    int height() {
      return (int) one(257);
    }

    String text(int tag) {
      long[] values = tags.getOrDefault(tag, new long[0]);
      byte[] utf8 = new byte[values.length - 1];
      for (int i = 0; i < utf8.length; i++) {
        utf8[i] = (byte) values[i];
      }
      return new String(utf8, StandardCharsets.UTF_8);
    }

    /** All pixels, without the padding of the tiles. */
    byte[] pixels() {
      byte[] pixels = new byte[width() * height()];
      long[] offsets = tags.getOrDefault(324, new long[0]);
      int across = (width() + 255) / 256;
      for (int i = 0; i < offsets.length; i++) {
        byte[] tile = tile(i);
        int left = i % across * 256;
        int top = i / across * 256;
        for (int y = top; y < Math.min(top + 256, height()); y++) {
          int length = Math.min(256, width() - left);
          System.arraycopy(tile, (y - top) * 256, pixels, y * width() + left, length);
        }
      }
      return pixels;
    }

    byte[] tile(int i) {
      long[] offsets = tags.getOrDefault(324, new long[0]);
      long[] counts = tags.getOrDefault(325, new long[0]);
      Inflater inflater = new Inflater();
      try {
        inflater.setInput(file.bytes.array(), (int) offsets[i], (int) counts[i]);
        byte[] tile = new byte[256 * 256];
        int length = inflater.inflate(tile);
        if (length != tile.length || inflater.inflate(new byte[1]) != 0 || !inflater.finished()) {
          throw new AssertionError("tile " + i + " has " + length + " bytes or more");
        }
        return tile;
      } catch (DataFormatException e) {
        throw new AssertionError(e);
      } finally {
        inflater.end();
      }
    }
  }

  static List<Page> chain(Path file) {
    TiffPages pages = new TiffPages(file);
    List<Page> chain = new ArrayList<>();
    long offset = pages.big ? pages.bytes.getLong(8) : pages.bytes.getInt(4);
    while (offset != 0) {
      Page page = pages.page(offset);
      chain.add(page);
      offset = page.next();
    }
    return chain;
  }

  static boolean isBig(Path file) {
    return new TiffPages(file).big;
  }

  static List<Page> subDirectories(Page page) {
    List<Page> pages = new ArrayList<>();
    for (long offset : page.tags().getOrDefault(330, new long[0])) {
      pages.add(page.file().page(offset));
    }
    return pages;
  }

  private Page page(long offset) {
    int at = (int) offset;
    long count = big ? bytes.getLong(at) : bytes.getShort(at);
    at += big ? 8 : 2;
    Map<Integer, long[]> tags = new TreeMap<>();
    int previous = 0;
    for (int i = 0; i < count; i++) {
      int tag = bytes.getShort(at) & 0xFFFF;
      if (tag <= previous) {
        throw new AssertionError("tag " + tag + " after " + previous);
      }
      previous = tag;
      tags.put(tag, values(at));
      at += big ? 20 : 12;
    }
    return new Page(this, tags, big ? bytes.getLong(at) : bytes.getInt(at));
  }

  private long[] values(int entry) {
    int type = bytes.getShort(entry + 2);
    long count = big ? bytes.getLong(entry + 4) : bytes.getInt(entry + 4);
    int parts = type == 5 ? 2 : 1;
    int size = type == 3 ? 2 : type == 16 ? 8 : type == 4 || type == 5 ? 4 : 1;
    int inline = entry + (big ? 12 : 8);
    long total = count * parts * size;
    int at =
        total <= (big ? 8 : 4)
            ? inline
            : (int) (big ? bytes.getLong(inline) : bytes.getInt(inline));
    long[] values = new long[(int) count * parts];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (size) {
            case 1 -> bytes.get(at + i) & 0xFF;
            case 2 -> bytes.getShort(at + 2 * i) & 0xFFFF;
            case 4 -> bytes.getInt(at + 4 * i) & 0xFFFFFFFFL;
            default -> bytes.getLong(at + 8 * i);
          };
    }
    return values;
  }
}
