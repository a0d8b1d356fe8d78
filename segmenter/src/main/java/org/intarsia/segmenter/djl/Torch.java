package org.intarsia.segmenter.djl;

import ai.djl.engine.Engine;
import java.util.ArrayList;
import java.util.List;

/** The native library itself. */
public final class Torch {
  private static final String ENGINE = "PyTorch";

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
}
