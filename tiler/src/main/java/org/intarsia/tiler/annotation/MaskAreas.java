package org.intarsia.tiler.annotation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.intarsia.slideio.Region;
import org.intarsia.slideio.SlideReadException;
import org.intarsia.tiler.LabelKey;
import org.intarsia.tiler.LabelMask;

/**
 * The areas of a raster mask that covers a whole slide: one for each value above 0.
 *
 * <p>Values are the grey values of the picture, or the labels of a mask that Intarsia wrote. Kept
 * are the runs of equal values in its rows, so that memory follows the borders in the mask, not its
 * pixels. Immutable.
 */
public final class MaskAreas {
  /**
   * All pixels of one value.
   *
   * @param value 1 to 255
   * @param className of the value, if the mask states its classes
   */
  public record Part(int value, Optional<String> className) {}

  private final Path file;
  private final int width;
  private final int height;
  private final SortedMap<Integer, MaskRuns> runs;
  private final Map<Integer, String> names;

  private MaskAreas(LabelMask mask, SortedMap<Integer, MaskRuns> runs, Map<Integer, String> names) {
    this.file = mask.file();
    this.width = mask.width();
    this.height = Math.toIntExact(mask.height());
    this.runs = runs;
    this.names = names;
  }

  /**
   * Reads a mask in bands of rows.
   *
   * @throws IOException if it cannot be read, or a pixel is neither grey nor of a stated class;
   *     names the file and the place
   */
  public static MaskAreas read(Path file) throws IOException {
    try (LabelMask mask = LabelMask.open(file)) {
      Optional<LabelKey> key = mask.statedKey();
      SortedMap<Integer, MaskRuns.Builder> builders = new TreeMap<>();
      int rows = mask.bandRows();
      byte[] values = new byte[Math.multiplyExact(mask.width(), rows)];
      byte[] colors = new byte[key.isPresent() ? 0 : Math.multiplyExact(3, values.length)];
      for (int y = 0; y < mask.height(); y += rows) {
        Region band =
            new Region(0, y, mask.width(), (int) Math.min(rows, mask.height() - (long) y));
        if (key.isPresent()) {
          mask.read(band, key.get(), values);
        } else {
          mask.readColors(band, colors);
          grey(file, band, colors, values);
        }
        collect(band, values, builders, key.isPresent());
      }
      SortedMap<Integer, MaskRuns> runs = new TreeMap<>();
      builders.forEach((value, builder) -> runs.put(value, builder.build()));
      Map<Integer, String> names = key.map(MaskAreas::names).orElse(Map.of());
      return new MaskAreas(mask, runs, names);
    }
  }

  private static Map<Integer, String> names(LabelKey key) {
    return key.entries().stream()
        .collect(
            Collectors.toMap(
                LabelKey.Entry::label, LabelKey.Entry::name, (first, second) -> first));
  }

  private static void grey(Path file, Region band, byte[] colors, byte[] values)
      throws SlideReadException {
    int pixels = Math.toIntExact(band.area());
    for (int i = 0; i < pixels; i++) {
      byte red = colors[3 * i];
      if (red != colors[3 * i + 1] || red != colors[3 * i + 2]) {
        throw new SlideReadException(
            String.valueOf(file.getFileName()),
            String.format(
                Locale.ROOT,
                "#%02X%02X%02X at (%d, %d) is no grey value; a mask of ROIs is grey, 0 outside",
                red,
                colors[3 * i + 1],
                colors[3 * i + 2],
                i % band.width(),
                band.y() + i / band.width()));
      }
      values[i] = red;
    }
  }

  private static void collect(
      Region band, byte[] values, Map<Integer, MaskRuns.Builder> builders, boolean stated) {
    for (int row = 0; row < band.height(); row++) {
      int start = row * band.width();
      int end = start + band.width();
      for (int from = start; from < end; ) {
        int to = from + 1;
        while (to < end && values[to] == values[from]) {
          to++;
        }
        int value = values[from] & 0xFF;
        if (value != 0 && !(stated && value == LabelKey.IGNORED)) {
          builders
              .computeIfAbsent(value, each -> new MaskRuns.Builder())
              .add(Math.toIntExact(band.y()) + row, from - start, to - start);
        }
        from = to;
      }
    }
  }

  /** The values above 0 that the mask has, ascending. */
  public List<Part> parts() {
    return runs.keySet().stream()
        .map(value -> new Part(value, Optional.ofNullable(names.get(value))))
        .toList();
  }

  /**
   * The pixels of one value as an area of a slide that the mask covers from edge to edge.
   *
   * @param part one of {@link #parts}
   * @param slideWidth columns of the slide's level 0
   * @param slideHeight rows of it
   * @throws IOException if mask and slide differ in shape by more than a pixel of the mask and 1 %
   */
  public RoiArea area(Part part, long slideWidth, long slideHeight) throws IOException {
    double rows = (double) slideHeight * width / slideWidth;
    if (Math.abs(rows - height) > Math.max(1, 0.01 * height)) {
      throw new IOException(
          "%s: a mask of %d x %d px does not cover a slide of %d x %d px; both have one shape"
              .formatted(file, width, height, slideWidth, slideHeight));
    }
    MaskRuns found = runs.get(part.value());
    if (found == null) {
      throw new IllegalArgumentException(file + ": has no value " + part.value());
    }
    return new MaskArea(
        found, new MaskArea.Step(slideWidth, width), new MaskArea.Step(slideHeight, height));
  }
}
