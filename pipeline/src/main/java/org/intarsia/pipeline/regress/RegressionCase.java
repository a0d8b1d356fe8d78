package org.intarsia.pipeline.regress;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.intarsia.pipeline.PipelinePlan;
import org.intarsia.pipeline.batch.Digest;
import org.intarsia.testdata.BiopsySpec;
import org.intarsia.testdata.PyramidOptions;

/**
 * One slide, how it is run, and how far its results may be from the golden ones.
 *
 * @param name of the case: letters, digits, dot, dash, underscore
 * @param source the slide
 * @param model what segments it
 * @param options what changes the result
 * @param runs how often it is run: the time is that of the fastest, the bytes must be the same
 * @param expectation what is held against the golden results
 */
public record RegressionCase(
    String name,
    Source source,
    ModelFiles model,
    Options options,
    int runs,
    Expectation expectation) {

  /** Where a slide comes from. */
  public sealed interface Source {}

  /** A biopsy that is made on the spot, with its truth. */
  public record Synthetic(BiopsySpec spec, PyramidOptions.Format format) implements Source {}

  /**
   * A file.
   *
   * @param path relative to the suite, or beginning with {@code ${samples}}; the last part may be a
   *     pattern with {@code *} and {@code ?}
   * @param sha256 of the file
   * @param need what becomes of the case where the file is not there
   */
  public record RealSlide(String path, String sha256, Need need) implements Source {}

  /** Whether a case can do without its slide. */
  public enum Need {
    OPTIONAL,
    REQUIRED
  }

  /** A model's files; that which comes with Intarsia if both are empty. */
  public record ModelFiles(Optional<Path> archive, Optional<Path> card) {
    /** The embedded model. */
    public static ModelFiles embedded() {
      return new ModelFiles(Optional.empty(), Optional.empty());
    }
  }

  /** As the options of {@code intarsia run} of the same names. */
  public record Options(
      OptionalInt patch,
      OptionalInt halo,
      PipelinePlan.SeamChoice seam,
      PipelinePlan.TissueFilter tissue,
      OptionalDouble micronsPerPixel,
      OptionalInt level) {
    /** Those that {@code run} has of itself. */
    public static Options standard() {
      return new Options(
          OptionalInt.empty(),
          OptionalInt.empty(),
          PipelinePlan.SeamChoice.CROP,
          PipelinePlan.TissueFilter.TISSUE,
          OptionalDouble.empty(),
          OptionalInt.empty());
    }
  }

  /** When digests must be the golden ones. */
  public enum Exact {
    /** Where the golden results were made on a machine of the same kind. */
    SAME_MACHINE_KIND,
    /** Everywhere. */
    ALWAYS,
    NEVER
  }

  /** Whether a golden mask is kept beside the suite. */
  public enum MaskKeeping {
    KEPT,
    NOT_KEPT
  }

  /** What is held against the golden results. */
  public record Expectation(Exact exact, MaskKeeping mask, Tolerance tolerance) {}

  /** The same with another model. */
  RegressionCase with(ModelFiles other) {
    return new RegressionCase(name, source, other, options, runs, expectation);
  }

  /** What times are compared by: a case that is defined otherwise is another one. */
  String definition() {
    String all = source + " " + options + " " + model.archive().isPresent() + Calibration.WORK;
    return Digest.of(all).substring(0, 16);
  }
}
