/**
 * The features of Mehta et al. (2018) and Mercan et al. (2019): start with {@link
 * org.intarsia.classifier.superpixels.SuperpixelFeatures} and {@link
 * org.intarsia.classifier.superpixels.DuctStructure}. Both look at a region of interest that fits
 * into memory.
 */
@NullMarked
package org.intarsia.classifier.superpixels;

import org.jspecify.annotations.NullMarked;
