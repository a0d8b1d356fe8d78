package org.intarsia.slideio.tiff;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.intarsia.slideio.SlideReadException;

/**
 * What the XML of a Philips TIFF says that matters for reading.
 *
 * @param slides how many images of the kind {@code WSI} there are
 * @param spacings pixel sizes of the first slide's levels, finest first
 * @param images {@code label} and {@code macro} as JPEG streams
 * @param properties what the document says of the slide, by its names
 */
record PhilipsXml(
    int slides,
    List<Spacing> spacings,
    Map<String, byte[]> images,
    Map<String, String> properties) {
  private static final int MOST_REASONABLE_POWER = 200;

  /** The size of a pixel in millimetres. */
  record Spacing(double width, double height) {
    /** Two quoted numbers, the distance of rows first; empty if they are no such. */
    static Optional<Spacing> parse(String text) {
      String[] parts = text.replace('"', ' ').strip().split("\\s+", -1);
      if (parts.length != 2) {
        return Optional.empty();
      }
      OptionalDouble rows = Scale.number(parts[0]);
      OptionalDouble columns = Scale.number(parts[1]);
      return rows.isPresent()
              && columns.isPresent()
              && rows.getAsDouble() > 0
              && columns.getAsDouble() > 0
          ? Optional.of(new Spacing(columns.getAsDouble(), rows.getAsDouble()))
          : Optional.empty();
    }

    double ratioTo(Spacing finest) {
      return (width / finest.width + height / finest.height) / 2;
    }
  }

  /**
   * Parses without document types or external entities.
   *
   * @throws SlideReadException if it is damaged
   */
  static PhilipsXml parse(String fileName, String xml) throws IOException {
    Parser parser = new Parser(fileName);
    SafeXml.walk(fileName, "the Philips XML", xml, parser);
    return new PhilipsXml(
        parser.slides,
        List.copyOf(parser.spacings),
        Map.copyOf(parser.images),
        Map.copyOf(parser.properties));
  }

  /** The first number of {@code levels=} in the derivation, if it can be a power. */
  OptionalDouble magnification() {
    for (String part : properties.getOrDefault("DICOM_DERIVATION_DESCRIPTION", "").split("-", -1)) {
      if (part.startsWith("sourceFilename")) {
        break;
      }
      if (part.startsWith("levels=")) {
        OptionalDouble power = Scale.number(part.substring(7).split(",", 2)[0]);
        boolean isPower =
            power.isPresent()
                && power.getAsDouble() > 0
                && power.getAsDouble() <= MOST_REASONABLE_POWER;
        return isPower ? power : OptionalDouble.empty();
      }
    }
    return OptionalDouble.empty();
  }

  /** The document is a tree of objects, attributes with names, and arrays of objects in them. */
  private static final class Parser implements SafeXml.Visitor {
    private static final String IMAGES = "PIM_DP_SCANNED_IMAGES";
    private static final String LEVELS = "PIIM_PIXEL_DATA_REPRESENTATION_SEQUENCE";
    private static final String SPACING = "DICOM_PIXEL_SPACING";
    private static final int LONGEST_PROPERTY = 4096;
    private static final int LONGEST_IMAGE = 1 << 24;

    private final String fileName;
    private final ArrayDeque<String> names = new ArrayDeque<>();
    private final TreeMap<String, String> properties = new TreeMap<>();
    private final LinkedHashMap<String, byte[]> images = new LinkedHashMap<>();
    private List<Spacing> spacings = new ArrayList<>();
    private int slides;
    private Map<String, String> image = new TreeMap<>();
    private List<Spacing> ofImage = new ArrayList<>();

    Parser(String fileName) {
      this.fileName = fileName;
    }

    @Override
    public void start(SafeXml.Element element) {
      if (element.path().endsWith("Attribute")) {
        names.addLast(element.attribute("Name"));
      } else if (element.path().endsWith("DataObject") && isAt(IMAGES)) {
        image = new TreeMap<>();
        ofImage = new ArrayList<>();
      }
    }

    private boolean isAt(String... path) {
      return List.copyOf(names).equals(List.of(path));
    }

    @Override
    public void end(String path, String text) throws IOException {
      if (path.endsWith("DataObject") && isAt(IMAGES)) {
        finish();
      }
      if (!path.endsWith("Attribute")) {
        return;
      }
      if (isAt(IMAGES, LEVELS, SPACING)) {
        ofImage.add(
            Spacing.parse(text)
                .orElseThrow(
                    () ->
                        new SlideReadException(
                            fileName, "the Philips XML has " + SPACING + " '" + text + "'")));
      } else if (names.size() == 2 && isAt(IMAGES, names.getLast())) {
        image.put(names.getLast(), text);
      } else if (names.size() == 1) {
        property(names.getLast(), text);
      }
      names.removeLast();
    }

    private void property(String name, String text) {
      if (!text.isBlank() && text.length() <= LONGEST_PROPERTY) {
        properties.put(name, text.strip());
      }
    }

    private void finish() throws SlideReadException {
      switch (image.getOrDefault("PIM_DP_IMAGE_TYPE", "").strip()) {
        case "WSI" -> {
          if (slides == 0) {
            spacings = ofImage;
            image.forEach(this::property);
          }
          slides++;
        }
        case "LABELIMAGE" -> jpeg("label");
        case "MACROIMAGE" -> jpeg("macro");
        default -> {}
      }
    }

    private void jpeg(String name) throws SlideReadException {
      String data = image.getOrDefault("PIM_DP_IMAGE_DATA", "");
      if (data.isBlank() || images.containsKey(name)) {
        return;
      }
      if (data.length() > LONGEST_IMAGE) {
        throw new SlideReadException(
            fileName,
            "the " + name + " has " + data.length() + " characters, more than " + LONGEST_IMAGE);
      }
      images.put(name, decoded(data));
    }

    /** Nothing where it is no Base64: an image that cannot be read, in a slide that can. */
    private static byte[] decoded(String data) {
      try {
        return Base64.getMimeDecoder().decode(data);
      } catch (IllegalArgumentException e) {
        return new byte[0];
      }
    }
  }
}
