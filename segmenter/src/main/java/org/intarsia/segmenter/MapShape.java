package org.intarsia.segmenter;

import java.util.Optional;

/** Channels and size of a feature map. */
record MapShape(int channels, int height, int width) {
  static Optional<MapShape> of(int channels, int height, int width) {
    return height < 1 || width < 1
        ? Optional.empty()
        : Optional.of(new MapShape(channels, height, width));
  }

  boolean sameSize(MapShape other) {
    return height == other.height && width == other.width;
  }
}
