package org.intarsia.pipeline.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.intarsia.classifier.masks.MaskCounts;
import org.intarsia.pipeline.PipelinePlan;
import org.intarsia.pipeline.PipelineReport;
import org.intarsia.pipeline.PipelineRun;
import org.intarsia.pipeline.Stage;
import org.intarsia.pipeline.TileFaults;
import org.intarsia.pipeline.claims.Claim;
import org.intarsia.segmenter.ModelCard;
import org.intarsia.segmenter.TissueClass;
import org.intarsia.slideio.OpenedSlide;
import org.intarsia.slideio.RgbImage;
import org.intarsia.slideio.SlideMetadata;
import org.intarsia.slideio.SlideReader;
import org.intarsia.slideio.SlideReaders;
import org.intarsia.stitcher.LabelClass;
import org.intarsia.stitcher.MaskLayout;
import org.intarsia.stitcher.MaskSink;
import org.intarsia.stitcher.OmeTiffMaskSink;
import org.intarsia.stitcher.OverlaySink;
import org.intarsia.tiler.Thumbnail;
import org.intarsia.tiler.TileGrid;
import org.intarsia.tiler.TileSelector;
import org.intarsia.tiler.TissueMap;
import org.intarsia.tiler.WorkingLevel;

/** Makes the results of one slide in a folder, going on after the bands of an earlier attempt. */
final class SlideWork {
  static final String MASK = "mask.ome.tiff";
  static final String OVERLAY = "overlay.jpg";
  static final String RECORD = "slide.json";
  static final String JOURNAL = "bands.journal";

  private static final int OVERLAY_SIDE = 1200;

  private final BatchContext context;
  private final SlideInput slide;
  private final SlideProgress progress;
  private final TileFaults faults;
  private Stage stage = Stage.OPEN;

  /** The results of a slide, whole but not yet in their place. */
  record Made(Path folder, SlideRecord record) {}

  /** What is read, and what is known of it. */
  private record Source(
      SlideReader reader,
      String provider,
      WorkingLevel level,
      Tiles tiles,
      String fingerprint,
      double tissueSeconds) {}

  /** The tiles of a slide, and which of them are segmented. */
  private record Tiles(TileGrid grid, TileSelector selector, SlideRois rois) {}

  SlideWork(BatchContext context, SlideInput slide, SlideProgress progress) {
    this.context = context;
    this.slide = slide;
    this.progress = progress;
    this.faults = TileFaults.of(context.plan().choices().badTiles());
  }

  /** Where the work is; after a failure, where it failed. */
  Stage stage() {
    return stage;
  }

  /**
   * Does the work.
   *
   * @param plan what is asked for this slide
   * @param claim where to: its journal, and those of earlier attempts
   * @return the folder with all that belongs to the slide's results
   */
  Made make(SlidePlan plan, String fingerprint, Claim claim)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    OpenedSlide opened =
        SlideReaders.choose(slide.file(), context.plan().choices().reading().options());
    try (SlideReader reader = opened.reader()) {
      WorkingLevel level = WorkingLevel.choose(reader.metadata(), plan.wish());
      stage = Stage.TISSUE;
      TileSelector tissue = selector(reader, level);
      TileGrid grid = context.plan().grid(level, tissue);
      stage = Stage.OPEN;
      SlideRois rois = SlideRois.of(plan, reader.metadata(), grid, context.plan().choices().seam());
      double seconds = (System.nanoTime() - start) * 1e-9;
      Tiles tiles = new Tiles(grid, rois.and(tissue), rois);
      Source source = new Source(reader, opened.provider(), level, tiles, fingerprint, seconds);
      stage = Stage.WRITE;
      Path folder = Files.createDirectory(claim.folder().resolve("results"));
      SlideRecord record = write(folder, source, claim);
      Files.writeString(folder.resolve(RECORD), Json.pretty(record));
      return new Made(folder, record);
    }
  }

  private TileSelector selector(SlideReader reader, WorkingLevel level) throws IOException {
    return context.plan().choices().tissue() == PipelinePlan.TissueFilter.NONE
        ? TileSelector.all()
        : TissueMap.of(reader, level.width(), level.height());
  }

  private SlideRecord write(Path folder, Source source, Claim claim)
      throws IOException, InterruptedException {
    PipelinePlan plan = context.plan();
    ModelCard card = context.model().card();
    WorkingLevel level = source.level();
    TileGrid grid = source.tiles().grid();
    SlideRois rois = source.tiles().rois();
    progress.tilesBegin(grid);
    MaskLayout layout = layout(level);
    int classes = card.classes().size();
    FeatureSink features = new FeatureSink(classes, rois.counters(classes));
    OverlaySink overlay = OverlaySink.of(layout, card.background(), OVERLAY_SIDE);
    PipelineReport report;
    String key =
        String.join(
            " ", rois.planDigest(), source.fingerprint(), source.provider(), grid.toString());
    try (MaskSink sinks =
        MaskSink.all(
            List.of(
                BandJournal.create(
                    claim.folder().resolve(JOURNAL), key, LabelCodec.usual(), faults),
                OmeTiffMaskSink.create(folder.resolve(MASK), layout),
                features,
                overlay))) {
      int bands = replay(claim, key, grid, sinks);
      stage = Stage.SEGMENT;
      try (Sessions.Loan network =
          context.sessions().lend(grid.window(), source.tiles().selector().count(grid))) {
        PipelineRun run =
            PipelineRun.of(
                new PipelineRun.Job(
                    level.view(source.reader()),
                    grid,
                    source.tiles().selector(),
                    plan.choices().seam().seam(classes),
                    card.background()),
                new PipelineRun.Start(bands, faults),
                new PipelineRun.Flow(
                    plan.resources().batch(),
                    plan.resources().readers(),
                    plan.resources().bands(grid, source.tiles().selector())),
                network.segmenters());
        report = run.execute(sinks, progress.tiles(network::close));
      }
      stage = Stage.WRITE;
      Files.write(
          folder.resolve(OVERLAY), overlay.overlay().jpeg(thumbnail(source.reader(), level)));
    }
    long counted = features.counts().histogram().total();
    if (counted != Math.multiplyExact(level.width(), level.height())) {
      throw new IllegalStateException(
          slide.file() + ": " + counted + " pixels counted of " + level);
    }
    return record(source, features, report, folder);
  }

  /** Takes over the bands of the earlier attempt that came farthest. */
  private int replay(Claim claim, String key, TileGrid grid, MaskSink sinks) throws IOException {
    int most = 0;
    Optional<Path> best = Optional.empty();
    for (Path before : claim.before()) {
      Path journal = before.resolve(JOURNAL);
      int bands = BandJournal.bands(journal, key);
      if (bands > most) {
        most = bands;
        best = Optional.of(journal);
      }
    }
    if (best.isEmpty()) {
      return 0;
    }
    int bands = BandJournal.replay(best.get(), key, grid, sinks, faults);
    progress.note("goes on after %d of %d bands of an earlier run".formatted(bands, grid.rows()));
    return bands;
  }

  /** The slide in the shape of the working level, at most {@link #OVERLAY_SIDE} pixels a side. */
  private static RgbImage thumbnail(SlideReader reader, WorkingLevel level) throws IOException {
    double scale = Math.min(1, OVERLAY_SIDE / (double) Math.max(level.width(), level.height()));
    return Thumbnail.read(
        reader,
        (int) Math.max(1, Math.round(level.width() * scale)),
        (int) Math.max(1, Math.round(level.height() * scale)));
  }

  private MaskLayout layout(WorkingLevel level) {
    List<LabelClass> classes =
        context.model().card().classes().stream()
            .map(each -> new LabelClass(each.name(), each.rgb()))
            .toList();
    return MaskLayout.of(
        level.width(), level.height(), classes, level.micronsPerPixel(), slide.name());
  }

  private SlideRecord record(
      Source source, FeatureSink features, PipelineReport report, Path folder) throws IOException {
    ModelCard card = context.model().card();
    WorkingLevel level = source.level();
    SlideMetadata metadata = source.reader().metadata();
    TileGrid grid = source.tiles().grid();
    SlideRois rois = source.tiles().rois();
    MaskCounts counts = features.counts();
    List<String> names = card.classes().stream().map(TissueClass::name).toList();
    List<SlideRecord.ClassCount> classes = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      classes.add(new SlideRecord.ClassCount(names.get(i), counts.histogram().count(i)));
    }
    SortedMap<String, String> files = new TreeMap<>();
    for (String name : List.of(MASK, OVERLAY)) {
      files.put(name, Digest.of(folder.resolve(name)));
    }
    return new SlideRecord(
        "done",
        slide.file().toString(),
        source.fingerprint(),
        rois.planDigest(),
        context.output().claims().run(),
        new SlideRecord.Source(
            metadata.format(),
            source.provider(),
            metadata.codec(),
            metadata.level(0).width(),
            metadata.level(0).height(),
            metadata.micronsPerPixel()),
        new SlideRecord.Level(
            level.sourceLevel(),
            level.width(),
            level.height(),
            level.micronsPerPixel(),
            level.resampled() ? "area-resampled" : "as it is"),
        new SlideRecord.Tiles(
            grid.window(),
            grid.core(),
            grid.halo().before(),
            grid.halo().after(),
            report.segmented(),
            report.skipped() - rois.tilesBeside(),
            rois.tilesBeside(),
            report.failed()),
        rois.record(features.roiCounts(), card, level.micronsPerPixel()),
        classes,
        faults.all(),
        counts.features(names, card.background(), level.micronsPerPixel()).asMap(),
        new SlideRecord.Seconds(
            rounded(source.tissueSeconds()),
            rounded(report.readSeconds()),
            rounded(report.segmentSeconds()),
            rounded(report.stitchSeconds()),
            rounded(report.wallSeconds())),
        notes(level, report),
        files);
  }

  private static List<String> notes(WorkingLevel level, PipelineReport report) {
    List<String> notes = new ArrayList<>();
    if (!level.note().isEmpty()) {
      notes.add(level.note());
    }
    if (report.failed() > 0) {
      notes.add(
          "%d of %d tiles with tissue could not be read and are background"
              .formatted(report.failed(), report.failed() + report.segmented()));
    }
    return notes;
  }

  private static double rounded(double seconds) {
    return Math.round(seconds * 1000) / 1000.0;
  }
}
