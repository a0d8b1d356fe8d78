package org.intarsia.pipeline;

import java.io.IOException;
import org.intarsia.stitcher.MaskBand;
import org.intarsia.stitcher.MaskSink;

/** Keeps a whole mask. */
public class MaskInMemory implements MaskSink {
  private final byte[] labels;
  private final int width;
  private boolean finished;

  public MaskInMemory(int width, int height) {
    this.width = width;
    this.labels = new byte[width * height];
  }

  @Override
  public void accept(MaskBand band) throws IOException {
    System.arraycopy(
        band.labels(), 0, labels, (int) band.y() * width, band.width() * band.height());
  }

  public byte[] labels() {
    return labels;
  }

  public boolean finished() {
    return finished;
  }

  @Override
  public void finish() {
    finished = true;
  }

  @Override
  public void close() {}
}
