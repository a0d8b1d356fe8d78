package org.intarsia.testdata;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.intarsia.testdata.PyramidOptions.Coding;
import org.intarsia.testdata.PyramidOptions.Prediction;
import org.intarsia.testdata.PyramidOptions.Size;
import org.intarsia.testdata.TileTree.CodedTile;
import org.intarsia.testdata.codec.JpegEncoder;
import org.intarsia.testdata.codec.JpegEncoder.Components;
import org.intarsia.testdata.codec.TileEncoder;
import org.intarsia.tiff.TiffDirectoryDraft;
import org.intarsia.tiff.TiffWriter;
import org.intarsia.tiff.TiffWriter.Variant;

/**
 * Writes pictures of any size as pyramidal slide files in bounded memory.
 *
 * <p>Every level is the 2 x 2 (or 4 x 4) area average of the one before, rounded. Each level's
 * sides are the ones before divided by the step and rounded down. Memory holds a few branches of
 * the tile tree and the tables of offsets (16 bytes a tile), never a row of the slide; for a {@link
 * RepeatedSource} also every distinct tile, which is compressed once however often it occurs.
 *
 * <p><em>Why depth first:</em> a level row of a slide 100,000 pixels wide has 77 megabytes, a path
 * through the tree of tiles has one. Tiles lie in the file in the order of that walk, which depends
 * on nothing but the sizes: the bytes are the same for any number of threads.
 */
public final class PyramidWriter {
  private final PyramidOptions options;
  private final TileTree tree;
  private final TiffWriter out;
  private final List<LevelPlaces> places = new ArrayList<>();
  private final Pixels top;

  private PyramidWriter(PyramidOptions options, TileTree tree, TiffWriter out) {
    this.options = options;
    this.tree = tree;
    this.out = out;
    for (LevelGrid grid : tree.levels) {
      places.add(new LevelPlaces(grid));
    }
    LevelGrid last = tree.levels.get(tree.top());
    this.top = Pixels.white((int) last.width(), (int) last.height());
  }

  /**
   * Writes {@code source} to {@code file}, which must not exist; leaves no file behind on failure.
   *
   * @throws IOException if the file exists or cannot be written, a classic TIFF grows beyond four
   *     gibibytes, or the thread is interrupted ({@link java.io.InterruptedIOException}, with the
   *     interrupt flag set again)
   * @throws IllegalArgumentException if the options do not fit the source
   */
  public static void write(PixelSource source, PyramidOptions options, Path file)
      throws IOException {
    TileEncoder encoder = encoder(options);
    TileTree tree = new TileTree(source, options, encoder);
    TiffWriter out = TiffWriter.create(file, variant(source, options), options.byteOrder());
    boolean whole = false;
    try (out) {
      new PyramidWriter(options, tree, out).writeAll(encoder);
      whole = true;
    } finally {
      if (!whole) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static TileEncoder encoder(PyramidOptions options) {
    TileEncoder encoder =
        switch (options.coding()) {
          case JPEG_RGB -> jpeg(options, Components.RGB);
          case JPEG_YCBCR_444 -> jpeg(options, Components.YCBCR_444);
          case JPEG_YCBCR_420 -> jpeg(options, Components.YCBCR_420);
          case NONE -> TileEncoder.raw();
          case LZW -> TileEncoder.lzw();
          case PACK_BITS -> TileEncoder.packBits();
          case DEFLATE -> TileEncoder.deflate();
        };
    if (options.prediction() == Prediction.NONE) {
      return encoder;
    }
    if (options.coding() != Coding.LZW && options.coding() != Coding.DEFLATE) {
      throw new IllegalArgumentException(
          "prediction goes with LZW and DEFLATE, not with " + options.coding());
    }
    return encoder.differenced();
  }

  private static TileEncoder jpeg(PyramidOptions options, Components components) {
    return options.tables() == PyramidOptions.Tables.SHARED
        ? JpegEncoder.abbreviated(components, options.quality())
        : JpegEncoder.whole(components, options.quality());
  }

  private static Variant variant(PixelSource source, PyramidOptions options) {
    if (options.size() != Size.AUTO) {
      return options.size() == Size.BIG ? Variant.BIG : Variant.CLASSIC;
    }
    double bytesPerPixel = options.coding().jpeg() ? 1.5 : 4.2;
    double bytes = bytesPerPixel * 1.34 * source.width() * source.height();
    return Variant.forBytes((long) bytes);
  }

  private void writeAll(TileEncoder encoder) throws IOException {
    ExecutorService workers = Executors.newFixedThreadPool(options.threads());
    try {
      writeTiles(new Branches(tree, options, workers));
    } finally {
      workers.shutdownNow();
    }
    Directories directories = new Directories(options, tree.levels.get(0), encoder);
    List<TiffDirectoryDraft> levels = new ArrayList<>();
    for (LevelPlaces level : places) {
      levels.add(directories.level(level));
    }
    switch (options.format()) {
      case GENERIC -> out.finish(levels);
      case OME_TIFF -> {
        for (int i = 1; i < levels.size(); i++) {
          levels.get(0).subDirectory(levels.get(i));
        }
        out.finish(levels.subList(0, 1));
      }
      case SVS -> out.finish(new AssociatedPages(directories, out).around(levels, top));
    }
  }

  private void writeTiles(Branches branches) throws IOException {
    LevelGrid last = tree.levels.get(tree.top());
    for (long row = 0; row < last.rows(); row++) {
      for (long column = 0; column < last.columns(); column++) {
        walk(tree.top(), column, row, branches);
      }
    }
  }

  private Pixels walk(int level, long column, long row, Branches branches) throws IOException {
    if (level == branches.rootLevel()) {
      Branches.Branch branch = branches.next();
      append(branch.tiles());
      return branch.reduced();
    }
    List<Pixels> children = new ArrayList<>();
    for (long[] child : tree.children(level, column, row)) {
      children.add(walk(level - 1, child[0], child[1], branches));
    }
    List<CodedTile> tiles = new ArrayList<>();
    Pixels reduced = tree.join(level, column, row, children, tiles);
    append(tiles);
    return reduced;
  }

  private void append(List<CodedTile> tiles) throws IOException {
    for (CodedTile tile : tiles) {
      LevelPlaces level = places.get(tile.level());
      if (tile.bytes().length > 0) {
        level.set(tile.column(), tile.row(), out.append(tile.bytes()), tile.bytes().length);
      }
      if (tile.pixels().isPresent()) {
        int x = (int) tile.column() * level.grid.tileWidth();
        int y = (int) tile.row() * level.grid.tileHeight();
        tile.pixels().get().into(top, x, y);
      }
    }
  }
}
