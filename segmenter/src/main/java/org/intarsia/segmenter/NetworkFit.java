package org.intarsia.segmenter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.intarsia.segmenter.djl.TorchFit;

/**
 * Fits a network's weights to labelled patches: Adam on the class-weighted softmax cross-entropy,
 * with a learning rate that rises over the first twentieth of the steps and falls to zero as a
 * cosine.
 *
 * <p>Deterministic for one thread, one machine and one source of patches.
 */
public final class NetworkFit {
  /**
   * How to fit.
   *
   * @param patch side of a patch in pixels; the network must put out the same size
   * @param batch patches a step
   * @param steps number of steps
   * @param learningRate largest learning rate
   * @param classWeights weight of each class in the loss, in the order of the labels
   * @param threads threads that compute
   */
  public record Settings(
      int patch,
      int batch,
      int steps,
      double learningRate,
      List<Double> classWeights,
      int threads) {
    /** Checks that everything is positive. */
    public Settings {
      classWeights = List.copyOf(classWeights);
      if (patch < 1 || batch < 1 || steps < 1 || threads < 1 || !(learningRate > 0)) {
        throw new IllegalArgumentException(
            "patch, batch, steps, threads and learning rate must be positive, not %d, %d, %d, %d, %s"
                .formatted(patch, batch, steps, threads, learningRate));
      }
    }

    /** The learning rate of a step, counted from 0. */
    public double learningRate(int step) {
      double warm = Math.max(1, steps / 20.0);
      if (step < warm) {
        return learningRate * (step + 1) / (warm + 1);
      }
      double progress = Math.min(1, (step - warm) / Math.max(1, steps - warm));
      return learningRate * 0.5 * (1 + Math.cos(Math.PI * progress));
    }
  }

  /** Where patches come from. */
  @FunctionalInterface
  public interface Patches {
    /** A label whose pixels do not count. */
    int IGNORED = 255;

    /**
     * Fills one patch.
     *
     * @param rgb interleaved R G B, {@code 3 * patch * patch} bytes
     * @param labels a byte a pixel, {@code patch * patch}; {@link #IGNORED} where nothing is known
     */
    void next(byte[] rgb, byte[] labels) throws IOException;
  }

  /** Hears of every step. */
  @FunctionalInterface
  public interface Progress {
    /** Called after a step, counted from 1, with its mean loss. */
    void step(int step, double loss);
  }

  private NetworkFit() {}

  /**
   * Fits.
   *
   * @param network whose output has the size of its input
   * @param start weights to begin with
   * @param normalization from pixels to the network's input
   * @return the weights after the last step, with running statistics
   * @throws SegmentationException if the engine fails, or the loss is no longer a number
   */
  public static Weights fit(
      Network network,
      Weights start,
      Normalization normalization,
      Settings settings,
      Patches patches,
      Progress progress)
      throws IOException {
    if (network.outputSize(settings.patch()) != settings.patch()) {
      throw new IllegalArgumentException(
          "%s puts out %d px for patches of %d px; fitting needs a padded network"
              .formatted(network.name(), network.outputSize(settings.patch()), settings.patch()));
    }
    if (settings.classWeights().size() != network.classes()) {
      throw new IllegalArgumentException(
          "%d class weights for %d classes"
              .formatted(settings.classWeights().size(), network.classes()));
    }
    Path archive = Files.createTempFile("intarsia-fit", ".pt");
    try {
      TorchScriptArchive.write(network, start, ArchiveOptions.trainable(), archive);
      try (TorchFit fit = TorchFit.open(archive, normalization, settings)) {
        for (int step = 1; step <= settings.steps(); step++) {
          double loss = fit.step(patches);
          if (!Double.isFinite(loss)) {
            throw new SegmentationException(
                "the loss is %s after %d steps; lower the learning rate".formatted(loss, step));
          }
          progress.step(step, loss);
        }
        return Weights.of(network, fit.parameters(), fit::statistics);
      }
    } finally {
      Files.deleteIfExists(archive);
    }
  }
}
