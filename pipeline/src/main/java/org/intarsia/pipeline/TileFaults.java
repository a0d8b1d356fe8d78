package org.intarsia.pipeline;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.intarsia.tiler.Tile;

/**
 * What becomes of tiles that cannot be read, and which those were. Safe from many threads; the
 * faults of a row are complete when its band reaches a sink.
 */
public final class TileFaults {
  /** What a tile that cannot be read does. */
  public enum Policy {
    /** It ends the run. */
    FAIL,
    /** It gets the background class, and the run goes on. */
    BACKGROUND
  }

  /**
   * A tile that could not be read.
   *
   * @param row row of the grid
   * @param column column of the grid
   * @param message what was wrong
   */
  public record Fault(int row, int column, String message) {}

  private final Policy policy;
  private final ConcurrentLinkedQueue<Fault> faults = new ConcurrentLinkedQueue<>();

  private TileFaults(Policy policy) {
    this.policy = policy;
  }

  /** No faults yet. */
  public static TileFaults of(Policy policy) {
    return new TileFaults(policy);
  }

  /** Whether tiles that cannot be read get the background class. */
  boolean areSpared() {
    return policy == Policy.BACKGROUND;
  }

  void add(Tile tile, Exception cause) {
    String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    add(new Fault(tile.row(), tile.column(), message));
  }

  /** Notes a fault, also one that an earlier run of the same slide met. */
  public void add(Fault fault) {
    faults.add(fault);
  }

  /** The faults so far, in row-major order. */
  public List<Fault> all() {
    return faults.stream()
        .sorted(Comparator.comparingInt(Fault::row).thenComparingInt(Fault::column))
        .toList();
  }

  /** The faults of one row of tiles, from the left. */
  public List<Fault> ofRow(int row) {
    return all().stream().filter(fault -> fault.row() == row).toList();
  }
}
