package org.intarsia.slideio.tiff;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.intarsia.slideio.SlideReadException;

/**
 * What the XML of a Leica SCN says that matters for reading.
 *
 * @param barcode as text, empty if there is none
 * @param images at least one
 */
record ScnXml(String barcode, List<Image> images) {
  private static final String IMAGE = "scn/collection/image";
  private static final String SETTINGS = IMAGE + "/scanSettings/";
  private static final Map<String, String> TEXTS =
      Map.of(
          IMAGE + "/creationDate", "creation-date",
          SETTINGS + "objectiveSettings/objective", "objective",
          SETTINGS + "illuminationSettings/illuminationSource", "illumination-source",
          SETTINGS + "illuminationSettings/numericalAperture", "aperture");

  /** A rectangle of the slide in nanometres. */
  record View(long x, long y, long width, long height) {}

  /** One resolution and the page that holds it. */
  record Dimension(int page, long width, long height) {}

  /**
   * A part of the slide.
   *
   * @param isMacro whether it shows the whole slide
   * @param dimensions the finest first, at least one
   * @param properties what else is said of it
   */
  record Image(
      String name,
      View view,
      boolean isMacro,
      List<Dimension> dimensions,
      Map<String, String> properties) {
    String illumination() {
      return properties.getOrDefault("illumination-source", "");
    }

    long pixels() {
      return dimensions.get(0).width() * dimensions.get(0).height();
    }
  }

  /**
   * Parses without document types or external entities.
   *
   * @throws SlideReadException if it is damaged or describes no image
   */
  static ScnXml parse(String fileName, String xml) throws IOException {
    Parser parser = new Parser(fileName);
    SafeXml.walk(fileName, "the SCN-XML", xml, parser);
    if (parser.images.isEmpty()) {
      throw new SlideReadException(fileName, "the SCN-XML describes no image");
    }
    return new ScnXml(parser.barcode, List.copyOf(parser.images));
  }

  private static final class Parser implements SafeXml.Visitor {
    private static final int MAX_SIDE = 1 << 28;
    private static final int MAX_PAGE = 1 << 16;

    private final String fileName;
    private final List<Image> images = new ArrayList<>();
    private String barcode = "";
    private View collection = new View(0, 0, 0, 0);
    private View view = collection;
    private String name = "";
    private List<Dimension> dimensions = new ArrayList<>();
    private Map<String, String> properties = new TreeMap<>();

    Parser(String fileName) {
      this.fileName = fileName;
    }

    @Override
    public void start(SafeXml.Element element) throws IOException {
      switch (element.path()) {
        case "scn/collection" -> {
          collection = new View(0, 0, nanometres(element, "sizeX"), nanometres(element, "sizeY"));
          barcode = element.attribute("barcode");
        }
        case IMAGE -> {
          name = element.attribute("name");
          view = new View(0, 0, 0, 0);
          dimensions = new ArrayList<>();
          properties = new TreeMap<>();
        }
        case IMAGE + "/view" ->
            view =
                new View(
                    nanometres(element, "offsetX"),
                    nanometres(element, "offsetY"),
                    nanometres(element, "sizeX"),
                    nanometres(element, "sizeY"));
        case IMAGE + "/device" -> {
          properties.put("device-model", element.attribute("model"));
          properties.put("device-version", element.attribute("version"));
        }
        case IMAGE + "/pixels/dimension" -> dimension(element);
        default -> {}
      }
    }

    private static long nanometres(SafeXml.Element element, String name) throws IOException {
      return Math.round(element.number(name));
    }

    /** Only the first focal plane and the first channel count. */
    private void dimension(SafeXml.Element element) throws IOException {
      if (isFirst(element.attribute("z")) && isFirst(element.attribute("c"))) {
        dimensions.add(
            new Dimension(
                element.integer("ifd", 0, MAX_PAGE),
                element.integer("sizeX", 1, MAX_SIDE),
                element.integer("sizeY", 1, MAX_SIDE)));
      }
    }

    private static boolean isFirst(String index) {
      return index.isEmpty() || index.equals("0");
    }

    @Override
    public void end(String path, String text) throws IOException {
      String property = TEXTS.get(path);
      if (property != null) {
        properties.put(property, text.strip());
      } else if (path.equals("scn/collection/barcode")) {
        barcode = decoded(text.strip());
      } else if (path.equals(IMAGE)) {
        image();
      }
    }

    private void image() throws SlideReadException {
      if (dimensions.isEmpty() || view.width() < 1 || view.height() < 1) {
        throw new SlideReadException(
            fileName,
            "the SCN-XML describes image '" + name + "' without a view or without pixels");
      }
      dimensions.sort(Comparator.comparingLong(Dimension::width).reversed());
      images.add(new Image(name, view, view.equals(collection), dimensions, properties));
    }

    /** The barcode is in Base64; as it is where it is not. */
    private static String decoded(String barcode) {
      try {
        return new String(Base64.getDecoder().decode(barcode), StandardCharsets.UTF_8).strip();
      } catch (IllegalArgumentException e) {
        return barcode;
      }
    }
  }
}
