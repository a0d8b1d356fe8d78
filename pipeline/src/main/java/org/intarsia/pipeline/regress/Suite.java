package org.intarsia.pipeline.regress;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.intarsia.pipeline.batch.UsageException;

/**
 * The cases of a suite, as its file names them.
 *
 * @param name of the suite
 * @param file where it is written
 * @param cases in their order, each name once
 */
public record Suite(String name, Path file, List<RegressionCase> cases) {
  /**
   * Reads a suite.
   *
   * @throws UsageException naming file, line, key and the mend
   */
  public static Suite read(Path file) {
    return SuiteReader.read(file);
  }

  /**
   * The same with one case only, if one is named.
   *
   * @throws UsageException if there is no such case; names those that there are
   */
  public Suite only(Optional<String> wanted) {
    if (wanted.isEmpty()) {
      return this;
    }
    List<RegressionCase> chosen =
        cases.stream().filter(each -> each.name().equals(wanted.get())).toList();
    if (chosen.isEmpty()) {
      throw new UsageException(
          "%s: no case '%s'; there are %s"
              .formatted(
                  file,
                  wanted.get(),
                  String.join(", ", cases.stream().map(RegressionCase::name).toList())));
    }
    return new Suite(name, file, chosen);
  }

  /** The folder that its paths are relative to. */
  Path folder() {
    return file.toAbsolutePath().resolveSibling("");
  }

  /** {@code SUITE.golden.yaml} beside {@code SUITE.yaml}. */
  public Path goldenFile() {
    return file.resolveSibling(stem() + ".golden.yaml");
  }

  /** The golden mask of a case, in {@code SUITE.golden/} beside the suite. */
  Path goldenMask(String caseName) {
    return file.resolveSibling(stem() + ".golden").resolve(caseName + ".ome.tiff");
  }

  private String stem() {
    return String.valueOf(file.getFileName()).replaceFirst("\\.ya?ml$", "");
  }
}
