package org.intarsia.segmenter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What a model needs to be run right; a JSON file beside the archive, or {@code extra/card.json}
 * inside it.
 *
 * @param name name of the model
 * @param version version of the model
 * @param license terms of its weights
 * @param classes the classes in the order of the network's output channels, 2 to 255
 * @param micronsPerPixel resolution that the network was trained at, if it matters
 * @param patch side of the window that the author recommends, in pixels
 * @param halo context around the core that the author recommends, in pixels
 * @param stride pooling stride; windows begin at its multiples
 * @param padding whether the output has the input's size
 * @param normalization from pixels to the network's input
 * @param output what the output's numbers mean
 * @param background label of tiles that are skipped as glass
 * @param sha256 digest of the archive in hexadecimal, or empty if the card does not say
 * @param training where the weights come from: data, command, metrics; free form
 */
public record ModelCard(
    String name,
    String version,
    String license,
    List<TissueClass> classes,
    OptionalDouble micronsPerPixel,
    int patch,
    int halo,
    int stride,
    Padding padding,
    Normalization normalization,
    Output output,
    int background,
    String sha256,
    JsonNode training) {
  /** Part of the labels that must be the same for a run to choose a narrower precision itself. */
  public static final double LEAST_LABEL_AGREEMENT = 0.999;

  /** Checks the fields against each other; the message begins with the field's name. */
  public ModelCard {
    classes = List.copyOf(classes);
    if (name.isBlank()) {
      throw new IllegalArgumentException("name: must not be blank");
    }
    if (classes.size() < 2) {
      throw new IllegalArgumentException(
          "classes: at least 2 classes are needed, found " + classes.size());
    }
    if (classes.size() > 255) {
      throw new IllegalArgumentException(
          "classes: at most 255 classes fit into 8-bit labels, found " + classes.size());
    }
    if (classes.stream().map(TissueClass::name).distinct().count() < classes.size()) {
      throw new IllegalArgumentException("classes: names must differ from each other");
    }
    if (micronsPerPixel.isPresent()
        && !(micronsPerPixel.getAsDouble() > 0 && Double.isFinite(micronsPerPixel.getAsDouble()))) {
      throw new IllegalArgumentException(
          "micronsPerPixel: must be positive, not " + micronsPerPixel.getAsDouble());
    }
    if (patch < 1) {
      throw new IllegalArgumentException("patch: must be at least 1 px, not " + patch);
    }
    if (halo < 0 || 2L * halo >= patch) {
      throw new IllegalArgumentException(
          "halo: must be at least 0 and less than half the patch (%d px), not %d"
              .formatted(patch, halo));
    }
    if (stride < 1) {
      throw new IllegalArgumentException("stride: must be at least 1 px, not " + stride);
    }
    if (background < 0 || background >= classes.size()) {
      throw new IllegalArgumentException(
          "background: must be the index of one of the %d classes, not %d"
              .formatted(classes.size(), background));
    }
    if (!sha256.isEmpty() && !sha256.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException(
          "sha256: must be 64 lower-case hexadecimal digits, not '" + sha256 + "'");
    }
  }

  /** The same card for another archive, or for none with an empty digest. */
  public ModelCard withSha256(String digest) {
    return new ModelCard(
        name,
        version,
        license,
        classes,
        micronsPerPixel,
        patch,
        halo,
        stride,
        padding,
        normalization,
        output,
        background,
        digest,
        training);
  }

  /** The same card with another history. */
  public ModelCard withTraining(JsonNode history) {
    return new ModelCard(
        name,
        version,
        license,
        classes,
        micronsPerPixel,
        patch,
        halo,
        stride,
        padding,
        normalization,
        output,
        background,
        sha256,
        history);
  }

  /**
   * Whether the card's own check allows that a run chooses this precision by itself.
   *
   * <p>In 32 bits always. In bfloat16 if the check that was made when the model was exported
   * ({@code training.export.bfloat16.labelAgreement}) found at least {@value
   * #LEAST_LABEL_AGREEMENT} of the labels unchanged. In float16 never: nothing checks it.
   */
  public boolean allows(Precision precision) {
    return switch (precision) {
      case FLOAT32 -> true;
      case BFLOAT16 ->
          training.path("export").path("bfloat16").path("labelAgreement").asDouble(0)
              >= LEAST_LABEL_AGREEMENT;
      case FLOAT16 -> false;
    };
  }

  /** An empty {@link #training} entry. */
  public static ObjectNode untrained() {
    return JsonNodeFactory.instance.objectNode();
  }

  /**
   * Reads a card from a file.
   *
   * @throws SegmentationException naming the file, the field and the mend
   */
  public static ModelCard read(Path file) throws IOException {
    try {
      return parse(Files.readString(file), String.valueOf(file.getFileName()));
    } catch (NoSuchFileException e) {
      throw new SegmentationException(file + ": no such model card", e);
    }
  }

  /**
   * Reads a card from its JSON text.
   *
   * @param json the text
   * @param origin the file's name, for messages
   * @throws SegmentationException naming the origin, the field and the mend
   */
  public static ModelCard parse(String json, String origin) throws SegmentationException {
    return ModelCardJson.parse(json, origin);
  }

  /** The card as JSON, indented; {@link #parse} gives the same card back. */
  public String toJson() {
    return ModelCardJson.write(this);
  }
}
