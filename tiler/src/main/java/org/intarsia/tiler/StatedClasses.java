package org.intarsia.tiler;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.intarsia.slideio.SlideMetadata;

/** The class names and colours in the OME-XML of an Intarsia mask. */
final class StatedClasses {
  private static final String DESCRIPTION = "tiff.ImageDescription";
  private static final String NAMES = "org.intarsia/class-names";
  private static final String COLORS = "org.intarsia/class-colours";

  private final Map<Integer, String> names = new TreeMap<>();
  private final Map<Integer, String> colors = new TreeMap<>();

  private StatedClasses() {}

  static Optional<LabelKey> in(SlideMetadata mask) {
    String xml = mask.properties().getOrDefault(DESCRIPTION, "");
    if (!xml.contains(NAMES) || !xml.contains(COLORS)) {
      return Optional.empty();
    }
    try {
      StatedClasses classes = new StatedClasses();
      classes.parse(xml);
      return Optional.of(classes.key());
    } catch (XMLStreamException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          mask.name() + ": its table of classes is damaged: " + e.getMessage(), e);
    }
  }

  private void parse(String xml) throws XMLStreamException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
    XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(xml));
    String namespace = "";
    while (reader.hasNext()) {
      if (reader.next() != XMLStreamConstants.START_ELEMENT) {
        continue;
      }
      if (reader.getLocalName().equals("MapAnnotation")) {
        namespace = attribute(reader, "Namespace");
      } else if (reader.getLocalName().equals("M")) {
        Map<Integer, String> map =
            switch (namespace) {
              case NAMES -> names;
              case COLORS -> colors;
              default -> new TreeMap<>();
            };
        String label = attribute(reader, "K");
        if (label.matches("\\d{1,3}")) {
          map.put(Integer.parseInt(label), reader.getElementText());
        }
      }
    }
  }

  private static String attribute(XMLStreamReader reader, String name) {
    String value = reader.getAttributeValue(null, name);
    return value == null ? "" : value;
  }

  /** Grey values are not in use: the file's pixels are palette colours. */
  private LabelKey key() {
    List<LabelKey.Entry> entries = new ArrayList<>();
    names.forEach(
        (label, name) -> {
          String color = colors.getOrDefault(label, "");
          if (!color.matches("#[0-9a-fA-F]{6}")) {
            throw new IllegalArgumentException("label " + label + " has no color");
          }
          entries.add(
              new LabelKey.Entry(label, name, Integer.parseInt(color.substring(1), 16), label));
        });
    return LabelKey.colored(entries);
  }
}
