package org.intarsia.pipeline.fuzz;

import java.io.IOException;
import java.util.List;
import java.util.random.RandomGenerator;

/** A parser, sound inputs for it, and how its inputs are built. */
interface FuzzTarget {
  String name();

  /** Sound inputs; every one must be read without an exception. */
  List<byte[]> seeds();

  /** A copy with one part of the format's structure changed. */
  byte[] restructure(byte[] input, RandomGenerator random);

  /**
   * Parses the input as far as users of the parser would.
   *
   * @throws IOException of {@link #refusal} if it is damaged or not read; all else is a fault
   */
  void run(byte[] input) throws IOException;

  /** The exception that stands for a damaged input. */
  Class<? extends IOException> refusal();
}
