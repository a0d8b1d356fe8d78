package org.intarsia.testdata;

/** Hashes of lattice points: the only source of chance, and the same on every machine. */
final class Noise {
  private static final double PER_UNIT = 1.0 / (1 << 24);

  private Noise() {}

  static int hash(int seed, int x, int y) {
    int h = seed + x * 0x9E3779B1 + y * 0x85EBCA77;
    h ^= h >>> 15;
    h *= 0x2C1B3C6D;
    h ^= h >>> 12;
    h *= 0x297A2D39;
    h ^= h >>> 15;
    return h;
  }

  static int hash(int seed, int x) {
    return hash(seed, x, 0x51ED27);
  }

  static int fold(long seed) {
    return hash((int) seed, (int) (seed >>> 32));
  }

  /** A number from 0 to less than 1. */
  static double unit(int hash) {
    return (hash >>> 8) * PER_UNIT;
  }

  /** A number from -1 to less than 1. */
  static double signed(int hash) {
    return (hash >> 7) * PER_UNIT;
  }

  /** The k-th independent number from 0 to less than 1 of something that has one hash. */
  static double unit(int hash, int k) {
    return unit(hash(hash, k));
  }

  static double between(double low, double high, double unit) {
    return low + (high - low) * unit;
  }

  static int floor(double v) {
    int i = (int) v;
    return v < i ? i - 1 : i;
  }

  /** Smooth noise on a line, from -1 to 1, one lattice point a unit. */
  static double line(int seed, double u) {
    int i = floor(u);
    double f = u - i;
    double a = signed(hash(seed, i));
    double b = signed(hash(seed, i + 1));
    return a + (b - a) * (f * f * (3 - 2 * f));
  }
}
