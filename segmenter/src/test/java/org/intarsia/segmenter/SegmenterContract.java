package org.intarsia.segmenter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.intarsia.slideio.Region;
import org.intarsia.tiler.Tile;
import org.intarsia.tiler.TileBatch;
import org.intarsia.tiler.TileBatchPool;
import org.junit.jupiter.api.Test;

/** What every segmenter keeps to; an implementation's test extends it and opens sessions. */
public abstract class SegmenterContract {
  private static final int CAPACITY = 3;

  /** Opens a session for batches of {@code capacity} windows of {@link #window()} pixels. */
  protected abstract Segmenter open(int capacity) throws IOException;

  /** Side of a window that the segmenter takes. */
  protected abstract int window();

  private record Delivery(Tile tile, Region covered, byte[] labels) {}

  private TileBatch batch(Segmenter segmenter, TileBatchPool pool, long... seeds)
      throws InterruptedException {
    TileBatch batch = pool.lease();
    for (int i = 0; i < seeds.length; i++) {
      Region window = new Region(i * 7L - 11, 5, window(), window());
      Region output = window.grow(-segmenter.margin());
      Region core =
          new Region(output.x() + 1, output.y() + 2, output.width() - 3, output.height() - 2);
      byte[] pixels = new byte[3 * window() * window()];
      new Random(seeds[i]).nextBytes(pixels);
      batch.add(new Tile(0, i, core, window)).put(pixels);
    }
    return batch;
  }

  private static List<Delivery> segment(Segmenter segmenter, TileBatch batch) throws IOException {
    List<Delivery> deliveries = new ArrayList<>();
    segmenter.segment(
        batch,
        (tile, covered, labels) -> {
          byte[] copy = new byte[labels.remaining()];
          labels.get(copy);
          deliveries.add(new Delivery(tile, covered, copy));
        });
    return deliveries;
  }

  @Test
  void everyTileIsDeliveredOnceInOrderWithItsCoreAndNoMoreThanTheOutput() throws Exception {
    TileBatchPool pool = new TileBatchPool(1, CAPACITY, window());
    try (Segmenter segmenter = open(CAPACITY);
        TileBatch batch = batch(segmenter, pool, 1, 2, 3)) {
      List<Delivery> deliveries = segment(segmenter, batch);
      assertThat(deliveries).extracting(Delivery::tile).isEqualTo(batch.tiles());
      for (Delivery delivery : deliveries) {
        Region output = delivery.tile().window().grow(-segmenter.margin());
        assertThat(delivery.covered().contains(delivery.tile().core())).isTrue();
        assertThat(output.contains(delivery.covered())).isTrue();
        assertThat(delivery.labels()).hasSize((int) delivery.covered().area());
        for (byte label : delivery.labels()) {
          assertThat((int) label).isBetween(0, segmenter.classes().size() - 1);
        }
      }
    }
  }

  @Test
  void aPartialBatchDeliversOnlyItsTiles() throws Exception {
    TileBatchPool pool = new TileBatchPool(1, CAPACITY, window());
    try (Segmenter segmenter = open(CAPACITY)) {
      List<Delivery> full;
      try (TileBatch batch = batch(segmenter, pool, 1, 2, 3)) {
        full = segment(segmenter, batch);
      }
      try (TileBatch batch = batch(segmenter, pool, 1)) {
        List<Delivery> one = segment(segmenter, batch);
        assertThat(one).hasSize(1);
        assertThat(one.get(0).labels()).isEqualTo(full.get(0).labels());
      }
      try (TileBatch batch = pool.lease()) {
        assertThat(segment(segmenter, batch)).isEmpty();
      }
    }
  }

  @Test
  void aTilesResultDependsNeitherOnItsSlotNorOnItsNeighboursNorOnTheBatch() throws Exception {
    TileBatchPool pool = new TileBatchPool(1, CAPACITY, window());
    TileBatchPool single = new TileBatchPool(1, 1, window());
    try (Segmenter segmenter = open(CAPACITY);
        Segmenter alone = open(1)) {
      byte[] first;
      try (TileBatch batch = batch(segmenter, pool, 9, 8, 7)) {
        first = segment(segmenter, batch).get(0).labels();
      }
      try (TileBatch batch = batch(segmenter, pool, 5, 4, 9)) {
        assertThat(segment(segmenter, batch).get(2).labels()).isEqualTo(first);
      }
      try (TileBatch batch = batch(alone, single, 9)) {
        assertThat(segment(alone, batch).get(0).labels()).isEqualTo(first);
      }
    }
  }

  @Test
  void sessionsOfSeveralThreadsGiveWhatOneGives() throws Exception {
    List<byte[]> expected = new ArrayList<>();
    try (Segmenter segmenter = open(CAPACITY)) {
      for (int worker = 0; worker < 3; worker++) {
        try (TileBatch batch = batch(segmenter, new TileBatchPool(1, CAPACITY, window()), worker)) {
          expected.add(segment(segmenter, batch).get(0).labels());
        }
      }
    }
    ExecutorService workers = Executors.newFixedThreadPool(3);
    try {
      List<Future<List<byte[]>>> results = new ArrayList<>();
      for (int worker = 0; worker < 3; worker++) {
        long seed = worker;
        results.add(workers.submit(() -> fourTimes(seed)));
      }
      for (int worker = 0; worker < 3; worker++) {
        for (byte[] labels : results.get(worker).get()) {
          assertThat(labels).isEqualTo(expected.get(worker));
        }
      }
    } finally {
      workers.shutdownNow();
    }
  }

  private List<byte[]> fourTimes(long seed) throws Exception {
    List<byte[]> results = new ArrayList<>();
    TileBatchPool pool = new TileBatchPool(1, CAPACITY, window());
    try (Segmenter segmenter = open(CAPACITY)) {
      for (int i = 0; i < 4; i++) {
        try (TileBatch batch = batch(segmenter, pool, seed)) {
          results.add(segment(segmenter, batch).get(0).labels());
        }
      }
    }
    return results;
  }

  @Test
  void probabilitiesSumToOneAndTheirMaximumIsTheLabel() throws Exception {
    TileBatchPool pool = new TileBatchPool(1, CAPACITY, window());
    try (Segmenter segmenter = open(CAPACITY);
        TileBatch batch = batch(segmenter, pool, 4, 5)) {
      List<Delivery> labels = segment(segmenter, batch);
      List<Tile> delivered = new ArrayList<>();
      segmenter.probabilities(
          batch,
          (tile, covered, probabilities) -> {
            Delivery expected = labels.get(delivered.size());
            delivered.add(tile);
            assertThat(covered).isEqualTo(tile.window().grow(-segmenter.margin()));
            assertThat(probabilities.remaining())
                .isEqualTo((int) (segmenter.classes().size() * covered.area()));
            checkPixels(segmenter.classes().size(), probabilities, covered, expected);
          });
      assertThat(delivered).isEqualTo(batch.tiles());
    }
  }

  private static void checkPixels(
      int classes, FloatBuffer probabilities, Region all, Delivery labels) {
    int area = (int) all.area();
    Region covered = labels.covered();
    int label = 0;
    for (int pixel = 0; pixel < area; pixel++) {
      float sum = 0;
      float most = 0;
      for (int c = 0; c < classes; c++) {
        float value = probabilities.get(probabilities.position() + c * area + pixel);
        sum += value;
        most = Math.max(most, value);
      }
      assertThat(sum).isCloseTo(1f, within(1e-4f));
      long x = all.x() + pixel % all.width();
      long y = all.y() + pixel / all.width();
      if (covered.contains(new Region(x, y, 1, 1))) {
        int index = probabilities.position() + labels.labels()[label++] * area + pixel;
        assertThat(probabilities.get(index)).isEqualTo(most);
      }
    }
    assertThat(label).isEqualTo(labels.labels().length);
  }

  @Test
  void pixelsAreOnlyRead() throws Exception {
    TileBatchPool pool = new TileBatchPool(1, CAPACITY, window());
    try (Segmenter segmenter = open(CAPACITY);
        TileBatch batch = batch(segmenter, pool, 1, 2)) {
      ByteBuffer pixels = batch.pixels();
      byte[] before = new byte[pixels.remaining()];
      batch.pixels().get(before);
      segment(segmenter, batch);
      assertThat(pixels.remaining()).isEqualTo(before.length);
      assertThat(pixels.compareTo(ByteBuffer.wrap(before))).isZero();
    }
  }

  @Test
  void whatTheSinkThrowsComesThrough() throws Exception {
    TileBatchPool pool = new TileBatchPool(1, CAPACITY, window());
    try (Segmenter segmenter = open(CAPACITY);
        TileBatch batch = batch(segmenter, pool, 1, 2)) {
      IOException full = new IOException("disk full");
      assertThatThrownBy(
              () ->
                  segmenter.segment(
                      batch,
                      (tile, covered, labels) -> {
                        throw full;
                      }))
          .isSameAs(full);
      assertThat(segment(segmenter, batch)).hasSize(2);
    }
  }

  @Test
  void aBatchOfAnotherShapeIsRefused() throws Exception {
    TileBatchPool pool = new TileBatchPool(1, CAPACITY + 1, window());
    try (Segmenter segmenter = open(CAPACITY);
        TileBatch batch = pool.lease()) {
      assertThatThrownBy(() -> segment(segmenter, batch))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "the session takes batches of %d windows of %d px, not %d of %d px",
              CAPACITY, window(), CAPACITY + 1, window());
    }
  }

  @Test
  void aClosedSessionSaysSo() throws Exception {
    TileBatchPool pool = new TileBatchPool(1, CAPACITY, window());
    Segmenter segmenter = open(CAPACITY);
    segmenter.close();
    segmenter.close();
    try (TileBatch batch = batch(segmenter, pool, 1)) {
      assertThatThrownBy(() -> segment(segmenter, batch)).isInstanceOf(IllegalStateException.class);
    }
  }
}
