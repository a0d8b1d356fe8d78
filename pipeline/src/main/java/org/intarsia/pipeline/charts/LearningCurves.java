package org.intarsia.pipeline.charts;

import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.intarsia.slideio.WholeFile;
import org.intarsia.training.Metrics;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.Styler.YAxisPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Loss and validation IoU over the steps of a training, as a PNG picture. */
public final class LearningCurves {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 520;
  private static final Color TRAINING = new Color(0x1F77B4);
  private static final Color VALIDATION = new Color(0xFF7F0E);
  private static final Color OVERLAP = new Color(0x2CA02C);

  private LearningCurves() {}

  /**
   * Draws the curves.
   *
   * @param title above them
   * @param history at least one entry
   * @param file replaced in one go
   */
  public static void write(String title, List<Metrics> history, Path file) throws IOException {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle("step")
            .yAxisTitle("loss")
            .build();
    chart.getStyler().setLegendPosition(LegendPosition.OutsideS);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setYAxisGroupPosition(1, YAxisPosition.Right);
    chart.getStyler().setYAxisMin(0, 0.0);
    chart.getStyler().setYAxisMin(1, 0.0);
    chart.getStyler().setYAxisMax(1, 1.0);
    chart.setYAxisGroupTitle(1, "mean IoU");
    List<Long> steps = history.stream().map(Metrics::step).toList();
    line(
        chart,
        new Line("training loss", 0, TRAINING),
        steps,
        history.stream().map(Metrics::loss).toList());
    List<Long> looks = new ArrayList<>();
    List<Double> losses = new ArrayList<>();
    List<Double> ious = new ArrayList<>();
    for (Metrics metrics : history) {
      metrics
          .validation()
          .ifPresent(
              validation -> {
                looks.add(metrics.step());
                losses.add(validation.loss());
                ious.add(validation.confusion().meanIou().orElse(0));
              });
    }
    if (!looks.isEmpty()) {
      line(chart, new Line("validation loss", 0, VALIDATION), looks, losses);
      line(chart, new Line("validation mean IoU (right)", 1, OVERLAP), looks, ious);
    }
    WholeFile.write(
        file,
        partial -> Files.write(partial, BitmapEncoder.getBitmapBytes(chart, BitmapFormat.PNG)));
  }

  private record Line(String name, int axis, Color color) {}

  private static void line(XYChart chart, Line line, List<Long> x, List<Double> y) {
    XYSeries series = chart.addSeries(line.name(), x, y);
    series.setYAxisGroup(line.axis());
    series.setMarker(SeriesMarkers.CIRCLE);
    series.setMarkerColor(line.color());
    series.setLineColor(line.color());
    series.setLineStyle(new BasicStroke(2f));
  }
}
