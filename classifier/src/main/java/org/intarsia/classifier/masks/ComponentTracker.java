package org.intarsia.classifier.masks;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Finds the components of every class while bands of one mask arrive, from top to bottom.
 *
 * <p>One pass over runs with a union-find forest (Rosenfeld and Pfaltz, J. ACM 1966, 13:471). Only
 * the runs of two rows refer to components: one that the last row does not have is complete, is
 * added to the statistics of its class, and forgotten. So memory follows the width, not the number
 * of components. Not thread-safe.
 */
public final class ComponentTracker {
  private final RunWindow window;
  private final int classes;
  private final ComponentTally[] tallies;
  private OpenComponent[] above = new OpenComponent[0];
  private OpenComponent[] here = new OpenComponent[0];
  private int countAbove;

  /**
   * Components that have ended, to be used again. <i>Why</i>: noise begins one every few pixels;
   * made anew each time they lie all over the heap, in no cache, and take half as long again.
   */
  private final Deque<OpenComponent> spare = new ArrayDeque<>();

  /** Those that were joined to others in this row: its runs may still refer to them. */
  private final List<OpenComponent> joined = new ArrayList<>();

  /** Stands for the component of pixels that do not count; ended before the first row. */
  private final OpenComponent none = new OpenComponent(0, 0, -2);

  private ComponentTracker(int classes, int minimalPixels) {
    this.window = new RunWindow(classes, 1);
    this.classes = classes;
    this.tallies = new ComponentTally[classes];
    for (int label = 0; label < classes; label++) {
      tallies[label] = new ComponentTally(ComponentStatistics.none(minimalPixels));
    }
  }

  /**
   * For a mask of labels below {@code classes}, 1 to 255, or 255.
   *
   * @param minimalPixels components of fewer pixels do not count; at least 1
   */
  public static ComponentTracker of(int classes, int minimalPixels) {
    return new ComponentTracker(classes, minimalPixels);
  }

  /**
   * Takes the next band.
   *
   * @param labels the first {@code width * rows} labels, row by row; not kept
   * @throws IllegalArgumentException if a label has no class or the width changes; the tracker is
   *     of no use then
   */
  public ComponentTracker accept(byte[] labels, int width, int rows) {
    window.accept(labels, width, rows, this::row);
    return this;
  }

  /** Joins the runs of the last row of a window to those above them. */
  void row(RunWindow rows) {
    LabelRuns runs = rows.row(0);
    LabelRuns runsAbove = rows.row(rows.has(1) ? 1 : 0);
    long y = rows.rows() - 1;
    if (here.length < runs.count()) {
      here = new OpenComponent[Math.min(runs.width(), 2 * runs.count())];
    }
    int first = 0;
    for (int run = 0; run < runs.count(); run++) {
      while (first < countAbove && runsAbove.end(first) < runs.start(run)) {
        first++;
      }
      here[run] = runs.label(run) < classes ? component(runs, run, y, runsAbove, first) : none;
    }
    retire(y);
    for (int run = 0; run < runs.count(); run++) {
      here[run] = here[run].root();
    }
    spare.addAll(joined);
    joined.clear();
    OpenComponent[] swapped = above;
    above = here;
    here = swapped;
    countAbove = runs.count();
  }

  /** The component of a run, with the run in it. */
  private OpenComponent component(
      LabelRuns runs, int run, long y, LabelRuns runsAbove, int firstAbove) {
    int start = runs.start(run);
    int end = runs.end(run);
    OpenComponent component = none;
    int shared = 0;
    for (int up = firstAbove; up < countAbove && runsAbove.start(up) <= end; up++) {
      if (runsAbove.label(up) != runs.label(run)) {
        continue;
      }
      OpenComponent other = above[up].root();
      if (component != none && component != other) {
        other.join(component);
        joined.add(component);
      }
      component = other;
      shared +=
          Math.max(0, Math.min(end, runsAbove.end(up)) - Math.max(start, runsAbove.start(up)));
    }
    if (component == none) {
      component = begin(runs.label(run), start, y);
    }
    component.add(y, start, end, shared);
    return component;
  }

  private OpenComponent begin(int label, int x, long y) {
    OpenComponent component = spare.pollLast();
    if (component == null) {
      return new OpenComponent(label, x, y);
    }
    component.begin(label, x, y);
    return component;
  }

  /** Adds the components that the row {@code y} does not have to the statistics. */
  private void retire(long y) {
    for (int up = 0; up < countAbove; up++) {
      OpenComponent component = above[up].root();
      above[up] = none;
      if (component.lastRow() == y - 1 && component.retire()) {
        tallies[component.label()].add(component);
        spare.addLast(component);
      }
    }
  }

  /** The components that may still grow, in the order of their first runs in the last row. */
  List<OpenComponent> open() {
    Set<OpenComponent> open = Collections.newSetFromMap(new IdentityHashMap<>());
    List<OpenComponent> inOrder = new ArrayList<>();
    for (int run = 0; run < countAbove; run++) {
      if (above[run] != none && open.add(above[run])) {
        inOrder.add(above[run]);
      }
    }
    return inOrder;
  }

  /** The statistics of every class as if the mask ended here; the tracker can go on. */
  public List<ComponentStatistics> build() {
    List<ComponentTally> copies = new ArrayList<>();
    for (ComponentTally tally : tallies) {
      copies.add(new ComponentTally(tally.statistics()));
    }
    open().forEach(component -> copies.get(component.label()).add(component));
    return copies.stream().map(ComponentTally::statistics).toList();
  }
}
