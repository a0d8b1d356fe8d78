package org.intarsia.slideio;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.img.cell.Cell;
import net.imglib2.img.cell.CellGrid;
import net.imglib2.img.cell.LazyCellImg;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * Shows a level of a slide as a lazy ImgLib2 image of the dimensions x, y and channel (0 red, 1
 * green, 2 blue).
 *
 * <p>Cells are read when they are first touched and kept up to a number of bytes. For bulk work
 * {@link SlideReader#read} is faster; this is for thumbnails, morphology, viewers and tests.
 */
public final class LevelImages {
  private static final int CELL = 256;
  private static final int CHANNELS = 3;

  private LevelImages() {}

  /**
   * An image over a level.
   *
   * <p>Reading its pixels may throw {@link UncheckedIOException} around what {@link
   * SlideReader#read} throws. The image is as thread-safe as other ImgLib2 cell images: one {@code
   * RandomAccess} for each thread.
   *
   * @param reader stays owned by the caller and must stay open while the image is used
   * @param level index of the level
   * @param cacheBytes most bytes of cells that are kept
   * @return an image of {@code width} x {@code height} x 3
   * @throws IllegalArgumentException if there is no such level, or it has more cells than ImgLib2
   *     can number
   */
  public static RandomAccessibleInterval<UnsignedByteType> of(
      SlideReader reader, int level, long cacheBytes) {
    PyramidLevel size = reader.metadata().level(level);
    long[] dimensions = {size.width(), size.height(), CHANNELS};
    CellGrid grid = new CellGrid(dimensions, new int[] {CELL, CELL, CHANNELS});
    Cache<Long, Cell<ByteArray>> cells =
        Caffeine.newBuilder()
            .maximumWeight(cacheBytes)
            .weigher((Long index, Cell<ByteArray> cell) -> (int) cell.size())
            .executor(Runnable::run)
            .build();
    return new LazyCellImg<>(
        grid, new UnsignedByteType(), index -> cells.get(index, i -> load(reader, level, grid, i)));
  }

  private static Cell<ByteArray> load(SlideReader reader, int level, CellGrid grid, long index) {
    long[] min = new long[3];
    int[] size = new int[3];
    grid.getCellDimensions(index, min, size);
    int pixels = size[0] * size[1];
    byte[] interleaved = new byte[CHANNELS * pixels];
    try {
      reader.read(
          level, new Region(min[0], min[1], size[0], size[1]), ByteBuffer.wrap(interleaved));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] planar = new byte[interleaved.length];
    for (int i = 0, in = 0; i < pixels; i++) {
      planar[i] = interleaved[in++];
      planar[pixels + i] = interleaved[in++];
      planar[2 * pixels + i] = interleaved[in++];
    }
    return new Cell<>(size, min, new ByteArray(planar));
  }
}
