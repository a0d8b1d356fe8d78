package org.intarsia.segmenter;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.intarsia.segmenter.djl.Torch;

/** What networks can run on here. */
public final class Devices {
  private Devices() {}

  /** Names to give {@link SegmenterSettings}: {@code cpu}, then {@code cuda:0} and so on. */
  public static List<String> available() {
    return Torch.devices();
  }

  /** Name and version of the native library that runs networks. */
  public static String library() {
    return Torch.version();
  }

  /** The files of that library, by name; loads it if it is not loaded yet. */
  public static List<Path> libraryFiles() throws IOException {
    return Torch.files();
  }
}
