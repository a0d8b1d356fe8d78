package org.intarsia.pipeline.planning;

/**
 * How fast the network alone ran.
 *
 * @param window side of the windows in pixels
 * @param crew how many computed what
 * @param megapixelsPerSecond computed by all workers together, pixels of halos included
 */
public record Speed(int window, Crewing crew, double megapixelsPerSecond) {
  /**
   * How many compute what.
   *
   * @param batch windows a batch
   * @param workers that compute a batch each
   * @param threads of each worker
   */
  public record Crewing(int batch, int workers, int threads) {
    @Override
    public String toString() {
      return "%d x %d threads, %d a batch".formatted(workers, threads, batch);
    }
  }
}
