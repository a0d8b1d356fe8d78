package org.intarsia.pipeline.regress;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.intarsia.pipeline.batch.Digest;
import org.intarsia.testdata.PyramidOptions;
import org.intarsia.testdata.PyramidWriter;
import org.intarsia.testdata.SyntheticBiopsy;

/** Makes or finds the slides of a suite's cases. */
final class SlideSource {
  private static final String SAMPLES = "${samples}";

  /** What became of the search. */
  sealed interface Found {}

  /** The slide is there. */
  record Slide(Path file) implements Found {}

  /** The slide is not there; {@code reason} says what was looked for. */
  record Absent(String reason) implements Found {}

  private final Path suiteFolder;
  private final Optional<Path> samples;
  private final Path made;

  /**
   * For the cases of a suite.
   *
   * @param samples what {@code ${samples}} stands for
   * @param made a folder for slides that are made
   */
  SlideSource(Path suiteFolder, Optional<Path> samples, Path made) {
    this.suiteFolder = suiteFolder;
    this.samples = samples;
    this.made = made;
  }

  /**
   * The slide of a case.
   *
   * @throws IOException if it cannot be made or read, or is another one than the suite says
   */
  Found of(RegressionCase each) throws IOException {
    return each.source() instanceof RegressionCase.Synthetic synthetic
        ? new Slide(make(each.name(), synthetic))
        : find((RegressionCase.RealSlide) each.source());
  }

  private Path make(String name, RegressionCase.Synthetic synthetic) throws IOException {
    Path file = Files.createDirectories(made).resolve(name + extension(synthetic.format()));
    Files.deleteIfExists(file);
    double micronsPerPixel = synthetic.spec().micronsPerPixel();
    PyramidWriter.write(
        SyntheticBiopsy.of(synthetic.spec()),
        PyramidOptions.of(synthetic.format())
            .withScale(micronsPerPixel, 10 / micronsPerPixel)
            .withThreads(Runtime.getRuntime().availableProcessors()),
        file);
    // Whole, and known to be so: a run waits for slides that may still be on their way.
    return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
  }

  private static String extension(PyramidOptions.Format format) {
    return switch (format) {
      case SVS -> ".svs";
      case OME_TIFF -> ".ome.tif";
      case GENERIC -> ".tif";
    };
  }

  private Found find(RegressionCase.RealSlide slide) throws IOException {
    if (slide.path().contains(SAMPLES) && samples.isEmpty()) {
      return new Absent(slide.path() + ": the folder of samples was not named (--samples DIR)");
    }
    String path =
        slide
            .path()
            .replace(SAMPLES, samples.map(each -> each.toAbsolutePath().toString()).orElse(""));
    List<Path> files = matching(path);
    if (files.isEmpty()) {
      return new Absent(slide.path() + ": no such file");
    }
    for (Path file : files) {
      if (Digest.of(file).equals(slide.sha256())) {
        return new Slide(file);
      }
    }
    throw new IOException(
        "%s: not the slide of the suite: its SHA-256 is %s, expected %s"
            .formatted(slide.path(), Digest.of(files.get(0)), slide.sha256()));
  }

  private List<Path> matching(String path) throws IOException {
    int slash = path.lastIndexOf('/');
    Path folder = suiteFolder.resolve(slash < 0 ? "" : path.substring(0, slash + 1));
    List<Path> files = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> children =
          Files.newDirectoryStream(folder, path.substring(slash + 1))) {
        for (Path child : children) {
          if (Files.isRegularFile(child)) {
            files.add(child);
          }
        }
      }
    }
    return files.stream().sorted().toList();
  }

  /** Removes a slide that was made here. */
  void done(Path slide) throws IOException {
    if (slide.startsWith(made)) {
      Files.deleteIfExists(slide);
    }
  }
}
