package org.intarsia.slideio.tiff;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedMap;

/**
 * Which directories of a TIFF are what.
 *
 * @param format for people: {@code Aperio SVS}, {@code OME-TIFF}, {@code TIFF}
 * @param levels resolutions, finest first
 * @param associated label, macro, thumbnail and other images by name
 * @param micronsPerPixel of the finest level
 * @param magnification of the objective
 * @param properties what the vendor wrote
 */
record SlideStructure(
    String format,
    List<TiffDirectory> levels,
    LinkedHashMap<String, TiffDirectory> associated,
    OptionalDouble micronsPerPixel,
    OptionalDouble magnification,
    SortedMap<String, String> properties) {}
