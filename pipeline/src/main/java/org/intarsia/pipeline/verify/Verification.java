package org.intarsia.pipeline.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.intarsia.pipeline.batch.Digest;
import org.intarsia.pipeline.batch.Json;
import org.intarsia.pipeline.batch.RunManifest;
import org.intarsia.pipeline.batch.SlideRecord;
import org.intarsia.pipeline.batch.UsageException;

/**
 * Compares a run's folder with what its manifest says of it.
 *
 * <p>The manifest names the digests of the tables and of every {@code slide.json}, which name those
 * of the masks and overlays; the manifest itself is believed. Inputs (slides, model, card) are
 * compared where they still are.
 */
public final class Verification {
  private static final String RECORD = "slide.json";

  /** What is read beside the results. */
  public enum Depth {
    /** Fingerprints of the slides. */
    FINGERPRINTS,
    /** Whole slides too, where the manifest has their digests. */
    WHOLE_SLIDES
  }

  /** What is done with masks beside digests. */
  public enum Counts {
    BELIEVED,
    /** The labels of every mask are counted again. */
    COUNTED
  }

  private final Path folder;
  private final RunManifest manifest;
  private final Depth depth;
  private final Counts counts;
  private final Consumer<Check> report;

  private Verification(
      Path folder, RunManifest manifest, Depth depth, Counts counts, Consumer<Check> report) {
    this.folder = folder;
    this.manifest = manifest;
    this.depth = depth;
    this.counts = counts;
    this.report = report;
  }

  /**
   * Compares everything, and goes on where something differs.
   *
   * @param report told each comparison as it is made
   * @throws UsageException if the folder is not that of a run
   * @throws IOException if a file that is there cannot be read
   */
  public static void of(Path folder, Depth depth, Counts counts, Consumer<Check> report)
      throws IOException, InterruptedException {
    if (!Files.isRegularFile(folder.resolve(RunManifest.FILE))) {
      throw new UsageException(
          "%s: not the folder of a run: it has no %s; name the --output of 'intarsia run'"
              .formatted(folder, RunManifest.FILE));
    }
    RunManifest manifest = RunManifest.read(folder.resolve(RunManifest.FILE));
    new Verification(folder, manifest, depth, counts, report).compare();
  }

  private void compare() throws IOException, InterruptedException {
    for (Map.Entry<String, String> table : manifest.files().entrySet()) {
      own(table.getKey(), table.getValue());
    }
    unexpectedTables();
    FeatureLines lines = FeatureLines.read(folder);
    for (RunManifest.Slide slide : manifest.slides()) {
      if (slide.done()) {
        slide(slide, lines);
      } else if (slide.failed() && slide.record().isPresent()) {
        own("slides/" + slide.name() + "/" + RECORD, slide.record().get());
      }
    }
    lines.unclaimed(manifest.slides()).forEach(report);
    unexpectedSlides();
    model();
    for (int i = 0; i < manifest.slides().size(); i++) {
      input(manifest.slides().get(i), manifest.recipe().inputs().get(i).file());
      rois(manifest.slides().get(i));
    }
  }

  /** A file of the run's own, which must be there. */
  private boolean own(String name, String expected) throws IOException {
    Path file = folder.resolve(name);
    Check check =
        Files.isRegularFile(file)
            ? Check.compared(name, expected, Digest.of(file))
            : Check.missing(name);
    report.accept(check);
    return !check.differs();
  }

  private void unexpectedTables() {
    String failures = "failures.csv";
    if (!manifest.files().containsKey(failures) && Files.exists(folder.resolve(failures))) {
      report.accept(Check.changed(failures, "no such file", "a file"));
    }
  }

  private void unexpectedSlides() throws IOException {
    Path slides = folder.resolve("slides");
    if (!Files.isDirectory(slides)) {
      return;
    }
    Set<String> there = new TreeSet<>();
    try (Stream<Path> children = Files.list(slides)) {
      children
          .filter(Files::isDirectory)
          .map(child -> String.valueOf(child.getFileName()))
          .filter(name -> !name.startsWith("."))
          .forEach(there::add);
    }
    manifest.slides().stream()
        .filter(slide -> slide.done() || slide.failed())
        .map(RunManifest.Slide::name)
        .forEach(there::remove);
    for (String name : there) {
      report.accept(Check.changed("slides/" + name, "no such folder", "a folder"));
    }
  }

  private void slide(RunManifest.Slide slide, FeatureLines lines)
      throws IOException, InterruptedException {
    String place = "slides/" + slide.name() + "/";
    boolean whole = own(place + RECORD, slide.record().orElse("no digest in the manifest"));
    Path file = folder.resolve(place).resolve(RECORD);
    Optional<SlideRecord> read = Files.isRegularFile(file) ? record(file) : Optional.empty();
    if (read.isEmpty()) {
      return; // its own check has said so
    }
    SlideRecord record = read.get();
    if (whole) {
      report.accept(
          Check.compared(
              place + RECORD + ", plan",
              slide.planDigest().orElse(manifest.planDigest()),
              record.planDigest()));
    }
    for (Map.Entry<String, String> each : record.files().entrySet()) {
      own(place + each.getKey(), each.getValue());
    }
    pixels(place + RECORD, record);
    lines.compare(slide.name(), record).forEach(report);
    Path mask = folder.resolve(place).resolve("mask.ome.tiff");
    if (counts == Counts.COUNTED && Files.isRegularFile(mask)) {
      LabelCounts.compare(place + "mask.ome.tiff", mask, record).forEach(report);
    }
  }

  private static Optional<SlideRecord> record(Path file) throws IOException {
    try {
      SlideRecord record = Json.read(Files.readString(file), SlideRecord.class);
      boolean complete =
          Stream.of(
                  record.planDigest(),
                  record.level(),
                  record.files(),
                  record.classes(),
                  record.features())
              .allMatch(part -> part != null);
      return complete ? Optional.of(record) : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private void pixels(String subject, SlideRecord record) {
    long area = record.level().width() * record.level().height();
    report.accept(
        Check.compared(subject + ", pixels counted", area + " px", record.pixels() + " px"));
  }

  private void model() throws IOException {
    RunManifest.Model model = manifest.model();
    if (model.archive().isPresent()) {
      foreign("model", model.archive().get(), model.sha256());
    }
    if (model.card().isPresent()) {
      foreign("card", model.card().get(), model.cardSha256());
    }
  }

  private void foreign(String what, Path file, String expected) throws IOException {
    String subject = what + " " + file;
    report.accept(
        Files.isRegularFile(file)
            ? Check.compared(subject, expected, Digest.of(file))
            : Check.elsewhere(subject));
  }

  private void input(RunManifest.Slide slide, Path file) throws IOException {
    if (slide.fingerprint().isEmpty()) {
      return;
    }
    String subject = "slide " + file;
    if (!Files.exists(file)) {
      report.accept(Check.elsewhere(subject));
      return;
    }
    report.accept(
        Check.compared(
            subject + ", fingerprint", slide.fingerprint().get(), Digest.fingerprint(file)));
    if (depth == Depth.WHOLE_SLIDES && slide.sha256().isPresent()) {
      report.accept(
          Check.compared(subject + ", whole", slide.sha256().get(), Digest.ofSlide(file)));
    }
  }

  private void rois(RunManifest.Slide slide) throws IOException {
    for (SlideRecord.RoiOrigin roi : slide.rois()) {
      if (roi.sha256().isEmpty()) {
        continue;
      }
      String subject = "ROIs " + roi.source();
      Path file = Path.of(roi.source());
      report.accept(
          Files.isRegularFile(file)
              ? Check.compared(subject, roi.sha256(), Digest.of(file))
              : Check.elsewhere(subject));
    }
  }
}
