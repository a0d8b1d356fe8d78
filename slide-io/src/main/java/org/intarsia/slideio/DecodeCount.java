package org.intarsia.slideio;

import java.util.Locale;

/**
 * How often tiles of the file were decoded.
 *
 * @param decodings of any tile
 * @param tiles how many different tiles were decoded
 */
public record DecodeCount(long decodings, long tiles) {
  /** Decodings of each of these tiles; 1 where each was decoded once, or none. */
  public double perTile() {
    return tiles == 0 ? 1 : (double) decodings / tiles;
  }

  /** For people: {@code decoded 1632 of 1600 tiles, x1.02}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "decoded %d of %d tiles, x%.2f", decodings, tiles, perTile());
  }
}
