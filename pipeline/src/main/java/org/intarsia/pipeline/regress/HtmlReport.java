package org.intarsia.pipeline.regress;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.intarsia.pipeline.Version;
import org.intarsia.pipeline.regress.CaseOutcome.State;

/** A night and the nights before as one page, which needs nothing beside itself. */
public final class HtmlReport {
  private static final int NIGHTS_SHOWN = 60;

  private final Night night;
  private final List<History.Night> nights;

  private HtmlReport(Night night, List<History.Night> nights) {
    this.night = night;
    this.nights = nights;
  }

  /**
   * The whole page.
   *
   * @param history with this night as its last
   */
  public static String of(Night night, History history) {
    List<History.Night> all = history.of(night.suite().name());
    return new HtmlReport(night, all.subList(Math.max(0, all.size() - NIGHTS_SHOWN), all.size()))
        .page();
  }

  private String page() {
    String title = Html.escape(night.suite().name());
    StringBuilder page = new StringBuilder();
    page.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
        .append("<title>")
        .append(title)
        .append("</title><style>\n")
        .append(style())
        .append("</style></head><body>\n");
    header(title, page);
    page.append("<h2>Cases</h2>\n<table class=\"cases\"><thead><tr><th></th><th>case</th><th>slide")
        .append("</th><th class=\"n\">seconds</th><th class=\"n\">in calibrations</th>")
        .append("<th class=\"n\">Dice, golden</th><th class=\"n\">Dice, truth</th>")
        .append("<th class=\"n\">L1</th></tr></thead><tbody>\n");
    night.outcomes().forEach(outcome -> row(outcome, page));
    page.append("</tbody></table>\n<h2>Trends</h2>\n");
    page.append(
        "<p class=\"hint\">Dashed: where the figure turns red. A red dot: a night on which the case"
            + " was not green. Times are of nights on this kind of machine only.</p>\n");
    night.outcomes().forEach(outcome -> trends(outcome, page));
    page.append("<footer>Dice against the golden mask and against the truth are means over the")
        .append(" classes with a thousandth of the pixels or more; L1 is the sum of the absolute")
        .append(" differences of the class fractions.</footer></body></html>\n");
    return page.toString();
  }

  private void header(String title, StringBuilder page) {
    page.append("<header class=\"").append(night.red() ? "red" : "green").append("\"><h1>");
    page.append(title).append("</h1><p class=\"verdict\">");
    page.append(night.red() ? "red" : "green").append("</p><p>");
    for (State state : State.values()) {
      long count = night.outcomes().stream().filter(each -> each.state() == state).count();
      if (count > 0) {
        page.append("<span class=\"pill ")
            .append(YamlNode.word(state))
            .append("\">")
            .append(count)
            .append(' ')
            .append(YamlNode.word(state))
            .append("</span> ");
      }
    }
    page.append("</p><p class=\"facts\">")
        .append(Html.escape(night.time()))
        .append(" &middot; Intarsia ")
        .append(Html.escape(Version.current()))
        .append("<br>")
        .append(Html.escape(night.machine().speed()))
        .append("</p></header>\n");
  }

  private static void row(CaseOutcome outcome, StringBuilder page) {
    String state = YamlNode.word(outcome.state());
    page.append("<tr><td><span class=\"pill ").append(state).append("\">").append(state);
    page.append("</span></td><td class=\"name\">").append(Html.escape(outcome.name()));
    page.append("</td><td>").append(Html.escape(slide(outcome.regressionCase()))).append("</td>");
    Optional<Measurement> found = outcome.measurement();
    cell(found.map(each -> String.format(Locale.ROOT, "%.2f", each.seconds())), page);
    cell(found.map(each -> String.format(Locale.ROOT, "%.2f", each.ratio())), page);
    cell(
        found
            .flatMap(Measurement::golden)
            .map(each -> Figure.text(each.dice().getOrDefault(MaskDifference.MEAN, 0.0))),
        page);
    cell(
        found.flatMap(
            each ->
                Optional.ofNullable(each.truthDice().get(MaskDifference.MEAN)).map(Figure::text)),
        page);
    cell(outcome.distance().map(each -> Figure.text(each.l1())), page);
    page.append("</tr>\n");
    if (!outcome.message().isEmpty()) {
      page.append("<tr class=\"more\"><td></td><td colspan=\"7\">")
          .append(Html.escape(outcome.message()))
          .append("</td></tr>\n");
    }
    if (!outcome.figures().isEmpty()) {
      figures(outcome, page);
    }
  }

  private static void figures(CaseOutcome outcome, StringBuilder page) {
    long failed = outcome.figures().stream().filter(Figure::failed).count();
    page.append("<tr class=\"more\"><td></td><td colspan=\"7\"><details")
        .append(failed > 0 ? " open" : "")
        .append("><summary>")
        .append(failed > 0 ? failed + " of " : "")
        .append(outcome.figures().size())
        .append(failed > 0 ? " figures differ" : " figures")
        .append("</summary><table class=\"figures\">");
    for (Figure figure : outcome.figures()) {
      page.append("<tr class=\"")
          .append(YamlNode.word(figure.verdict()))
          .append("\"><td>")
          .append(Html.escape(figure.name()))
          .append("</td><td class=\"v\">")
          .append(Html.escape(figure.value()))
          .append("</td><td class=\"v\">")
          .append(Html.escape(figure.expected()))
          .append("</td></tr>");
    }
    page.append("</table></details></td></tr>\n");
  }

  private static void cell(Optional<String> value, StringBuilder page) {
    page.append("<td class=\"n\">").append(value.map(Html::escape).orElse("&ndash;"));
    page.append("</td>");
  }

  private static String slide(RegressionCase each) {
    if (each.source() instanceof RegressionCase.Synthetic made) {
      return String.format(
          Locale.ROOT,
          "%s, %d x %d px, %s um/px, %s, seed %d",
          YamlNode.word(made.spec().diagnosis()),
          made.spec().width(),
          made.spec().height(),
          made.spec().micronsPerPixel(),
          YamlNode.word(made.format()),
          made.spec().seed());
    }
    return ((RegressionCase.RealSlide) each.source()).path();
  }

  private void trends(CaseOutcome outcome, StringBuilder page) {
    Tolerance tolerance = outcome.regressionCase().expectation().tolerance();
    String speed = night.machine().speed();
    String definition = outcome.regressionCase().definition();
    List<TrendChart.Point> times = new ArrayList<>();
    for (History.Night each : nights) {
      if (each.machine().equals(speed)) {
        History.Result result = each.cases().get(outcome.name());
        if (result != null && definition.equals(result.definition())) {
          point(each, result, History.Result::ratio, times);
        }
      }
    }
    OptionalDouble median =
        times.size() <= Judge.NIGHTS_NEEDED
            ? OptionalDouble.empty()
            : History.median(
                times.subList(0, times.size() - 1).stream().map(TrendChart.Point::value).toList());
    page.append("<section><h3>").append(Html.escape(outcome.name())).append("</h3><div>");
    page.append(
        TrendChart.svg(
            "time in calibrations",
            times,
            median.isPresent()
                ? OptionalDouble.of(median.getAsDouble() * (1 + tolerance.slower()))
                : median));
    page.append(
        TrendChart.svg(
            "mean Dice against golden",
            points(outcome, History.Result::dice),
            OptionalDouble.of(tolerance.diceMean())));
    page.append(
        TrendChart.svg(
            "class fractions, L1",
            points(outcome, History.Result::l1),
            OptionalDouble.of(tolerance.l1())));
    page.append("</div></section>\n");
  }

  private List<TrendChart.Point> points(
      CaseOutcome outcome, Function<History.Result, OptionalDouble> figure) {
    List<TrendChart.Point> points = new ArrayList<>();
    for (History.Night each : nights) {
      History.Result result = each.cases().get(outcome.name());
      if (result != null) {
        point(each, result, figure, points);
      }
    }
    return points;
  }

  private static void point(
      History.Night night,
      History.Result result,
      Function<History.Result, OptionalDouble> figure,
      List<TrendChart.Point> points) {
    OptionalDouble value = figure.apply(result);
    if (value.isPresent()) {
      boolean red = !"passed".equals(result.state());
      points.add(new TrendChart.Point(night.night(), value.getAsDouble(), red));
    }
  }

  private static String style() {
    try (InputStream in = HtmlReport.class.getResourceAsStream("report.css")) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks report.css");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("report.css cannot be read", e);
    }
  }
}
