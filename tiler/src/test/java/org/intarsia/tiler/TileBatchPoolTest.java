package org.intarsia.tiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class TileBatchPoolTest {
  private final TileGrid grid = new TileGrid(40, 40, 4, Halo.of(2));

  @Test
  void slotsLieOneAfterTheOtherInOneDirectBuffer() throws InterruptedException {
    TileBatchPool pool = new TileBatchPool(1, 3, 8);
    try (TileBatch batch = pool.lease()) {
      for (int i = 0; i < 3; i++) {
        ByteBuffer slot = batch.add(grid.tile(0, i));
        assertThat(slot.remaining()).isEqualTo(3 * 8 * 8);
        while (slot.hasRemaining()) {
          slot.put((byte) (i + 1));
        }
      }
      assertThat(batch.isFull()).isTrue();
      ByteBuffer all = batch.pixels();
      assertThat(all.isDirect()).isTrue();
      assertThat(all.remaining()).isEqualTo(3 * 192);
      for (int i = 0; i < 3 * 192; i++) {
        assertThat(all.get(i)).isEqualTo((byte) (i / 192 + 1));
      }
      assertThatThrownBy(() -> batch.add(grid.tile(1, 1)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("the batch is full (3 tiles)");
    }
  }

  @Test
  void aClosedBatchIsNobodysAndASecondCloseDoesNothing() throws InterruptedException {
    TileBatchPool pool = new TileBatchPool(2, 1, 8);
    TileBatch batch = pool.lease();
    assertThat(pool.available()).isEqualTo(1);
    batch.close();
    batch.close();
    assertThat(pool.available()).isEqualTo(2);
    assertThatThrownBy(batch::pixels).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void leasingWaitsUntilABatchComesBack() throws InterruptedException {
    TileBatchPool pool = new TileBatchPool(1, 1, 8);
    TileBatch first = pool.lease();
    CountDownLatch waiting = new CountDownLatch(1);
    CountDownLatch got = new CountDownLatch(1);
    AtomicBoolean empty = new AtomicBoolean();
    Thread thread =
        new Thread(
            () -> {
              waiting.countDown();
              try (TileBatch second = pool.lease()) {
                empty.set(second.tiles().isEmpty());
                got.countDown();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    first.add(grid.tile(0, 0));
    thread.start();
    waiting.await();
    assertThat(got.await(50, TimeUnit.MILLISECONDS)).isFalse();
    first.close();
    assertThat(got.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(empty).isTrue();
    thread.join();
  }

  @Test
  void refusesWindowsOfAnotherSizeAndTooLargePools() throws InterruptedException {
    TileBatchPool pool = new TileBatchPool(1, 1, 9);
    try (TileBatch batch = pool.lease()) {
      assertThatThrownBy(() -> batch.add(grid.tile(0, 0)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("the batch takes 9 px");
    }
    assertThatThrownBy(() -> new TileBatchPool(1, 1000, 4096))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a batch of 1000 windows of 4096 px exceeds 2 GiB; use a smaller batch or patch");
  }
}
