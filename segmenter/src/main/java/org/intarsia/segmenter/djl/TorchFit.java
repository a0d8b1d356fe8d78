package org.intarsia.segmenter.djl;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.intarsia.segmenter.NetworkFit;
import org.intarsia.segmenter.Normalization;
import org.intarsia.segmenter.SegmentationException;

/** The steps of a fit on a trainable archive; for one thread. */
public final class TorchFit implements AutoCloseable {
  private final Model model;
  private final NDManager manager;
  private final NetworkFit.Settings settings;
  private final Normalization normalization;
  private final Optimizer optimizer;
  private final NDArray mean;
  private final NDArray std;
  private final byte[] rgb;
  private final byte[] labels;
  private final ByteBuffer pixels;

  private TorchFit(Model model, Normalization normalization, NetworkFit.Settings settings) {
    this.model = model;
    this.manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
    this.settings = settings;
    this.normalization = normalization;
    this.optimizer =
        Optimizer.adam()
            .optLearningRateTracker((Tracker) step -> (float) settings.learningRate(step))
            .build();
    this.mean = perChannel(normalization.mean());
    this.std = perChannel(normalization.std());
    int area = settings.patch() * settings.patch();
    this.rgb = new byte[3 * area];
    this.labels = new byte[area];
    this.pixels =
        ByteBuffer.allocateDirect(3 * area * settings.batch()).order(ByteOrder.nativeOrder());
  }

  private NDArray perChannel(List<Double> values) {
    double[] numbers = values.stream().mapToDouble(Double::doubleValue).toArray();
    NDArray exact = manager.create(numbers, new Shape(1, 3, 1, 1));
    return exact.toType(DataType.FLOAT32, false);
  }

  /**
   * Loads a trainable archive.
   *
   * @throws SegmentationException if libtorch refuses it
   */
  public static TorchFit open(
      Path archive, Normalization normalization, NetworkFit.Settings settings) throws IOException {
    Model model = Model.newInstance("fit", Device.cpu(), "PyTorch");
    try {
      model.load(archive, null, Map.of("trainParam", "true"));
    } catch (MalformedModelException | EngineException e) {
      model.close();
      throw new SegmentationException(
          archive + ": libtorch cannot load it: " + TorchModule.firstLine(e), e);
    }
    for (var parameter : model.getBlock().getParameters()) {
      Parameter.Type type = parameter.getValue().getType();
      boolean statistic = type == Parameter.Type.RUNNING_MEAN || type == Parameter.Type.RUNNING_VAR;
      parameter.getValue().getArray().setRequiresGradient(!statistic);
    }
    // The engine loads every module in evaluation mode, and takes it to be in training mode.
    JniUtils.enableTrainingMode((PtSymbolBlock) model.getBlock());
    return new TorchFit(model, normalization, settings);
  }

  /**
   * Makes one step.
   *
   * @return the mean loss before it
   */
  public double step(NetworkFit.Patches patches) throws IOException {
    TorchModule.useThreads(settings.threads());
    try (NDManager scratch = manager.newSubManager()) {
      int area = labels.length;
      long[] truth = new long[area * settings.batch()];
      float[] weights = new float[truth.length];
      double total = fill(patches, truth, weights);
      Shape shape = new Shape(settings.batch(), 1, settings.patch(), settings.patch());
      NDArray target = scratch.create(truth, shape);
      NDArray weight = scratch.create(weights, shape);
      double loss;
      try (GradientCollector collector = manager.getEngine().newGradientCollector()) {
        NDArray scores =
            model
                .getBlock()
                .forward(new ParameterStore(scratch, false), new NDList(input(scratch)), true)
                .head();
        NDArray chosen = scores.logSoftmax(1).gather(target, 1);
        NDArray mean = chosen.mul(weight).sum().div(-Math.max(total, 1e-9));
        collector.backward(mean);
        loss = mean.toType(DataType.FLOAT64, false).getDouble();
      } catch (EngineException e) {
        throw new SegmentationException("the fit fails: " + TorchModule.firstLine(e), e);
      }
      update();
      return loss;
    }
  }

  private void update() {
    for (var entry : model.getBlock().getParameters()) {
      NDArray array = entry.getValue().getArray();
      if (array.hasGradient()) {
        try (NDArray gradient = array.getGradient()) {
          optimizer.update(entry.getKey(), array, gradient);
          gradient.subi(gradient);
        }
      }
    }
  }

  private double fill(NetworkFit.Patches patches, long[] truth, float[] weights)
      throws IOException {
    double total = 0;
    pixels.clear();
    for (int i = 0; i < settings.batch(); i++) {
      patches.next(rgb, labels);
      pixels.put(rgb);
      for (int k = 0; k < labels.length; k++) {
        int label = labels[k] & 255;
        if (label != NetworkFit.Patches.IGNORED) {
          float weight = settings.classWeights().get(label).floatValue();
          truth[i * labels.length + k] = label;
          weights[i * labels.length + k] = weight;
          total += weight;
        }
      }
    }
    return total;
  }

  private NDArray input(NDManager scratch) {
    int side = settings.patch();
    NDArray bytes =
        scratch.create(
            pixels.duplicate().clear().slice().order(ByteOrder.nativeOrder()),
            new Shape(settings.batch(), side, side, 3),
            DataType.UINT8);
    NDArray x = bytes.transpose(0, 3, 1, 2).toType(DataType.FLOAT32, true);
    return x.muli(normalization.scale()).subi(mean).divi(std);
  }

  /** The running statistics, one after the other in the order of the layers. */
  public double[] statistics() {
    PtSymbolBlock block = (PtSymbolBlock) model.getBlock();
    try (NDManager scratch = manager.newSubManager();
        IValue result = IValueUtils.runMethod(block, "statistics")) {
      return result.toTensor((PtNDManager) scratch).toType(DataType.FLOAT64, true).toDoubleArray();
    }
  }

  /** The parameters by name. */
  public Map<String, double[]> parameters() {
    Map<String, double[]> tensors = new HashMap<>();
    for (var entry : model.getBlock().getParameters()) {
      NDArray exact = entry.getValue().getArray().toType(DataType.FLOAT64, true);
      tensors.put(entry.getKey(), exact.toDoubleArray());
      exact.close();
    }
    return tensors;
  }

  @Override
  public void close() {
    manager.close();
    model.close();
  }
}
