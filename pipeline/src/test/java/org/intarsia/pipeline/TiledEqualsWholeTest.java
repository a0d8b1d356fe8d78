package org.intarsia.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import org.intarsia.pipeline.PipelineRun.Flow;
import org.intarsia.pipeline.PipelineRun.Job;
import org.intarsia.segmenter.ArchiveOptions;
import org.intarsia.segmenter.ModelCard;
import org.intarsia.segmenter.ModelProfile;
import org.intarsia.segmenter.Network;
import org.intarsia.segmenter.Normalization;
import org.intarsia.segmenter.Output;
import org.intarsia.segmenter.Padding;
import org.intarsia.segmenter.SegmentationModel;
import org.intarsia.segmenter.Segmenter;
import org.intarsia.segmenter.SegmenterSettings;
import org.intarsia.segmenter.TissueClass;
import org.intarsia.segmenter.TorchScriptArchive;
import org.intarsia.segmenter.UNet;
import org.intarsia.segmenter.Weights;
import org.intarsia.segmenter.WindowPlan;
import org.intarsia.stitcher.Seam;
import org.intarsia.tiler.Halo;
import org.intarsia.tiler.Tile;
import org.intarsia.tiler.TileBatch;
import org.intarsia.tiler.TileBatchPool;
import org.intarsia.tiler.TileGrid;
import org.intarsia.tiler.TileSelector;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The central promise: with the halo of the probe, the stitched labels equal one forward pass over
 * the whole mirrored image, at every pixel, whatever the size of slide and patch, the number of
 * threads and the batch.
 */
@TestInstance(Lifecycle.PER_CLASS)
class TiledEqualsWholeTest {
  private static final int CASES = 320;
  private static final int CLASSES = 4;

  @TempDir private static Path folder;

  private record Subject(String name, SegmentationModel model, ModelProfile profile) {}

  private final List<Subject> subjects = new ArrayList<>();
  private double largestDifference;
  private int smallerThanPatch;

  static IntStream seeds() {
    return IntStream.range(0, CASES);
  }

  @BeforeAll
  void makeNetworks() throws IOException {
    for (int levels = 2; levels <= 5; levels++) {
      UNet unet = new UNet(3, CLASSES, levels, 4);
      add("same-" + levels, unet.same(), Padding.SAME, levels);
      add("valid-" + levels, unet.valid(), Padding.VALID, levels);
    }
    add("halved-3", new UNet(3, CLASSES, 3, 4).halved(), Padding.SAME, 4);
  }

  private void add(String name, Network network, Padding padding, int levels) throws IOException {
    Path archive = folder.resolve(name + ".pt");
    TorchScriptArchive.write(
        network, Weights.scattered(network, levels), ArchiveOptions.inference(), archive);
    Files.writeString(
        folder.resolve(name + ".json"), card(name, padding, 1 << (levels - 1)).toJson());
    SegmentationModel model = SegmentationModel.load(archive, Optional.empty());
    subjects.add(new Subject(name, model, model.probe()));
  }

  private static ModelCard card(String name, Padding padding, int stride) {
    List<TissueClass> classes = new ArrayList<>();
    for (int i = 0; i < CLASSES; i++) {
      classes.add(new TissueClass("class " + i, 0x202020 * i));
    }
    return new ModelCard(
        name,
        "1",
        "Apache-2.0",
        classes,
        OptionalDouble.empty(),
        256,
        0,
        stride,
        padding,
        new Normalization(1 / 255.0, List.of(0.5, 0.5, 0.5), List.of(0.25, 0.25, 0.25)),
        Output.LOGITS,
        0,
        "",
        ModelCard.untrained());
  }

  @AfterAll
  void reportAndClose() {
    subjects.forEach(subject -> subject.model().close());
    System.out.printf(
        java.util.Locale.ROOT,
        "tiled equals whole: %d cases, %d of them with a slide smaller than the patch,"
            + " largest probability difference %.2e%n",
        CASES,
        smallerThanPatch,
        largestDifference);
    assertThat(largestDifference).isLessThan(1e-4);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void stitchedLabelsEqualOnePassOverTheMirroredImage(int seed)
      throws IOException, InterruptedException {
    Random random = new Random(seed);
    Subject subject = subjects.get(seed % subjects.size());
    SegmentationModel model = subject.model();
    ModelProfile profile = subject.profile();
    int width = seed % 3 == 0 ? 1 + random.nextInt(700) : logUniform(random, 700);
    int height = seed % 3 == 0 ? 1 + random.nextInt(700) : logUniform(random, 700);
    WindowPlan plan = profile.window(OptionalInt.of(patch(random, profile)), OptionalInt.empty());
    smallerThanPatch += Math.max(width, height) < plan.window() ? 1 : 0;
    NoiseSlide slide = new NoiseSlide(width, height, seed);
    TileGrid grid = new TileGrid(width, height, plan.core(), plan.halo());

    Whole whole = Whole.of(model, profile, slide, width, height);
    Flow flow = new Flow(1 + random.nextInt(8), 1 + random.nextInt(2), 1 + random.nextInt(3));
    MaskInMemory mask = new MaskInMemory(width, height);
    List<Segmenter> workers = new ArrayList<>();
    try {
      int count = 1 + random.nextInt(2);
      for (int i = 0; i < count; i++) {
        workers.add(model.open(SegmenterSettings.cpu(plan.window(), flow.batch())));
      }
      PipelineRun.of(new Job(slide, grid, TileSelector.all(), new Seam.Crop(), 0), flow, workers)
          .execute(mask, tiles -> {});
      if (seed % 4 == 0) {
        compareProbabilities(slide, grid, flow.batch(), workers.get(0), whole);
      }
    } finally {
      workers.forEach(Segmenter::close);
    }
    for (int y = 0; y < height; y++) {
      int from = y * width;
      int differs =
          Arrays.mismatch(
              mask.labels(),
              from,
              from + width,
              whole.labels(),
              y * whole.side(),
              y * whole.side() + width);
      assertThat(differs)
          .as("first differing x in row %d: %s, %d x %d px, %s", y, subject, width, height, plan)
          .isEqualTo(-1);
    }
  }

  private static int logUniform(Random random, int most) {
    return (int) Math.round(Math.exp(random.nextDouble() * Math.log(most)));
  }

  /** A legal window from 64 (or the network's least) to 512 pixels. */
  private static int patch(Random random, ModelProfile profile) {
    int least = profile.halo().total() + profile.stride();
    int first = profile.smallestSize();
    while (first < Math.max(64, least)) {
      first += profile.stride();
    }
    int choices = (Math.max(first, 512) - first) / profile.stride() + 1;
    return first + profile.stride() * random.nextInt(choices);
  }

  private void compareProbabilities(
      NoiseSlide slide, TileGrid grid, int batch, Segmenter session, Whole whole)
      throws IOException, InterruptedException {
    TileBatchPool pool = new TileBatchPool(1, batch, grid.window());
    org.intarsia.tiler.WindowReader reader = org.intarsia.tiler.WindowReader.of(slide, 0);
    for (Tile tile : grid) {
      try (TileBatch lease = pool.lease()) {
        reader.read(tile.window(), lease.add(tile));
        session.probabilities(
            lease,
            (of, covered, probabilities) -> {
              for (int c = 0; c < CLASSES; c++) {
                for (long y = of.core().y(); y < of.core().bottom(); y++) {
                  for (long x = of.core().x(); x < of.core().right(); x++) {
                    int at =
                        (int)
                            (c * covered.area()
                                + (y - covered.y()) * covered.width()
                                + x
                                - covered.x());
                    float tiled = probabilities.get(probabilities.position() + at);
                    float one =
                        whole
                            .probabilities()[
                            (int) ((c * (long) whole.side() + y) * whole.side() + x)];
                    largestDifference = Math.max(largestDifference, Math.abs(tiled - one));
                  }
                }
              }
            });
      }
    }
  }

  /** One forward pass over the mirrored image, cut to begin at the slide's first pixel. */
  private record Whole(int side, byte[] labels, float[] probabilities) {
    static Whole of(
        SegmentationModel model, ModelProfile profile, NoiseSlide slide, int width, int height)
        throws IOException, InterruptedException {
      Halo halo = profile.halo();
      int stride = profile.stride();
      int least = Math.max(Math.max(width, height), profile.smallestSize() - halo.total());
      int core = (least + stride - 1) / stride * stride;
      int window = core + halo.total();
      Tile tile = new TileGrid(width, height, core, halo).tile(0, 0);
      byte[] labels = new byte[core * core];
      float[] probabilities = new float[CLASSES * core * core];
      try (Segmenter session = model.open(SegmenterSettings.cpu(window, 1));
          TileBatch batch = new TileBatchPool(1, 1, window).lease()) {
        fill(batch.add(tile), slide, window, halo.before(), width, height);
        session.segment(
            batch, (of, covered, all) -> cut(core, covered.width(), -covered.x(), labels, all));
        session.probabilities(
            batch,
            (of, covered, all) -> {
              for (int c = 0; c < CLASSES; c++) {
                cut(core, covered.width(), -covered.x(), probabilities, all, c);
              }
            });
      }
      return new Whole(core, labels, probabilities);
    }

    /** The mirrored image, by the formula of reflection and not by the code that is tested. */
    private static void fill(
        ByteBuffer slot, NoiseSlide slide, int window, int before, int width, int height) {
      for (int y = -before; y < window - before; y++) {
        for (int x = -before; x < window - before; x++) {
          for (int c = 0; c < 3; c++) {
            slot.put((byte) slide.sample(c, reflect(x, width), reflect(y, height)));
          }
        }
      }
    }

    private static int reflect(int position, int length) {
      int at = position;
      while (at < 0 || at >= length) {
        at = length == 1 ? 0 : at < 0 ? -at : 2 * (length - 1) - at;
      }
      return at;
    }

    private static void cut(int core, int stride, long offset, byte[] labels, ByteBuffer all) {
      for (int y = 0; y < core; y++) {
        all.get(all.position() + (int) ((y + offset) * stride + offset), labels, y * core, core);
      }
    }

    private static void cut(
        int core, int stride, long offset, float[] values, FloatBuffer all, int c) {
      int plane = stride * stride;
      for (int y = 0; y < core; y++) {
        all.get(
            all.position() + c * plane + (int) ((y + offset) * stride + offset),
            values,
            (c * core + y) * core,
            core);
      }
    }
  }
}
