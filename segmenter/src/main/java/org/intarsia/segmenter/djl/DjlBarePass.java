package org.intarsia.segmenter.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.intarsia.segmenter.ArchiveOptions.Layout;
import org.intarsia.segmenter.BarePass;
import org.intarsia.segmenter.SegmentationException;
import org.intarsia.segmenter.SegmenterSettings;

/** Passes one random batch again and again. */
public final class DjlBarePass implements BarePass {
  private final TorchModule module;
  private final SegmenterSettings settings;
  private final NDManager manager;
  private final NDArray batch;
  private final boolean channelsLast;

  private DjlBarePass(TorchModule module, SegmenterSettings settings, Layout layout) {
    this.module = module;
    this.settings = settings;
    this.manager = module.newManager();
    int window = settings.window();
    this.channelsLast = layout == Layout.CHANNELS_LAST;
    Shape shape =
        channelsLast
            ? new Shape(settings.batch(), window, window, 3)
            : new Shape(settings.batch(), 3, window, window);
    this.batch = random(shape).toType(module.type(), false);
  }

  private NDArray random(Shape shape) {
    return manager.randomUniform(-2, 2, shape, DataType.FLOAT32);
  }

  /** A pass over a batch of these settings. */
  public static BarePass open(TorchModule module, SegmenterSettings settings, Layout layout) {
    return new DjlBarePass(module, settings, layout);
  }

  @Override
  public void run() throws SegmentationException {
    TorchModule.useThreads(settings.threads());
    try (NDManager scratch = manager.newSubManager()) {
      NDArray input = channelsLast ? batch.transpose(0, 3, 1, 2) : batch.reshape(batch.getShape());
      input.attach(scratch);
      TorchModule.await(module.forward(input));
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
