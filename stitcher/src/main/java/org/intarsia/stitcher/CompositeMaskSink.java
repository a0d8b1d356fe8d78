package org.intarsia.stitcher;

import java.io.IOException;
import java.util.List;

/** Hands every band to several sinks. */
final class CompositeMaskSink implements MaskSink {
  private final List<MaskSink> sinks;

  CompositeMaskSink(List<MaskSink> sinks) {
    this.sinks = sinks;
  }

  @Override
  public void accept(MaskBand band) throws IOException {
    for (MaskSink sink : sinks) {
      sink.accept(band);
    }
  }

  @Override
  public void finish() throws IOException {
    for (MaskSink sink : sinks) {
      sink.finish();
    }
  }

  @Override
  public void close() throws IOException {
    close(sinks.size());
  }

  /** Closes the first {@code count} sinks, the last of them last, also when one of them throws. */
  private void close(int count) throws IOException {
    if (count == 0) {
      return;
    }
    MaskSink last = sinks.get(count - 1);
    try (last) {
      close(count - 1);
    }
  }
}
