package org.intarsia.pipeline.evaluate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.intarsia.pipeline.batch.SlideInputs;
import org.intarsia.pipeline.batch.UsageException;

/**
 * Predicted and true masks with the same name.
 *
 * <p>Masks are PNG and TIFF files in the folder, named without extension ({@code a.png}, {@code
 * a.tif} and {@code a.ome.tiff} are all {@code a}), and what {@code run} leaves: {@code
 * slides/NAME/mask.ome.tiff} is {@code NAME}. Letters that {@code run} replaces in names are
 * replaced here too.
 *
 * @param pairs sorted by name, at least one
 * @param unpaired masks without a partner
 */
public record MaskPairs(List<MaskPair> pairs, List<PairFailure> unpaired) {
  private static final Set<String> EXTENSIONS = Set.of("png", "tif", "tiff", "btf");
  private static final String RUN_MASK = "mask.ome.tiff";
  private static final int LONGEST_LIST = 5;

  /** Copies the lists. */
  public MaskPairs {
    pairs = List.copyOf(pairs);
    unpaired = List.copyOf(unpaired);
  }

  /**
   * Pairs the masks of two folders.
   *
   * @throws UsageException if a folder has no masks or two of one name, or no name is in both
   */
  public static MaskPairs of(Path predictions, Path truth) {
    SortedMap<String, Path> predicted = masks(predictions);
    SortedMap<String, Path> answers = masks(truth);
    Set<String> names = new TreeSet<>(predicted.keySet());
    names.addAll(answers.keySet());
    List<MaskPair> pairs = new ArrayList<>();
    List<PairFailure> unpaired = new ArrayList<>();
    for (String name : names) {
      Path prediction = predicted.get(name);
      Path answer = answers.get(name);
      if (prediction != null && answer != null) {
        pairs.add(new MaskPair(name, prediction, answer));
      } else if (prediction != null) {
        unpaired.add(new PairFailure(name, prediction + ": no true mask of this name in " + truth));
      } else {
        unpaired.add(
            new PairFailure(name, answer + ": no predicted mask of this name in " + predictions));
      }
    }
    if (pairs.isEmpty()) {
      throw new UsageException(
          "no predicted mask has the name of a true one: %s has %s; %s has %s"
              .formatted(predictions, some(predicted.keySet()), truth, some(answers.keySet())));
    }
    return new MaskPairs(pairs, unpaired);
  }

  private static String some(Collection<String> names) {
    String some = names.stream().limit(LONGEST_LIST).collect(Collectors.joining(", "));
    return names.size() > LONGEST_LIST
        ? some + " and " + (names.size() - LONGEST_LIST) + " more"
        : some;
  }

  private static SortedMap<String, Path> masks(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new UsageException(folder + ": no such folder");
    }
    SortedMap<String, Path> masks = new TreeMap<>();
    try {
      for (Path child : children(folder)) {
        if (Files.isRegularFile(child) && EXTENSIONS.contains(extension(child))) {
          put(masks, SlideInputs.name(child), child);
        }
      }
      for (Path parent : List.of(folder, folder.resolve("slides"))) {
        for (Path child : Files.isDirectory(parent) ? children(parent) : List.<Path>of()) {
          if (Files.isRegularFile(child.resolve(RUN_MASK))) {
            put(masks, String.valueOf(child.getFileName()), child.resolve(RUN_MASK));
          }
        }
      }
    } catch (IOException e) {
      throw new UsageException(folder + ": cannot be listed: " + e.getMessage(), e);
    }
    if (masks.isEmpty()) {
      throw new UsageException(
          folder
              + ": no masks in this folder (looked for PNG and TIFF files, and slides/NAME/"
              + RUN_MASK
              + ")");
    }
    return masks;
  }

  private static List<Path> children(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children
          .filter(child -> !String.valueOf(child.getFileName()).startsWith("."))
          .sorted()
          .toList();
    }
  }

  private static void put(Map<String, Path> masks, String name, Path file) {
    Path other = masks.put(name, file);
    if (other != null) {
      throw new UsageException(
          "%s and %s have the same name; keep one of them".formatted(other, file));
    }
  }

  private static String extension(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }
}
