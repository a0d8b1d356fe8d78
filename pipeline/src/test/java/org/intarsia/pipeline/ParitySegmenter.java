package org.intarsia.pipeline;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.intarsia.segmenter.Segmenter;
import org.intarsia.segmenter.TissueClass;
import org.intarsia.tiler.LabelSink;
import org.intarsia.tiler.ProbabilitySink;
import org.intarsia.tiler.Tile;
import org.intarsia.tiler.TileBatch;

/** A pixel's label is the parity of its red sample: an identity-like network without a network. */
class ParitySegmenter implements Segmenter {
  private final AtomicInteger batches = new AtomicInteger();

  @Override
  public List<TissueClass> classes() {
    return List.of(new TissueClass("even", 0xFFFFFF), new TissueClass("odd", 0x0000FF));
  }

  @Override
  public int margin() {
    return 0;
  }

  /** Called before each batch; a subclass may fail or wait here. */
  void before(int batch) throws IOException {}

  @Override
  public void segment(TileBatch batch, LabelSink sink) throws IOException {
    before(batches.getAndIncrement());
    int pixels = batch.window() * batch.window();
    ByteBuffer all = batch.pixels();
    for (int i = 0; i < batch.tiles().size(); i++) {
      ByteBuffer labels = ByteBuffer.allocate(pixels);
      for (int p = 0; p < pixels; p++) {
        labels.put((byte) (all.get(3 * (i * pixels + p)) & 1));
      }
      Tile tile = batch.tiles().get(i);
      sink.accept(tile, tile.window(), labels.flip());
    }
  }

  @Override
  public void probabilities(TileBatch batch, ProbabilitySink sink) throws IOException {
    segment(
        batch,
        (tile, covered, labels) -> {
          int pixels = labels.remaining();
          FloatBuffer probabilities = FloatBuffer.allocate(2 * pixels);
          for (int p = 0; p < pixels; p++) {
            boolean odd = labels.get(labels.position() + p) == 1;
            probabilities.put(p, odd ? 0.25f : 0.75f).put(pixels + p, odd ? 0.75f : 0.25f);
          }
          sink.accept(tile, covered, probabilities);
        });
  }

  @Override
  public void close() {}
}
