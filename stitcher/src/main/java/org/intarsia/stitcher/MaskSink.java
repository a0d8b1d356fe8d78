package org.intarsia.stitcher;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * Takes a finished mask band by band.
 *
 * <p>Bands arrive once each, in order from the top, without gaps, all of the mask's width. Calls
 * come from one thread at a time, not always the same one, each seeing what the one before did. The
 * life of a sink is {@code accept}*, {@code finish}, {@code close}; {@code close} may come at any
 * time and more than once.
 */
public interface MaskSink extends Closeable {
  /**
   * Takes one band.
   *
   * @param band the next band; its labels are borrowed until this method returns
   * @throws IllegalStateException if the band is not the next one, is not as wide as the mask,
   *     reaches below it, or comes after {@link #finish} or {@link #close}
   */
  void accept(MaskBand band) throws IOException;

  /**
   * Completes the result: every band has been delivered.
   *
   * @throws IllegalStateException if bands are missing, or on a second call, or after {@link
   *     #close}
   */
  void finish() throws IOException;

  /**
   * Lets go of everything. Without a successful {@link #finish} before, the result is abandoned and
   * what this sink has made so far is deleted. A second call does nothing.
   */
  @Override
  void close() throws IOException;

  /**
   * One sink that hands every band to all of {@code sinks} in their order, and owns them.
   *
   * <p>An exception of one ends the call; {@code close} closes all, whatever happens.
   */
  static MaskSink all(List<? extends MaskSink> sinks) {
    return new CompositeMaskSink(List.copyOf(sinks));
  }
}
