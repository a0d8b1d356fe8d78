package org.intarsia.pipeline.evaluate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.intarsia.pipeline.batch.MaskFiles;
import org.intarsia.pipeline.batch.UsageException;

/**
 * Predicted and true masks with the same name.
 *
 * <p>{@link MaskFiles} says which files are masks and what they are called.
 *
 * @param pairs sorted by name, at least one
 * @param unpaired masks without a partner
 */
public record MaskPairs(List<MaskPair> pairs, List<PairFailure> unpaired) {
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
    SortedMap<String, Path> predicted = MaskFiles.in(predictions);
    SortedMap<String, Path> answers = MaskFiles.in(truth);
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
}
