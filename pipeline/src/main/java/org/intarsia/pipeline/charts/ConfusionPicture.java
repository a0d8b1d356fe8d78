package org.intarsia.pipeline.charts;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.intarsia.classifier.Confusion;
import org.intarsia.slideio.WholeFile;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;

/** True against called classes, as a PNG picture. */
public final class ConfusionPicture {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 520;

  private ConfusionPicture() {}

  /**
   * Draws counts; the first true class is on top.
   *
   * @param classes names
   * @param file replaced in one go
   */
  public static void write(String title, List<String> classes, Confusion confusion, Path file)
      throws IOException {
    HeatMapChart chart =
        new HeatMapChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle("called")
            .yAxisTitle("true")
            .build();
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setShowValue(true);
    chart.getStyler().setRangeColors(new Color[] {Color.WHITE, new Color(0x1F77B4)});
    List<String> upwards = new ArrayList<>(classes);
    Collections.reverse(upwards);
    List<Number[]> cells = new ArrayList<>();
    for (int called = 0; called < classes.size(); called++) {
      for (int row = 0; row < classes.size(); row++) {
        cells.add(new Number[] {called, row, confusion.count(classes.size() - 1 - row, called)});
      }
    }
    chart.addSeries("rows", classes, upwards, cells);
    WholeFile.write(
        file,
        partial -> Files.write(partial, BitmapEncoder.getBitmapBytes(chart, BitmapFormat.PNG)));
  }
}
