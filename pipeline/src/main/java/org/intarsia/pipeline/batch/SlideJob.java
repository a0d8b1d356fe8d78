package org.intarsia.pipeline.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.intarsia.classifier.masks.MaskCounts;
import org.intarsia.pipeline.PipelineException;
import org.intarsia.pipeline.PipelinePlan;
import org.intarsia.pipeline.PipelineReport;
import org.intarsia.pipeline.PipelineRun;
import org.intarsia.pipeline.Stage;
import org.intarsia.segmenter.ModelCard;
import org.intarsia.segmenter.Segmenter;
import org.intarsia.segmenter.TissueClass;
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

/** One slide from its file to its folder of results. */
final class SlideJob {
  static final String MASK = "mask.ome.tiff";
  static final String OVERLAY = "overlay.jpg";
  static final String RECORD = "slide.json";

  private static final int OVERLAY_SIDE = 1200;

  private final BatchContext context;
  private final SlideInput slide;
  private final RunProgress progress;
  private Stage stage = Stage.OPEN;

  SlideJob(BatchContext context, SlideInput slide, RunProgress progress) {
    this.context = context;
    this.slide = slide;
    this.progress = progress;
  }

  /** Works on the slide; a failure is a result, an interruption is not. */
  SlideResult run() throws InterruptedException {
    try {
      String fingerprint = fingerprint();
      Optional<SlideRecord> earlier = earlier(fingerprint);
      if (earlier.isPresent()) {
        return new SlideResult.Done(slide, earlier.get(), SlideResult.Reused.EARLIER_RUN);
      }
      SlideRecord record = segment(fingerprint);
      return new SlideResult.Done(slide, record, SlideResult.Reused.NEW);
    } catch (PipelineException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      return failed(e.stage(), cause, String.valueOf(e.getMessage()));
    } catch (IOException | IllegalArgumentException e) {
      return failed(stage, e, e.getMessage() == null ? e.toString() : e.getMessage());
    }
  }

  private SlideResult failed(Stage where, Throwable cause, String message) {
    return new SlideResult.Failed(
        slide, where, cause.getClass().getSimpleName(), message.replaceAll("\\s*\\R\\s*", " "));
  }

  private String fingerprint() throws IOException {
    try {
      return Digest.fingerprint(slide.file());
    } catch (NoSuchFileException e) {
      throw new IOException(slide.file() + ": no such file", e);
    } catch (AccessDeniedException e) {
      throw new IOException(slide.file() + ": no permission to read it", e);
    }
  }

  /** The record of an earlier run of the same plan on the same slide, with its files in place. */
  private Optional<SlideRecord> earlier(String fingerprint) throws IOException {
    Path file = context.output().slide(slide.name()).resolve(RECORD);
    if (context.earlier() == BatchRun.Earlier.REDO || !Files.exists(file)) {
      return Optional.empty();
    }
    SlideRecord record;
    try {
      record = Json.read(Files.readString(file), SlideRecord.class);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
    boolean same =
        record.planDigest().equals(context.planDigest())
            && record.fingerprint().equals(fingerprint)
            && record.files().keySet().stream()
                .allMatch(name -> Files.exists(file.resolveSibling(name)));
    return same ? Optional.of(record) : Optional.empty();
  }

  private SlideRecord segment(String fingerprint) throws IOException, InterruptedException {
    long start = System.nanoTime();
    try (SlideReader reader = SlideReaders.open(slide.file())) {
      ModelCard card = context.model().card();
      WorkingLevel level =
          WorkingLevel.choose(reader.metadata(), context.plan().wish(card.micronsPerPixel()));
      stage = Stage.TISSUE;
      TileSelector selector = selector(reader, level);
      double tissueSeconds = (System.nanoTime() - start) * 1e-9;
      stage = Stage.WRITE;
      Path folder = context.output().beginSlide(slide.name());
      try {
        SlideRecord record = write(folder, reader, level, selector, fingerprint, tissueSeconds);
        Files.writeString(folder.resolve(RECORD), Json.pretty(record));
        context.output().publishSlide(slide.name());
        return record;
      } catch (IOException | InterruptedException | RuntimeException | Error e) {
        abandon(e);
        throw e;
      }
    }
  }

  private void abandon(Throwable failure) {
    try {
      context.output().abandonSlide(slide.name());
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private TileSelector selector(SlideReader reader, WorkingLevel level) throws IOException {
    return context.plan().choices().tissue() == PipelinePlan.TissueFilter.NONE
        ? TileSelector.all()
        : TissueMap.of(reader, level.width(), level.height());
  }

  private SlideRecord write(
      Path folder,
      SlideReader reader,
      WorkingLevel level,
      TileSelector selector,
      String fingerprint,
      double tissueSeconds)
      throws IOException, InterruptedException {
    PipelinePlan plan = context.plan();
    ModelCard card = context.model().card();
    TileGrid grid = plan.grid(level);
    progress.tilesBegin(grid);
    MaskLayout layout = layout(level);
    FeatureSink features = new FeatureSink(card.classes().size());
    PipelineReport report;
    stage = Stage.SEGMENT;
    SlideReader view = level.view(reader);
    OverlaySink overlay = OverlaySink.of(layout, card.background(), OVERLAY_SIDE);
    try (MaskSink sinks =
        MaskSink.all(
            List.of(OmeTiffMaskSink.create(folder.resolve(MASK), layout), features, overlay))) {
      List<Segmenter> sessions = context.sessions();
      PipelineRun run =
          PipelineRun.of(
              new PipelineRun.Job(
                  view,
                  grid,
                  selector,
                  plan.choices().seam().seam(card.classes().size()),
                  card.background()),
              new PipelineRun.Flow(
                  plan.resources().batch(), plan.resources().readers(), plan.resources().bands()),
              sessions);
      report = run.execute(sinks, progress::tilesDone);
      stage = Stage.WRITE;
      Files.write(folder.resolve(OVERLAY), overlay.overlay().jpeg(thumbnail(reader, level)));
    }
    MaskCounts counts = features.counts();
    long counted = counts.histogram().total();
    if (counted != Math.multiplyExact(level.width(), level.height())) {
      throw new IllegalStateException(
          slide.file() + ": " + counted + " pixels counted of " + level);
    }
    return record(
        reader.metadata(), level, grid, counts, report, fingerprint, tissueSeconds, folder);
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
      SlideMetadata source,
      WorkingLevel level,
      TileGrid grid,
      MaskCounts counts,
      PipelineReport report,
      String fingerprint,
      double tissueSeconds,
      Path folder)
      throws IOException {
    ModelCard card = context.model().card();
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
        fingerprint,
        context.planDigest(),
        new SlideRecord.Source(
            source.format(),
            source.codec(),
            source.level(0).width(),
            source.level(0).height(),
            source.micronsPerPixel()),
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
            report.skipped()),
        classes,
        counts.features(names, card.background(), level.micronsPerPixel()).asMap(),
        new SlideRecord.Seconds(
            rounded(tissueSeconds),
            rounded(report.readSeconds()),
            rounded(report.segmentSeconds()),
            rounded(report.stitchSeconds()),
            rounded(report.wallSeconds())),
        level.note().isEmpty() ? List.of() : List.of(level.note()),
        files);
  }

  private static double rounded(double seconds) {
    return Math.round(seconds * 1000) / 1000.0;
  }
}
