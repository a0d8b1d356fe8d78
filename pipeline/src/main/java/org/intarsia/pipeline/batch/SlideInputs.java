package org.intarsia.pipeline.batch;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Turns what the user named (files, folders, globs, CSV lists) into slides with unique names.
 *
 * <p>Folders are searched recursively, in the order of their paths; in them, and by a glob, only
 * files with the extension of a slide or an image are found. A file that is named itself is always
 * taken. A slide that several inputs name is taken once, with what lists say of it; so is a slide
 * of several files: by its folder where that is one slide, else by the file that comes first.
 */
public final class SlideInputs {
  private record Draft(Path file, SlideWishes wishes, String place) {}

  private final Map<Path, Draft> drafts = new LinkedHashMap<>();
  private final WholeSlides whole = new WholeSlides();
  private final Consumer<String> warnings;

  private SlideInputs(Consumer<String> warnings) {
    this.warnings = warnings;
  }

  /**
   * Collects the slides of files, folders and lists.
   *
   * @throws UsageException if an input does not exist, a list is malformed, or nothing is found
   */
  public static List<SlideInput> collect(List<Path> inputs) {
    return collect(inputs.stream().map(Path::toString).toList(), warning -> {});
  }

  /**
   * Collects the slides of files, folders, globs and lists.
   *
   * @param warnings told of what in lists is passed over, a sentence each
   * @throws UsageException if an input does not exist, a list is malformed, or nothing is found
   */
  public static List<SlideInput> collect(List<String> inputs, Consumer<String> warnings) {
    SlideInputs collected = new SlideInputs(warnings);
    inputs.forEach(collected::add);
    return collected.named();
  }

  private void add(String word) {
    Path input = existing(word);
    if (WholeSlides.isFolder(input)) {
      add(input.normalize());
    } else if (Files.isDirectory(input)) {
      whole.of(SlideSearch.folder(input)).forEach(this::add);
    } else if (Files.exists(input)) {
      if (SlideSearch.extension(input).equals("csv")) {
        SlideList.read(input, warnings).forEach(this::add);
      } else {
        add(input.normalize());
      }
    } else if (SlideSearch.isGlob(word)) {
      whole.of(SlideSearch.glob(word)).forEach(this::add);
    } else {
      throw new UsageException(input + ": no such file or folder");
    }
  }

  /** The path of a word; of a glob that cannot be one, a path that does not exist. */
  private static Path existing(String word) {
    try {
      return Path.of(word);
    } catch (InvalidPathException e) {
      if (SlideSearch.isGlob(word)) {
        return Path.of("no file has a wildcard in its name here");
      }
      throw new UsageException(word + ": no path: " + e.getReason(), e);
    }
  }

  private void add(Path file) {
    drafts.putIfAbsent(whole.key(file), new Draft(file, SlideWishes.none(), ""));
  }

  /** What a list says goes before what a folder does not; two lines must not contradict. */
  private void add(SlideList.Line line) {
    drafts.merge(
        whole.key(line.file()),
        new Draft(line.file(), line.wishes(), line.place()),
        (before, now) -> {
          if (before.place().isEmpty()) {
            return now;
          }
          try {
            return new Draft(before.file(), before.wishes().plus(now.wishes()), before.place());
          } catch (IllegalArgumentException e) {
            throw new UsageException(
                "%s: slide %s is in %s too: %s"
                    .formatted(now.place(), now.file(), before.place(), e.getMessage()),
                e);
          }
        });
  }

  private List<SlideInput> named() {
    List<SlideInput> slides = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (Draft draft : drafts.values()) {
      String base = name(draft.file());
      String name = base;
      for (int i = 2; !taken.add(name.toLowerCase(Locale.ROOT)); i++) {
        name = base + "-" + i;
      }
      slides.add(new SlideInput(draft.file(), name, draft.wishes()));
    }
    return slides;
  }

  /**
   * The name of a slide in the output folder, if no other has it: the file name without extension,
   * or the whole name of a folder that is a slide, with anything but letters, digits, dot, dash,
   * underscore replaced.
   */
  public static String name(Path file) {
    boolean folder = WholeSlides.isFolder(file);
    Path named = folder ? file.toAbsolutePath().normalize() : file;
    String name = named.getFileName() == null ? "" : named.getFileName().toString();
    int dot = name.lastIndexOf('.');
    String stem = dot > 0 && !folder ? name.substring(0, dot) : name;
    if (stem.toLowerCase(Locale.ROOT).endsWith(".ome")) {
      stem = stem.substring(0, stem.length() - 4);
    }
    String safe = stem.replaceAll("[^\\p{L}\\p{N}._-]", "_").replaceAll("^\\.+", "_");
    return safe.isEmpty() ? "slide" : safe;
  }
}
