package org.intarsia.pipeline.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.intarsia.classifier.masks.FeatureSettings;
import org.intarsia.classifier.masks.MaskFeatures;
import org.intarsia.pipeline.engine.Crew;
import org.intarsia.pipeline.engine.TileDispenser;
import org.intarsia.segmenter.ClassArgmax;
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
import org.intarsia.tiler.TileSelector;

/**
 * The stages behind the network: labels that look like tissue (patches of some hundred pixels with
 * ragged edges) through stitcher and sinks, on one thread (the pyramid compresses in all
 * processors), each sink alone and all together; and from the scores of a network that gives such
 * labels, in as many threads as there are processors.
 */
public final class MaskStages {
  private static final int CLASSES = 8;
  private static final int OVERLAY_SIDE = 1200;
  private static final int CELL = 160;

  private final TileGrid grid;
  private final MaskLayout layout;
  private final Path folder;
  private final ByteBuffer labels;
  private final IntBuffer scores;

  private interface Sinks {
    List<MaskSink> open(Path file) throws IOException;
  }

  private interface Delivery {
    void to(MaskStitcher stitcher) throws IOException, InterruptedException;
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
    this.scores = scores(labels);
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
            file -> List.of(stages.pyramid(file), new Counting(), stages.overlay())),
        stages
        .new Stage(
            "argmax, stitch, pyramid, features",
            file -> List.of(stages.pyramid(file), new Counting()),
            stages::stitchScores));
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

  private void stitchLabels(MaskStitcher stitcher) throws IOException, InterruptedException {
    int row = -1;
    for (Tile tile : grid) {
      if (tile.row() != row) {
        row = tile.row();
        stitcher.openRow(row);
      }
      stitcher.accept(tile, tile.window(), labels);
    }
  }

  private void stitchScores(MaskStitcher stitcher) throws IOException, InterruptedException {
    TileDispenser dispenser = new TileDispenser(grid, TileSelector.all(), stitcher);
    Crew crew = new Crew();
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      crew.add("argmax-" + i, () -> classify(dispenser, stitcher));
    }
    crew.work();
  }

  private void classify(TileDispenser dispenser, MaskStitcher stitcher)
      throws IOException, InterruptedException {
    ClassArgmax argmax = new ClassArgmax(CLASSES);
    ByteBuffer found = ByteBuffer.allocateDirect(labels.capacity());
    TileDispenser.Ticket ticket = dispenser.next();
    while (!(ticket instanceof TileDispenser.Ticket.Exhausted)) {
      if (ticket instanceof TileDispenser.Ticket.Of of) {
        Tile tile = of.tile();
        ClassArgmax.Scores given =
            new ClassArgmax.Scores(scores.duplicate(), 0, tile.window(), false);
        argmax.find(given, tile.core(), found.clear());
        stitcher.accept(tile, tile.core(), found.flip());
      } else {
        dispenser.awaitRow();
      }
      ticket = dispenser.next();
    }
  }

  /** Scores of which the largest belong to these labels, plane after plane. */
  private static IntBuffer scores(ByteBuffer labels) {
    int area = labels.capacity();
    Random random = new Random(6);
    IntBuffer scores =
        ByteBuffer.allocateDirect(Math.multiplyExact(4 * CLASSES, area))
            .order(ByteOrder.nativeOrder())
            .asIntBuffer();
    for (int c = 0; c < CLASSES; c++) {
      for (int i = 0; i < area; i++) {
        float score = random.nextFloat() - 0.5f + (labels.get(i) == c ? 1 : 0);
        scores.put(Float.floatToRawIntBits(score));
      }
    }
    return scores.flip();
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
    private final Delivery delivery;

    Stage(String name, Sinks sinks) {
      this(name, sinks, MaskStages.this::stitchLabels);
    }

    Stage(String name, Sinks sinks, Delivery delivery) {
      this.name = name;
      this.sinks = sinks;
      this.delivery = delivery;
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
        try (MaskStitcher stitcher = MaskStitcher.of(grid, new Seam.Crop(), 2, 0, all)) {
          delivery.to(stitcher);
        }
        all.finish();
      }
      double seconds = (System.nanoTime() - start) * 1e-9;
      Files.deleteIfExists(file);
      return seconds;
    }
  }
}
