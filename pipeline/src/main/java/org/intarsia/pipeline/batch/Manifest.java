package org.intarsia.pipeline.batch;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.intarsia.classifier.DiagnosisFeatures;
import org.intarsia.classifier.masks.FeatureSettings;
import org.intarsia.pipeline.PipelinePlan;
import org.intarsia.pipeline.Version;
import org.intarsia.pipeline.WindowFit;
import org.intarsia.pipeline.planning.Planning;
import org.intarsia.segmenter.Precision;
import org.intarsia.segmenter.SegmentationModel;
import org.intarsia.slideio.ReadOptions.DeepSamples;

/** Writes {@code manifest.json} as the run goes on, see {@link RunManifest}. */
final class Manifest {
  /**
   * All that changes results, in a fixed order; its digest tells plans apart. What is left out
   * where it is as usual leaves the digest of other plans as it was.
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  private record ResultPlan(
      String version,
      String modelSha256,
      @JsonRawValue String card,
      int window,
      int core,
      int haloBefore,
      int haloAfter,
      Optional<WindowFit> fit,
      String seam,
      String tissue,
      OptionalDouble slideMicronsPerPixel,
      OptionalInt level,
      String badTiles,
      Optional<Precision> precision,
      Optional<String> reader,
      Optional<String> deepSamples,
      int featureSchema,
      FeatureSettings features) {}

  private final ResultPlan results;
  private final PipelinePlan plan;
  private final Planning planning;
  private final String command;
  private final String started = Instant.now().toString();
  private final List<SlideInput> slides;
  private final RunManifest.Model model;
  private final FutureTask<Provenance> provenance = new FutureTask<>(Provenance::current);
  private final Map<String, RunManifest.Slide> ended = new HashMap<>();

  private Manifest(
      PipelinePlan plan,
      Planning planning,
      RunManifest.Model model,
      String command,
      List<SlideInput> slides) {
    this.plan = plan;
    this.planning = planning;
    this.model = model;
    this.command = command;
    this.slides = slides;
    this.results =
        new ResultPlan(
            Version.current(),
            plan.model().archiveSha256(),
            plan.model().card(),
            plan.window().window(),
            plan.window().core(),
            plan.window().halo().before(),
            plan.window().halo().after(),
            plan.fit(),
            plan.choices().seam().name(),
            plan.choices().tissue().name(),
            plan.choices().slideMicronsPerPixel(),
            plan.choices().level(),
            plan.choices().badTiles().name(),
            Optional.of(plan.choices().precision())
                .filter(precision -> precision != Precision.FLOAT32),
            plan.choices().reading().reader(),
            Optional.of(plan.choices().reading().deepSamples())
                .filter(treatment -> treatment != DeepSamples.REFUSE)
                .map(DeepSamples::name),
            DiagnosisFeatures.SCHEMA_VERSION,
            FeatureSink.SETTINGS);
  }

  /** Begins a run; libraries are digested meanwhile, by a thread that ends by itself. */
  static Manifest begin(
      PipelinePlan plan,
      Planning planning,
      SegmentationModel model,
      String command,
      List<SlideInput> slides)
      throws IOException {
    Optional<Path> card = model.cardFile().map(Path::toAbsolutePath);
    RunManifest.Model files =
        new RunManifest.Model(
            plan.model().name(),
            model.archive().map(Path::toAbsolutePath),
            plan.model().archiveSha256(),
            card,
            card.isPresent() ? Digest.of(card.get()) : Digest.of(plan.model().card()));
    Manifest manifest = new Manifest(plan, planning, files, command, slides);
    new Thread(manifest.provenance, "provenance").start();
    return manifest;
  }

  String planDigest() {
    return Digest.of(Json.line(results));
  }

  /** Writes the manifest beside the tables, whose digests it holds; after them. */
  void write(OutputFolder output, Map<SlideInput, SlideResult> done)
      throws IOException, InterruptedException {
    List<RunManifest.Slide> states = new ArrayList<>();
    for (SlideInput slide : slides) {
      SlideResult result = done.get(slide);
      states.add(result == null ? waiting(slide) : ended(output, result));
    }
    RunManifest whole =
        new RunManifest(
            Version.current(),
            command,
            started,
            Instant.now().toString(),
            planDigest(),
            Json.read(Json.line(results), JsonNode.class),
            Optional.of(planning),
            model,
            MachineFacts.all(),
            provenance(),
            RunTables.digests(output),
            states,
            new RunManifest.Recipe(
                slides, plan.window(), plan.fit(), plan.choices(), plan.resources()));
    output.write(RunManifest.FILE, Json.pretty(whole));
  }

  private Provenance provenance() throws InterruptedException {
    try {
      return provenance.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the libraries cannot be digested", e.getCause());
    }
  }

  private static RunManifest.Slide waiting(SlideInput slide) {
    return new RunManifest.Slide(
        slide.name(),
        slide.file().toString(),
        "waiting",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  /** Digests are made once a slide: the manifest is written after every one. */
  private RunManifest.Slide ended(OutputFolder output, SlideResult result) throws IOException {
    SlideInput slide = result.slide();
    RunManifest.Slide known = ended.get(slide.name());
    if (known == null) {
      Optional<SlideRecord> done =
          result instanceof SlideResult.Done each ? Optional.of(each.record()) : Optional.empty();
      Path record = output.slide(slide.name()).resolve(SlideWork.RECORD);
      known =
          new RunManifest.Slide(
              slide.name(),
              slide.file().toString(),
              state(result),
              done.map(SlideRecord::fingerprint).or(() -> fingerprint(slide.file())),
              whole(slide.file()),
              result instanceof SlideResult.Duplicate || !Files.exists(record)
                  ? Optional.empty()
                  : Optional.of(Digest.of(record)),
              done.map(SlideRecord::planDigest),
              done.flatMap(SlideRecord::rois).map(SlideRecord.Rois::origins).orElse(List.of()));
      ended.put(slide.name(), known);
    }
    return known;
  }

  private static String state(SlideResult result) {
    if (result instanceof SlideResult.Duplicate duplicate) {
      return "duplicate of " + duplicate.original().name();
    }
    return result instanceof SlideResult.Done ? "done" : "failed";
  }

  private static Optional<String> fingerprint(Path slide) {
    try {
      return Optional.of(Digest.fingerprint(slide));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> whole(Path slide) {
    try {
      long bytes = 0;
      for (Path part : WholeSlides.parts(slide)) {
        bytes += Files.size(part);
      }
      return bytes <= RunManifest.Slide.WHOLE_DIGEST_BYTES
          ? Optional.of(Digest.ofSlide(slide))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
