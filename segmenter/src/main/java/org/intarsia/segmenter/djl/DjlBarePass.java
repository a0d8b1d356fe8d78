package org.intarsia.segmenter.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.intarsia.segmenter.BarePass;
import org.intarsia.segmenter.SegmentationException;
import org.intarsia.segmenter.SegmenterSettings;

/** Passes one random batch again and again. */
public final class DjlBarePass implements BarePass {
  private final TorchModule module;
  private final SegmenterSettings settings;
  private final NDManager manager;
  private final NDArray batch;

  private DjlBarePass(TorchModule module, SegmenterSettings settings) {
    this.module = module;
    this.settings = settings;
    this.manager = module.newManager();
    Shape shape = new Shape(settings.batch(), 3, settings.window(), settings.window());
    this.batch = manager.randomUniform(-2, 2, shape).toType(module.type(), false);
  }

  /** A pass over a batch of these settings. */
  public static BarePass open(TorchModule module, SegmenterSettings settings) {
    return new DjlBarePass(module, settings);
  }

  @Override
  public void run() throws SegmentationException {
    TorchModule.useThreads(settings.threads());
    try (NDManager scratch = manager.newSubManager()) {
      NDArray input = batch.reshape(batch.getShape());
      input.attach(scratch);
      TorchModule.await(module.forward(input));
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
