package org.intarsia.tiler;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.intarsia.slideio.SlideMetadata;

/**
 * What the colours of a mask mean: from colour to label, and from label to name and colour.
 *
 * <p>Labels are 0 to {@code classes() - 1}; 255 stands for pixels that do not count. A label is
 * recognised by its colour and by its grey value, so that one key reads coloured and grey masks.
 * Immutable, safe from many threads.
 */
public final class LabelKey {
  /** The label of pixels that do not count. */
  public static final int IGNORED = 255;

  /** Grey values up to this may be labels as they are. */
  static final int LARGEST_PLAIN_LABEL = 31;

  private static final byte IGNORED_BYTE = (byte) IGNORED;

  /**
   * One class.
   *
   * @param label 0 to 254, or 255 for pixels that do not count
   * @param name not blank
   * @param color 0xRRGGBB
   * @param value its grey value in grey masks, 0 to 255
   */
  public record Entry(int label, String name, int color, int value) {
    /** Checks every part. */
    public Entry {
      if (label < 0 || label > IGNORED) {
        throw new IllegalArgumentException("a label must be 0 to 255, not " + label);
      }
      if (name.isBlank()) {
        throw new IllegalArgumentException("label " + label + " has no name");
      }
      if (color < 0 || color > 0xFFFFFF) {
        throw new IllegalArgumentException(
            "the color of label %d must be 0 to 0xFFFFFF, not %d".formatted(label, color));
      }
      if (value < 0 || value > 255) {
        throw new IllegalArgumentException(
            "the value of label %d must be 0 to 255, not %d".formatted(label, value));
      }
    }
  }

  private final List<Entry> entries;
  private final Map<Integer, Byte> byColor;

  private LabelKey(List<Entry> entries, Map<Integer, Byte> byColor) {
    this.entries = entries;
    this.byColor = byColor;
  }

  /**
   * A key of these classes.
   *
   * @param entries in any order; their labels are 0 to n - 1, each once, and 255 for what does not
   *     count
   * @throws IllegalArgumentException if a label is missing or there twice, or one colour or grey
   *     value would stand for two labels; says which
   */
  public static LabelKey of(List<Entry> entries) {
    Map<Integer, Byte> colors = new HashMap<>();
    entries.forEach(entry -> put(colors, entry.color(), entry.label()));
    entries.forEach(entry -> put(colors, grey(entry.value()), entry.label()));
    return new LabelKey(inOrder(entries), colors);
  }

  /**
   * A key that recognises classes by their colours only, for files whose pixels are colours.
   *
   * @throws IllegalArgumentException as {@link #of}, but grey values do not matter
   */
  public static LabelKey colored(List<Entry> entries) {
    Map<Integer, Byte> colors = new HashMap<>();
    entries.forEach(entry -> put(colors, entry.color(), entry.label()));
    return new LabelKey(inOrder(entries), colors);
  }

  private static List<Entry> inOrder(List<Entry> entries) {
    List<Entry> classes =
        entries.stream()
            .filter(entry -> entry.label() != IGNORED)
            .sorted(Comparator.comparingInt(Entry::label))
            .toList();
    Set<String> names = new HashSet<>();
    for (int label = 0; label < classes.size(); label++) {
      Entry entry = classes.get(label);
      if (entry.label() != label) {
        throw new IllegalArgumentException(
            "labels must be 0, 1, 2, ..., each once: label %d is %s"
                .formatted(
                    Math.min(label, entry.label()),
                    entry.label() < label ? "there twice" : "missing"));
      }
      if (!names.add(entry.name().toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException("two labels are named " + entry.name());
      }
    }
    if (classes.isEmpty()) {
      throw new IllegalArgumentException("a key of labels needs at least one class");
    }
    return classes;
  }

  private static void put(Map<Integer, Byte> colors, int color, int label) {
    Byte before = colors.put(color, (byte) label);
    if (before != null && (before & 0xFF) != label) {
      throw new IllegalArgumentException(
          "%s is the color or the grey value of both label %d and label %d; a column 'value' gives"
                  .formatted(hex(color), before & 0xFF, label)
              + " grey values that are not the labels");
    }
  }

  /** Grey values 0 to {@code classes - 1} as they are, named {@code class 0} and so on. */
  public static LabelKey plain(int classes) {
    List<Entry> entries = new ArrayList<>();
    for (int label = 0; label < classes; label++) {
      entries.add(new Entry(label, "class " + label, grey(label), label));
    }
    return of(entries);
  }

  /**
   * Reads a table with the columns {@code label}, {@code name}, {@code color} ({@code #RRGGBB})
   * and, if grey values of masks are not the labels, {@code value}.
   *
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException if it is no such table; names file and line
   */
  public static LabelKey read(Path csv) throws IOException {
    return LabelTable.read(csv);
  }

  /**
   * The key of masks without a table, from the values that they have, see {@link LabelDiscovery}.
   *
   * @throws IllegalArgumentException if the values alone do not say what is what
   */
  public static LabelKey discover(List<Path> masks) throws IOException {
    LabelDiscovery discovery = new LabelDiscovery();
    for (Path file : masks) {
      try (LabelMask mask = LabelMask.open(file)) {
        discovery.add(mask);
      }
    }
    return discovery.key();
  }

  /** The classes that a mask written by Intarsia states of itself; empty for any other file. */
  public static Optional<LabelKey> stated(SlideMetadata mask) {
    return StatedClasses.in(mask);
  }

  /**
   * This key, with pixels of a grey value or label not counted.
   *
   * @param value 0 to 255; every colour of a class with this grey value is ignored too
   */
  public LabelKey ignoring(int value) {
    if (value < 0 || value > 255) {
      throw new IllegalArgumentException("the ignored value must be 0 to 255, not " + value);
    }
    Map<Integer, Byte> colors = new HashMap<>(byColor);
    boolean grey = true;
    for (Entry entry : entries) {
      if (entry.value() == value) {
        colors.put(entry.color(), IGNORED_BYTE);
      } else if (entry.color() == grey(value)) {
        grey = false;
      }
    }
    if (grey) {
      colors.put(grey(value), IGNORED_BYTE);
    }
    return new LabelKey(entries, colors);
  }

  /** Number of classes. */
  public int classes() {
    return entries.size();
  }

  /** The class of a label. */
  public Entry entry(int label) {
    if (label < 0 || label >= entries.size()) {
      throw new IllegalArgumentException(
          "label " + label + " is not one of " + entries.size() + " classes");
    }
    return entries.get(label);
  }

  /** The classes in the order of their labels. */
  public List<Entry> entries() {
    return entries;
  }

  /**
   * The label of a class.
   *
   * @param nameOrLabel its name in any case, or its label in digits
   * @throws IllegalArgumentException if there is none; lists the names
   */
  public int label(String nameOrLabel) {
    for (Entry entry : entries) {
      if (entry.name().equalsIgnoreCase(nameOrLabel)
          || Integer.toString(entry.label()).equals(nameOrLabel)) {
        return entry.label();
      }
    }
    throw new IllegalArgumentException(
        "no class is called '%s'; there are %s"
            .formatted(
                nameOrLabel, entries.stream().map(Entry::name).collect(Collectors.joining(", "))));
  }

  /** The name of a label. */
  public String name(int label) {
    return entry(label).name();
  }

  /** The colour of a label, 0xRRGGBB. */
  public int color(int label) {
    return entry(label).color();
  }

  /**
   * Turns colours into labels.
   *
   * @param rgb interleaved R G B of the pixels, from index 0 on
   * @param pixels how many
   * @param labels takes one label a pixel, from index 0 on
   * @throws UnknownColorException if a colour is in no class; names it and the pixel
   */
  public void toLabels(byte[] rgb, int pixels, byte[] labels) {
    int lastColor = -1;
    byte lastLabel = 0;
    for (int i = 0, in = 0; i < pixels; i++, in += 3) {
      int color = colorAt(rgb, in);
      if (color != lastColor) {
        Byte label = byColor.get(color);
        if (label == null) {
          throw new UnknownColorException(color, i);
        }
        lastColor = color;
        lastLabel = label;
      }
      labels[i] = lastLabel;
    }
  }

  /** The classes and what stands for them, on one line. */
  String summary() {
    return entries.stream()
        .map(
            entry ->
                "%d %s (%s%s)"
                    .formatted(
                        entry.label(),
                        entry.name(),
                        hex(entry.color()),
                        byColor.containsKey(grey(entry.value()))
                                && entry.color() != grey(entry.value())
                            ? " or grey value " + entry.value()
                            : ""))
        .collect(Collectors.joining(", "));
  }

  static int colorAt(byte[] rgb, int in) {
    return (rgb[in] & 0xFF) << 16 | (rgb[in + 1] & 0xFF) << 8 | (rgb[in + 2] & 0xFF);
  }

  static int grey(int value) {
    return value * 0x010101;
  }

  static boolean isGrey(int color) {
    return color == grey(color & 0xFF);
  }

  static String hex(int color) {
    return String.format(Locale.ROOT, "#%06X", color);
  }

  @Override
  public String toString() {
    return "LabelKey[" + summary() + "]";
  }

  /** A colour that no class of a key has. */
  public static final class UnknownColorException extends IllegalArgumentException {
    @Serial private static final long serialVersionUID = 1L;

    private final int color;
    private final int pixel;

    UnknownColorException(int color, int pixel) {
      super(
          (isGrey(color) ? "grey value " + (color & 0xFF) : "color " + hex(color))
              + " of pixel "
              + pixel
              + " is no class");
      this.color = color;
      this.pixel = pixel;
    }

    /** The colour, 0xRRGGBB. */
    public int color() {
      return color;
    }

    /** Which pixel of the block has it. */
    public int pixel() {
      return pixel;
    }
  }
}
