package org.intarsia.slideio.tiff;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
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
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
    Parser parser = new Parser();
    try {
      XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(xml));
      while (reader.hasNext()) {
        int event = reader.next();
        if (event == XMLStreamConstants.START_ELEMENT) {
          parser.start(reader);
        } else if (event == XMLStreamConstants.END_ELEMENT) {
          parser.end(reader.getLocalName());
        }
      }
    } catch (XMLStreamException e) {
      throw new SlideReadException(fileName, "the OME-XML is damaged: " + e.getMessage(), e);
    }
    if (parser.images.isEmpty()) {
      throw new SlideReadException(fileName, "the OME-XML describes no image");
    }
    return new OmeXml(List.copyOf(parser.images));
  }

  private static final class Parser {
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

    void start(XMLStreamReader reader) {
      switch (reader.getLocalName()) {
        case "Objective" -> {
          if (magnification.isEmpty()) {
            magnification = number(reader, "NominalMagnification");
          }
        }
        case "Image" -> {
          name = attribute(reader, "Name");
          page = -1;
        }
        case "Pixels" -> pixels(reader);
        case "Channel" -> {
          if (inPixels) {
            samples = Math.max(samples, integer(reader, "SamplesPerPixel", 1));
          }
        }
        case "TiffData" -> {
          if (inPixels && page < 0) {
            page = integer(reader, "IFD", nextPage);
          }
        }
        default -> {}
      }
    }

    private void pixels(XMLStreamReader reader) {
      inPixels = true;
      samples = 1;
      channels = integer(reader, "SizeC", 1);
      planes = depth(reader, "SizeZ") * depth(reader, "SizeT");
      OptionalDouble size = number(reader, "PhysicalSizeX");
      String unit = attribute(reader, "PhysicalSizeXUnit");
      Double microns = MICRONS.get(unit.isEmpty() ? "µm" : unit.replace('μ', 'µ'));
      scale =
          size.isPresent() && microns != null
              ? Scale.plausible(size.getAsDouble() * microns)
              : OptionalDouble.empty();
    }

    void end(String element) {
      if (element.equals("Pixels") && inPixels) {
        inPixels = false;
        int at = page < 0 ? nextPage : page;
        images.add(new Image(name, at, channels, samples, planes, scale, magnification));
        nextPage = at + planes * Math.max(1, channels / Math.max(1, samples));
      }
    }

    private static String attribute(XMLStreamReader reader, String name) {
      String value = reader.getAttributeValue(null, name);
      return value == null ? "" : value;
    }

    private static OptionalDouble number(XMLStreamReader reader, String name) {
      return Scale.number(attribute(reader, name));
    }

    private static int depth(XMLStreamReader reader, String name) {
      return Math.max(1, Math.min(1 << 10, integer(reader, name, 1)));
    }

    private static int integer(XMLStreamReader reader, String name, int missing) {
      OptionalDouble value = number(reader, name);
      return value.isEmpty() ? missing : (int) Math.max(0, Math.min(1 << 20, value.getAsDouble()));
    }
  }
}
