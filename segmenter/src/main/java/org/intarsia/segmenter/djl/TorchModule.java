package org.intarsia.segmenter.djl;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.intarsia.segmenter.ArchiveOptions.Storage;
import org.intarsia.segmenter.SegmentationException;
import org.intarsia.segmenter.probe.FeatureMaps;

/** An archive loaded onto a device; thread-safe, its weights are never changed. */
public final class TorchModule implements AutoCloseable {
  private static final String ENGINE = "PyTorch";

  private final String name;
  private final Device device;
  private final Model model;
  private final Storage numbers;

  private TorchModule(String name, Device device, Model model, Storage numbers) {
    this.name = name;
    this.device = device;
    this.model = model;
    this.numbers = numbers;
  }

  /**
   * Loads an archive.
   *
   * @param archive the file
   * @param name what messages call it
   * @param deviceName {@code cpu} or {@code cuda:N}
   * @param numbers what it computes in; input and output have 64 bits if it does, 32 otherwise
   * @throws SegmentationException if the device is missing or libtorch refuses the file
   */
  public static TorchModule load(Path archive, String name, String deviceName, Storage numbers)
      throws IOException {
    Device device = device(deviceName);
    Model model = Model.newInstance(name, device, ENGINE);
    try {
      model.load(archive);
    } catch (MalformedModelException | EngineException e) {
      model.close();
      throw new SegmentationException(name + ": libtorch cannot load it" + reason(numbers, e), e);
    }
    return new TorchModule(name, device, model, numbers);
  }

  static Device device(String name) throws SegmentationException {
    if (name.equals("cpu")) {
      return Device.cpu();
    }
    int index = Integer.parseInt(name.substring("cuda:".length()));
    int devices = Engine.getEngine(ENGINE).getGpuCount();
    if (index >= devices) {
      throw new SegmentationException(
          "device %s: libtorch sees %d CUDA devices; use --device cpu".formatted(name, devices));
    }
    return Device.gpu(index);
  }

  String name() {
    return name;
  }

  /** Type of the tensors that the network takes and gives. */
  DataType type() {
    return numbers == Storage.FLOAT64 ? DataType.FLOAT64 : DataType.FLOAT32;
  }

  NDManager newManager() {
    return NDManager.newBaseManager(device, ENGINE);
  }

  /**
   * Sets how many threads compute what the calling thread asks for.
   *
   * <p>Always: the number that can be asked for is the calling thread's, but MKL's is everybody's,
   * and another thread may have changed it.
   */
  static void useThreads(int threads) {
    JniUtils.setNumThreads(threads);
  }

  /** Runs the network; the result belongs to the input's manager. */
  NDArray forward(NDArray batch) throws SegmentationException {
    try {
      NDList output =
          model
              .getBlock()
              .forward(new ParameterStore(batch.getManager(), false), new NDList(batch), false);
      if (output.size() != 1) {
        throw new SegmentationException(
            "%s: the network must put out one tensor, not %d; wrap it before torch.jit.save"
                .formatted(name, output.size()));
      }
      return output.head();
    } catch (EngineException e) {
      throw new SegmentationException(
          "%s: the network fails on an input of %s%s"
              .formatted(name, batch.getShape(), reason(numbers, e)),
          e);
    }
  }

  /**
   * Runs the network on one thread, from and to Java arrays.
   *
   * @throws SegmentationException if it refuses the size
   */
  public FeatureMaps forward(FeatureMaps input) throws IOException {
    useThreads(1);
    try (NDManager manager = newManager()) {
      Shape shape = new Shape(input.count(), input.channels(), input.height(), input.width());
      NDArray x = manager.create(input.values(), shape).toType(type(), false);
      NDArray y = forward(x);
      Shape out = y.getShape();
      if (out.dimension() != 4) {
        throw new SegmentationException(
            name + ": the network must put out N x classes x H x W, not " + out);
      }
      return new FeatureMaps(
          (int) out.get(0),
          (int) out.get(1),
          (int) out.get(2),
          (int) out.get(3),
          y.toType(DataType.FLOAT32, false).toFloatArray());
    }
  }

  private static String reason(Storage numbers, Throwable e) {
    return numbers.bytes() < Float.BYTES
        ? " in %s: %s; --precision float32 runs it as it is stored"
            .formatted(numbers.word(), firstLine(e))
        : ": " + firstLine(e);
  }

  /** Waits until a device has computed a tensor: devices other than the CPU run behind. */
  static void await(NDArray array) {
    if (array.getDevice().isGpu()) {
      array.get(0, 0, 0, 0).toType(DataType.FLOAT32, false).getFloat();
    }
  }

  static ByteBuffer bytes(NDArray array) {
    return array.toByteBuffer(true).order(ByteOrder.nativeOrder());
  }

  /** The engine's message without its stack of C++ frames. */
  static String firstLine(Throwable e) {
    String[] lines = String.valueOf(e.getMessage()).strip().split("\n", -1);
    String last = lines[0];
    for (String line : lines) {
      if (line.startsWith("RuntimeError:") || line.startsWith("Error:")) {
        last = line;
      }
    }
    return last.strip();
  }

  @Override
  public void close() {
    model.close();
  }
}
