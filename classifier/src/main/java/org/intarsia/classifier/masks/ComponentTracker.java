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

  /**
   * Components that have ended, to be used again. <i>Why</i>: noise begins one every few pixels;
   * made anew each time they lie all over the heap, in no cache, and take half as long again.
   */
  private final Deque<OpenComponent> spare = new ArrayDeque<>();

  /** Those that were joined to others in this row: its runs may still refer to them. */
  private final List<OpenComponent> joined = new ArrayList<>();

  /** Stands for the component of pixels that do not count; ended before the first row. */
  private final OpenComponent none = new OpenComponent(0, 0, -2);

  /**
   * Stands for the component of a run that touches no other yet. <i>Why</i>: most of the components
   * of noise are of one run, and too small to count; they need not be made.
   */
  private final OpenComponent alone = new OpenComponent(0, 0, -2);

  /** The runs of the last row; at first there is none. */
  private LabelRuns lastRuns = new LabelRuns();

  private long lastRow = -1;

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
    if (here.length < runs.count()) {
      here = new OpenComponent[Math.min(runs.width(), 2 * runs.count())];
    }
    int first = 0;
    for (int run = 0; run < runs.count(); run++) {
      int end = runs.end(run);
      int behind = behind(first, end);
      here[run] = runs.label(run) < classes ? component(runs, run, first, behind) : none;
      first = Math.max(0, behind - 1);
      if (lastRuns.start(first) == end) {
        first--; // the one before it touches the next run's first corner
      }
    }
    retire();
    for (int run = 0; run < runs.count(); run++) {
      here[run] = here[run].root();
    }
    spare.addAll(joined);
    joined.clear();
    OpenComponent[] swapped = above;
    above = here;
    here = swapped;
    lastRuns = runs;
    lastRow++;
  }

  /** The run of the last row behind those that touch pixels up to a column. */
  private int behind(int first, int column) {
    int up = first;
    while (up < lastRuns.count() && lastRuns.start(up) <= column) {
      up++;
    }
    return up;
  }

  /** The component of a run below these of the last row, with the run in it. */
  private OpenComponent component(LabelRuns runs, int run, int first, int behind) {
    int start = runs.start(run);
    int end = runs.end(run);
    OpenComponent component = alone;
    int shared = 0;
    for (int up = first; up < behind; up++) {
      if (lastRuns.label(up) != runs.label(run)) {
        continue;
      }
      OpenComponent other = made(up).root();
      if (component != alone && component != other) {
        other.join(component);
        joined.add(component);
      }
      component = other;
      shared += Math.max(0, Math.min(end, lastRuns.end(up)) - Math.max(start, lastRuns.start(up)));
    }
    if (component != alone) {
      component.add(lastRow + 1, start, end, shared);
    }
    return component;
  }

  /** The component of a run of the last row, made if the run was alone. */
  private OpenComponent made(int run) {
    if (above[run] == alone) {
      int start = lastRuns.start(run);
      above[run] = begin(lastRuns.label(run), start, lastRow);
      above[run].add(lastRow, start, lastRuns.end(run), 0);
    }
    return above[run];
  }

  private OpenComponent begin(int label, int x, long y) {
    OpenComponent component = spare.pollLast();
    if (component == null) {
      return new OpenComponent(label, x, y);
    }
    component.begin(label, x, y);
    return component;
  }

  /** Adds the components that end in the last row to the statistics. */
  private void retire() {
    for (int run = 0; run < lastRuns.count(); run++) {
      if (above[run] != alone || counts(run)) {
        OpenComponent component = made(run).root();
        if (component.lastRow() == lastRow && component.retire()) {
          tallies[component.label()].add(component);
          spare.addLast(component);
        }
      }
      above[run] = none;
    }
  }

  /** Whether a run of the last row is no speck. */
  private boolean counts(int run) {
    return tallies[lastRuns.label(run)].counts(lastRuns.end(run) - lastRuns.start(run));
  }

  /** The components that may still grow, in the order of their first runs in the last row. */
  List<OpenComponent> open() {
    Set<OpenComponent> open = Collections.newSetFromMap(new IdentityHashMap<>());
    List<OpenComponent> inOrder = new ArrayList<>();
    for (int run = 0; run < lastRuns.count(); run++) {
      if (above[run] != none && open.add(made(run))) {
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
