package org.intarsia.segmenter;

/**
 * How a session runs.
 *
 * @param window side of the windows in pixels; every batch of the session has it
 * @param batch windows a batch; a batch always runs at this size
 * @param threads threads that compute one batch; with several sessions on a small machine, 1 each
 *     is steadier than many
 * @param device {@code cpu} or {@code cuda:N}
 * @param precision what the network computes in
 */
public record SegmenterSettings(
    int window, int batch, int threads, String device, Precision precision) {
  /** Checks the numbers and the form of the device's name. */
  public SegmenterSettings {
    if (window < 1) {
      throw new IllegalArgumentException("patch must be at least 1 px, not " + window);
    }
    if (batch < 1) {
      throw new IllegalArgumentException("batch must be at least 1 window, not " + batch);
    }
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, not " + threads);
    }
    if (!device.matches("cpu|cuda:[0-9]{1,3}")) {
      throw new IllegalArgumentException("device must be cpu or cuda:N, not '" + device + "'");
    }
  }

  /** In the precision that the archive is stored in. */
  public SegmenterSettings(int window, int batch, int threads, String device) {
    this(window, batch, threads, device, Precision.FLOAT32);
  }

  /** The same in another precision. */
  public SegmenterSettings withPrecision(Precision wanted) {
    return new SegmenterSettings(window, batch, threads, device, wanted);
  }

  /** One thread on the CPU. */
  public static SegmenterSettings cpu(int window, int batch) {
    return new SegmenterSettings(window, batch, 1, "cpu");
  }
}
