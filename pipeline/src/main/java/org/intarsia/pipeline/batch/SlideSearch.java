package org.intarsia.pipeline.batch;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.PatternSyntaxException;

/**
 * Finds slides below folders and by globs, in the order of their paths.
 *
 * <p>Slides are files with the extension of a slide or an image whose name does not begin with a
 * point. What looks like one but cannot be worked on is found too, so that it is not passed over in
 * silence: links that lead nowhere, folders of such a name without a slide in them, and folders
 * that cannot be listed. A folder that is one slide is found as such, and not searched; nor is one
 * with the data of an index beside it.
 */
final class SlideSearch {
  private static final Set<String> EXTENSIONS =
      Set.of(
          "svs", "tif", "tiff", "btf", "tf8", "tf2", "ndpi", "scn", "bif", "mrxs", "vms", "vmu",
          "svslide", "qptiff", "czi", "vsi", "dcm", "png", "jpg", "jpeg", "bmp");

  private SlideSearch() {}

  /**
   * The slides below a folder.
   *
   * @throws UsageException if the folder cannot be listed, or has none
   */
  static List<Path> folder(Path folder) {
    if (!Files.isReadable(folder)) {
      throw new UsageException(folder + ": no permission to list this folder");
    }
    List<Path> found = below(folder, path -> true);
    if (found.isEmpty()) {
      throw new UsageException(
          folder + ": no slides in this folder (looked for " + known() + ", recursively)");
    }
    return found;
  }

  /** Whether a word that names no file is meant as a glob. */
  static boolean isGlob(String word) {
    return word.chars().anyMatch(letter -> "*?[{".indexOf(letter) >= 0);
  }

  /**
   * The slides that a glob matches; {@code **} stands for any number of folders, also none.
   *
   * @throws UsageException if it is malformed or matches no slide
   */
  static List<Path> glob(String glob) {
    String form = glob.replace('\\', '/');
    int wild = 0;
    while ("*?[{".indexOf(form.charAt(wild)) < 0) {
      wild++;
    }
    int slash = form.lastIndexOf('/', wild);
    Path base = Path.of(slash < 0 ? "" : form.substring(0, slash + 1));
    String rest = form.substring(slash + 1);
    PathMatcher matcher;
    try {
      matcher =
          FileSystems.getDefault()
              .getPathMatcher("glob:" + ("/" + rest).replace("/**/", "{/,/**/}"));
    } catch (PatternSyntaxException e) {
      throw new UsageException(glob + ": no glob: " + e.getDescription(), e);
    }
    Path root = Path.of("/");
    List<Path> found =
        Files.isDirectory(base)
            ? below(base, path -> matcher.matches(root.resolve(base.relativize(path).toString())))
            : List.of();
    if (found.isEmpty()) {
      throw new UsageException(glob + ": matches no slide (looked for files with " + known() + ")");
    }
    return found;
  }

  private static String known() {
    return String.join(", ", new TreeSet<>(EXTENSIONS));
  }

  static String extension(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  private static List<Path> below(Path folder, Predicate<Path> wanted) {
    Collector collector = new Collector(folder, wanted);
    try {
      Files.walkFileTree(
          folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, collector);
    } catch (IOException e) {
      throw new UsageException(folder + ": cannot be searched: " + e.getMessage(), e);
    }
    return collector.found.stream().map(Path::normalize).toList();
  }

  private static final class Collector extends SimpleFileVisitor<Path> {
    private final Path top;
    private final Predicate<Path> wanted;
    private final TreeSet<Path> found = new TreeSet<>();

    Collector(Path top, Predicate<Path> wanted) {
      this.top = top;
      this.wanted = wanted;
    }

    private static boolean isHidden(Path path) {
      return String.valueOf(path.getFileName()).startsWith(".");
    }

    private boolean isSlide(Path path) {
      return !isHidden(path) && EXTENSIONS.contains(extension(path)) && wanted.test(path);
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      if (folder.equals(top)) {
        return FileVisitResult.CONTINUE;
      }
      if (WholeSlides.isDataOfAnIndex(folder)) {
        return FileVisitResult.SKIP_SUBTREE;
      }
      if (!isHidden(folder) && wanted.test(folder) && WholeSlides.isFolder(folder)) {
        found.add(folder);
        return FileVisitResult.SKIP_SUBTREE;
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      // a link that leads nowhere has the attributes of the link
      if ((attributes.isRegularFile() || attributes.isSymbolicLink()) && isSlide(file)) {
        found.add(file);
      }
      return FileVisitResult.CONTINUE;
    }

    /** Loops of links are left out: what they lead to is searched already. */
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      boolean unlisted = e instanceof AccessDeniedException && Files.isDirectory(file);
      boolean lost = Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.exists(file);
      if (unlisted || ((lost || e instanceof AccessDeniedException) && isSlide(file))) {
        found.add(file);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, IOException e) {
      boolean odd = e != null || isSlide(folder);
      if (odd && !folder.equals(top) && found.stream().noneMatch(each -> each.startsWith(folder))) {
        found.add(folder);
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
