package org.intarsia.pipeline.regress;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.intarsia.pipeline.PipelinePlan;
import org.intarsia.pipeline.regress.RegressionCase.Exact;
import org.intarsia.pipeline.regress.RegressionCase.Expectation;
import org.intarsia.pipeline.regress.RegressionCase.MaskKeeping;
import org.intarsia.pipeline.regress.RegressionCase.ModelFiles;
import org.intarsia.pipeline.regress.RegressionCase.Need;
import org.intarsia.pipeline.regress.RegressionCase.Options;
import org.intarsia.pipeline.regress.RegressionCase.Source;
import org.intarsia.testdata.BiopsySpec;
import org.intarsia.testdata.Diagnosis;
import org.intarsia.testdata.PyramidOptions;

/** From the file of a suite to its cases. */
final class SuiteReader {
  private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,6})x([1-9][0-9]{0,6})");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,79}");

  private enum YesNo {
    TRUE,
    FALSE
  }

  /** Kinds of slide, as users call them. */
  private enum Format {
    SVS(PyramidOptions.Format.SVS),
    TIFF(PyramidOptions.Format.GENERIC),
    OME(PyramidOptions.Format.OME_TIFF);

    private final PyramidOptions.Format format;

    Format(PyramidOptions.Format format) {
      this.format = format;
    }
  }

  /** What holds for a case that says nothing else. */
  private record Defaults(
      Options options, ModelFiles model, int runs, Exact exact, Tolerance tolerance) {}

  private final Path folder;

  private SuiteReader(Path folder) {
    this.folder = folder;
  }

  static Suite read(Path file) {
    YamlNode root = YamlNode.read(file).only("name", "defaults", "cases");
    SuiteReader reader = new SuiteReader(file.toAbsolutePath().resolveSibling(""));
    Defaults plain =
        new Defaults(
            Options.standard(),
            ModelFiles.embedded(),
            1,
            Exact.SAME_MACHINE_KIND,
            Tolerance.standard());
    Defaults defaults =
        root.field("defaults")
            .map(
                node ->
                    reader.defaults(
                        node.only("options", "model", "card", "runs", "exact", "tolerance"), plain))
            .orElse(plain);
    List<RegressionCase> cases = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (YamlNode node : root.need("cases").items()) {
      RegressionCase each = reader.regressionCase(node, defaults);
      if (!names.add(each.name())) {
        throw node.need("name").wrong("there are two cases named " + each.name() + "; rename one");
      }
      cases.add(each);
    }
    return new Suite(root.need("name").text(), file, cases);
  }

  private Defaults defaults(YamlNode node, Defaults above) {
    return new Defaults(
        node.field("options").map(each -> options(each, above.options())).orElse(above.options()),
        model(node, above.model()),
        node.field("runs").map(each -> (int) each.integer(1, 9)).orElse(above.runs()),
        node.field("exact").map(each -> each.choice(Exact.class)).orElse(above.exact()),
        node.field("tolerance").map(above.tolerance()::with).orElse(above.tolerance()));
  }

  private RegressionCase regressionCase(YamlNode node, Defaults above) {
    node.only(
        "name",
        "synthetic",
        "path",
        "sha256",
        "required",
        "options",
        "model",
        "card",
        "runs",
        "exact",
        "keep-mask",
        "tolerance");
    YamlNode name = node.need("name");
    if (!NAME.matcher(name.text()).matches()) {
      throw name.wrong(
          "'%s' must be letters, digits, dots, dashes and underscores, 80 at most"
              .formatted(name.text()));
    }
    Defaults own = defaults(node, above);
    Source source = source(node);
    boolean keep =
        node.field("keep-mask")
            .map(each -> each.choice(YesNo.class) == YesNo.TRUE)
            .orElse(source instanceof RegressionCase.Synthetic);
    return new RegressionCase(
        name.text(),
        source,
        own.model(),
        own.options(),
        own.runs(),
        new Expectation(
            own.exact(), keep ? MaskKeeping.KEPT : MaskKeeping.NOT_KEPT, own.tolerance()));
  }

  private ModelFiles model(YamlNode node, ModelFiles above) {
    Optional<Path> archive = node.field("model").map(each -> folder.resolve(each.text()));
    Optional<Path> card = node.field("card").map(each -> folder.resolve(each.text()));
    if (archive.isEmpty() && card.isPresent()) {
      throw node.need("card").wrong("a card needs its model; add the key model");
    }
    return archive.isPresent() ? new ModelFiles(archive, card) : above;
  }

  private static Source source(YamlNode node) {
    Optional<YamlNode> synthetic = node.field("synthetic");
    Optional<YamlNode> path = node.field("path");
    if (synthetic.isPresent() == path.isPresent()) {
      throw node.wrong("a case needs either synthetic or path");
    }
    if (synthetic.isPresent()) {
      return synthetic(synthetic.get());
    }
    YamlNode digest = node.need("sha256");
    if (!digest.text().matches("[0-9a-f]{64}")) {
      throw digest.wrong("must be 64 hexadecimal digits in lower case, as sha256sum prints them");
    }
    boolean required =
        node.field("required").map(each -> each.choice(YesNo.class) == YesNo.TRUE).orElse(false);
    return new RegressionCase.RealSlide(
        path.orElseThrow().text(), digest.text(), required ? Need.REQUIRED : Need.OPTIONAL);
  }

  private static Source synthetic(YamlNode node) {
    node.only("seed", "size", "mpp", "diagnosis", "lesion-extent", "format");
    YamlNode size = node.need("size");
    Matcher sides = SIZE.matcher(size.text());
    if (!sides.matches()) {
      throw size.wrong("must be WIDTHxHEIGHT in pixels, such as 2048x1536, not " + size.text());
    }
    BiopsySpec spec =
        new BiopsySpec(
            node.need("seed").integer(0, Long.MAX_VALUE),
            Long.parseLong(sides.group(1)),
            Long.parseLong(sides.group(2)),
            node.need("diagnosis").choice(Diagnosis.class),
            node.field("mpp").map(each -> each.number(0.1, 8)).orElse(0.5),
            node.field("lesion-extent").map(each -> each.number(0, 1)).orElse(1.0));
    Format format = node.field("format").map(each -> each.choice(Format.class)).orElse(Format.TIFF);
    return new RegressionCase.Synthetic(spec, format.format);
  }

  private static Options options(YamlNode node, Options above) {
    node.only("patch", "halo", "seam", "tissue-filter", "mpp", "level");
    return new Options(
        integer(node, "patch", 1).or(above.patch()),
        integer(node, "halo", 0).or(above.halo()),
        node.field("seam")
            .map(each -> each.choice(PipelinePlan.SeamChoice.class))
            .orElse(above.seam()),
        node.field("tissue-filter")
            .map(
                each ->
                    each.choice(YesNo.class) == YesNo.TRUE
                        ? PipelinePlan.TissueFilter.TISSUE
                        : PipelinePlan.TissueFilter.NONE)
            .orElse(above.tissue()),
        node.field("mpp")
            .map(each -> OptionalDouble.of(each.number(0.01, 1000)))
            .orElse(above.micronsPerPixel()),
        integer(node, "level", 0).or(above.level()));
  }

  /** A whole number that may be missing. */
  private record Whole(OptionalInt value) {
    OptionalInt or(OptionalInt other) {
      return value.isPresent() ? value : other;
    }
  }

  private static Whole integer(YamlNode node, String key, int least) {
    return new Whole(
        node.field(key)
            .map(each -> OptionalInt.of((int) each.integer(least, 1 << 20)))
            .orElse(OptionalInt.empty()));
  }
}
