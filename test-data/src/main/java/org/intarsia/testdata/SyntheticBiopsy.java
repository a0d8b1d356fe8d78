package org.intarsia.testdata;

import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A procedural H&amp;E section with the true tissue of every pixel.
 *
 * <p>Every pixel is a pure function of its place and the {@link BiopsySpec}: any region can be
 * rendered alone, in any order and by many threads at once, and memory does not depend on the size
 * of the slide. The arithmetic is exact IEEE 754 without platform-dependent functions, so that
 * equal specs give equal bytes on every machine.
 *
 * <p>Tissue is laid out in micrometres: an outline of pieces on glass, ducts, lobules, vessels and
 * malignant growth on jittered grids, bent by smooth noise; nuclei on finer grids. Colours follow
 * from the amounts of haematoxylin and eosin by the law of Beer and Lambert.
 */
public final class SyntheticBiopsy implements PixelSource {
  private static final byte[] NONE = {};

  private final BiopsySpec spec;
  private final Landscape landscape;
  private final Stain stain;
  private final int side;
  private final ConcurrentLinkedQueue<BlockPainter> idle = new ConcurrentLinkedQueue<>();

  private SyntheticBiopsy(BiopsySpec spec, Stain stain) {
    this.spec = spec;
    this.landscape = new Landscape(spec);
    this.stain = stain;
    this.side = Block.sideFor(spec.micronsPerPixel());
  }

  /** The biopsy of a spec, in the stain of its seed. */
  public static SyntheticBiopsy of(BiopsySpec spec) {
    return new SyntheticBiopsy(spec, new Stain(spec.seed()));
  }

  /** The same tissue as if stained and scanned elsewhere: other colours, the same labels. */
  public SyntheticBiopsy restained(long stainSeed) {
    return new SyntheticBiopsy(spec, new Stain(stainSeed));
  }

  /** What this biopsy depends on. */
  public BiopsySpec spec() {
    return spec;
  }

  @Override
  public long width() {
    return spec.width();
  }

  @Override
  public long height() {
    return spec.height();
  }

  @Override
  public void rgb(long x, long y, int w, int h, byte[] rgb) {
    Regions.check(this, x, y, w, h);
    Regions.checkLength("rgb", rgb, 3L * w * h);
    fill(x, y, w, h, rgb, NONE);
  }

  /**
   * Fills {@code labels} with the region's tissue labels, row by row, a byte a pixel; faster than
   * {@link #render}.
   *
   * @throws IllegalArgumentException as {@link PixelSource#rgb}
   */
  public void labels(long x, long y, int w, int h, byte[] labels) {
    Regions.check(this, x, y, w, h);
    Regions.checkLength("labels", labels, (long) w * h);
    fill(x, y, w, h, NONE, labels);
  }

  /**
   * Fills colours and labels of one region at the cost of the colours alone.
   *
   * @throws IllegalArgumentException as {@link PixelSource#rgb}
   */
  public void render(long x, long y, int w, int h, byte[] rgb, byte[] labels) {
    Regions.check(this, x, y, w, h);
    Regions.checkLength("rgb", rgb, 3L * w * h);
    Regions.checkLength("labels", labels, (long) w * h);
    fill(x, y, w, h, rgb, labels);
  }

  private void fill(long x, long y, int w, int h, byte[] rgb, byte[] labels) {
    BlockPainter painter = idle.poll();
    if (painter == null) {
      painter = new BlockPainter(landscape, stain, side);
    }
    for (long row = y / side; row * side < y + h; row++) {
      for (long column = x / side; column * side < x + w; column++) {
        Block block = new Block(column, row, side, spec.micronsPerPixel());
        if (rgb.length > 0) {
          painter.paint(block);
        } else {
          painter.label(block);
        }
        copy(painter.canvas.rgb, 3, block, x, y, w, h, rgb);
        copy(painter.canvas.labels, 1, block, x, y, w, h, labels);
      }
    }
    idle.add(painter);
  }

  private static void copy(
      byte[] from, int bytes, Block block, long x, long y, int w, int h, byte[] to) {
    if (to.length == 0) {
      return;
    }
    int side = block.side();
    long left = Math.max(x, block.column() * side);
    long right = Math.min(x + w, (block.column() + 1) * side);
    long top = Math.max(y, block.row() * side);
    long bottom = Math.min(y + h, (block.row() + 1) * side);
    int length = (int) (right - left) * bytes;
    for (long line = top; line < bottom; line++) {
      int source = (int) ((line - block.row() * side) * side + left - block.column() * side);
      int target = (int) ((line - y) * w + left - x);
      System.arraycopy(from, source * bytes, to, target * bytes, length);
    }
  }
}
