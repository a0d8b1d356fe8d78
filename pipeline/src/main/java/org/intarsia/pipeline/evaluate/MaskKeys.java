package org.intarsia.pipeline.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.intarsia.tiler.LabelDiscovery;
import org.intarsia.tiler.LabelKey;
import org.intarsia.tiler.LabelMask;

/**
 * What the pixels of each mask mean.
 *
 * <p>A mask that states its classes is read by its own table; the others by the table that the user
 * gave, or else by the values found in all true masks.
 */
final class MaskKeys {
  private final Optional<LabelKey> table;
  private final OptionalInt ignored;
  private final List<LabelKey> stated = new ArrayList<>();
  private final Set<String> notes = new LinkedHashSet<>();
  private final LabelDiscovery truth = new LabelDiscovery();
  private final LabelDiscovery predictions = new LabelDiscovery();
  private boolean hasSilentTruth;
  private boolean hasSilentPrediction;
  private LabelKey silentTruth = LabelKey.plain(1);
  private LabelKey silentPrediction = LabelKey.plain(1);
  private LabelKey classes = LabelKey.plain(1);

  MaskKeys(Optional<LabelKey> table, OptionalInt ignored) {
    this.table = table;
    this.ignored = ignored;
    ignored.ifPresent(truth::ignoring);
    ignored.ifPresent(predictions::ignoring);
  }

  /** Looks at both masks; reads their pixels only where nothing else says what they mean. */
  void look(MaskPair pair) throws IOException {
    try (LabelMask mask = LabelMask.open(pair.truth())) {
      Optional<LabelKey> own = mask.statedKey();
      own.ifPresent(stated::add);
      hasSilentTruth |= own.isEmpty();
      if (own.isEmpty() && table.isEmpty()) {
        truth.add(mask);
      }
    }
    try (LabelMask mask = LabelMask.open(pair.prediction())) {
      Optional<LabelKey> own = mask.statedKey();
      own.ifPresent(stated::add);
      hasSilentPrediction |= own.isEmpty();
      if (own.isEmpty() && table.isEmpty()) {
        predictions.add(mask);
      }
    }
  }

  /**
   * Decides, after the last look.
   *
   * @throws IllegalArgumentException if the values do not say what they mean; lists them
   */
  void decide() {
    if (table.isPresent()) {
      silentTruth = table.get();
      silentPrediction = table.get();
      classes = table.get();
    } else {
      decideByValues();
    }
    for (LabelKey own : stated) {
      noteOtherNames(own);
    }
  }

  private void decideByValues() {
    List<LabelKey> keys = new ArrayList<>(stated);
    if (hasSilentTruth) {
      silentTruth = truth.key();
      keys.add(silentTruth);
    }
    List<Integer> ranked = truth.ranked();
    if (!ranked.isEmpty()) {
      silentPrediction = silentTruth;
      notes.add(
          "grey values %s of the true masks are the labels %s"
              .formatted(
                  joined(ranked), joined(IntStream.range(0, ranked.size()).boxed().toList())));
    } else if (hasSilentPrediction) {
      LabelKey found = predictions.key();
      int most = keys.stream().mapToInt(LabelKey::classes).max().orElse(1);
      boolean plain = predictions.ranked().isEmpty();
      silentPrediction = LabelKey.plain(plain ? Math.max(most, found.classes()) : most);
      keys.add(silentPrediction);
    }
    classes = keys.get(0);
    for (LabelKey key : keys) {
      classes = key.classes() > classes.classes() ? key : classes;
    }
  }

  private static String joined(List<Integer> numbers) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  private void noteOtherNames(LabelKey own) {
    for (int label = 0; label < Math.min(own.classes(), classes.classes()); label++) {
      if (!own.name(label).equalsIgnoreCase(classes.name(label))) {
        notes.add(
            "label %d is '%s' in some masks and '%s' here"
                .formatted(label, own.name(label), classes.name(label)));
      }
    }
  }

  /** Names and number of the classes that are compared. */
  LabelKey classes() {
    return classes;
  }

  /** What the user should know about how values were understood. */
  List<String> notes() {
    return List.copyOf(notes);
  }

  LabelKey truth(LabelMask mask) {
    return withIgnored(mask.statedKey().orElse(silentTruth));
  }

  LabelKey prediction(LabelMask mask) {
    Optional<LabelKey> own = mask.statedKey();
    return own.isPresent() ? own.get() : withIgnored(silentPrediction);
  }

  private LabelKey withIgnored(LabelKey key) {
    return ignored.isPresent() ? key.ignoring(ignored.getAsInt()) : key;
  }
}
