/**
 * Slides through Bio-Formats, for kinds that the built-in readers do not read: start with {@link
 * org.intarsia.slideio.bioformats.BioFormatsProvider}.
 *
 * <p>The only package that knows {@code loci.formats}. It is built by the Maven profile {@code
 * bio-formats} and found on the class path through {@link java.util.ServiceLoader}.
 */
@NullMarked
package org.intarsia.slideio.bioformats;

import org.jspecify.annotations.NullMarked;
