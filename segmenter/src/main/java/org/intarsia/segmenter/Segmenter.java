package org.intarsia.segmenter;

import java.io.IOException;
import java.util.List;
import org.intarsia.tiler.LabelSink;
import org.intarsia.tiler.ProbabilitySink;
import org.intarsia.tiler.TileBatch;

/**
 * A session that turns batches of pixels into labels or class probabilities.
 *
 * <p>For one thread at a time; open one session per worker. A batch runs at its full capacity, one
 * constant shape, because the executor prepares itself anew for every new shape; only slots that
 * hold a tile are delivered, in the order of {@link TileBatch#tiles()}. A tile's result does not
 * depend on its slot or on what the other slots hold.
 *
 * <p>The caller keeps and closes the batch; the session reads its pixels without copying them.
 */
public interface Segmenter extends AutoCloseable {
  /** The classes; a label is an index into this list. */
  List<TissueClass> classes();

  /** Pixels that the network's output lacks on each side of a window; 0 with padding. */
  int margin();

  /**
   * Delivers each tile's labels: the class of the highest probability. They cover the tile's core,
   * and may cover no more: nobody needs those of the halo.
   *
   * <p>The buffers are borrowed: they are valid until the sink returns.
   *
   * @throws SegmentationException if the network fails or puts out an unexpected shape
   * @throws IOException what the sink throws
   * @throws IllegalArgumentException if the batch's window or capacity is not the session's
   * @throws IllegalStateException if the session is closed
   */
  void segment(TileBatch batch, LabelSink sink) throws IOException;

  /**
   * Delivers each tile's class probabilities, class by class.
   *
   * <p>The buffers are borrowed: they are valid until the sink returns. Exceptions as for {@link
   * #segment}.
   */
  void probabilities(TileBatch batch, ProbabilitySink sink) throws IOException;

  /** Frees the session; a second call does nothing. The model stays open. */
  @Override
  void close();
}
