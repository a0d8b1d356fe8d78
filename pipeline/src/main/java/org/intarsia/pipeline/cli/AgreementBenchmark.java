package org.intarsia.pipeline.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.intarsia.pipeline.PipelinePlan;
import org.intarsia.pipeline.batch.Json;
import org.intarsia.slideio.PyramidLevel;
import org.intarsia.slideio.ReadOptions;
import org.intarsia.slideio.SlideMetadata;
import org.intarsia.slideio.SlideReadException;
import org.intarsia.slideio.SlideReader;
import org.intarsia.slideio.SlideReaderProvider;
import org.intarsia.slideio.SlideReaders;
import org.intarsia.slideio.WholeFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code intarsia bench agreement}: one slide through every reader that opens it. */
@Command(
    name = "agreement",
    description =
        "Open each slide with every installed reader that can, and compare the pixels of each level"
            + " with those of the first reader that has a level of its size: a Markdown table of"
            + " mean and largest difference.")
final class AgreementBenchmark implements Callable<Integer> {
  private static final String TABLE = "agreement.md";
  private static final String OBJECTS = "agreement.json";

  /** A slide through one reader, compared with the first one. */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  private record Line(
      String slide,
      String reader,
      Optional<String> format,
      List<String> levels,
      OptionalDouble micronsPerPixel,
      List<LevelAgreement> differences,
      Optional<String> refused) {}

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "1..*", paramLabel = "SLIDE", description = "Files, or folders of a slide.")
  private List<Path> slides = List.of();

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Leave the table as " + TABLE + " and " + OBJECTS + " here too.")
  private Optional<Path> output = Optional.empty();

  @Mixin private ReaderOptions readerOptions = new ReaderOptions();

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    List<Line> lines = new ArrayList<>();
    List<String> table = new ArrayList<>();
    table.add("| slide | reader | format | levels | um/px | level: mean, largest difference |");
    table.add("|---|---|---|---|---|---|");
    table.forEach(out::println);
    for (Path slide : slides) {
      for (Line line : lines(slide)) {
        lines.add(line);
        table.add(row(line));
        out.println(row(line));
      }
    }
    if (output.isPresent()) {
      Path folder = Files.createDirectories(output.get());
      WholeFile.write(folder.resolve(TABLE), partial -> Files.write(partial, table));
      WholeFile.write(
          folder.resolve(OBJECTS), partial -> Files.writeString(partial, Json.pretty(lines)));
    }
    return ExitCode.DONE;
  }

  /** The first reader stays open for the others to be compared with. */
  private List<Line> lines(Path slide) throws IOException {
    PipelinePlan.Reading reading = readerOptions.reading();
    List<Line> lines = new ArrayList<>();
    List<SlideReader> open = new ArrayList<>();
    try {
      for (SlideReaderProvider provider : SlideReaders.accepting(slide)) {
        if (!reading.reader().orElse(provider.name()).equals(provider.name())) {
          continue;
        }
        ReadOptions options = reading.options().withReader(provider.name());
        try {
          SlideReader reader = SlideReaders.open(slide, options);
          open.add(reader);
          lines.add(line(slide, provider.name(), open.get(0), reader));
        } catch (SlideReadException e) {
          lines.add(refused(slide, provider.name(), String.valueOf(e.getMessage())));
        }
        if (open.size() > 1) {
          open.remove(1).close();
        }
      }
    } finally {
      for (SlideReader reader : open) {
        reader.close();
      }
    }
    return lines;
  }

  private static Line line(Path slide, String name, SlideReader first, SlideReader reader) {
    SlideMetadata metadata = reader.metadata();
    List<LevelAgreement> differences = new ArrayList<>();
    for (PyramidLevel other : reader == first ? List.<PyramidLevel>of() : metadata.levels()) {
      first.metadata().levels().stream()
          .filter(each -> each.width() == other.width() && each.height() == other.height())
          .findFirst()
          .ifPresent(level -> differences.add(LevelAgreement.of(first, level, reader, other)));
    }
    return new Line(
        slide.toString(),
        name,
        Optional.of(metadata.format()),
        metadata.levels().stream().map(each -> each.width() + " x " + each.height()).toList(),
        metadata.micronsPerPixel(),
        differences,
        Optional.empty());
  }

  private static Line refused(Path slide, String name, String message) {
    return new Line(
        slide.toString(),
        name,
        Optional.empty(),
        List.of(),
        OptionalDouble.empty(),
        List.of(),
        Optional.of(message));
  }

  private static String row(Line line) {
    String differences =
        line.differences().stream().map(LevelAgreement::text).collect(Collectors.joining("; "));
    return String.format(
        Locale.ROOT,
        "| %s | %s | %s | %s | %s | %s |",
        Path.of(line.slide()).getFileName(),
        line.reader(),
        line.format().orElse("-"),
        String.join(", ", line.levels()),
        line.micronsPerPixel().isPresent()
            ? String.format(Locale.ROOT, "%.4f", line.micronsPerPixel().getAsDouble())
            : "-",
        line.refused().orElse(differences));
  }
}
