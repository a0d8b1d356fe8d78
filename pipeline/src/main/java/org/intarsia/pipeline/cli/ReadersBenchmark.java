package org.intarsia.pipeline.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.intarsia.pipeline.bench.BenchReport;
import org.intarsia.pipeline.bench.ReadingStages;
import org.intarsia.pipeline.bench.Rounds;
import org.intarsia.slideio.PyramidLevel;
import org.intarsia.slideio.ReadOptions;
import org.intarsia.slideio.SlideReadException;
import org.intarsia.slideio.SlideReader;
import org.intarsia.slideio.SlideReaderProvider;
import org.intarsia.slideio.SlideReaders;
import org.intarsia.tiler.Halo;
import org.intarsia.tiler.TileGrid;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code intarsia bench readers}: the same windows through every reader that opens a slide. */
@Command(
    name = "readers",
    description =
        "Read the same windows of each slide through every installed reader that opens it, on one"
            + " thread, in megapixels of the level a second and a CPU second, and as ratios to"
            + " OpenSlide, or to the first reader where OpenSlide does not read the slide. They"
            + " take turns.")
final class ReadersBenchmark implements Callable<Integer> {
  private static final String REFERENCE = "openslide";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "1..*", paramLabel = "SLIDE", description = "Files, or folders of a slide.")
  private List<Path> slides = List.of();

  @Option(names = "--output", paramLabel = "DIR", description = "Leave readers.json here.")
  private Optional<Path> output = Optional.empty();

  @Option(names = "--level", paramLabel = "N", description = "Default: 0.")
  private int level;

  @Option(names = "--patch", paramLabel = "PX", description = "Default: 256.")
  private int patch = 256;

  @Option(names = "--halo", paramLabel = "PX", description = "Default: 32.")
  private int halo = 32;

  @Option(names = "--rounds", paramLabel = "N", description = "Default: 5.")
  private int rounds = 5;

  @Mixin private ReaderOptions readerOptions = new ReaderOptions();

  /** A reader with a level of the wanted size. */
  private record Entrant(String reader, ReadingStages.Reading reading) {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    BenchReport report = new BenchReport("readers", settings());
    for (Path slide : slides) {
      List<Entrant> entrants = entrants(slide);
      List<Rounds.Timing> timings =
          Rounds.run(entrants.stream().map(Entrant::reading).toList(), rounds);
      report.add(timings);
      compare(entrants, timings, report);
    }
    report.print(out);
    if (output.isPresent()) {
      report.write(Files.createDirectories(output.get()).resolve("readers.json"));
    }
    return ExitCode.DONE;
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("level", String.valueOf(level));
    settings.put("window", patch + " px, halo " + halo + " px");
    return settings;
  }

  /** The readers that open the slide and have a level of the size that the first one says. */
  private List<Entrant> entrants(Path slide) throws IOException {
    List<Entrant> entrants = new ArrayList<>();
    Optional<TileGrid> first = Optional.empty();
    ReadOptions options = readerOptions.reading().options();
    for (SlideReaderProvider provider : SlideReaders.accepting(slide)) {
      String name = provider.name();
      if (!options.reader().orElse(name).equals(name)) {
        continue;
      }
      ReadOptions only = options.withReader(name);
      try (SlideReader reader = SlideReaders.open(slide, only)) {
        TileGrid grid = first.isPresent() ? first.get() : grid(reader.metadata().level(level));
        Optional<PyramidLevel> same =
            reader.metadata().levels().stream()
                .filter(each -> each.width() == grid.width() && each.height() == grid.height())
                .findFirst();
        if (same.isEmpty()) {
          leftOut(slide, name, "no level of " + grid.width() + " x " + grid.height() + " px");
          continue;
        }
        first = Optional.of(grid);
        String label = name + ", " + slide.getFileName();
        entrants.add(
            new Entrant(name, ReadingStages.windows(label, slide, only, same.get().index(), grid)));
      } catch (SlideReadException e) {
        leftOut(slide, name, String.valueOf(e.getMessage()));
      }
    }
    if (entrants.isEmpty()) {
      throw new SlideReadException(
          String.valueOf(slide.getFileName()), "no installed reader opens it");
    }
    return entrants;
  }

  private TileGrid grid(PyramidLevel read) {
    return TileGrid.ofWindow(read.width(), read.height(), patch, Halo.of(halo), 1);
  }

  private void leftOut(Path slide, String reader, String why) {
    spec.commandLine().getOut().printf("%s is left out for %s: %s%n", reader, slide, why);
  }

  private static void compare(
      List<Entrant> entrants, List<Rounds.Timing> timings, BenchReport report) {
    int reference = 0;
    for (int i = 0; i < entrants.size(); i++) {
      reference = entrants.get(i).reader().equals(REFERENCE) ? i : reference;
    }
    for (int i = 0; i < entrants.size(); i++) {
      ReadingStages.Reading reading = entrants.get(i).reading();
      if (i != reference) {
        report.add(
            "%s / %s".formatted(reading.name(), entrants.get(reference).reader()),
            Rounds.Ratio.of(timings.get(i), timings.get(reference)));
      }
      reading.decodeCount().ifPresent(count -> report.add(reading.name(), count));
    }
  }
}
