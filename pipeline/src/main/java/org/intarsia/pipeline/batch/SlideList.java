package org.intarsia.pipeline.batch;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.intarsia.pipeline.roi.RoiSource;

/**
 * A CSV list of slides with the column {@code slide} and, as wanted, {@code roi}, {@code mpp},
 * {@code label}, {@code case} and {@code model}. Paths are relative to the list.
 */
final class SlideList {
  private static final Set<String> COLUMNS =
      Set.of("slide", "roi", "mpp", "label", "case", "model");
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180
          .builder()
          .setHeader()
          .setSkipHeaderRecord(true)
          .setTrim(true)
          .setIgnoreEmptyLines(true)
          .get();

  /**
   * A line.
   *
   * @param place list and line, for messages
   */
  record Line(Path file, SlideWishes wishes, String place) {}

  private final Path list;

  private SlideList(Path list) {
    this.list = list;
  }

  /**
   * The lines of a list.
   *
   * @param warnings told of columns that are not known
   * @throws UsageException naming list and line of what is wrong
   */
  static List<Line> read(Path list, Consumer<String> warnings) {
    return new SlideList(list).lines(warnings);
  }

  private List<Line> lines(Consumer<String> warnings) {
    List<Line> lines = new ArrayList<>();
    try (Reader reader = text();
        CSVParser parser = FORMAT.parse(reader)) {
      check(parser.getHeaderNames(), warnings);
      for (CSVRecord record : parser) {
        lines.add(line(record, list + ", line " + parser.getCurrentLineNumber()));
      }
    } catch (UncheckedIOException | CSVException | IllegalArgumentException e) {
      throw new UsageException(list + ": is not a CSV list: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UsageException(list + ": cannot be read: " + e, e);
    }
    if (lines.isEmpty()) {
      throw new UsageException(list + ": the list has no slides");
    }
    return lines;
  }

  private Reader text() throws IOException {
    String text = Files.readString(list, StandardCharsets.UTF_8);
    return new StringReader(text.startsWith("\uFEFF") ? text.substring(1) : text);
  }

  private void check(List<String> header, Consumer<String> warnings) {
    if (!header.contains("slide")) {
      throw new UsageException(
          list + ": a list of slides needs a column named slide; it has " + header);
    }
    Set<String> unknown = new TreeSet<>();
    for (String column : header) {
      if (!unknown.add(column)) {
        throw new UsageException("%s: column '%s' comes twice".formatted(list, column));
      }
    }
    unknown.removeAll(COLUMNS);
    if (!unknown.isEmpty()) {
      warnings.accept(
          "%s: columns that mean nothing here are passed over: %s (known are %s)"
              .formatted(list, String.join(", ", unknown), new TreeSet<>(COLUMNS)));
    }
  }

  private Line line(CSVRecord record, String place) {
    String slide = cell(record, "slide");
    if (slide.isEmpty()) {
      throw new UsageException(place + ": column slide is empty; name a file");
    }
    Path file = list.resolveSibling(slide).normalize();
    if (!Files.exists(file)) {
      throw new UsageException(place + ": no such file: " + file);
    }
    if (Files.isDirectory(file) && !WholeSlides.isFolder(file)) {
      throw new UsageException(place + ": " + file + " is a folder; name the slide in it");
    }
    SlideWishes none = SlideWishes.none();
    SlideWishes wishes =
        new SlideWishes(
            roi(cell(record, "roi"), place),
            size(cell(record, "mpp"), place),
            filled(cell(record, "label")),
            filled(cell(record, "case")),
            model(cell(record, "model"), place),
            none.patienceSeconds());
    return new Line(file, wishes, place);
  }

  private static String cell(CSVRecord record, String column) {
    return record.isSet(column) ? record.get(column) : "";
  }

  private static Optional<String> filled(String cell) {
    return cell.isEmpty() ? Optional.empty() : Optional.of(cell);
  }

  private Optional<Path> model(String cell, String place) {
    if (cell.isEmpty()) {
      return Optional.empty();
    }
    Path file = list.resolveSibling(cell).normalize();
    if (!Files.isRegularFile(file)) {
      throw new UsageException(
          "%s, column model: no such file: %s; name a TorchScript archive, or leave it empty"
              .formatted(place, file));
    }
    return Optional.of(file);
  }

  private List<RoiSource> roi(String cell, String place) {
    if (cell.isEmpty()) {
      return List.of();
    }
    Path file = list.resolveSibling(cell).normalize();
    if (Files.isRegularFile(file)) {
      return List.of(new RoiSource.InFile(file));
    }
    String[] words = cell.split("[\\s,;]+", -1);
    try {
      if (words.length == 4) {
        return List.of(
            new RoiSource.Box(
                Double.parseDouble(words[0]),
                Double.parseDouble(words[1]),
                Double.parseDouble(words[2]),
                Double.parseDouble(words[3])));
      }
    } catch (NumberFormatException e) {
      throw new UsageException(noRoi(place, cell), e);
    } catch (IllegalArgumentException e) {
      throw new UsageException(place + ", column roi: " + e.getMessage(), e);
    }
    throw new UsageException(noRoi(place, cell));
  }

  private static String noRoi(String place, String cell) {
    return "%s, column roi: '%s' is neither a file nor a box 'x y width height' in pixels of level 0"
        .formatted(place, cell);
  }

  private static OptionalDouble size(String cell, String place) {
    if (cell.isEmpty()) {
      return OptionalDouble.empty();
    }
    double size;
    try {
      size = Double.parseDouble(cell);
    } catch (NumberFormatException e) {
      size = Double.NaN;
    }
    if (!(size > 0 && size < 1000)) {
      throw new UsageException(
          "%s, column mpp: must be more than 0 and less than 1000 um/px, or empty, not '%s'"
              .formatted(place, cell));
    }
    return OptionalDouble.of(size);
  }
}
