package org.intarsia.pipeline.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.intarsia.pipeline.batch.Json;
import org.intarsia.pipeline.batch.MachineFacts;
import org.intarsia.slideio.DecodeCount;

/** Timings as a table for people and as JSON for programs. */
public final class BenchReport {
  private final String benchmark;
  private final Map<String, String> settings;
  private final List<Rounds.Timing> timings = new ArrayList<>();
  private final Map<String, Rounds.Ratio> ratios = new LinkedHashMap<>();
  private final Map<String, Double> figures = new LinkedHashMap<>();
  private final Map<String, DecodeCount> decodeCounts = new LinkedHashMap<>();

  /**
   * An empty report.
   *
   * @param benchmark its name
   * @param settings what was timed, by name
   */
  public BenchReport(String benchmark, Map<String, String> settings) {
    this.benchmark = benchmark;
    this.settings = settings;
  }

  /** Adds timings. */
  public void add(List<Rounds.Timing> more) {
    timings.addAll(more);
  }

  /** Adds a ratio, under a name that says of what. */
  public void add(String name, Rounds.Ratio ratio) {
    ratios.put(name, ratio);
  }

  /** Adds a figure that is no time, under a name that says of what. */
  public void add(String name, double figure) {
    figures.put(name, figure);
  }

  /** Adds how often tiles were decoded in a turn of a contender. */
  public void add(String name, DecodeCount count) {
    decodeCounts.put(name, count);
  }

  /** Prints the table. */
  public void print(PrintWriter out) {
    settings.forEach((name, value) -> out.printf("%-14s %s%n", name, value));
    out.printf(
        Locale.ROOT,
        "%n%-34s %10s %10s %10s %8s%n",
        "stage",
        "seconds",
        "MP/s",
        "MP/CPU-s",
        "spread");
    for (Rounds.Timing timing : timings) {
      out.printf(
          Locale.ROOT,
          "%-34s %10.3f %10.2f %10.2f %8.2f%n",
          timing.name(),
          timing.seconds(),
          timing.rate(),
          timing.cpuRate(),
          timing.spread());
    }
    out.println();
    figures.forEach((name, figure) -> out.printf(Locale.ROOT, "%s: %.6f%n", name, figure));
    ratios.forEach(
        (name, ratio) ->
            out.printf(
                Locale.ROOT,
                "%s: %.3f (%.3f to %.3f in the rounds)%n",
                name,
                ratio.median(),
                ratio.least(),
                ratio.most()));
    decodeCounts.forEach((name, count) -> out.printf("%s: %s%n", name, count));
  }

  /** Writes the same as JSON, with every turn and the machine. */
  public void write(Path file) throws IOException {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("benchmark", benchmark);
    settings.forEach(root.putObject("settings")::put);
    ArrayNode all = root.putArray("timings");
    for (Rounds.Timing timing : timings) {
      ObjectNode node = all.addObject();
      node.put("name", timing.name());
      node.put("megapixels", timing.megapixels());
      node.put("medianSeconds", timing.seconds());
      node.put("megapixelsPerSecond", timing.rate());
      node.put("megapixelsPerCpuSecond", timing.cpuRate());
      node.put("spread", timing.spread());
      ArrayNode turns = node.putArray("turns");
      for (Rounds.Turn turn : timing.turns()) {
        turns.addObject().put("seconds", turn.wallSeconds()).put("cpuSeconds", turn.cpuSeconds());
      }
    }
    if (!figures.isEmpty()) {
      figures.forEach(root.putObject("figures")::put);
    }
    ObjectNode compared = root.putObject("ratios");
    ratios.forEach(
        (name, ratio) ->
            compared
                .putObject(name)
                .put("median", ratio.median())
                .put("least", ratio.least())
                .put("most", ratio.most()));
    ObjectNode decoded = root.putObject("decoded");
    decodeCounts.forEach(
        (name, count) ->
            decoded
                .putObject(name)
                .put("decodings", count.decodings())
                .put("tiles", count.tiles())
                .put("perTile", count.perTile()));
    MachineFacts.all().forEach(root.putObject("machine")::put);
    Files.writeString(file, Json.pretty(root), StandardCharsets.UTF_8);
  }
}
