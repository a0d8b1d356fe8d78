package org.intarsia.slideio.tiff;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.intarsia.slideio.SlideReadException;

/**
 * What the OME-XML in a TIFF's first description says that matters for reading.
 *
 * @param images at least one
 */
record OmeXml(List<Image> images) {
  private static final Map<String, Double> MICRONS =
      Map.of("µm", 1.0, "um", 1.0, "nm", 1e-3, "mm", 1e3, "cm", 1e4, "m", 1e6, "pm", 1e-6);

  /** Image, its pixels' shape, and its first directory in the main chain. */
  record Image(
      String name,
      int page,
      int channels,
      int samplesPerPixel,
      int planes,
      OptionalDouble micronsPerPixel,
      OptionalDouble magnification) {
    /** Why this image is no slide that can be read, if so. */
    Optional<String> refusal() {
      if (samplesPerPixel == 1 && channels > 1) {
        return Optional.of(channels + " separate channels (fluorescence)");
      }
      return planes > 1
          ? Optional.of(planes + " focal planes or points in time")
          : Optional.empty();
    }
  }

  static boolean isIn(String description) {
    return description.contains("<OME") && description.contains("openmicroscopy.org");
  }

  /**
   * Parses without document types or external entities.
   *
   * @throws SlideReadException if it is no well-formed XML or describes no image
   */
  static OmeXml parse(String fileName, String xml) throws IOException {
    Parser parser = new Parser();
    SafeXml.walk(fileName, "the OME-XML", xml, parser);
    if (parser.images.isEmpty()) {
      throw new SlideReadException(fileName, "the OME-XML describes no image");
    }
    return new OmeXml(List.copyOf(parser.images));
  }

  private static final class Parser implements SafeXml.Visitor {
    private final List<Image> images = new ArrayList<>();
    private OptionalDouble magnification = OptionalDouble.empty();
    private OptionalDouble scale = OptionalDouble.empty();
    private String name = "";
    private int page = -1;
    private int nextPage;
    private int channels;
    private int samples;
    private int planes;
    private boolean inPixels;

    @Override
    public void start(SafeXml.Element element) {
      switch (name(element.path())) {
        case "Objective" -> {
          if (magnification.isEmpty()) {
            magnification = number(element, "NominalMagnification");
          }
        }
        case "Image" -> {
          name = element.attribute("Name");
          page = -1;
        }
        case "Pixels" -> pixels(element);
        case "Channel" -> {
          if (inPixels) {
            samples = Math.max(samples, integer(element, "SamplesPerPixel", 1));
          }
        }
        case "TiffData" -> {
          if (inPixels && page < 0) {
            page = integer(element, "IFD", nextPage);
          }
        }
        default -> {}
      }
    }

    private void pixels(SafeXml.Element element) {
      inPixels = true;
      samples = 1;
      channels = integer(element, "SizeC", 1);
      planes = depth(element, "SizeZ") * depth(element, "SizeT");
      OptionalDouble size = number(element, "PhysicalSizeX");
      String unit = element.attribute("PhysicalSizeXUnit");
      Double microns = MICRONS.get(unit.isEmpty() ? "µm" : unit.replace('μ', 'µ'));
      scale =
          size.isPresent() && microns != null
              ? Scale.plausible(size.getAsDouble() * microns)
              : OptionalDouble.empty();
    }

    private static String name(String path) {
      return path.substring(path.lastIndexOf('/') + 1);
    }

    @Override
    public void end(String path, String text) {
      if (name(path).equals("Pixels") && inPixels) {
        inPixels = false;
        int at = page < 0 ? nextPage : page;
        images.add(new Image(name, at, channels, samples, planes, scale, magnification));
        nextPage = at + planes * Math.max(1, channels / Math.max(1, samples));
      }
    }

    private static OptionalDouble number(SafeXml.Element element, String name) {
      return Scale.number(element.attribute(name));
    }

    private static int depth(SafeXml.Element element, String name) {
      return Math.max(1, Math.min(1 << 10, integer(element, name, 1)));
    }

    private static int integer(SafeXml.Element element, String name, int missing) {
      OptionalDouble value = number(element, name);
      return value.isEmpty() ? missing : (int) Math.max(0, Math.min(1 << 20, value.getAsDouble()));
    }
  }
}
