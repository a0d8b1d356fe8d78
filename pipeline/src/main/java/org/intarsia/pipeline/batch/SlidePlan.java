package org.intarsia.pipeline.batch;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.intarsia.pipeline.PipelinePlan;
import org.intarsia.pipeline.roi.Roi;
import org.intarsia.pipeline.roi.RoiFrame;
import org.intarsia.pipeline.roi.RoiSource;
import org.intarsia.tiler.WorkingLevel;

/**
 * The plan of one slide: that of all slides, and what is asked for this one.
 *
 * @param digest of all that changes its results, the content of files with ROIs included
 * @param wish what its working level is chosen by
 * @param origins where its ROIs come from; empty for the whole slide
 * @param sources files and boxes of the ROIs
 */
record SlidePlan(
    String digest,
    WorkingLevel.Wish wish,
    List<SlideRecord.RoiOrigin> origins,
    List<RoiSource> sources) {

  private record Own(String plan, List<SlideRecord.RoiOrigin> rois, OptionalDouble mpp) {}

  /**
   * The plan of a slide.
   *
   * @throws IOException if a file of ROIs is not there or cannot be read; names it
   */
  static SlidePlan of(BatchContext context, SlideInput slide) throws IOException {
    SlideWishes wishes = slide.wishes();
    List<RoiSource> sources = new ArrayList<>();
    List<SlideRecord.RoiOrigin> origins = new ArrayList<>();
    List<SlideRecord.RoiOrigin> content = new ArrayList<>();
    for (RoiSource each : wishes.rois()) {
      RoiSource source =
          each instanceof RoiSource.InFolder in
              ? new RoiSource.InFile(RoiFolder.file(in.folder(), slide.name()))
              : each;
      SlideRecord.RoiOrigin origin = origin(source);
      sources.add(source);
      origins.add(origin);
      content.add(
          origin.sha256().isEmpty() ? origin : new SlideRecord.RoiOrigin("", origin.sha256()));
    }
    PipelinePlan plan = context.plan();
    WorkingLevel.Wish wish = plan.wish(context.model().card().micronsPerPixel());
    if (wishes.micronsPerPixel().isPresent()) {
      wish =
          new WorkingLevel.Wish(
              wish.modelMicronsPerPixel(), wishes.micronsPerPixel(), wish.level());
    }
    boolean asAll = origins.isEmpty() && wishes.micronsPerPixel().isEmpty();
    String digest =
        asAll
            ? context.planDigest()
            : Digest.of(
                Json.line(new Own(context.planDigest(), content, wishes.micronsPerPixel())));
    return new SlidePlan(digest, wish, List.copyOf(origins), List.copyOf(sources));
  }

  private static SlideRecord.RoiOrigin origin(RoiSource source) throws IOException {
    if (source instanceof RoiSource.InFile in) {
      return new SlideRecord.RoiOrigin(in.file().toString(), digest(in.file()));
    }
    if (source instanceof RoiSource.Box box) {
      return new SlideRecord.RoiOrigin(
          "box %s %s %s %s".formatted(box.x(), box.y(), box.width(), box.height()), "");
    }
    throw new IllegalArgumentException(source + " has not been looked up");
  }

  private static String digest(Path file) throws IOException {
    try {
      return Digest.of(file);
    } catch (NoSuchFileException e) {
      throw new IOException(file + ": no such file of ROIs", e);
    }
  }

  /** The slide's ROIs; none for the whole slide. */
  List<Roi> rois(RoiFrame frame) throws IOException {
    return RoiSource.read(sources, frame);
  }
}
