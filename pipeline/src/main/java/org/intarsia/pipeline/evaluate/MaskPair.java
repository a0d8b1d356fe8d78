package org.intarsia.pipeline.evaluate;

import java.nio.file.Path;

/**
 * A predicted mask and the true one of the same name.
 *
 * @param name what both are called, without extension
 * @param prediction file of the predicted mask
 * @param truth file of the true mask
 */
public record MaskPair(String name, Path prediction, Path truth) {}
