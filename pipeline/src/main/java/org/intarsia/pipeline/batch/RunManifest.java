package org.intarsia.pipeline.batch;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.intarsia.pipeline.PipelinePlan;
import org.intarsia.pipeline.WindowFit;
import org.intarsia.pipeline.planning.Planning;
import org.intarsia.segmenter.WindowPlan;

/**
 * The content of {@code manifest.json}: what was run, with what, on what machine, how each slide
 * ended, and the digests that {@code verify} compares.
 *
 * @param version of Intarsia
 * @param command the command line
 * @param started when the run began, in UTC
 * @param written when this file was written
 * @param planDigest digest of {@code plan}
 * @param plan all that changes results
 * @param planning how windows and resources were chosen; empty in those of earlier versions
 * @param model the model's files
 * @param machine processors, memory, codecs
 * @param provenance the programs
 * @param files SHA-256 of each table beside this file
 * @param slides how each slide ended
 * @param recipe what it takes to run the same again
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record RunManifest(
    String version,
    String command,
    String started,
    String written,
    String planDigest,
    JsonNode plan,
    Optional<Planning> planning,
    Model model,
    Map<String, String> machine,
    Provenance provenance,
    SortedMap<String, String> files,
    List<Slide> slides,
    Recipe recipe) {
  /** The name of the file. */
  public static final String FILE = "manifest.json";

  /**
   * The model's files.
   *
   * @param name name and version from its card
   * @param archive where the archive was; empty for the embedded model
   * @param sha256 digest of the archive
   * @param card where the card was; empty if it is inside the archive, or embedded
   * @param cardSha256 digest of the card's file, or of its text in Intarsia's form if there is none
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Model(
      String name, Optional<Path> archive, String sha256, Optional<Path> card, String cardSha256) {}

  /**
   * A slide and how it ended.
   *
   * @param name in the output folder
   * @param slide its path as it was given
   * @param state {@code done}, {@code failed}, {@code duplicate of NAME} or {@code waiting}
   * @param fingerprint see {@link Digest#fingerprint}; empty if it could not be read
   * @param sha256 see {@link Digest#ofSlide}; empty above {@link #WHOLE_DIGEST_BYTES}
   * @param record digest of its {@code slide.json}, if it has one
   * @param planDigest that of its own plan, if it is done: what was asked for it alone included
   * @param rois files and boxes that its regions of interest come from
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Slide(
      String name,
      String slide,
      String state,
      Optional<String> fingerprint,
      Optional<String> sha256,
      Optional<String> record,
      Optional<String> planDigest,
      List<SlideRecord.RoiOrigin> rois) {
    /** Larger slides are told apart by their fingerprints alone. */
    public static final long WHOLE_DIGEST_BYTES = 64L << 20;

    /** Whether its results are in the output folder. */
    public boolean done() {
      return state.equals("done");
    }

    /** Whether it failed: all that is in the output folder is why. */
    public boolean failed() {
      return state.equals("failed");
    }
  }

  /**
   * What it takes to run the same again, with the slides in their order.
   *
   * @param inputs slides, with absolute paths
   * @param window sizes that the network ran with
   * @param fit how windows were fitted to each slide, if they were
   * @param choices what changes the result, beside model and window
   * @param resources what does not
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Recipe(
      List<SlideInput> inputs,
      WindowPlan window,
      Optional<WindowFit> fit,
      PipelinePlan.Choices choices,
      PipelinePlan.Resources resources) {}

  /**
   * Reads a manifest.
   *
   * @throws UsageException if there is no such file, or it is not one that a run of this version or
   *     a later one has written; names the file and what is wrong
   */
  public static RunManifest read(Path file) {
    RunManifest manifest;
    try {
      manifest = Json.read(Files.readString(file), RunManifest.class);
    } catch (JsonProcessingException e) {
      throw new UsageException(
          "%s: not the manifest of a run: %s".formatted(file, e.getOriginalMessage()), e);
    } catch (IOException e) {
      throw new UsageException("%s: cannot be read (%s)".formatted(file, e), e);
    }
    if (manifest == null || incomplete(manifest)) {
      throw new UsageException(
          file
              + ": not the manifest of a run, or of one before digests were kept; run the slides"
              + " again");
    }
    return manifest;
  }

  /** Jackson leaves what a file lacks null, whatever the types here say. */
  private static boolean incomplete(RunManifest manifest) {
    return Stream.of(
                manifest.version,
                manifest.planDigest,
                manifest.plan,
                manifest.model,
                manifest.files,
                manifest.slides,
                manifest.recipe)
            .anyMatch(Objects::isNull)
        || manifest.recipe.inputs() == null
        || manifest.recipe.inputs().size() != manifest.slides.size();
  }
}
