package org.intarsia.pipeline.features;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.intarsia.classifier.DiagnosisFeatures;
import org.intarsia.classifier.masks.FeatureSettings;
import org.intarsia.classifier.masks.MaskFeatures;
import org.intarsia.pipeline.batch.FeatureTable;
import org.intarsia.pipeline.batch.UsageException;
import org.intarsia.pipeline.roi.Roi;
import org.intarsia.pipeline.roi.RoiFrame;
import org.intarsia.tiler.LabelKey;
import org.intarsia.tiler.LabelMask;

/** Describes masks, one after the other, in bands of rows. */
public final class FeatureExtraction {
  /**
   * How masks are to be understood.
   *
   * @param table classes of masks that do not state them, if they are not to be discovered
   * @param ignored grey value or label of pixels that do not count
   * @param background name or label of the class that is no tissue; if empty, the one called
   *     background, else label 0
   * @param micronsPerPixel size of a pixel in place of what the masks say
   * @param settings what is counted
   * @param slides the masks' slides, for superpixels and ducts of whole masks
   */
  public record Choices(
      Optional<LabelKey> table,
      OptionalInt ignored,
      Optional<String> background,
      OptionalDouble micronsPerPixel,
      FeatureSettings settings,
      Optional<SlideFolder> slides) {}

  /**
   * The lines of the table and what went wrong.
   *
   * @param columns names of the features
   * @param rows one for each mask, ROI or case
   * @param failures one message for each line that is marked as failed, or more
   * @param notes what a reader should know
   */
  public record Result(
      List<String> columns,
      List<FeatureTable.Row> rows,
      List<String> failures,
      List<String> notes) {}

  private record Part(
      String mask, String roi, Optional<Described> found, Map<String, ? extends Number> more) {
    static Part of(String mask, String roi, Optional<Described> found) {
      return new Part(mask, roi, found, Map.of());
    }
  }

  private final Choices choices;
  private final Optional<RoiChoice> rois;
  private final MaskClasses classes;
  private final List<String> failures = new ArrayList<>();
  private final Set<String> more = new LinkedHashSet<>();
  private int background;

  private FeatureExtraction(Choices choices, Optional<RoiChoice> rois) {
    this.choices = choices;
    this.rois = rois;
    this.classes = new MaskClasses(choices.table(), choices.ignored());
  }

  /**
   * Describes every mask, or every ROI of every mask; one that cannot be is a failure.
   *
   * @param masks files by name, in the order of the lines
   * @param cases if there, counts are added up by case before shares and means are made of them,
   *     and there is one line a case
   * @throws UsageException if the classes cannot be made out
   */
  public static Result of(
      Map<String, Path> masks, Choices choices, Optional<RoiChoice> rois, Optional<CaseTable> cases)
      throws InterruptedException {
    FeatureExtraction extraction = new FeatureExtraction(choices, rois);
    List<Part> parts = new ArrayList<>();
    Map<String, Path> readable = extraction.look(masks);
    List<String> notes = extraction.classes.decide();
    extraction.background = extraction.classes.background(choices.background());
    for (Map.Entry<String, Path> mask : masks.entrySet()) {
      parts.addAll(
          readable.containsKey(mask.getKey())
              ? extraction.describe(mask.getKey(), mask.getValue())
              : List.of(Part.of(mask.getKey(), "", Optional.empty())));
    }
    if (cases.isPresent()) {
      parts = extraction.byCase(parts, cases.get());
    }
    List<String> columns =
        new ArrayList<>(
            MaskFeatures.columns(
                extraction.classes.names(), extraction.background, choices.settings()));
    columns.addAll(extraction.more);
    return new Result(
        columns, parts.stream().map(extraction::row).toList(), extraction.failures, notes);
  }

  private Map<String, Path> look(Map<String, Path> masks) {
    Map<String, Path> readable = new LinkedHashMap<>();
    masks.forEach(
        (name, file) -> {
          try (LabelMask mask = LabelMask.open(file)) {
            classes.look(mask);
            readable.put(name, file);
          } catch (IOException | IllegalArgumentException e) {
            failures.add(String.valueOf(e.getMessage()));
          }
        });
    return readable;
  }

  private List<Part> describe(String name, Path file) throws InterruptedException {
    try (LabelMask mask = LabelMask.open(file)) {
      MaskReading reading = new MaskReading(mask, classes.key(mask), choices.settings());
      OptionalDouble size =
          choices.micronsPerPixel().isPresent()
              ? choices.micronsPerPixel()
              : mask.micronsPerPixel();
      if (rois.isEmpty()) {
        Described whole = new Described(reading.whole(), size);
        return List.of(new Part(name, "", Optional.of(whole), ofSlide(name, mask)));
      }
      RoiFrame frame = rois.get().frame(mask, size);
      List<Part> parts = new ArrayList<>();
      for (Roi roi : rois.get().of(name, frame)) {
        parts.add(Part.of(name, roi.name(), within(reading, roi, frame, size)));
      }
      return parts;
    } catch (IOException | IllegalArgumentException e) {
      failures.add(String.valueOf(e.getMessage()));
      return List.of(Part.of(name, "", Optional.empty()));
    }
  }

  private Map<String, ? extends Number> ofSlide(String name, LabelMask mask) throws IOException {
    if (choices.slides().isEmpty()) {
      return Map.of();
    }
    SlideFolder slides = choices.slides().get();
    LabelKey key = classes.key(mask);
    RegionFeatures published =
        new RegionFeatures(
            key, DiagnosisFeatures.classColumns(classes.names()), slides.ductLabels(key));
    Map<String, Double> values = published.of(slides.slide(name), slides.reading(), mask);
    more.addAll(values.keySet());
    return values;
  }

  private Optional<Described> within(
      MaskReading reading, Roi roi, RoiFrame frame, OptionalDouble size)
      throws InterruptedException {
    try {
      return Optional.of(new Described(reading.within(roi, frame), size));
    } catch (IOException e) {
      failures.add(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /** One part a case, in the order of their first masks; a case that lacks a mask has failed. */
  private List<Part> byCase(List<Part> parts, CaseTable cases) {
    Map<String, List<Part>> grouped = new LinkedHashMap<>();
    List<Part> summed = new ArrayList<>();
    for (Part part : parts) {
      try {
        grouped.computeIfAbsent(cases.caseOf(part.mask()), name -> new ArrayList<>()).add(part);
      } catch (IOException e) {
        failures.add(String.valueOf(e.getMessage()));
      }
    }
    grouped.forEach((name, members) -> summed.add(Part.of(name, "", sum(name, members))));
    return summed;
  }

  private Optional<Described> sum(String name, List<Part> members) {
    Optional<Described> sum = Optional.empty();
    for (Part member : members) {
      if (member.found().isEmpty()) {
        failures.add("case " + name + ": not added up, since " + member.mask() + " failed");
        return Optional.empty();
      }
      try {
        Described found = member.found().get();
        sum = Optional.of(sum.isPresent() ? sum.get().plus(found) : found);
      } catch (IllegalArgumentException e) {
        failures.add("case " + name + ": " + e.getMessage());
        return Optional.empty();
      }
    }
    return sum;
  }

  private FeatureTable.Row row(Part part) {
    return FeatureTable.Row.of(
        part.mask(), part.roi(), part.found().map(found -> values(found, part.more())));
  }

  private FeatureTable.Values values(Described found, Map<String, ? extends Number> more) {
    OptionalDouble size = found.micronsPerPixel();
    Map<String, Number> values =
        new LinkedHashMap<>(found.counts().features(classes.names(), background, size).asMap());
    values.putAll(more);
    return new FeatureTable.Values(size, values);
  }
}
