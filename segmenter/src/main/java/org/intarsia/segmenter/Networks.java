package org.intarsia.segmenter;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;

/** The networks that can be trained, by name. */
public final class Networks {
  private static final int UNET_LEVELS = 5;
  private static final int UNET_WIDTH = 64;

  /**
   * Size of a network.
   *
   * @param classes channels of the output
   * @param width factor of all channels; 1 is the published network
   * @param levels resolutions, for networks that let one choose
   */
  public record Size(int classes, double width, OptionalInt levels) {
    /** Checks the numbers. */
    public Size {
      if (classes < 2 || classes > 255) {
        throw new IllegalArgumentException("classes must be 2 to 255, not " + classes);
      }
      if (!(width > 0 && width <= 4)) {
        throw new IllegalArgumentException("width must be above 0 and at most 4, not " + width);
      }
    }

    /** As published. */
    public static Size published(int classes) {
      return new Size(classes, 1, OptionalInt.empty());
    }

    /** Channels of a layer that has {@code published} of them at width 1; at least 1. */
    int channels(int published) {
      return (int) Math.max(1, Math.round(published * width));
    }
  }

  private record Entry(String description, Function<Size, Network> network) {}

  private static final Map<String, Entry> ENTRIES = entries();

  private Networks() {}

  private static Map<String, Entry> entries() {
    Map<String, Entry> entries = new LinkedHashMap<>();
    entries.put("unet", new Entry("U-Net, padded, batch norm", size -> unet(size).same()));
    entries.put(
        "unet-valid",
        new Entry("U-Net as published: no padding, no batch norm", size -> unet(size).valid()));
    entries.put(
        "unet-halved",
        new Entry("padded U-Net at half resolution inside, four times faster", Networks::halved));
    for (BreastBiopsyNet.Variant variant : BreastBiopsyNet.Variant.values()) {
      String suffix =
          variant == BreastBiopsyNet.Variant.FULL
              ? ""
              : "-" + variant.name().toLowerCase(Locale.ROOT).replace('_', '-');
      entries.put(
          "breast-biopsy" + suffix,
          new Entry(
              "breast-biopsy network" + words(suffix),
              size -> new BreastBiopsyNet(size, variant).single()));
      entries.put(
          "breast-biopsy" + suffix + "-multi",
          new Entry(
              "breast-biopsy network" + words(suffix) + ", two fields of view",
              size -> new BreastBiopsyNet(size, variant).multi()));
    }
    entries.put(
        "ynet",
        new Entry(
            "segmentation branch of Y-Net", size -> new YNet(size, YNet.Block.ESP).network()));
    entries.put(
        "ynet-rcb",
        new Entry(
            "the same with residual blocks", size -> new YNet(size, YNet.Block.RCB).network()));
    for (EncoderDecoder.Block block : EncoderDecoder.Block.values()) {
      String name = block.name().toLowerCase(Locale.ROOT);
      entries.put(
          "encoder-" + name,
          new Entry(
              "encoder and decoder of " + name + " blocks",
              size -> new EncoderDecoder(size, block).network()));
    }
    return Collections.unmodifiableMap(entries);
  }

  private static String words(String suffix) {
    return suffix.isEmpty() ? "" : " (" + suffix.substring(1).replace('-', ' ') + ")";
  }

  private static UNet unet(Size size) {
    return new UNet(
        3, size.classes(), size.levels().orElse(UNET_LEVELS), size.channels(UNET_WIDTH));
  }

  private static Network halved(Size size) {
    return unet(size).halved();
  }

  /** Names with a line of description each, in the order to show them. */
  public static Map<String, String> descriptions() {
    Map<String, String> lines = new LinkedHashMap<>();
    ENTRIES.forEach((name, entry) -> lines.put(name, entry.description()));
    return lines;
  }

  /**
   * A network for R G B pictures.
   *
   * @throws IllegalArgumentException if there is none of this name; lists the names
   */
  public static Network named(String name, Size size) {
    Entry entry = ENTRIES.get(name);
    if (entry == null) {
      throw new IllegalArgumentException(
          "no network is called '%s'; there are %s"
              .formatted(name, String.join(", ", ENTRIES.keySet())));
    }
    return entry.network().apply(size);
  }
}
