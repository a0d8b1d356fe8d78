package org.intarsia.training;

import java.io.IOException;
import org.intarsia.segmenter.LabelledPatch;

/**
 * An endless sequence of training patches, addressed by number.
 *
 * <p>Patch {@code n} is the same whenever and on whichever thread it is asked for: that is what
 * lets patches be made ahead of the network, and training go on after a kill as if nothing had
 * happened. Implementations are thread-safe.
 */
@FunctionalInterface
public interface PatchSource {
  /**
   * Fills a patch.
   *
   * @param number which one, from 0 on
   * @param patch overwritten whole; belongs to the caller
   * @throws IOException if a picture cannot be read; names it
   */
  void fill(long number, LabelledPatch patch) throws IOException;
}
