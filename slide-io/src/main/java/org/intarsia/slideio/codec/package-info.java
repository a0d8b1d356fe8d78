/**
 * Decoders of single compressed blocks, native and in Java: start with {@link
 * org.intarsia.slideio.codec.CodecSet}. The only package that sees ImageIO and {@code java.awt},
 * and one of two that see JNA.
 */
@NullMarked
package org.intarsia.slideio.codec;

import org.jspecify.annotations.NullMarked;
