package org.intarsia.slideio.codec;

/** Decodes the blocks (tiles or strips) of one image; safe for use by many threads. */
public interface BlockCodec {
  /** What people call it: {@code libjpeg-turbo}, {@code java-jpeg}, {@code deflate}. */
  String name();

  /**
   * Decodes one block into the first {@code shape.bytes()} bytes of {@code out}; on an exception
   * their content is unspecified.
   *
   * <p>Never writes beyond them and never needs memory beyond a small multiple of {@code
   * shape.declaredBytes()}, whatever the block claims to be.
   *
   * @param encoded the compressed bytes, from index 0 to its end
   * @throws CodecException if the block is damaged, has another size, or too little or too much
   *     data
   */
  void decode(byte[] encoded, BlockShape shape, byte[] out) throws CodecException;
}
