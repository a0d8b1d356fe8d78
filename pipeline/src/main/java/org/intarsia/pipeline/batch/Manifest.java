package org.intarsia.pipeline.batch;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.intarsia.classifier.DiagnosisFeatures;
import org.intarsia.classifier.masks.FeatureSettings;
import org.intarsia.pipeline.PipelinePlan;
import org.intarsia.pipeline.Version;

/** {@code manifest.json}: what was run, with what, on what machine, and how each slide ended. */
final class Manifest {
  static final String FILE = "manifest.json";

  /** All that changes results, in a fixed order; its digest tells plans apart. */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  private record ResultPlan(
      String version,
      String modelSha256,
      @JsonRawValue String card,
      int window,
      int core,
      int haloBefore,
      int haloAfter,
      String seam,
      String tissue,
      OptionalDouble slideMicronsPerPixel,
      OptionalInt level,
      String badTiles,
      int featureSchema,
      FeatureSettings features) {}

  private record SlideState(String name, String slide, String state) {}

  private record Whole(
      String version,
      String command,
      String started,
      String written,
      String planDigest,
      ResultPlan plan,
      PipelinePlan.Resources resources,
      Map<String, String> machine,
      List<SlideState> slides) {}

  private final ResultPlan results;
  private final PipelinePlan plan;
  private final String command;
  private final String started = Instant.now().toString();
  private final List<SlideInput> slides;

  private Manifest(PipelinePlan plan, String command, List<SlideInput> slides) {
    this.plan = plan;
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
            plan.choices().seam().name(),
            plan.choices().tissue().name(),
            plan.choices().slideMicronsPerPixel(),
            plan.choices().level(),
            plan.choices().badTiles().name(),
            DiagnosisFeatures.SCHEMA_VERSION,
            FeatureSink.SETTINGS);
  }

  static Manifest begin(PipelinePlan plan, String command, List<SlideInput> slides) {
    return new Manifest(plan, command, slides);
  }

  String planDigest() {
    return Digest.of(Json.line(results));
  }

  String toJson(Map<SlideInput, SlideResult> ended) {
    List<SlideState> states = new ArrayList<>();
    for (SlideInput slide : slides) {
      SlideResult result = ended.get(slide);
      states.add(
          new SlideState(
              slide.name(), slide.file().toString(), result == null ? "waiting" : state(result)));
    }
    return Json.pretty(
        new Whole(
            Version.current(),
            command,
            started,
            Instant.now().toString(),
            planDigest(),
            results,
            plan.resources(),
            MachineFacts.all(),
            states));
  }

  private static String state(SlideResult result) {
    if (result instanceof SlideResult.Duplicate duplicate) {
      return "duplicate of " + duplicate.original().name();
    }
    return result instanceof SlideResult.Done ? "done" : "failed";
  }
}
