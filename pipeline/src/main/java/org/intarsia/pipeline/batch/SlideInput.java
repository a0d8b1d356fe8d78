package org.intarsia.pipeline.batch;

import java.nio.file.Path;

/**
 * A slide to work on.
 *
 * @param file where it is
 * @param name its name in the output: the file name without extension, unique and safe
 */
public record SlideInput(Path file, String name) {}
