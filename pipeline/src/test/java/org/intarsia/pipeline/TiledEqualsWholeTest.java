package org.intarsia.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import org.intarsia.pipeline.PipelineRun.Flow;
import org.intarsia.pipeline.PipelineRun.Job;
import org.intarsia.segmenter.ArchiveOptions;
import org.intarsia.segmenter.ArchiveOptions.Storage;
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
import org.intarsia.slideio.Region;
import org.intarsia.stitcher.Seam;
import org.intarsia.tiler.Halo;
import org.intarsia.tiler.Tile;
import org.intarsia.tiler.TileBatch;
import org.intarsia.tiler.TileBatchPool;
import org.intarsia.tiler.TileGrid;
import org.intarsia.tiler.TileSelector;
import org.intarsia.tiler.WindowReader;
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
  private static final int EXACT_CASES = 306;
  private static final int ROUNDED_CASES = 54;
  private static final int CLASSES = 4;

  /** Pixels that the windows of one case may have together, to keep the test short. */
  private static final int LARGEST_WORK = 400_000;

  /** Pixels of a batch, likewise: a batch always runs whole. */
  private static final int LARGEST_BATCH = 120_000;

  /** Two classes whose probabilities differ by less than this are a tie in 32 bits. */
  private static final double TIE = 1e-5;

  @TempDir private static Path folder;

  private record Subject(
      String name, SegmentationModel exact, SegmentationModel rounded, ModelProfile profile) {}

  private final List<Subject> subjects = new ArrayList<>();
  private final Map<Storage, Double> largestDifference = new EnumMap<>(Storage.class);
  private int smallerThanPatch;
  private int ofSeveralTiles;
  private long ties;
  private long roundedPixels;

  static IntStream exactSeeds() {
    return IntStream.range(0, EXACT_CASES);
  }

  static IntStream roundedSeeds() {
    return IntStream.range(EXACT_CASES, EXACT_CASES + ROUNDED_CASES);
  }

  @BeforeAll
  void makeNetworks() throws IOException {
    for (int levels = 2; levels <= 5; levels++) {
      UNet unet = new UNet(3, CLASSES, levels, 3);
      add("same-" + levels, unet.same(), Padding.SAME, levels);
      add("valid-" + levels, unet.valid(), Padding.VALID, levels);
    }
    add("halved-3", new UNet(3, CLASSES, 3, 3).halved(), Padding.SAME, 4);
  }

  private void add(String name, Network network, Padding padding, int levels) throws IOException {
    Path archive = folder.resolve(name + ".pt");
    Weights weights = Weights.scattered(network, levels);
    ModelCard card = card(name, padding, 1 << (levels - 1));
    TorchScriptArchive.write(network, weights, ArchiveOptions.inference().withCard(card), archive);
    Path exactArchive = folder.resolve(name + "-64.pt");
    TorchScriptArchive.write(
        network,
        weights,
        ArchiveOptions.inference().withStorage(Storage.FLOAT64).withCard(card),
        exactArchive);
    SegmentationModel rounded = SegmentationModel.load(archive, Optional.empty());
    SegmentationModel exact = SegmentationModel.load(exactArchive, Optional.empty());
    subjects.add(new Subject(name, exact, rounded, rounded.probe()));
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
    for (Subject subject : subjects) {
      subject.exact().close();
      subject.rounded().close();
    }
    System.out.printf(
        Locale.ROOT,
        "tiled equals whole: %d cases in 64 bits and %d in 32 bits, %d of them with a slide smaller"
            + " than the patch, %d with several tiles; largest probability difference %s; in 32"
            + " bits %d ties of %d pixels fell to the other class%n",
        EXACT_CASES,
        ROUNDED_CASES,
        smallerThanPatch,
        ofSeveralTiles,
        largestDifference,
        ties,
        roundedPixels);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("exactSeeds")
  void everyLabelEqualsOnePassOverTheMirroredImage(int seed)
      throws IOException, InterruptedException {
    Case one = new Case(seed, subjects.get(seed % subjects.size()), Storage.FLOAT64);
    Whole whole = one.whole();
    byte[] labels = one.tiled(whole);
    for (int y = 0; y < one.height; y++) {
      assertThat(one.mismatch(labels, whole, y))
          .as("first differing x in row %d of %s", y, one)
          .isEqualTo(-1);
    }
  }

  /**
   * In 32 bits a convolution may round differently in windows of different size, so that a tie can
   * fall to either class. Nothing else may differ.
   */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("roundedSeeds")
  void withRoundingOnlyTiesDiffer(int seed) throws IOException, InterruptedException {
    Case one = new Case(seed, subjects.get(seed % subjects.size()), Storage.FLOAT32);
    Whole whole = one.whole();
    byte[] labels = one.tiled(whole);
    for (int y = 0; y < one.height; y++) {
      for (int x = 0; x < one.width; x++) {
        int tiled = labels[y * one.width + x];
        int expected = whole.labels()[y * whole.side() + x];
        roundedPixels++;
        if (tiled != expected) {
          ties++;
          double gap = whole.probability(expected, x, y) - whole.probability(tiled, x, y);
          assertThat(gap).as("x %d, y %d of %s", x, y, one).isBetween(-TIE, TIE);
        }
      }
    }
  }

  /** One random size, patch, batch and number of threads. */
  private final class Case {
    private final int seed;
    private final Subject subject;
    private final Storage storage;
    private final Random random;
    private final int width;
    private final int height;
    private final WindowPlan plan;
    private final NoiseSlide slide;

    Case(int seed, Subject subject, Storage storage) {
      this.seed = seed;
      this.subject = subject;
      this.storage = storage;
      this.random = new Random(seed);
      boolean large = seed % (storage == Storage.FLOAT64 ? 16 : 3) == 0;
      int x = large ? 1 + random.nextInt(700) : logUniform(random, 700);
      int y = large ? 1 + random.nextInt(700) : logUniform(random, 700);
      WindowPlan windows = patch(random, subject.profile());
      while (work(x, y, windows) > LARGEST_WORK) {
        windows = patch(random, subject.profile());
        x -= x / 20;
        y -= y / 20;
      }
      this.width = x;
      this.height = y;
      this.plan = windows;
      this.slide = new NoiseSlide(width, height, seed);
      smallerThanPatch += Math.max(width, height) < plan.window() ? 1 : 0;
    }

    SegmentationModel model() {
      return storage == Storage.FLOAT64 ? subject.exact() : subject.rounded();
    }

    Whole whole() throws IOException, InterruptedException {
      return Whole.of(model(), subject.profile(), slide, width, height);
    }

    byte[] tiled(Whole whole) throws IOException, InterruptedException {
      TileGrid grid = new TileGrid(width, height, plan.core(), plan.halo());
      ofSeveralTiles += grid.size() > 1 ? 1 : 0;
      int most = Math.max(1, Math.min(8, LARGEST_BATCH / (plan.window() * plan.window())));
      Flow flow = new Flow(1 + random.nextInt(most), 1 + random.nextInt(2), 1 + random.nextInt(3));
      MaskInMemory mask = new MaskInMemory(width, height);
      List<Segmenter> workers = new ArrayList<>();
      try {
        int count = 1 + random.nextInt(2);
        for (int i = 0; i < count; i++) {
          workers.add(model().open(SegmenterSettings.cpu(plan.window(), flow.batch())));
        }
        PipelineRun.of(new Job(slide, grid, TileSelector.all(), new Seam.Crop(), 0), flow, workers)
            .execute(mask, tiles -> {});
        if (seed % 4 == 0) {
          double difference =
              probabilityDifference(slide, grid, flow.batch(), workers.get(0), whole);
          largestDifference.merge(storage, difference, Math::max);
          assertThat(difference).isLessThan(storage == Storage.FLOAT64 ? 1e-6 : 1e-4);
        }
      } finally {
        workers.forEach(Segmenter::close);
      }
      return mask.labels();
    }

    int mismatch(byte[] labels, Whole whole, int y) {
      int from = y * width;
      int wholeFrom = y * whole.side();
      return Arrays.mismatch(
          labels, from, from + width, whole.labels(), wholeFrom, wholeFrom + width);
    }

    @Override
    public String toString() {
      return "%s, %d x %d px, %s".formatted(subject.name(), width, height, plan);
    }
  }

  private static int logUniform(Random random, int most) {
    return (int) Math.round(Math.exp(random.nextDouble() * Math.log(most)));
  }

  /** A legal window from 64 (or the network's least) to 512 pixels. */
  private static WindowPlan patch(Random random, ModelProfile profile) {
    int least = profile.halo().total() + profile.stride();
    int first = profile.smallestSize();
    while (first < Math.max(64, least)) {
      first += profile.stride();
    }
    int choices = (Math.max(first, 512) - first) / profile.stride() + 1;
    double small = Math.pow(random.nextDouble(), 3);
    int window = first + profile.stride() * (int) (choices * small);
    return profile.window(OptionalInt.of(window), OptionalInt.empty());
  }

  private static long work(int width, int height, WindowPlan plan) {
    TileGrid grid = new TileGrid(width, height, plan.core(), plan.halo());
    return grid.size() * plan.window() * plan.window();
  }

  private static double probabilityDifference(
      NoiseSlide slide, TileGrid grid, int batch, Segmenter session, Whole whole)
      throws IOException, InterruptedException {
    TileBatchPool pool = new TileBatchPool(1, batch, grid.window());
    WindowReader reader = WindowReader.of(slide, 0);
    double[] largest = {0};
    for (Tile tile : grid) {
      try (TileBatch lease = pool.lease()) {
        reader.read(tile.window(), lease.add(tile));
        session.probabilities(
            lease,
            (of, covered, tiled) ->
                largest[0] = Math.max(largest[0], difference(of.core(), covered, tiled, whole)));
      }
    }
    return largest[0];
  }

  private static double difference(Region core, Region covered, FloatBuffer tiled, Whole whole) {
    double largest = 0;
    for (int c = 0; c < CLASSES; c++) {
      for (long y = core.y(); y < core.bottom(); y++) {
        for (long x = core.x(); x < core.right(); x++) {
          long at = c * covered.area() + (y - covered.y()) * covered.width() + x - covered.x();
          float one = tiled.get(tiled.position() + (int) at);
          largest = Math.max(largest, Math.abs(one - whole.probability(c, (int) x, (int) y)));
        }
      }
    }
    return largest;
  }

  /** One forward pass over the mirrored image, cut to begin at the slide's first pixel. */
  private record Whole(int side, byte[] labels, float[] probabilities) {
    float probability(int label, int x, int y) {
      return probabilities[(label * side + y) * side + x];
    }

    static Whole of(
        SegmentationModel model, ModelProfile profile, NoiseSlide slide, int width, int height)
        throws IOException, InterruptedException {
      Halo halo = profile.halo();
      int stride = profile.stride();
      int least = Math.max(Math.max(width, height), profile.smallestSize() - halo.total());
      int core = (least + stride - 1) / stride * stride;
      int window = core + halo.total();
      Tile tile = new TileGrid(core, core, core, halo).tile(0, 0);
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
