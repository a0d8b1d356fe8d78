package org.intarsia.pipeline.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.intarsia.pipeline.Stage;

/**
 * Which slides need no work, by the {@code slide.json} in their folders: those that are done by the
 * same plan, and those that another process of the same time has found to fail.
 */
final class SettledSlides {
  private final OutputFolder output;
  private final BatchRun.Earlier earlier;
  private final Set<String> earlierRuns = new HashSet<>();

  private SettledSlides(OutputFolder output, BatchRun.Earlier earlier) {
    this.output = output;
    this.earlier = earlier;
  }

  /** Looks which runs have ended by now: what those failed at is tried again. */
  static SettledSlides of(OutputFolder output, BatchRun.Earlier earlier) throws IOException {
    SettledSlides settled = new SettledSlides(output, earlier);
    List<Path> folders;
    try (Stream<Path> children = Files.list(output.root().resolve("slides"))) {
      folders = children.toList();
    }
    for (Path folder : folders) {
      String run = read(folder).map(node -> node.path("run").asText("")).orElse("");
      if (!settled.earlierRuns.contains(run) && !output.claims().isAlive(run)) {
        settled.earlierRuns.add(run);
      }
    }
    return settled;
  }

  private static Optional<JsonNode> read(Path folder) throws IOException {
    try {
      String text = Files.readString(folder.resolve(SlideWork.RECORD));
      return Optional.of(Json.read(text, JsonNode.class));
    } catch (JsonProcessingException | NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** How a slide has ended, if it needs no work. */
  Optional<SlideResult> of(SlideInput slide, String planDigest, String fingerprint)
      throws IOException {
    Path folder = output.slide(slide.name());
    Optional<JsonNode> node = read(folder);
    if (node.isEmpty() || !planDigest.equals(node.get().path("planDigest").asText())) {
      return Optional.empty();
    }
    boolean fromEarlier = earlierRuns.contains(node.get().path("run").asText(""));
    if (node.get().path("state").asText().equals(FailureRecord.STATE)) {
      return fromEarlier ? Optional.empty() : Optional.of(failed(slide, node.get()));
    }
    if (fromEarlier && earlier == BatchRun.Earlier.REDO) {
      return Optional.empty();
    }
    SlideRecord record;
    try {
      record = Json.read(node.get().toString(), SlideRecord.class);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
    boolean whole =
        record.fingerprint().equals(fingerprint)
            && record.files().keySet().stream()
                .allMatch(name -> Files.exists(folder.resolve(name)));
    SlideResult.Reused by =
        fromEarlier ? SlideResult.Reused.EARLIER_RUN : SlideResult.Reused.OTHER_PROCESS;
    return whole ? Optional.of(new SlideResult.Done(slide, record, by)) : Optional.empty();
  }

  private static SlideResult failed(SlideInput slide, JsonNode node) {
    return new SlideResult.Failed(
        slide,
        Stage.titled(node.path("stage").asText()),
        node.path("error").asText(),
        node.path("message").asText());
  }

  /** What the folder holds of a slide that another plan has made, in words. */
  Optional<String> otherPlan(SlideInput slide, String planDigest) throws IOException {
    return read(output.slide(slide.name()))
        .filter(node -> !planDigest.equals(node.path("planDigest").asText()))
        .map(node -> "its results are of another plan, and are made anew");
  }

  /** Whether the folder holds finished results of this plan, perhaps of an earlier file. */
  boolean hasResults(SlideInput slide, String planDigest) throws IOException {
    return read(output.slide(slide.name()))
        .filter(node -> planDigest.equals(node.path("planDigest").asText()))
        .filter(node -> !node.path("state").asText().equals(FailureRecord.STATE))
        .isPresent();
  }
}
