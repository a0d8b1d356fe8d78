package org.intarsia.pipeline.charts;

import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.intarsia.classifier.learning.scores.RankedScores;
import org.intarsia.slideio.WholeFile;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Receiver operating characteristics of several classifiers, as a PNG picture. */
public final class RocCurves {
  private static final int WIDTH = 860;
  private static final int HEIGHT = 640;
  private static final int[] COLORS = {
    0x7F7F7F, 0x8C564B, 0xBCBD22, 0x17BECF, 0x9467BD, 0x1F77B4, 0x2CA02C, 0x98DF8A, 0x006400,
    0xFF7F0E, 0xD62728, 0xE377C2
  };

  private RocCurves() {}

  /**
   * Draws curves.
   *
   * @param title above them
   * @param curves points by name, drawn in this order; empty ones are left out
   * @param file replaced in one go
   */
  public static void write(String title, Map<String, List<RankedScores.Point>> curves, Path file)
      throws IOException {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle("1 - specificity")
            .yAxisTitle("sensitivity")
            .build();
    chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setXAxisMin(0.0);
    chart.getStyler().setXAxisMax(1.0);
    chart.getStyler().setYAxisMin(0.0);
    chart.getStyler().setYAxisMax(1.0);
    int drawn = 0;
    for (Map.Entry<String, List<RankedScores.Point>> curve : curves.entrySet()) {
      Color color = new Color(COLORS[drawn++ % COLORS.length]);
      add(chart, curve.getKey(), curve.getValue(), color);
    }
    XYSeries chance = chart.addSeries("chance", new double[] {0, 1}, new double[] {0, 1});
    chance.setMarker(SeriesMarkers.NONE);
    chance.setLineColor(Color.GRAY);
    chance.setLineStyle(new BasicStroke(1f));
    WholeFile.write(
        file,
        partial -> Files.write(partial, BitmapEncoder.getBitmapBytes(chart, BitmapFormat.PNG)));
  }

  private static void add(
      XYChart chart, String name, List<RankedScores.Point> points, Color color) {
    if (points.isEmpty()) {
      return;
    }
    XYSeries series =
        chart.addSeries(
            name,
            points.stream().map(RankedScores.Point::falsePositives).toList(),
            points.stream().map(RankedScores.Point::truePositives).toList());
    series.setMarker(SeriesMarkers.NONE);
    series.setLineColor(color);
    series.setLineStyle(new BasicStroke(1.6f));
  }
}
