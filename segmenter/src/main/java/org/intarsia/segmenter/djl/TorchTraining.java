package org.intarsia.segmenter.djl;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.intarsia.segmenter.LabelledPatch;
import org.intarsia.segmenter.OptimizerState;
import org.intarsia.segmenter.SegmentationException;
import org.intarsia.segmenter.TrainingSession;

/** A trainable archive on a device; for one thread. */
public final class TorchTraining implements AutoCloseable {
  private final Model model;
  private final PtSymbolBlock block;
  private final NDManager manager;
  private final TrainingSession.Settings settings;
  private final Set<String> kernels;
  private final TorchOptimizer optimizer;
  private final Map<String, NDArray> parameters = new TreeMap<>();

  private TorchTraining(Model model, Set<String> kernels, TrainingSession.Settings settings) {
    this.model = model;
    this.block = (PtSymbolBlock) model.getBlock();
    this.manager = model.getNDManager().newSubManager();
    this.settings = settings;
    this.kernels = kernels;
    this.optimizer = new TorchOptimizer(settings.optimizer(), manager);
    for (var parameter : block.getParameters()) {
      Parameter.Type type = parameter.getValue().getType();
      NDArray array = parameter.getValue().getArray();
      if (type == Parameter.Type.RUNNING_MEAN || type == Parameter.Type.RUNNING_VAR) {
        array.setRequiresGradient(false);
      } else {
        array.setRequiresGradient(true);
        parameters.put(parameter.getKey(), array);
      }
    }
  }

  /**
   * Loads a trainable archive.
   *
   * @param kernels names of the tensors that decay
   * @throws SegmentationException if the device is missing or libtorch refuses the archive
   */
  public static TorchTraining open(
      Path archive, Set<String> kernels, TrainingSession.Settings settings) throws IOException {
    Device device = TorchModule.device(settings.place().device());
    Model model = Model.newInstance("training", device, "PyTorch");
    try {
      model.load(archive, null, Map.of("trainParam", "true"));
    } catch (MalformedModelException | EngineException e) {
      model.close();
      throw new SegmentationException(
          archive + ": libtorch cannot load it: " + TorchModule.firstLine(e), e);
    }
    return new TorchTraining(model, kernels, settings);
  }

  /** Continues with an optimiser's memories. */
  public void resume(OptimizerState state) {
    optimizer.resume(state, parameters);
  }

  /** Makes one step; returns the loss before it. */
  public double step(List<LabelledPatch> batch, double rate, long seed) throws IOException {
    TorchModule.useThreads(settings.place().threads());
    // The optimising executor's own derivatives crash on some graphs, such as sums of branches.
    JniUtils.setGraphExecutorOptimize(false);
    // The engine loads every module in evaluation mode, and takes it to be in training mode.
    JniUtils.enableTrainingMode(block);
    JniUtils.setSeed(seed);
    try (NDManager scratch = manager.newSubManager()) {
      TorchBatch tensors = TorchBatch.of(batch, settings.normalization(), scratch);
      double loss;
      try (GradientCollector collector = manager.getEngine().newGradientCollector()) {
        NDArray mean = TorchLoss.of(settings.loss(), forward(tensors.pixels()), tensors);
        collector.backward(mean);
        loss = number(mean);
      }
      update(rate, scratch);
      return loss;
    } catch (EngineException e) {
      throw new SegmentationException("training fails: " + TorchModule.firstLine(e), e);
    }
  }

  /** Loss and labels in evaluation mode. */
  public TrainingSession.Answer evaluate(List<LabelledPatch> batch) throws IOException {
    TorchModule.useThreads(settings.place().threads());
    JniUtils.enableInferenceMode(block);
    try (NDManager scratch = manager.newSubManager()) {
      TorchBatch tensors = TorchBatch.of(batch, settings.normalization(), scratch);
      NDArray scores = forward(tensors.pixels());
      double loss = number(TorchLoss.of(settings.loss(), scores, tensors));
      byte[] labels = scores.argMax(1).toType(DataType.UINT8, false).toByteArray();
      return new TrainingSession.Answer(loss, labels);
    } catch (EngineException e) {
      throw new SegmentationException("validation fails: " + TorchModule.firstLine(e), e);
    }
  }

  private NDArray forward(NDArray pixels) {
    return block
        .forward(new ParameterStore(pixels.getManager(), false), new NDList(pixels), true)
        .head();
  }

  private static double number(NDArray scalar) {
    return scalar.toType(DataType.FLOAT64, false).getDouble();
  }

  private void update(double rate, NDManager scratch) {
    Map<String, NDArray> gradients = gradients(scratch);
    double factor = clipping(gradients);
    optimizer.nextStep();
    for (var entry : parameters.entrySet()) {
      NDArray gradient = gradients.get(entry.getKey());
      if (gradient != null) {
        NDArray clipped = factor < 1 ? gradient.muli(factor) : gradient;
        double decay = kernels.contains(entry.getKey()) ? settings.optimizer().weightDecay() : 0;
        optimizer.update(
            entry.getKey(),
            new TorchOptimizer.Change(entry.getValue(), clipped, rate, decay, scratch));
      }
    }
  }

  /** Copies of all gradients, which are zero afterwards. */
  private Map<String, NDArray> gradients(NDManager scratch) {
    Map<String, NDArray> gradients = new TreeMap<>();
    for (var entry : parameters.entrySet()) {
      if (entry.getValue().hasGradient()) {
        NDArray gradient = entry.getValue().getGradient();
        gradient.attach(scratch);
        NDArray copy = gradient.duplicate();
        copy.attach(scratch);
        gradients.put(entry.getKey(), copy);
        gradient.subi(copy);
      }
    }
    return gradients;
  }

  private double clipping(Map<String, NDArray> gradients) {
    if (Double.isInfinite(settings.gradientNorm())) {
      return 1;
    }
    double squares = 0;
    for (NDArray gradient : gradients.values()) {
      squares += number(gradient.square().sum());
    }
    return Math.min(1, settings.gradientNorm() / Math.sqrt(squares));
  }

  /** The running statistics, one after the other in the order of the layers. */
  public double[] statistics() {
    try (NDManager scratch = manager.newSubManager();
        IValue result = IValueUtils.runMethod(block, "statistics")) {
      return result.toTensor((PtNDManager) scratch).toType(DataType.FLOAT64, true).toDoubleArray();
    }
  }

  /** The parameters by name. */
  public Map<String, double[]> parameters() {
    Map<String, double[]> tensors = new HashMap<>();
    parameters.forEach(
        (name, array) -> {
          try (NDArray exact = array.toType(DataType.FLOAT64, true)) {
            tensors.put(name, exact.toDoubleArray());
          }
        });
    return tensors;
  }

  /** What the optimiser remembers. */
  public OptimizerState optimizerState() {
    return optimizer.state();
  }

  @Override
  public void close() {
    manager.close();
    model.close();
  }
}
