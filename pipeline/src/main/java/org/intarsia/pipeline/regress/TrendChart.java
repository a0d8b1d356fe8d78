package org.intarsia.pipeline.regress;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** One figure of one case over the nights, as a small SVG. */
final class TrendChart {
  private static final int WIDTH = 300;
  private static final int HEIGHT = 96;
  private static final int LEFT = 46;
  private static final int RIGHT = 10;
  private static final int TOP = 10;
  private static final int BOTTOM = 18;

  /** A night's value; {@code red} if the case was not green then. */
  record Point(String night, double value, boolean red) {}

  private final List<Point> points;
  private final OptionalDouble limit;
  private final double least;
  private final double most;
  private final double low;
  private final double high;

  private TrendChart(List<Point> points, OptionalDouble limit) {
    this.points = points;
    this.limit = limit;
    double smallest = limit.orElse(Double.POSITIVE_INFINITY);
    double largest = limit.orElse(Double.NEGATIVE_INFINITY);
    for (Point point : points) {
      smallest = Math.min(smallest, point.value());
      largest = Math.max(largest, point.value());
    }
    this.least = smallest;
    this.most = largest;
    double margin = most > least ? 0.08 * (most - least) : Math.max(1e-6, 0.02 * Math.abs(most));
    this.low = least - margin;
    this.high = most + margin;
  }

  /**
   * The chart.
   *
   * @param points oldest first
   * @param limit where the figure would be red, drawn as a dashed line
   */
  static String svg(String title, List<Point> points, OptionalDouble limit) {
    if (points.isEmpty()) {
      return "<div class=\"none\">" + Html.escape(title) + ": no figures yet</div>";
    }
    return new TrendChart(points, limit).draw(title);
  }

  private double x(int i) {
    int nights = points.size();
    double width = WIDTH - LEFT - RIGHT;
    return nights == 1 ? LEFT + width / 2 : LEFT + width * i / (nights - 1);
  }

  private double y(double value) {
    return TOP + (HEIGHT - TOP - BOTTOM) * (high - value) / (high - low);
  }

  private String draw(String title) {
    StringBuilder svg = new StringBuilder();
    svg.append("<figure><figcaption>")
        .append(Html.escape(title))
        .append(" <b>")
        .append(Figure.text(points.get(points.size() - 1).value()))
        .append("</b></figcaption>");
    svg.append(
        format(
            "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">",
            WIDTH, HEIGHT, Html.escape(title)));
    axis(svg);
    if (limit.isPresent()) {
      double at = y(limit.getAsDouble());
      svg.append(
          format(
              "<line class=\"limit\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"><title>limit"
                  + " %s</title></line>",
              LEFT, WIDTH - RIGHT, at, at, Figure.text(limit.getAsDouble())));
    }
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < points.size(); i++) {
      line.append(format("%.1f,%.1f ", x(i), y(points.get(i).value())));
    }
    svg.append("<polyline points=\"").append(line.toString().strip()).append("\"/>");
    for (int i = 0; i < points.size(); i++) {
      Point point = points.get(i);
      svg.append(
          format(
              "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"%s\"><title>%s:"
                  + " %s</title></circle>",
              point.red() ? "bad" : "good",
              x(i),
              y(point.value()),
              i == points.size() - 1 ? "3.6" : "2.4",
              Html.escape(point.night()),
              Figure.text(point.value())));
    }
    return svg.append("</svg></figure>").toString();
  }

  private void axis(StringBuilder svg) {
    int bottom = HEIGHT - BOTTOM;
    svg.append(
        format("<path class=\"axis\" d=\"M%d %d V%d H%d\"/>", LEFT, TOP, bottom, WIDTH - RIGHT));
    tick(svg, most);
    if (most > least) {
      tick(svg, least);
    }
    String first = day(points.get(0).night());
    String last = day(points.get(points.size() - 1).night());
    svg.append(format("<text x=\"%d\" y=\"%d\">%s</text>", LEFT, HEIGHT - 5, first));
    if (points.size() > 1) {
      svg.append(
          format(
              "<text class=\"end\" x=\"%d\" y=\"%d\">%s</text>", WIDTH - RIGHT, HEIGHT - 5, last));
    }
  }

  private void tick(StringBuilder svg, double value) {
    svg.append(
        format(
            "<text class=\"y\" x=\"%d\" y=\"%.1f\">%s</text>",
            LEFT - 4, y(value) + 3, Figure.text(value)));
  }

  private static String day(String night) {
    return Html.escape(night.length() >= 10 ? night.substring(0, 10) : night);
  }

  private static String format(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }
}
