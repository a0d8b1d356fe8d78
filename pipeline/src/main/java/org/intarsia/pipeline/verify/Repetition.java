package org.intarsia.pipeline.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.intarsia.pipeline.PipelinePlan;
import org.intarsia.pipeline.Version;
import org.intarsia.pipeline.batch.Digest;
import org.intarsia.pipeline.batch.Json;
import org.intarsia.pipeline.batch.RunManifest;
import org.intarsia.pipeline.batch.SlideInput;
import org.intarsia.pipeline.batch.SlideRecord;
import org.intarsia.pipeline.batch.UsageException;
import org.intarsia.segmenter.SegmentationModel;
import org.intarsia.slideio.SlideReaders;

/**
 * The same slides once more with the same model and options, as a manifest names them.
 *
 * <p>Nothing is measured or chosen again: the window, the choices and the model are those of the
 * manifest, so that masks, overlays and {@code features.csv} come out byte for byte the same.
 */
public final class Repetition {
  private final Path file;
  private final RunManifest manifest;

  private Repetition(Path file, RunManifest manifest) {
    this.file = file;
    this.manifest = manifest;
  }

  /**
   * Reads a manifest and compares its slides with their fingerprints.
   *
   * @throws UsageException if it is no manifest, or a slide is not there or is another one; names
   *     it, and both fingerprints
   */
  public static Repetition of(Path manifest) {
    Repetition repetition = new Repetition(manifest, RunManifest.read(manifest));
    repetition.checkSlides();
    return repetition;
  }

  private void checkSlides() {
    for (int i = 0; i < manifest.slides().size(); i++) {
      Path slide = manifest.recipe().inputs().get(i).file();
      Optional<String> expected = manifest.slides().get(i).fingerprint();
      if (expected.isPresent()) {
        checkSlide(slide, expected.get());
      }
      for (SlideRecord.RoiOrigin roi : manifest.slides().get(i).rois()) {
        checkRoi(roi);
      }
    }
  }

  private void checkRoi(SlideRecord.RoiOrigin roi) {
    if (roi.sha256().isEmpty()) {
      return; // a box is in the manifest itself
    }
    try {
      check(roi.source(), "file of ROIs", Digest.of(Path.of(roi.source())), roi.sha256());
    } catch (NoSuchFileException e) {
      throw new UsageException(
          "%s: no such file of ROIs; %s was made with it: put it back"
              .formatted(roi.source(), file),
          e);
    } catch (IOException e) {
      throw new UsageException(roi.source() + ": cannot be read (" + e + ")", e);
    }
  }

  private void checkSlide(Path slide, String expected) {
    if (!Files.exists(slide)) {
      throw new UsageException(
          "%s: no such slide; %s was made of it: put it back".formatted(slide, file));
    }
    try {
      String actual = Digest.fingerprint(slide);
      if (!actual.equals(expected)) {
        throw new UsageException(
            "%s: not the slide that %s was made of: its fingerprint is %s, expected %s"
                .formatted(slide, file, actual, expected));
      }
    } catch (IOException e) {
      throw new UsageException(slide + ": cannot be read (" + e + ")", e);
    }
  }

  /** The slides in their order, under the names that they had. */
  public List<SlideInput> slides() {
    return manifest.recipe().inputs();
  }

  /**
   * Opens the model that the manifest names.
   *
   * @param archive where it is now, in place of where it was
   * @param card where its card is now; if empty and the archive is where it was, where that was
   * @throws UsageException if it is not there, or another one; names both digests
   */
  public SegmentationModel model(Optional<Path> archive, Optional<Path> card) throws IOException {
    Optional<Path> place = archive.or(manifest.model()::archive);
    Optional<Path> cardPlace = card.isEmpty() && archive.isEmpty() ? manifest.model().card() : card;
    if (place.isPresent() && !Files.exists(place.get())) {
      throw new UsageException(
          "%s: no such model; %s was made with it: name where it is with --model"
              .formatted(place.get(), file));
    }
    SegmentationModel model =
        place.isPresent()
            ? SegmentationModel.load(place.get(), cardPlace)
            : SegmentationModel.embedded();
    try {
      check(model.name(), "model", model.sha256(), manifest.model().sha256());
      check(
          model.name() + ", card",
          "card",
          digest(Json.read(model.card().toJson(), JsonNode.class)),
          digest(manifest.plan().path("card")));
      return model;
    } catch (IOException | RuntimeException e) {
      model.close();
      throw e;
    }
  }

  private static String digest(JsonNode card) {
    return Digest.of(Json.line(card));
  }

  private void check(String name, String what, String actual, String expected) {
    if (!actual.equals(expected)) {
      throw new UsageException(
          "%s: not the %s that %s was made with: its SHA-256 is %s, expected %s"
              .formatted(name, what, file, actual, expected));
    }
  }

  /**
   * The plan, with this model in it.
   *
   * @throws UsageException if the slides were read by a reader that is not installed here
   */
  public PipelinePlan plan(SegmentationModel model) {
    RunManifest.Recipe recipe = manifest.recipe();
    try {
      recipe.choices().reading().reader().ifPresent(SlideReaders::checkInstalled);
    } catch (IllegalArgumentException e) {
      throw new UsageException(file + ": " + e.getMessage(), e);
    }
    return new PipelinePlan(
        PipelinePlan.ModelIdentity.of(model),
        recipe.window(),
        recipe.fit(),
        recipe.choices(),
        recipe.resources());
  }

  /** Why results may differ after all, a sentence each. */
  public List<String> warnings() {
    return manifest.version().equals(Version.current())
        ? List.of()
        : List.of(
            "%s was made by version %s, this is %s: results may differ"
                .formatted(file, manifest.version(), Version.current()));
  }
}
