package org.intarsia.pipeline.roi;

import org.intarsia.tiler.annotation.RoiArea;

/**
 * A region of interest.
 *
 * @param name its class, or {@code roi}, and a number
 * @param area in pixels of the slide's level 0
 */
public record Roi(String name, RoiArea area) {}
