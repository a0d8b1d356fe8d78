package org.intarsia.segmenter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.intarsia.segmenter.djl.TorchTraining;

/**
 * A network in training: it takes batches of labelled patches and changes its weights.
 *
 * <p>Deterministic: on one machine, with the same library and number of threads, the same start,
 * batches, rates and seeds give the same weights, to the last bit. For one thread at a time.
 */
public final class TrainingSession implements AutoCloseable {
  /**
   * How weights change.
   *
   * @param normalization from pixels to the network's input
   * @param optimizer how gradients move weights
   * @param loss what becomes small
   * @param gradientNorm longest gradient, over all tensors together; longer ones are scaled down to
   *     it. Infinity lets all pass
   * @param place where to compute
   */
  public record Settings(
      Normalization normalization,
      Optimizer optimizer,
      Loss loss,
      double gradientNorm,
      Place place) {
    /** Checks the norm. */
    public Settings {
      if (!(gradientNorm > 0)) {
        throw new IllegalArgumentException("gradient norm must be positive, not " + gradientNorm);
      }
    }
  }

  /**
   * Where to compute.
   *
   * @param device {@code cpu} or {@code cuda:N}
   * @param threads threads of the CPU that compute one batch
   */
  public record Place(String device, int threads) {
    /** Checks the form of the device's name and the threads. */
    public Place {
      if (!device.matches("cpu|cuda:[0-9]{1,3}")) {
        throw new IllegalArgumentException("device must be cpu or cuda:N, not '" + device + "'");
      }
      if (threads < 1) {
        throw new IllegalArgumentException("threads must be at least 1, not " + threads);
      }
    }
  }

  /**
   * What an untouched network says of a batch.
   *
   * @param loss of the batch, running statistics in use and dropout off
   * @param labels the most probable class of each pixel, patch after patch, row by row
   */
  public record Answer(double loss, byte[] labels) {}

  private final Network network;
  private final TorchTraining torch;

  private TrainingSession(Network network, TorchTraining torch) {
    this.network = network;
    this.torch = torch;
  }

  /**
   * Puts a network onto a device.
   *
   * @param start weights to begin with
   * @throws SegmentationException if the device is missing or the engine refuses the network
   */
  public static TrainingSession open(Network network, Weights start, Settings settings)
      throws IOException {
    Path archive = Files.createTempFile("intarsia-training", ".pt");
    try {
      TorchScriptArchive.write(network, start, ArchiveOptions.trainable(), archive);
      return new TrainingSession(network, TorchTraining.open(archive, kernels(network), settings));
    } finally {
      Files.deleteIfExists(archive);
    }
  }

  private static Set<String> kernels(Network network) {
    return IntStream.range(0, network.nodes().size())
        .boxed()
        .flatMap(
            i ->
                network.nodes().get(i).layer().tensors().stream()
                    .filter(tensor -> tensor.role() == Layer.Role.WEIGHT)
                    .map(tensor -> Weights.name(i, tensor)))
        .collect(Collectors.toSet());
  }

  /** Goes on with an optimiser's memories, such as those of {@link #optimizerState}. */
  public void resume(OptimizerState state) {
    torch.resume(state);
  }

  /**
   * Makes one step.
   *
   * @param batch patches of one size
   * @param learningRate factor of the step
   * @param seed of what is random in the network, such as dropout
   * @return the loss of the batch before the step
   * @throws SegmentationException if the engine fails, or the loss is not a number
   */
  public double step(List<LabelledPatch> batch, double learningRate, long seed) throws IOException {
    check(batch);
    double loss = torch.step(batch, learningRate, seed);
    if (!Double.isFinite(loss)) {
      throw new SegmentationException(
          "the loss is %s at a learning rate of %s; lower the rate, or limit the gradient"
              .formatted(loss, learningRate));
    }
    return loss;
  }

  /** Segments a batch with the weights as they are. */
  public Answer evaluate(List<LabelledPatch> batch) throws IOException {
    check(batch);
    return torch.evaluate(batch);
  }

  private void check(List<LabelledPatch> batch) {
    LabelledPatch first = batch.get(0);
    int expected = network.outputSize(first.side());
    for (LabelledPatch patch : batch) {
      if (patch.side() != first.side() || patch.outputSide() != expected) {
        throw new IllegalArgumentException(
            "%s puts out %d px for patches of %d px; a patch of %d px has labels for %d px"
                .formatted(
                    network.name(), expected, first.side(), patch.side(), patch.outputSide()));
      }
    }
  }

  /** A copy of the weights and running statistics. */
  public Weights weights() {
    return Weights.of(network, torch.parameters(), torch::statistics);
  }

  /** A copy of what the optimiser remembers. */
  public OptimizerState optimizerState() {
    return torch.optimizerState();
  }

  @Override
  public void close() {
    torch.close();
  }
}
