package org.intarsia.training;

import java.util.SplittableRandom;

/** Random numbers that depend on a seed and a number only. */
final class RandomNumbers {
  private RandomNumbers() {}

  /** A generator for item {@code number} of the sequence {@code seed}. */
  static SplittableRandom of(long seed, long number) {
    return new SplittableRandom(mix(seed) ^ mix(number * 0x9E3779B97F4A7C15L + 1));
  }

  /** Stafford's variant 13 of the finaliser of MurmurHash3. */
  private static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
    return b ^ (b >>> 31);
  }

  /** A number of the normal distribution, by Box and Muller. */
  static double gaussian(SplittableRandom random) {
    double radius = Math.sqrt(-2 * Math.log(1 - random.nextDouble()));
    return radius * Math.cos(2 * Math.PI * random.nextDouble());
  }
}
