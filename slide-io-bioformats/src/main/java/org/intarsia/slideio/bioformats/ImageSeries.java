package org.intarsia.slideio.bioformats;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import loci.formats.FormatException;
import loci.formats.IFormatReader;
import org.intarsia.slideio.ReadOptions.DeepSamples;

/**
 * One image of a file with its resolutions.
 *
 * @param index of the series
 * @param name that the file gives it, maybe none
 * @param description size and samples, for people
 * @param levels the resolutions that are read, finest first; none if it is refused
 * @param refusal why it is not read, empty if it is
 * @param notes on resolutions that are left out
 */
record ImageSeries(
    int index,
    String name,
    String description,
    List<LevelLayout> levels,
    Optional<String> refusal,
    List<String> notes) {
  private static final double ASPECT_TOLERANCE = 0.02;
  private static final double ROUNDING_PX = 2;

  /** All series of a file, in its order. */
  static List<ImageSeries> of(LociReader reader, DeepSamples deep)
      throws FormatException, IOException {
    List<ImageSeries> all = new ArrayList<>();
    for (int i = 0; i < reader.loci().getSeriesCount(); i++) {
      all.add(of(reader, i, deep));
    }
    return List.copyOf(all);
  }

  private static ImageSeries of(LociReader reader, int series, DeepSamples deep)
      throws FormatException, IOException {
    IFormatReader loci = reader.loci();
    reader.select(series, 0);
    String given =
        series < reader.metadata().getImageCount() ? reader.metadata().getImageName(series) : null;
    String name = given == null ? "" : given.substring(given.lastIndexOf('/') + 1).strip();
    String description = Samples.describe(loci);
    List<LevelLayout> levels = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (int r = 0; r < loci.getResolutionCount(); r++) {
      reader.select(series, r);
      Optional<String> refusal = Samples.refusal(loci, deep);
      if (refusal.isEmpty()) {
        LevelLayout level = LevelLayout.of(loci, Samples.of(loci));
        refusal = level.refusal().or(() -> misfit(level, levels));
        if (refusal.isEmpty()) {
          levels.add(level);
        }
      }
      if (refusal.isPresent() && r == 0) {
        return new ImageSeries(series, name, description, List.of(), refusal, List.of());
      }
      int left = r;
      refusal.ifPresent(why -> notes.add("resolution " + left + " is left out: " + why));
    }
    return new ImageSeries(
        series, name, description, List.copyOf(levels), Optional.empty(), List.copyOf(notes));
  }

  /** Why a resolution does not continue the pyramid, if so. */
  private static Optional<String> misfit(LevelLayout level, List<LevelLayout> above) {
    if (above.isEmpty()) {
      return Optional.empty();
    }
    LevelLayout finest = above.get(0);
    LevelLayout last = above.get(above.size() - 1);
    double expected = (double) finest.height() * level.width() / finest.width();
    double tolerance = Math.max(ROUNDING_PX, ASPECT_TOLERANCE * expected);
    return level.width() < last.width() && Math.abs(level.height() - expected) <= tolerance
        ? Optional.empty()
        : Optional.of(level.width() + " x " + level.height() + " px is no reduction of the finest");
  }

  long area() {
    return levels.isEmpty() ? 0 : levels.get(0).area();
  }

  /** The usual name of an image beside the slide; empty if its name tells of none. */
  Optional<String> role() {
    String lower = name.toLowerCase(Locale.ROOT);
    String plain = lower.endsWith(" image") ? lower.substring(0, lower.length() - 6) : lower;
    return switch (plain) {
      case "label", "macro", "thumbnail" -> Optional.of(plain);
      case "overview" -> Optional.of("macro");
      case "macro mask", "mask" -> Optional.of("mask");
      default -> Optional.empty();
    };
  }

  /** For people: {@code series 1 'label image' (387 x 463 px, RGB of 3, uint8)}. */
  @Override
  public String toString() {
    return "series "
        + index
        + (name.isEmpty() ? "" : " '" + name + "'")
        + " ("
        + description
        + refusal.map(why -> ": " + why).orElse("")
        + ")";
  }
}
