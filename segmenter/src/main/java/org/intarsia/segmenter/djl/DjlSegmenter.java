package org.intarsia.segmenter.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.List;
import java.util.Locale;
import org.intarsia.segmenter.ClassArgmax;
import org.intarsia.segmenter.ModelCard;
import org.intarsia.segmenter.Normalization;
import org.intarsia.segmenter.Output;
import org.intarsia.segmenter.Padding;
import org.intarsia.segmenter.SegmentationException;
import org.intarsia.segmenter.Segmenter;
import org.intarsia.segmenter.SegmenterSettings;
import org.intarsia.segmenter.TissueClass;
import org.intarsia.slideio.Region;
import org.intarsia.tiler.LabelSink;
import org.intarsia.tiler.ProbabilitySink;
import org.intarsia.tiler.Tile;
import org.intarsia.tiler.TileBatch;

/**
 * A session on a loaded archive.
 *
 * <p>The batch's bytes become a tensor without a copy; normalisation and network run on the device,
 * and on a GPU the argmax too, so that one byte a pixel comes back.
 */
public final class DjlSegmenter implements Segmenter {
  private final TorchModule module;
  private final ModelCard card;
  private final SegmenterSettings settings;
  private final NDManager manager;
  private final NDArray mean;
  private final NDArray std;
  private final ClassArgmax argmax;
  private ByteBuffer labels = ByteBuffer.allocateDirect(0);
  private int margin;
  private boolean closed;

  private DjlSegmenter(TorchModule module, ModelCard card, SegmenterSettings settings) {
    this.module = module;
    this.card = card;
    this.settings = settings;
    this.manager = module.newManager();
    this.argmax = new ClassArgmax(card.classes().size());
    this.mean = perChannel(card.normalization().mean());
    this.std = perChannel(card.normalization().std());
  }

  private NDArray perChannel(List<Double> values) {
    double[] numbers = values.stream().mapToDouble(Double::doubleValue).toArray();
    NDArray exact = manager.create(numbers, new Shape(1, 3, 1, 1));
    return exact.toType(module.type(), false);
  }

  /**
   * Opens a session and runs it once, on black windows, to learn and check the output's shape.
   *
   * @throws SegmentationException if the output does not fit the card
   */
  public static Segmenter open(TorchModule module, ModelCard card, SegmenterSettings settings)
      throws IOException {
    DjlSegmenter segmenter = new DjlSegmenter(module, card, settings);
    try {
      segmenter.margin = segmenter.measureMargin();
    } catch (SegmentationException e) {
      segmenter.close();
      throw e;
    }
    return segmenter;
  }

  /** Opens a session whose margin is known from another one. */
  public static Segmenter like(
      TorchModule module, ModelCard card, SegmenterSettings settings, int margin) {
    DjlSegmenter segmenter = new DjlSegmenter(module, card, settings);
    segmenter.margin = margin;
    return segmenter;
  }

  private int measureMargin() throws SegmentationException {
    TorchModule.useThreads(settings.threads());
    int window = settings.window();
    try (NDManager scratch = manager.newSubManager()) {
      Shape in = new Shape(settings.batch(), 3, window, window);
      Shape out = module.forward(scratch.zeros(in, module.type())).getShape();
      if (out.dimension() != 4 || out.get(0) != settings.batch() || out.get(2) != out.get(3)) {
        throw new SegmentationException(
            "%s: expected an output of (%d, %d, side, side) for an input of %s, found %s"
                .formatted(module.name(), settings.batch(), card.classes().size(), in, out));
      }
      if (out.get(1) != card.classes().size()) {
        throw new SegmentationException(
            "%s: the card names %d classes, the network puts out %d channels"
                .formatted(module.name(), card.classes().size(), out.get(1)));
      }
      long lost = window - out.get(2);
      boolean padded = card.padding() == Padding.SAME;
      if (lost < 0 || lost % 2 != 0 || (padded && lost != 0)) {
        throw new SegmentationException(
            "%s: expected %s px of output for %d px of input (padding: %s), found %d px"
                .formatted(
                    module.name(),
                    padded ? window : "an even number less than " + window,
                    window,
                    card.padding().name().toLowerCase(Locale.ROOT),
                    out.get(2)));
      }
      return (int) lost / 2;
    }
  }

  @Override
  public List<TissueClass> classes() {
    return card.classes();
  }

  @Override
  public int margin() {
    return margin;
  }

  @Override
  public void segment(TileBatch batch, LabelSink sink) throws IOException {
    check(batch);
    try (NDManager scratch = manager.newSubManager()) {
      ByteBuffer bytes = labels(run(batch, scratch));
      int area = side() * side();
      for (int slot = 0; slot < batch.tiles().size(); slot++) {
        Tile tile = batch.tiles().get(slot);
        sink.accept(tile, covered(tile), bytes.slice(slot * area, area));
      }
    }
  }

  /** One byte a pixel, picture after picture. */
  private ByteBuffer labels(NDArray scores) {
    int area = side() * side();
    boolean here = !scores.getDevice().isGpu() && scores.getDataType() == DataType.FLOAT32;
    if (!here) {
      return TorchModule.bytes(scores.argMax(1).toType(DataType.UINT8, false));
    }
    NDArray planes = scores.reshape(settings.batch(), classes().size(), area);
    IntBuffer bits = TorchModule.bytes(planes).asIntBuffer();
    if (labels.capacity() < settings.batch() * area) {
      labels = ByteBuffer.allocateDirect(settings.batch() * area);
    }
    labels.clear();
    for (int slot = 0; slot < settings.batch(); slot++) {
      argmax.find(bits, slot * classes().size() * area, area, labels);
    }
    return labels;
  }

  @Override
  public void probabilities(TileBatch batch, ProbabilitySink sink) throws IOException {
    check(batch);
    try (NDManager scratch = manager.newSubManager()) {
      NDArray scores = run(batch, scratch);
      NDArray likely = card.output() == Output.LOGITS ? scores.softmax(1) : scores;
      ByteBuffer bytes = TorchModule.bytes(likely.toType(DataType.FLOAT32, false));
      int slotBytes = Float.BYTES * classes().size() * side() * side();
      for (int slot = 0; slot < batch.tiles().size(); slot++) {
        Tile tile = batch.tiles().get(slot);
        ByteBuffer slice = bytes.slice(slot * slotBytes, slotBytes).order(ByteOrder.nativeOrder());
        sink.accept(tile, covered(tile), slice.asFloatBuffer());
      }
    }
  }

  private int side() {
    return settings.window() - 2 * margin;
  }

  private Region covered(Tile tile) {
    return tile.window().grow(-margin);
  }

  private void check(TileBatch batch) {
    if (closed) {
      throw new IllegalStateException("the session on " + module.name() + " is closed");
    }
    if (batch.window() != settings.window() || batch.capacity() != settings.batch()) {
      throw new IllegalArgumentException(
          "the session takes batches of %d windows of %d px, not %d of %d px"
              .formatted(settings.batch(), settings.window(), batch.capacity(), batch.window()));
    }
  }

  private NDArray run(TileBatch batch, NDManager scratch) throws SegmentationException {
    TorchModule.useThreads(settings.threads());
    TorchModule.useThreads(settings.threads());
    NDArray output = module.forward(normalized(batch, scratch));
    Shape expected = new Shape(settings.batch(), classes().size(), side(), side());
    if (!output.getShape().equals(expected)) {
      throw new SegmentationException(
          "%s: expected an output of %s, found %s"
              .formatted(module.name(), expected, output.getShape()));
    }
    return output;
  }

  /** The batch as N x 3 x H x W. */
  private NDArray normalized(TileBatch batch, NDManager scratch) {
    int window = settings.window();
    NDArray pixels =
        scratch.create(
            batch.pixels().slice().order(ByteOrder.nativeOrder()),
            new Shape(settings.batch(), window, window, 3),
            DataType.UINT8);
    NDArray x = pixels.transpose(0, 3, 1, 2).toType(module.type(), true);
    Normalization rule = card.normalization();
    return x.muli(rule.scale()).subi(mean).divi(std);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      manager.close();
    }
  }
}
