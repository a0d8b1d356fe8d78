package org.intarsia.segmenter.probe;

import java.io.IOException;

/** A network as a function of normalised pictures. */
@FunctionalInterface
public interface ForwardPass {
  /**
   * Runs the network once.
   *
   * @param input N x 3 x H x W
   * @return N x classes x H' x W'
   * @throws IOException if the network refuses this size
   */
  FeatureMaps run(FeatureMaps input) throws IOException;
}
