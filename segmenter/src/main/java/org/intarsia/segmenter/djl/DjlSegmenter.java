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
  private final ByteBuffer labels;
  private int margin;
  private boolean layoutKnown;
  private boolean channelsLast;
  private boolean closed;

  private DjlSegmenter(TorchModule module, ModelCard card, SegmenterSettings settings) {
    this.module = module;
    this.card = card;
    this.settings = settings;
    this.manager = module.newManager();
    this.argmax = new ClassArgmax(card.classes().size());
    this.labels = ByteBuffer.allocateDirect(settings.window() * settings.window());
    this.mean = row(card.normalization().mean());
    this.std = row(card.normalization().std());
  }

  /**
   * Numbers of the three channels, for every pixel of a row of a window.
   *
   * <p><i>Why</i> a row: with one number a channel, libtorch's loops over pixels that lie channels
   * last are three steps long, and normalising took a tenth of a small network's time.
   */
  private NDArray row(List<Double> channels) {
    double[] numbers = new double[3 * settings.window()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = channels.get(i % 3);
    }
    NDArray exact = manager.create(numbers, new Shape(1, 1, settings.window(), 3));
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
      NDArray scores = run(batch, scratch);
      if (scores.getDevice().isGpu() || scores.getDataType() != DataType.FLOAT32) {
        deliverWindows(batch, scores, sink);
      } else {
        deliverCores(batch, scores, sink);
      }
    }
  }

  /** With the classes from the device, one byte a pixel of the output. */
  private void deliverWindows(TileBatch batch, NDArray scores, LabelSink sink) throws IOException {
    ByteBuffer bytes = TorchModule.bytes(scores.argMax(1).toType(DataType.UINT8, false));
    int area = side() * side();
    for (int slot = 0; slot < batch.tiles().size(); slot++) {
      Tile tile = batch.tiles().get(slot);
      sink.accept(tile, covered(tile), bytes.slice(slot * area, area));
    }
  }

  /**
   * With the classes from here: of the core alone, as nobody reads those of the halo. A core that
   * the output does not hold is the sink's to refuse.
   */
  private void deliverCores(TileBatch batch, NDArray scores, LabelSink sink) throws IOException {
    boolean last = liesChannelsLast(scores);
    NDArray inOrder = last ? scores.transpose(0, 2, 3, 1) : scores;
    IntBuffer bits = TorchModule.bytes(inOrder).asIntBuffer();
    int picture = classes().size() * side() * side();
    for (int slot = 0; slot < batch.tiles().size(); slot++) {
      Tile tile = batch.tiles().get(slot);
      Region all = covered(tile);
      Region part = all.contains(tile.core()) ? tile.core() : all;
      argmax.find(new ClassArgmax.Scores(bits, slot * picture, all, last), part, labels.clear());
      sink.accept(tile, part, labels.slice(0, labels.position()));
    }
  }

  /**
   * Whether the scores of a pixel lie beside each other in memory, so that they can be read there.
   * The engine does not tell; turned so, they are the same memory, or else a copy. Asked of the
   * first batch: a network that changed its mind would be slower, not wrong.
   */
  private boolean liesChannelsLast(NDArray scores) {
    if (!layoutKnown) {
      ByteBuffer turned = TorchModule.bytes(scores.transpose(0, 2, 3, 1));
      int bits = turned.getInt(0);
      turned.putInt(0, Float.floatToRawIntBits(Float.intBitsToFloat(bits) == 1 ? 2 : 1));
      channelsLast = scores.getFloat(0, 0, 0, 0) == turned.getFloat(0);
      turned.putInt(0, bits);
      layoutKnown = true;
    }
    return channelsLast;
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
    NDArray output = module.forward(normalized(batch, scratch));
    Shape expected = new Shape(settings.batch(), classes().size(), side(), side());
    if (!output.getShape().equals(expected)) {
      throw new SegmentationException(
          "%s: expected an output of %s, found %s"
              .formatted(module.name(), expected, output.getShape()));
    }
    return output;
  }

  /** The batch as N x 3 x H x W, channels last. */
  private NDArray normalized(TileBatch batch, NDManager scratch) {
    int window = settings.window();
    NDArray pixels =
        scratch.create(
            batch.pixels().slice().order(ByteOrder.nativeOrder()),
            new Shape(settings.batch(), window, window, 3),
            DataType.UINT8);
    Normalization rule = card.normalization();
    return pixels
        .toType(module.type(), true)
        .muli(rule.scale())
        .subi(mean)
        .divi(std)
        .transpose(0, 3, 1, 2);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      manager.close();
    }
  }
}
