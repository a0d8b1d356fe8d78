package org.intarsia.training;

import java.util.Arrays;
import java.util.List;
import org.intarsia.slideio.Region;
import org.intarsia.tiler.annotation.Annotation;
import org.intarsia.tiler.annotation.PolygonRaster;

/**
 * Labels painted from areas, block by block.
 *
 * @param width columns of the level
 * @param height rows of the level
 * @param scale pixels of level 0 along a pixel of the level
 * @param outside label of pixels in no area
 * @param layers from the lowest to the uppermost
 */
record AreaLabels(long width, long height, double scale, int outside, List<Layer> layers)
    implements LabelSource {
  /** An area and its label. */
  record Layer(PolygonRaster area, byte label) {
    static Layer of(Annotation area, int label) {
      return new Layer(PolygonRaster.of(area), (byte) label);
    }
  }

  AreaLabels {
    layers = List.copyOf(layers);
  }

  @Override
  public void read(Region region, byte[] labels) {
    Arrays.fill(labels, 0, Math.toIntExact(region.area()), (byte) outside);
    for (Layer layer : layers) {
      layer.area().paint(region, scale, labels, layer.label());
    }
  }

  @Override
  public void close() {
    // nothing is held
  }
}
