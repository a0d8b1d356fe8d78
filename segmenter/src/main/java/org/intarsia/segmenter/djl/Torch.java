package org.intarsia.segmenter.djl;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.LibUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The native library itself. */
public final class Torch {
  private static final String ENGINE = "PyTorch";
  private static final Pattern LIBRARY = Pattern.compile(".*\\.(so(\\.[0-9.]+)?|dylib|jnilib|dll)");

  private Torch() {}

  /** {@code cpu}, then every CUDA device. */
  public static List<String> devices() {
    List<String> devices = new ArrayList<>(List.of("cpu"));
    int count = Engine.getEngine(ENGINE).getGpuCount();
    for (int i = 0; i < count; i++) {
      devices.add("cuda:" + i);
    }
    return devices;
  }

  /** For example {@code libtorch 2.7.1, through DJL 0.35.1}. */
  public static String version() {
    return "libtorch "
        + Engine.getEngine(ENGINE).getVersion()
        + ", through DJL "
        + Engine.getDjlVersion();
  }

  /** Every native library in the folder that it was loaded from, by name. */
  public static List<Path> files() throws IOException {
    Engine.getEngine(ENGINE);
    try (Stream<Path> files = Files.list(Path.of(LibUtils.getLibtorchPath()))) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> LIBRARY.matcher(String.valueOf(file.getFileName())).matches())
          .sorted()
          .toList();
    }
  }
}
