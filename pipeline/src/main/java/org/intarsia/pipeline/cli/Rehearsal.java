package org.intarsia.pipeline.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.intarsia.segmenter.SegmentationModel;
import org.intarsia.stitcher.MaskSink;
import org.intarsia.tiler.Tile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads what a start loads, for Java to keep in an archive: {@code bin/intarsia} runs it once for
 * each build, in the background, beside the first command. It needs no network and little memory:
 * classes of the engine are loaded, but not the engine.
 */
final class Rehearsal {
  private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);

  private Rehearsal() {}

  /**
   * Leaves a small slide, its mask and its features in the folder that the first argument names.
   */
  public static void main(String[] arguments) throws IOException {
    PrintWriter nowhere =
        new PrintWriter(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    Path folder = Path.of(arguments[0]);
    String slide = folder.resolve("slides").resolve("biopsy-001-benign.tif").toString();
    String masks = folder.resolve("masks").toString();
    String[][] commands = {
      {"--help"},
      {"run", "--help"},
      {"synthesize", "--output", folder.toString(), "--count", "1", "--size", "512x512"},
      {"inspect", slide},
      {"features", masks, "--output", folder.resolve("features.csv").toString()},
    };
    for (String[] command : commands) {
      if (Intarsia.execute(nowhere, nowhere, command) != ExitCode.DONE) {
        throw new IllegalStateException("cannot rehearse " + String.join(" ", command));
      }
    }
    for (Class<?> each :
        List.of(Rehearsal.class, SegmentationModel.class, Tile.class, MaskSink.class)) {
      load(each);
    }
  }

  /** All classes of the jar that one of them is in; those of a folder, when tested, are left. */
  private static void load(Class<?> one) throws IOException {
    CodeSource source = one.getProtectionDomain().getCodeSource();
    Path place = Path.of(URI.create(source.getLocation().toString()));
    if (!Files.isRegularFile(place)) {
      return;
    }
    try (JarFile jar = new JarFile(place.toFile())) {
      for (JarEntry entry : Collections.list(jar.entries())) {
        String name = entry.getName();
        if (name.endsWith(".class")) {
          load(name.substring(0, name.length() - ".class".length()).replace('/', '.'));
        }
      }
    }
  }

  private static void load(String name) {
    try {
      Class.forName(name, false, Rehearsal.class.getClassLoader());
    } catch (ClassNotFoundException | LinkageError e) {
      // A class for something that is not installed; nobody loads it here.
      LOG.debug("not loaded: {}", name, e);
    }
  }
}
