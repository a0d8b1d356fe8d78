package org.intarsia.pipeline.batch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.intarsia.classifier.masks.MaskCounts;
import org.intarsia.pipeline.PipelinePlan;
import org.intarsia.pipeline.roi.Roi;
import org.intarsia.pipeline.roi.RoiCounters;
import org.intarsia.pipeline.roi.RoiFrame;
import org.intarsia.pipeline.roi.RoiTiles;
import org.intarsia.segmenter.ModelCard;
import org.intarsia.segmenter.TissueClass;
import org.intarsia.slideio.SlideMetadata;
import org.intarsia.tiler.TileGrid;
import org.intarsia.tiler.TileSelector;

/**
 * The ROIs of a slide on its working level: which tiles they touch, and what was counted in them.
 * Without ROIs every tile is as good as another.
 */
final class SlideRois {
  private final SlidePlan plan;
  private final RoiFrame frame;
  private final List<Roi> rois;
  private final Optional<RoiTiles> tiles;
  private final TileGrid grid;

  private SlideRois(
      SlidePlan plan, RoiFrame frame, List<Roi> rois, TileGrid grid, Optional<RoiTiles> tiles) {
    this.plan = plan;
    this.frame = frame;
    this.rois = rois;
    this.grid = grid;
    this.tiles = tiles;
  }

  /**
   * Reads the ROIs of a slide.
   *
   * @throws IOException if they cannot be read, or no pixel of the level lies in one; names it
   */
  static SlideRois of(
      SlidePlan plan, SlideMetadata slide, TileGrid grid, PipelinePlan.SeamChoice seam)
      throws IOException {
    RoiFrame frame =
        new RoiFrame(
            (double) slide.level(0).width() / grid.width(),
            Math.toIntExact(grid.width()),
            Math.toIntExact(grid.height()));
    if (plan.sources().isEmpty()) {
      return new SlideRois(plan, frame, List.of(), grid, Optional.empty());
    }
    List<Roi> rois = plan.rois(frame);
    RoiTiles.Reach reach =
        seam == PipelinePlan.SeamChoice.CROP ? RoiTiles.Reach.CORE : RoiTiles.Reach.WINDOW;
    RoiTiles tiles = RoiTiles.of(grid, rois, frame, reach);
    if (!tiles.beside().isEmpty()) {
      throw new IOException(
          slide.name() + ": " + RoiCounters.outside(tiles.beside().get(0), frame));
    }
    return new SlideRois(plan, frame, rois, grid, Optional.of(tiles));
  }

  /** A selector of those of another's tiles that an ROI touches. */
  TileSelector and(TileSelector other) {
    return tiles
        .<TileSelector>map(touched -> tile -> touched.selects(tile) && other.selects(tile))
        .orElse(other);
  }

  /** Digest of the slide's plan. */
  String planDigest() {
    return plan.digest();
  }

  /** Tiles that no ROI touches. */
  long tilesBeside() {
    return tiles.map(touched -> grid.size() - touched.count()).orElse(0L);
  }

  /** Counters at the top of the level. */
  RoiCounters counters(int classes) {
    return RoiCounters.of(rois, frame, classes, FeatureSink.SETTINGS);
  }

  /** What is to be recorded, with one count for each ROI; empty without ROIs. */
  Optional<SlideRecord.Rois> record(
      List<MaskCounts> counts, ModelCard card, OptionalDouble micronsPerPixel) {
    if (rois.isEmpty()) {
      return Optional.empty();
    }
    List<String> names = card.classes().stream().map(TissueClass::name).toList();
    List<SlideRecord.RoiFeatures> areas = new ArrayList<>();
    for (int i = 0; i < rois.size(); i++) {
      long pixels = counts.get(i).histogram().total();
      OptionalDouble area =
          micronsPerPixel.isPresent()
              ? OptionalDouble.of(
                  pixels * micronsPerPixel.getAsDouble() * micronsPerPixel.getAsDouble() / 1e6)
              : OptionalDouble.empty();
      areas.add(
          new SlideRecord.RoiFeatures(
              rois.get(i).name(),
              pixels,
              area,
              counts.get(i).features(names, card.background(), micronsPerPixel).asMap()));
    }
    return Optional.of(new SlideRecord.Rois(plan.origins(), areas));
  }
}
