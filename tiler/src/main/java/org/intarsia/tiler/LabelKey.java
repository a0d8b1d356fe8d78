package org.intarsia.tiler;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which pixel values of a mask mean which class: names, colours and grey values of labels.
 *
 * <p>A mask is read as R G B; a grey mask has three equal channels, so grey value {@code v} is the
 * colour {@code 0xvvvvvv}. Immutable and thread-safe.
 */
public final class LabelKey {
  /** The label of pixels that do not count. */
  public static final int IGNORED = 255;

  /** Grey masks with larger values than this do not hold labels as they are. */
  private static final int LARGEST_PLAIN_LABEL = 31;

  private static final int MOST_GREY_VALUES = 8;

  /** What OME-TIFF masks of this project call their annotations. */
  private static final String NAMES = "ome.org.intarsia/class-names/";

  private static final String COLOURS = "ome.org.intarsia/class-colours/";

  /**
   * A class.
   *
   * @param name what people call it
   * @param rgb its colour in masks and charts, as 0xRRGGBB
   */
  public record Entry(String name, int rgb) {}

  private final List<Entry> entries;
  private final Map<Integer, Byte> labels;
  private final byte[] grey = new byte[256];
  private final boolean[] greyKnown = new boolean[256];

  private LabelKey(List<Entry> entries, Map<Integer, Integer> pixels) {
    if (entries.size() < 2 || entries.size() > 255) {
      throw new IllegalArgumentException("classes must be 2 to 255, not " + entries.size());
    }
    this.entries = List.copyOf(entries);
    this.labels = new HashMap<>();
    pixels.forEach((color, label) -> labels.put(color, label.byteValue()));
    for (int v = 0; v < 256; v++) {
      Byte label = labels.get(v * 0x010101);
      greyKnown[v] = label != null;
      grey[v] = label == null ? 0 : label;
    }
  }

  /** Labels by colour, and by their own value in grey masks, in the order given. */
  public static LabelKey of(List<Entry> entries) {
    Map<Integer, Integer> pixels = new HashMap<>();
    for (int label = 0; label < entries.size(); label++) {
      add(pixels, label * 0x010101, label, entries);
    }
    for (int label = 0; label < entries.size(); label++) {
      add(pixels, entries.get(label).rgb(), label, entries);
    }
    pixels.putIfAbsent(0xFFFFFF, IGNORED);
    return new LabelKey(entries, pixels);
  }

  private static void add(Map<Integer, Integer> pixels, int color, int label, List<Entry> entries) {
    Integer other = pixels.put(color, label);
    if (other != null && other != label) {
      throw new IllegalArgumentException(
          "%s is both '%s' and '%s'; give them other colours or values"
              .formatted(hex(color), entries.get(other).name(), entries.get(label).name()));
    }
  }

  /**
   * Reads a table of classes: CSV with the columns {@code label,name,color} and optionally {@code
   * value}, the grey value in the masks (the label itself, if there is no such column).
   *
   * <p>Colours are {@code #RRGGBB}. Labels count from 0 without gaps; label 255 lists values that
   * are ignored.
   *
   * @throws IllegalArgumentException naming file, line and mend
   */
  public static LabelKey read(Path file) throws IOException {
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      return new LabelTable(file).read(reader);
    }
  }

  static LabelKey of(SortedMap<Integer, Entry> rows, Map<Integer, Integer> pixels) {
    return new LabelKey(List.copyOf(rows.values()), pixels);
  }

  /**
   * The classes that an OME-TIFF mask of this project describes in its own annotations.
   *
   * @param properties of the mask's slide metadata
   */
  public static Optional<LabelKey> describedBy(SortedMap<String, String> properties) {
    SortedMap<Integer, Entry> found = new TreeMap<>();
    properties.forEach(
        (key, name) -> {
          String color = properties.get(COLOURS + key.replace(NAMES, ""));
          if (key.startsWith(NAMES) && color != null && color.matches("#[0-9A-Fa-f]{6}")) {
            int label = Integer.parseInt(key.substring(NAMES.length()));
            found.put(label, new Entry(name, Integer.parseInt(color.substring(1), 16)));
          }
        });
    return found.size() < 2 || found.lastKey() != found.size() - 1
        ? Optional.empty()
        : Optional.of(of(List.copyOf(found.values())));
  }

  /**
   * A key for grey masks without a table: values up to 31 are labels as they are; up to eight other
   * values, such as 0 and 255, become labels in their order.
   *
   * @param colors all colours of all masks
   * @throws IllegalArgumentException if that is impossible; the message holds a table to fill in
   */
  public static LabelKey discover(SortedSet<Integer> colors) {
    boolean allGrey = colors.stream().allMatch(LabelKey::isGrey);
    if (!allGrey) {
      throw new IllegalArgumentException(
          "the masks are in colour; say what the colours mean with --classes FILE, such as\n"
              + template(colors));
    }
    List<Integer> values = colors.stream().map(color -> color & 0xFF).toList();
    if (values.stream().allMatch(value -> value <= LARGEST_PLAIN_LABEL)) {
      int classes = Math.max(2, values.get(values.size() - 1) + 1);
      return of(anonymous(classes));
    }
    if (values.size() > MOST_GREY_VALUES) {
      throw new IllegalArgumentException(
          "the masks have %d grey values, up to %d; say what they mean with --classes FILE (label,name,color,value)"
              .formatted(values.size(), values.get(values.size() - 1)));
    }
    Map<Integer, Integer> pixels = new HashMap<>();
    for (int label = 0; label < values.size(); label++) {
      pixels.put(values.get(label) * 0x010101, label);
    }
    return new LabelKey(anonymous(values.size()), pixels);
  }

  private static List<Entry> anonymous(int classes) {
    List<Entry> entries = new ArrayList<>();
    for (int label = 0; label < classes; label++) {
      float hue = label * 0.618034f;
      entries.add(new Entry(label == 0 ? "background" : "class " + label, color(label, hue)));
    }
    return entries;
  }

  /** Black, then well separated hues: red, green and blue from three shifted cosines. */
  private static int color(int label, float hue) {
    if (label == 0) {
      return 0;
    }
    int rgb = 0;
    for (int c = 0; c < 3; c++) {
      double wave = 0.5 + 0.45 * Math.cos(2 * Math.PI * (hue - c / 3.0));
      rgb = rgb << 8 | (int) Math.round(255 * wave);
    }
    return rgb;
  }

  private static String template(SortedSet<Integer> colors) {
    List<Integer> all = List.copyOf(colors);
    StringBuilder text = new StringBuilder("label,name,color");
    for (int i = 0; i < Math.min(all.size(), 32); i++) {
      text.append('\n').append(i).append(",class ").append(i).append(',').append(hex(all.get(i)));
    }
    return text.toString();
  }

  private static boolean isGrey(int color) {
    return (color >> 16 & 0xFF) == (color & 0xFF) && (color >> 8 & 0xFF) == (color & 0xFF);
  }

  static String hex(int color) {
    return String.format(Locale.ROOT, "#%06X", color);
  }

  /** Number of classes. */
  public int classes() {
    return entries.size();
  }

  /** The classes in the order of their labels. */
  public List<Entry> entries() {
    return entries;
  }

  /** Name of a class. */
  public String name(int label) {
    return entries.get(label).name();
  }

  /**
   * The label of a class name.
   *
   * @throws IllegalArgumentException if there is none; lists the names
   */
  public int label(String name) {
    for (int label = 0; label < entries.size(); label++) {
      if (entries.get(label).name().equalsIgnoreCase(name)
          || Integer.toString(label).equals(name)) {
        return label;
      }
    }
    throw new IllegalArgumentException(
        "no class is called '%s'; there are %s"
            .formatted(name, entries.stream().map(Entry::name).collect(Collectors.joining(", "))));
  }

  /**
   * Turns pixels into labels.
   *
   * @param rgb interleaved R G B
   * @param pixels how many
   * @param result receives a label a pixel, {@link #IGNORED} where ignored
   * @throws UnknownColorException at the first pixel that means nothing
   */
  public void toLabels(byte[] rgb, int pixels, byte[] result) {
    int lastColor = -1;
    byte last = 0;
    for (int i = 0; i < pixels; i++) {
      int r = rgb[3 * i] & 0xFF;
      int g = rgb[3 * i + 1] & 0xFF;
      int b = rgb[3 * i + 2] & 0xFF;
      if (r == g && g == b && greyKnown[r]) {
        result[i] = grey[r];
        continue;
      }
      int color = r << 16 | g << 8 | b;
      if (color != lastColor) {
        Byte label = labels.get(color);
        if (label == null) {
          throw new UnknownColorException(color, i);
        }
        lastColor = color;
        last = label;
      }
      result[i] = last;
    }
  }

  /** A pixel whose colour is none of the key. */
  public static final class UnknownColorException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;
    private final int color;
    private final int pixel;

    UnknownColorException(int color, int pixel) {
      super(
          (isGrey(color) ? "value " + (color & 0xFF) : "colour " + hex(color))
              + " is none of the classes");
      this.color = color;
      this.pixel = pixel;
    }

    /** The colour, as 0xRRGGBB. */
    public int color() {
      return color;
    }

    /** Index of the first such pixel. */
    public int pixel() {
      return pixel;
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LabelKey key
        && entries.equals(key.entries)
        && labels.equals(key.labels);
  }

  @Override
  public int hashCode() {
    return entries.hashCode();
  }

  /** As a table, such as {@code 0 glass #FFFFFF}. */
  @Override
  public String toString() {
    String[] rows = new String[entries.size()];
    Arrays.setAll(rows, i -> i + " " + name(i) + " " + hex(entries.get(i).rgb()));
    return String.join("\n", rows);
  }
}
