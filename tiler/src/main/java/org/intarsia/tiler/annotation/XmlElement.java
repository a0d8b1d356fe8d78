package org.intarsia.tiler.annotation;

import java.util.HashMap;
import java.util.Map;
import javax.xml.stream.XMLStreamReader;
import org.locationtech.jts.geom.Coordinate;

/** A start tag: its name and attributes. */
record XmlElement(String name, Map<String, String> attributes) {
  static XmlElement at(XMLStreamReader reader) {
    Map<String, String> attributes = new HashMap<>();
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
    }
    return new XmlElement(reader.getLocalName(), attributes);
  }

  /** The value of an attribute without blanks around it, empty if there is none. */
  String text(String attribute) {
    return attributes.getOrDefault(attribute, "").strip();
  }

  /**
   * The value of an attribute that must be a finite number.
   *
   * @throws IllegalArgumentException if it is none
   */
  double number(String attribute) {
    String text = text(attribute);
    double value;
    try {
      value = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      value = Double.NaN;
    }
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(
          "%s of <%s> must be a finite number, not '%s'".formatted(attribute, name, text));
    }
    return value;
  }

  /** The point of the attributes X and Y. */
  Coordinate point() {
    return new Coordinate(number("X"), number("Y"));
  }
}
