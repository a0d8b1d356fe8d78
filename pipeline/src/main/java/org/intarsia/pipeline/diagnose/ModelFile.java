package org.intarsia.pipeline.diagnose;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.intarsia.classifier.learning.LabelledTable;
import org.intarsia.classifier.learning.Model;
import org.intarsia.classifier.learning.PreparedClassifier;
import org.intarsia.classifier.learning.diagnosis.DiagnosticClassifier;
import org.intarsia.classifier.learning.protocol.Cascade;
import org.intarsia.classifier.learning.strong.MultiLayerPerceptron;
import org.intarsia.classifier.learning.strong.SupportVectors;
import org.intarsia.classifier.learning.trees.Forest;
import org.intarsia.classifier.learning.trees.GradientBoosting;
import org.intarsia.classifier.learning.weak.GaussianBayes;
import org.intarsia.classifier.learning.weak.LinearModel;
import org.intarsia.classifier.learning.weak.Majority;
import org.intarsia.classifier.learning.weak.NearestNeighbours;
import org.intarsia.pipeline.Version;
import org.intarsia.pipeline.batch.UsageException;
import org.intarsia.slideio.WholeFile;

/**
 * {@code model.json}: a trained classifier as numbers and names, nothing that could run.
 *
 * @param schemaVersion of the file
 * @param version of the program that trained it
 * @param training what it was made from and how
 * @param diagnosis the classifier
 */
public record ModelFile(
    int schemaVersion, String version, Training training, DiagnosticClassifier diagnosis) {
  /** The version that is written, and the only one that is read. */
  public static final int SCHEMA_VERSION = 1;

  /**
   * What a model was made from and how.
   *
   * @param classifier name in the catalogue
   * @param settings as text
   * @param choices protocol, settings and columns
   * @param seed of everything random
   * @param rows how many
   * @param cases how many
   * @param sha256 of ids, cases, classes and numbers
   */
  public record Training(
      String classifier,
      String settings,
      LearningChoices choices,
      long seed,
      int rows,
      int cases,
      String sha256) {
    /** The record of a training on a table. */
    public static Training of(
        String classifier,
        String settings,
        LearningChoices choices,
        long seed,
        LabelledTable table) {
      return new Training(
          classifier,
          settings,
          choices,
          seed,
          table.features().size(),
          (int) table.cases().stream().distinct().count(),
          TrainingDigest.of(table));
    }
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  private interface Kinds {}

  private static final Map<String, Class<? extends Model>> KINDS =
      Map.ofEntries(
          Map.entry("prepared", PreparedClassifier.Prepared.class),
          Map.entry("sole", PreparedClassifier.Sole.class),
          Map.entry("cascade", Cascade.Cascaded.class),
          Map.entry("shares", Majority.Shares.class),
          Map.entry("neighbours", NearestNeighbours.Remembered.class),
          Map.entry("normals", GaussianBayes.Normals.class),
          Map.entry("linear", LinearModel.class),
          Map.entry("support-vectors", SupportVectors.class),
          Map.entry("forest", Forest.class),
          Map.entry("boosted", GradientBoosting.Boosted.class),
          Map.entry("network", MultiLayerPerceptron.Network.class));

  private static ObjectMapper mapper() {
    ObjectMapper mapper =
        JsonMapper.builder()
            .addModule(new Jdk8Module())
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .addMixIn(Model.class, Kinds.class)
            .build();
    KINDS.forEach((name, kind) -> mapper.registerSubtypes(new NamedType(kind, name)));
    return mapper;
  }

  /** A model as this program writes it. */
  public static ModelFile of(Training training, DiagnosticClassifier diagnosis) {
    return new ModelFile(SCHEMA_VERSION, Version.current(), training, diagnosis);
  }

  /** Writes the file in one go, on one line but for the end. */
  public void write(Path file) throws IOException {
    String json = mapper().writeValueAsString(this) + "\n";
    WholeFile.write(file, partial -> Files.writeString(partial, json, StandardCharsets.UTF_8));
  }

  /**
   * Reads a file back.
   *
   * @throws UsageException if it is no model of this version, or its parts do not fit together
   */
  public static ModelFile read(Path file) {
    try {
      ObjectMapper mapper = mapper();
      JsonNode tree = mapper.readTree(Files.readString(file));
      int schema = tree.path("schemaVersion").asInt(0);
      if (schema != SCHEMA_VERSION) {
        throw new UsageException(
            "%s: has schema version %d, but this program reads %d; train the model again"
                .formatted(file, schema, SCHEMA_VERSION));
      }
      return mapper.treeToValue(tree, ModelFile.class);
    } catch (JacksonException e) {
      throw new UsageException(
          "%s: is no model of 'diagnose train': %s".formatted(file, e.getOriginalMessage()), e);
    } catch (IOException e) {
      throw new UsageException(file + ": cannot be read: " + e, e);
    }
  }
}
