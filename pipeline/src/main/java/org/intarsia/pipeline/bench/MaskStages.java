package org.intarsia.pipeline.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.intarsia.classifier.masks.FeatureSettings;
import org.intarsia.classifier.masks.MaskFeatures;
import org.intarsia.stitcher.LabelClass;
import org.intarsia.stitcher.MaskBand;
import org.intarsia.stitcher.MaskLayout;
import org.intarsia.stitcher.MaskSink;
import org.intarsia.stitcher.MaskStitcher;
import org.intarsia.stitcher.OmeTiffMaskSink;
import org.intarsia.stitcher.OverlaySink;
import org.intarsia.stitcher.Seam;
import org.intarsia.tiler.Tile;
import org.intarsia.tiler.TileGrid;

/**
 * The stages behind the network, on one thread: labels that look like tissue (patches of some
 * hundred pixels with ragged edges) through stitcher and sinks, each sink alone and all together.
 */
public final class MaskStages {
  private static final int CLASSES = 8;
  private static final int OVERLAY_SIDE = 1200;
  private static final int CELL = 160;

  private final TileGrid grid;
  private final MaskLayout layout;
  private final Path folder;
  private final ByteBuffer labels;

  private interface Sinks {
    List<MaskSink> open(Path file) throws IOException;
  }

  private MaskStages(TileGrid grid, Path folder) {
    this.grid = grid;
    this.folder = folder;
    List<LabelClass> classes = new ArrayList<>();
    for (int i = 0; i < CLASSES; i++) {
      classes.add(new LabelClass("class " + i, 0x1F1F1F * i));
    }
    this.layout =
        MaskLayout.of(grid.width(), grid.height(), classes, OptionalDouble.of(0.5), "bench");
    this.labels = labels(grid.window());
  }

  /**
   * The stages.
   *
   * @param grid tiles of the mask
   * @param folder where mask files are written, and removed again
   */
  public static List<Rounds.Contender> of(TileGrid grid, Path folder) {
    MaskStages stages = new MaskStages(grid, folder);
    return List.of(
        stages.new Stage("stitch", file -> List.of()),
        stages.new Stage("stitch, pyramid", file -> List.of(stages.pyramid(file))),
        stages.new Stage("stitch, features", file -> List.of(new Counting())),
        stages.new Stage("stitch, overlay", file -> List.of(stages.overlay())),
        stages
        .new Stage(
            "stitch, pyramid, features, overlay",
            file -> List.of(stages.pyramid(file), new Counting(), stages.overlay())));
  }

  private MaskSink pyramid(Path file) throws IOException {
    return OmeTiffMaskSink.create(file, layout);
  }

  private MaskSink overlay() {
    return OverlaySink.of(layout, 0, OVERLAY_SIDE);
  }

  /** Polygons around random points, their borders shifted by a few pixels at random. */
  private static ByteBuffer labels(int side) {
    Random random = new Random(5);
    int points = Math.max(2, side / CELL * (side / CELL));
    int[] x = random.ints(points, 0, side).toArray();
    int[] y = random.ints(points, 0, side).toArray();
    ByteBuffer labels = ByteBuffer.allocateDirect(side * side);
    for (int i = 0; i < side * side; i++) {
      int column = i % side + random.nextInt(3) - 1;
      int row = i / side + random.nextInt(3) - 1;
      int nearest = 0;
      long least = Long.MAX_VALUE;
      for (int k = 0; k < points; k++) {
        long dx = (long) column - x[k];
        long dy = (long) row - y[k];
        if (dx * dx + dy * dy < least) {
          least = dx * dx + dy * dy;
          nearest = k;
        }
      }
      labels.put((byte) (nearest % CLASSES));
    }
    return labels.flip();
  }

  private static final class Counting implements MaskSink {
    private final MaskFeatures features = MaskFeatures.of(CLASSES, FeatureSettings.standard());

    @Override
    public void accept(MaskBand band) {
      features.accept(band.labels(), band.width(), band.height());
    }

    @Override
    public void finish() {
      features.counts();
    }

    @Override
    public void close() {}
  }

  private final class Stage implements Rounds.Contender {
    private final String name;
    private final Sinks sinks;

    Stage(String name, Sinks sinks) {
      this.name = name;
      this.sinks = sinks;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public double megapixels() {
      return 1e-6 * grid.width() * grid.height();
    }

    @Override
    public double turn() throws IOException, InterruptedException {
      Path file = folder.resolve("stage.ome.tiff");
      Files.deleteIfExists(file);
      long start = System.nanoTime();
      try (MaskSink all = MaskSink.all(sinks.open(file))) {
        stitch(all);
        all.finish();
      }
      double seconds = (System.nanoTime() - start) * 1e-9;
      Files.deleteIfExists(file);
      return seconds;
    }

    private void stitch(MaskSink sink) throws IOException, InterruptedException {
      try (MaskStitcher stitcher = MaskStitcher.of(grid, new Seam.Crop(), 2, 0, sink)) {
        int row = -1;
        for (Tile tile : grid) {
          if (tile.row() != row) {
            row = tile.row();
            stitcher.openRow(row);
          }
          stitcher.accept(tile, tile.window(), labels);
        }
      }
    }
  }
}
