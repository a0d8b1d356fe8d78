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

  /**
   * Those that were joined to others in this row, and in the row before: runs of the last row, or
   * others that were joined, may still refer to them.
   */
  private List<OpenComponent> joined = new ArrayList<>();

  private List<OpenComponent> joinedBefore = new ArrayList<>();

  /** Runs of this row that touch one above with their label, and those that they touch. */
  private int[] touching = {};

  private int[] touched = {};

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
    reserve(runs);
    int pairs = runs.touching(lastRuns, classes, touching, touched);
    for (int pair = 0; pair < pairs; pair = join(runs, pair, pairs)) {}
    retire();
    List<OpenComponent> forgotten = joinedBefore;
    spare.addAll(forgotten);
    forgotten.clear();
    joinedBefore = joined;
    joined = forgotten;
    OpenComponent[] swapped = above;
    above = here;
    here = swapped;
    lastRuns = runs;
    lastRow++;
  }

  /** Makes room for a row, of whose runs none has a component yet. */
  private void reserve(LabelRuns runs) {
    if (here.length < runs.count()) {
      here = new OpenComponent[Math.min(runs.width(), 2 * runs.count())];
    }
    for (int run = 0; run < runs.count(); run++) {
      here[run] = runs.label(run) < classes ? alone : none;
    }
    int pairs = 3 * (runs.count() + lastRuns.count());
    if (touching.length < pairs) {
      touching = new int[pairs];
      touched = new int[pairs];
    }
  }

  /**
   * Gives a run that touches others above it their component.
   *
   * @param first pair of it
   * @return the first pair of the next run
   */
  private int join(LabelRuns runs, int first, int pairs) {
    int run = touching[first];
    int start = runs.start(run);
    int end = runs.end(run);
    OpenComponent component = made(touched[first]).root();
    int shared = shared(touched[first], start, end);
    int pair = first + 1;
    for (; pair < pairs && touching[pair] == run; pair++) {
      OpenComponent other = made(touched[pair]).root();
      if (component != other) {
        other.join(component);
        joined.add(component);
      }
      component = other;
      shared += shared(touched[pair], start, end);
    }
    component.add(lastRow + 1, start, end, shared);
    here[run] = component;
    return pair;
  }

  /** How many columns of a run are below a run of the last row. */
  private int shared(int upper, int start, int end) {
    return Math.max(0, Math.min(end, lastRuns.end(upper)) - Math.max(start, lastRuns.start(upper)));
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
      if (above[run] != none && open.add(made(run).root())) {
        inOrder.add(above[run].root());
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
