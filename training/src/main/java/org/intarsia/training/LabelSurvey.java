package org.intarsia.training;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.intarsia.segmenter.LabelledPatch;
import org.intarsia.slideio.Region;
import org.intarsia.tiler.LabelKey;

/**
 * What is in the labels of some images: pixels of each class in each image, and places where each
 * class is found. Immutable.
 */
public final class LabelSurvey {
  private static final int BAND_ROWS = 256;
  private static final int PLACES = 8192;

  /** A pixel of an image. */
  record Place(int image, long x, long y) {}

  private final List<LabelledImage> images;
  private final LabelKey key;
  private final long[][] pixels;
  private final List<List<Place>> places;

  private LabelSurvey(
      List<LabelledImage> images, LabelKey key, long[][] pixels, List<List<Place>> places) {
    this.images = List.copyOf(images);
    this.key = key;
    this.pixels = pixels;
    this.places = places;
  }

  /**
   * Reads all labels once, band by band.
   *
   * @param seed of which places are kept, up to 8,192 a class
   * @throws IOException if a mask cannot be read, or holds a label that is no class; names file and
   *     place
   */
  public static LabelSurvey of(List<LabelledImage> images, LabelKey key, long seed)
      throws IOException {
    int classes = key.classes();
    long[][] pixels = new long[images.size()][classes];
    Place[][] kept = new Place[classes][PLACES];
    long[] seen = new long[classes];
    SplittableRandom random = RandomNumbers.of(seed, -1);
    for (int i = 0; i < images.size(); i++) {
      LabelledImage image = images.get(i);
      int width = Math.toIntExact(image.width());
      byte[] labels = new byte[width * BAND_ROWS];
      for (long y = 0; y < image.height(); y += BAND_ROWS) {
        int rows = (int) Math.min(BAND_ROWS, image.height() - y);
        image.labels(new Region(0, y, width, rows), labels);
        for (int k = 0; k < width * rows; k++) {
          int label = labels[k] & 0xFF;
          if (label == LabelledPatch.IGNORED) {
            continue;
          }
          if (label >= classes) {
            throw new IOException(
                "%s: at x %d, y %d: label %d is none of the %d classes"
                    .formatted(image.name(), k % width, y + k / width, label, classes));
          }
          pixels[i][label]++;
          long slot = seen[label] < PLACES ? seen[label] : random.nextLong(seen[label] + 1);
          seen[label]++;
          if (slot < PLACES) {
            kept[label][(int) slot] = new Place(i, k % width, y + k / width);
          }
        }
      }
    }
    List<List<Place>> places =
        IntStream.range(0, classes)
            .mapToObj(c -> List.of(Arrays.copyOf(kept[c], (int) Math.min(PLACES, seen[c]))))
            .toList();
    return new LabelSurvey(images, key, pixels, places);
  }

  /** The images, in the order that they were surveyed. */
  public List<LabelledImage> images() {
    return images;
  }

  /** The classes. */
  public LabelKey key() {
    return key;
  }

  /** Up to 8,192 places of a class, a random sample of all. */
  List<Place> places(int label) {
    return places.get(label);
  }

  /** Pixels of each class. */
  public long[] pixels() {
    long[] sum = new long[key.classes()];
    for (long[] image : pixels) {
      for (int c = 0; c < sum.length; c++) {
        sum[c] += image[c];
      }
    }
    return sum;
  }

  /** Pixels of all images, with a label or without. */
  long area() {
    return images.stream().mapToLong(image -> image.width() * image.height()).sum();
  }

  /** Number of images in which a class occurs. */
  public long imagesWith(int label) {
    return Arrays.stream(pixels).filter(image -> image[label] > 0).count();
  }

  /** Names of classes without a single pixel. */
  public List<String> missingClasses() {
    long[] sum = pixels();
    return IntStream.range(0, sum.length).filter(c -> sum[c] == 0).mapToObj(key::name).toList();
  }

  /** A table for people: class, pixels, part of all that have a label, images. */
  public List<String> table() {
    long[] sum = pixels();
    long total = Math.max(1, Arrays.stream(sum).sum());
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(Locale.ROOT, "%-24s %16s %9s %8s", "class", "pixels", "part", "images"));
    for (int c = 0; c < sum.length; c++) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%-24s %16d %8.3f%% %8d",
              c + " " + key.name(c),
              sum[c],
              100.0 * sum[c] / total,
              imagesWith(c)));
    }
    long unlabelled = area() - Arrays.stream(sum).sum();
    if (unlabelled > 0) {
      lines.add(String.format(Locale.ROOT, "%-24s %16d", "without a label", unlabelled));
    }
    return lines;
  }
}
