package org.intarsia.pipeline.regress;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A fixed amount of work, whose time says how fast the machine is at this moment.
 *
 * <p>Every worker multiplies 160 x 160 matrices of floats, {@value #PRODUCTS} times: arithmetic
 * like a network's, in Java alone, so that it does not change when libraries or Intarsia do. Times
 * of cases are divided by it: a slower or busier machine changes both.
 */
final class Calibration {
  private static final int SIDE = 160;
  private static final int PRODUCTS = 160;

  /** Names the work: times in units of another are not comparable. */
  static final String WORK = SIDE + "^3 x " + PRODUCTS;

  private final int workers;

  private Calibration(int workers) {
    this.workers = workers;
  }

  /** With this many threads; compiled and warm when this returns. */
  static Calibration of(int workers) throws InterruptedException {
    Calibration calibration = new Calibration(workers);
    calibration.seconds();
    return calibration;
  }

  /** Does the work; seconds from start to end. */
  double seconds() throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(workers);
    long start = System.nanoTime();
    try {
      List<Future<Float>> results = new ArrayList<>();
      for (int i = 0; i < workers; i++) {
        float seed = i + 1;
        results.add(threads.submit(() -> work(seed)));
      }
      for (Future<Float> result : results) {
        if (!Float.isFinite(result.get())) {
          throw new IllegalStateException("the calibration's arithmetic has overflowed");
        }
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("the calibration failed", e.getCause());
    } finally {
      threads.shutdownNow();
    }
    return (System.nanoTime() - start) * 1e-9;
  }

  private static float work(float seed) {
    float[] a = new float[SIDE * SIDE];
    float[] b = new float[SIDE * SIDE];
    float[] c = new float[SIDE * SIDE];
    for (int i = 0; i < a.length; i++) {
      a[i] = (seed + i % 7) / SIDE;
      b[i] = (i % 5 - 2f) / SIDE;
    }
    for (int n = 0; n < PRODUCTS; n++) {
      multiply(a, b, c);
      float[] swap = a;
      a = c;
      c = swap;
    }
    return a[SIDE + 1];
  }

  private static void multiply(float[] a, float[] b, float[] c) {
    for (int row = 0; row < SIDE; row++) {
      int to = row * SIDE;
      for (int column = 0; column < SIDE; column++) {
        c[to + column] = 1f / SIDE;
      }
      for (int k = 0; k < SIDE; k++) {
        float factor = a[to + k];
        int from = k * SIDE;
        for (int column = 0; column < SIDE; column++) {
          c[to + column] += factor * b[from + column];
        }
      }
    }
  }
}
