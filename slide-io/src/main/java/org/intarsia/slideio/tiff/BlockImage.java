package org.intarsia.slideio.tiff;

import java.io.IOException;
import org.intarsia.slideio.codec.CodecException;

/** An image that is decoded block by block; immutable, safe for use by many threads. */
interface BlockImage {
  BlockGrid grid();

  /** What decodes the blocks. */
  String codecName();

  /** Whether the file holds nothing of a block: it is background. */
  boolean isMissing(int block);

  /**
   * Reads and decodes a block that is not missing.
   *
   * @return interleaved R G B of the block's place
   * @throws CodecException if the block is damaged
   */
  byte[] decode(int block) throws IOException;

  /** What messages call a block: its place and the byte at which it begins. */
  String place(int block);
}
