package org.intarsia.pipeline.features;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.intarsia.pipeline.batch.UsageException;
import org.intarsia.slideio.SlideReadException;
import org.intarsia.tiler.LabelDiscovery;
import org.intarsia.tiler.LabelKey;
import org.intarsia.tiler.LabelMask;

/**
 * The classes of a table of features, and how the pixels of each mask are read.
 *
 * <p>A mask that states its classes is read by its own table; the others by the table that the user
 * gave, else by the labels of the masks that state theirs, else by the values found in all of them.
 */
final class MaskClasses {
  private static final String BACKGROUND = "background";

  private final Optional<LabelKey> table;
  private final OptionalInt ignored;
  private final LabelDiscovery values = new LabelDiscovery();
  private final List<LabelKey> stated = new ArrayList<>();
  private boolean anySilent;
  private LabelKey classes = LabelKey.plain(1);
  private LabelKey silent = LabelKey.plain(1);

  MaskClasses(Optional<LabelKey> table, OptionalInt ignored) {
    this.table = table;
    this.ignored = ignored;
    ignored.ifPresent(values::ignoring);
  }

  /** Looks at a mask; reads its pixels only where nothing else says what they mean. */
  void look(LabelMask mask) throws IOException {
    Optional<LabelKey> own = mask.statedKey();
    own.ifPresent(stated::add);
    if (own.isEmpty()) {
      anySilent = true;
      if (table.isEmpty()) {
        values.add(mask);
      }
    }
  }

  /**
   * Decides, after the last look.
   *
   * @return what the user should know
   * @throws IllegalArgumentException if the values do not say what they mean; lists them
   */
  List<String> decide() {
    List<String> notes = new ArrayList<>();
    if (table.isPresent()) {
      classes = table.get();
      silent = table.get();
    } else if (!stated.isEmpty()) {
      classes = stated.get(0);
      silent = LabelKey.plain(classes.classes());
    } else if (anySilent) {
      silent = values.key();
      classes = silent;
      if (!values.ranked().isEmpty()) {
        notes.add(
            "grey values %s of the masks are the labels 0, 1, ...".formatted(values.ranked()));
      }
    }
    return notes;
  }

  /** The names of the classes in the order of their labels. */
  List<String> names() {
    return names(classes);
  }

  private static List<String> names(LabelKey key) {
    return key.entries().stream().map(LabelKey.Entry::name).toList();
  }

  /**
   * The label of the class that is no tissue.
   *
   * @param wanted name or label; if empty, the class called background, else label 0
   */
  int background(Optional<String> wanted) {
    if (wanted.isEmpty()) {
      List<String> lower = names().stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
      return Math.max(0, lower.indexOf(BACKGROUND));
    }
    try {
      return classes.label(wanted.get());
    } catch (IllegalArgumentException e) {
      throw new UsageException("--background: " + e.getMessage(), e);
    }
  }

  /**
   * How a mask is read.
   *
   * @throws SlideReadException if it states other classes
   */
  LabelKey key(LabelMask mask) throws IOException {
    LabelKey key = mask.statedKey().orElse(silent);
    boolean same =
        names(key).stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .toList()
            .equals(names().stream().map(name -> name.toLowerCase(Locale.ROOT)).toList());
    if (mask.statedKey().isPresent() && !same) {
      throw new SlideReadException(
          mask.file().toString(),
          "its classes are %s, those of the table %s; masks of other classes need a table of their own"
              .formatted(String.join(", ", names(key)), String.join(", ", names())));
    }
    return ignored.isPresent() ? key.ignoring(ignored.getAsInt()) : key;
  }
}
