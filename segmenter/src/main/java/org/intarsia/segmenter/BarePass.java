package org.intarsia.segmenter;

/**
 * The network's pass over a batch that is ready on the device, and nothing else: no pixels go in
 * and no labels come out. What every use of the network can be measured against.
 *
 * <p>For one thread at a time.
 */
public interface BarePass extends AutoCloseable {
  /**
   * Passes the batch through the network once.
   *
   * @throws SegmentationException if the network fails
   */
  void run() throws SegmentationException;

  /** Frees the batch. The model stays open. */
  @Override
  void close();
}
