package org.intarsia.pipeline.batch;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The tables and the manifest of a run, rewritten as slides end. */
final class RunReports {
  private static final Duration AT_MOST_EVERY = Duration.ofSeconds(2);

  private final RunTables tables;
  private final Manifest manifest;
  private final OutputFolder output;
  private final List<SlideInput> slides;
  private final Map<SlideInput, SlideResult> ended = new HashMap<>();
  private long written = System.nanoTime() - AT_MOST_EVERY.toNanos();

  RunReports(RunTables tables, Manifest manifest, OutputFolder output, List<SlideInput> slides) {
    this.tables = tables;
    this.manifest = manifest;
    this.output = output;
    this.slides = slides;
  }

  /** The number of slides that have ended. */
  int settled() {
    return ended.size();
  }

  /** Slides that have failed. */
  Set<SlideInput> failed() {
    return ended(SlideResult.Failed.class);
  }

  /** Slides that are done. */
  Set<SlideInput> done() {
    return ended(SlideResult.Done.class);
  }

  private Set<SlideInput> ended(Class<? extends SlideResult> how) {
    return ended.values().stream()
        .filter(how::isInstance)
        .map(SlideResult::slide)
        .collect(Collectors.toSet());
  }

  /** How a slide ends that has the content of another: not before that one is done. */
  Optional<SlideResult> duplicate(SlideInput slide, SlideInput original, Runnable begins) {
    if (!ended.containsKey(original)) {
      return Optional.empty();
    }
    begins.run();
    return Optional.of(new SlideResult.Duplicate(slide, original));
  }

  /** Adds a slide that has ended; what is on disk follows within seconds. */
  void add(SlideResult result) throws IOException, InterruptedException {
    ended.put(result.slide(), result);
    if (System.nanoTime() - written >= AT_MOST_EVERY.toNanos()) {
      write();
    }
  }

  /** Writes everything, and returns the slides that have ended in the order of the input. */
  List<SlideResult> write() throws IOException, InterruptedException {
    List<SlideResult> results = new ArrayList<>();
    for (SlideInput slide : slides) {
      SlideResult result = ended.get(slide);
      if (result != null) {
        results.add(result);
      }
    }
    tables.write(output, results);
    manifest.write(output, ended);
    written = System.nanoTime();
    return results;
  }
}
