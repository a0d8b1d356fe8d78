package org.intarsia.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.intarsia.pipeline.engine.BandWriter;
import org.intarsia.pipeline.engine.Crew;
import org.intarsia.stitcher.MaskBand;
import org.intarsia.stitcher.MaskSink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class BandWriterTest {
  /** What a sink does with a band. */
  private interface Work {
    void on(MaskBand band) throws IOException;
  }

  private static BandWriter writer(Work work) {
    return new BandWriter(
        new MaskSink() {
          @Override
          public void accept(MaskBand band) throws IOException {
            work.on(band);
          }

          @Override
          public void finish() {
            throw new IllegalStateException("the sink is its owner's to finish");
          }

          @Override
          public void close() {
            throw new IllegalStateException("the sink is its owner's to close");
          }
        });
  }

  private static MaskBand band(int row, byte[] labels) {
    return new MaskBand(row, 2L * row, 3, 2, labels);
  }

  @Test
  void everyBandIsWrittenInOrderWithTheLabelsThatItHad() throws Exception {
    List<String> written = Collections.synchronizedList(new ArrayList<>());
    BandWriter writer =
        writer(band -> written.add(band + " " + band.labels()[0] + " " + band.labels()[5]));
    Crew crew = new Crew();
    crew.add("writer", writer::write);
    crew.add(
        "maker",
        () -> {
          byte[] labels = new byte[6];
          for (int row = 0; row < 100; row++) {
            labels[0] = (byte) row;
            labels[5] = (byte) -row;
            writer.accept(band(row, labels));
            labels[0] = 77; // borrowed until accept returned, and no longer
          }
          writer.end();
        });
    crew.work();
    writer.finish();
    writer.close();
    assertThat(written).hasSize(100);
    for (int row = 0; row < 100; row++) {
      assertThat(written.get(row)).isEqualTo(band(row, new byte[6]) + " " + row + " " + -row);
    }
  }

  @Test
  void oneBandIsTakenWhileAnotherIsWritten() throws Exception {
    CountDownLatch writing = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    BandWriter writer =
        writer(
            band -> {
              writing.countDown();
              await(release);
            });
    Crew crew = new Crew();
    crew.add("writer", writer::write);
    crew.add(
        "maker",
        () -> {
          writer.accept(band(0, new byte[6])); // returns although nothing is written yet
          await(writing);
          release.countDown();
          writer.end();
        });
    crew.work();
    assertThat(release.getCount()).isZero();
  }

  private static void await(CountDownLatch latch) throws InterruptedIOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new InterruptedIOException();
    }
  }

  @Test
  void aFailureOfTheSinkComesFromTheWritingThread() {
    BandWriter writer =
        writer(
            band -> {
              throw new IOException("no space left");
            });
    Crew crew = new Crew();
    crew.add("writer", writer::write);
    crew.add(
        "maker",
        () -> {
          writer.accept(band(0, new byte[6]));
          writer.accept(band(1, new byte[6]));
          writer.end();
        });
    assertThatThrownBy(crew::work).isInstanceOf(IOException.class).hasMessage("no space left");
  }
}
