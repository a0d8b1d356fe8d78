package org.intarsia.pipeline.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.zip.CRC32;
import org.intarsia.pipeline.batch.Json;
import org.intarsia.slideio.OpenedSlide;
import org.intarsia.slideio.PyramidLevel;
import org.intarsia.slideio.ReadOptions;
import org.intarsia.slideio.Region;
import org.intarsia.slideio.SlideMetadata;
import org.intarsia.slideio.SlideReader;
import org.intarsia.slideio.SlideReaders;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code intarsia inspect}: what a slide is. */
@Command(
    name = "inspect",
    description = "Show format, levels, pixel size, associated images and properties of slides.")
final class InspectCommand implements Callable<Integer> {
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  private record Level(
      long width,
      long height,
      int tileWidth,
      int tileHeight,
      OptionalDouble micronsPerPixel,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) String crc32) {}

  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  private record Slide(
      String slide,
      String format,
      String reader,
      String readerChosen,
      List<String> otherReaders,
      String codec,
      OptionalDouble micronsPerPixel,
      OptionalDouble magnification,
      List<Level> levels,
      List<String> associatedImages,
      Map<String, String> properties) {}

  private record Failure(String slide, String error, String message) {}

  private static final int LONGEST_VALUE = 120;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "1..*",
      paramLabel = "SLIDE",
      description = "Files, or folders that are one slide.")
  private List<Path> slides = List.of();

  @Option(
      names = "--json",
      description = "One JSON object a line, also for a file that cannot be read.")
  private boolean json;

  @Option(
      names = "--decode",
      description = "Read every pixel of every level; adds the CRC-32 of its RGB rows.")
  private boolean decode;

  @Mixin private ReaderOptions readerOptions = new ReaderOptions();

  @Override
  public Integer call() {
    ReadOptions options = readerOptions.reading().options();
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    int code = ExitCode.DONE;
    for (Path path : slides) {
      try {
        Slide slide = describe(path, options);
        if (json) {
          out.println(Json.line(slide));
        } else {
          print(slide, out);
        }
      } catch (IOException e) {
        code = ExitCode.SLIDES_FAILED;
        String message = String.valueOf(e.getMessage());
        if (json) {
          out.println(
              Json.line(new Failure(path.toString(), e.getClass().getSimpleName(), message)));
        } else {
          err.println("intarsia: " + path + ": " + message);
        }
      }
    }
    return code;
  }

  private Slide describe(Path path, ReadOptions options) throws IOException {
    OpenedSlide opened = SlideReaders.choose(path, options);
    try (SlideReader reader = opened.reader()) {
      return describe(path, opened, reader);
    }
  }

  private Slide describe(Path path, OpenedSlide opened, SlideReader reader) throws IOException {
    SlideMetadata metadata = reader.metadata();
    List<Level> levels = new ArrayList<>();
    for (PyramidLevel level : metadata.levels()) {
      levels.add(
          new Level(
              level.width(),
              level.height(),
              level.tileWidth(),
              level.tileHeight(),
              level.micronsPerPixel(),
              decode ? crc(reader, level) : ""));
    }
    return new Slide(
        path.toString(),
        metadata.format(),
        opened.provider(),
        opened.why(),
        opened.others(),
        metadata.codec(),
        metadata.micronsPerPixel(),
        metadata.magnification(),
        levels,
        metadata.associatedImages(),
        metadata.properties());
  }

  /** Reads a level in bands of a few mebibytes. */
  private static String crc(SlideReader reader, PyramidLevel level) throws IOException {
    CRC32 crc = new CRC32();
    int width = Math.toIntExact(level.width());
    int rows = (int) Math.max(1, Math.min(level.tileHeight(), (32L << 20) / (3L * width)));
    ByteBuffer band = ByteBuffer.allocate(Math.toIntExact(3L * width * rows));
    for (long y = 0; y < level.height(); y += rows) {
      int height = (int) Math.min(rows, level.height() - y);
      band.clear();
      reader.read(level.index(), new Region(0, y, width, height), band);
      crc.update(band.flip());
    }
    return String.format(Locale.ROOT, "%08x", crc.getValue());
  }

  private static void print(Slide slide, PrintWriter out) {
    out.println(slide.slide());
    out.println("  format         " + slide.format() + " (" + slide.codec() + ")");
    out.println(
        "  reader         "
            + slide.reader()
            + " ("
            + slide.readerChosen()
            + (slide.otherReaders().isEmpty()
                ? ""
                : "; also: " + String.join(", ", slide.otherReaders()))
            + ")");
    out.println("  pixel size     " + text(slide.micronsPerPixel(), " um"));
    out.println("  magnification  " + text(slide.magnification(), "x"));
    for (int i = 0; i < slide.levels().size(); i++) {
      Level level = slide.levels().get(i);
      out.println(
          String.format(
              Locale.ROOT,
              "  level %-2d       %d x %d, tiles %d x %d%s%s",
              i,
              level.width(),
              level.height(),
              level.tileWidth(),
              level.tileHeight(),
              level.micronsPerPixel().isPresent()
                  ? String.format(
                      Locale.ROOT, ", %.4f um/px", level.micronsPerPixel().getAsDouble())
                  : "",
              level.crc32().isEmpty() ? "" : ", crc32 " + level.crc32()));
    }
    if (!slide.associatedImages().isEmpty()) {
      out.println("  also           " + String.join(", ", slide.associatedImages()));
    }
    slide
        .properties()
        .forEach((name, value) -> out.println("  " + name + " = " + shortened(value)));
  }

  /** One line of a value; {@code --json} has all of it. */
  private static String shortened(String value) {
    String line = value.strip().replaceAll("\\s*\\R\\s*", " ");
    return line.length() <= LONGEST_VALUE ? line : line.substring(0, LONGEST_VALUE) + " ...";
  }

  private static String text(OptionalDouble value, String unit) {
    return value.isPresent() ? value.getAsDouble() + unit : "not stated";
  }
}
