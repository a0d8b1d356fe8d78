package org.intarsia.slideio.tiff;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.OptionalDouble;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.intarsia.slideio.SlideReadException;

/** Walks over the XML in a slide: no document types, no external entities, no deep nesting. */
final class SafeXml {
  private static final int MAX_DEPTH = 64;
  private static final int MAX_LENGTH = 1 << 25;

  /** What is told of a document, in its order. */
  interface Visitor {
    /** An element begins. */
    void start(Element element) throws IOException;

    /**
     * An element ends.
     *
     * @param path its name behind those of the elements around it, with slashes between
     * @param text the characters since the last element began or ended
     */
    void end(String path, String text) throws IOException;
  }

  private final String fileName;
  private final String what;
  private final ArrayDeque<String> paths = new ArrayDeque<>();

  private SafeXml(String fileName, String what) {
    this.fileName = fileName;
    this.what = what;
  }

  /**
   * Walks over a document.
   *
   * @param what what messages call it: {@code the OME-XML}
   * @throws SlideReadException if it is not well-formed
   */
  static void walk(String fileName, String what, String xml, Visitor visitor) throws IOException {
    new SafeXml(fileName, what).walk(xml, visitor);
  }

  private void walk(String xml, Visitor visitor) throws IOException {
    if (xml.length() > MAX_LENGTH) {
      throw new SlideReadException(
          fileName, what + " has " + xml.length() + " characters, more than " + MAX_LENGTH);
    }
    int first = xml.indexOf('<');
    StringBuilder text = new StringBuilder();
    XMLStreamReader reader = open(first < 0 ? xml : xml.substring(first));
    while (true) {
      switch (next(reader)) {
        case XMLStreamConstants.START_ELEMENT -> {
          text.setLength(0);
          visitor.start(enter(reader));
        }
        case XMLStreamConstants.END_ELEMENT -> {
          visitor.end(paths.pop(), text.toString());
          text.setLength(0);
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
            text.append(reader.getTextCharacters(), reader.getTextStart(), reader.getTextLength());
        case XMLStreamConstants.END_DOCUMENT -> {
          return;
        }
        default -> {}
      }
    }
  }

  private XMLStreamReader open(String xml) throws SlideReadException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
    try {
      return factory.createXMLStreamReader(new StringReader(xml));
    } catch (XMLStreamException e) {
      throw damaged(String.valueOf(e.getMessage()), e);
    }
  }

  private int next(XMLStreamReader reader) throws SlideReadException {
    try {
      return reader.next();
    } catch (XMLStreamException | RuntimeException e) {
      // The JDK reports damaged documents by unchecked exceptions, too.
      throw damaged(String.valueOf(e.getMessage()), e);
    }
  }

  private Element enter(XMLStreamReader reader) throws SlideReadException {
    if (paths.size() >= MAX_DEPTH) {
      throw new SlideReadException(
          fileName, what + " is damaged: more than " + MAX_DEPTH + " elements in each other");
    }
    String name = reader.getLocalName();
    String path = paths.isEmpty() ? name : paths.peek() + "/" + name;
    paths.push(path);
    return new Element(path, reader);
  }

  private SlideReadException damaged(String reason, Exception cause) {
    return new SlideReadException(fileName, what + " is damaged: " + reason, cause);
  }

  /** The beginning of an element; valid until the walk goes on. */
  final class Element {
    private final String path;
    private final XMLStreamReader reader;

    private Element(String path, XMLStreamReader reader) {
      this.path = path;
      this.reader = reader;
    }

    /** Its name behind those of the elements around it, with slashes between. */
    String path() {
      return path;
    }

    int attributes() {
      return reader.getAttributeCount();
    }

    String attributeName(int index) {
      return reader.getAttributeLocalName(index);
    }

    String attributeValue(int index) {
      return reader.getAttributeValue(index);
    }

    /** Empty if it is missing. */
    String attribute(String name) {
      String value = reader.getAttributeValue(null, name);
      return value == null ? "" : value;
    }

    /** A whole number that must be there and between the limits. */
    int integer(String name, int least, int most) throws SlideReadException {
      double value = number(name);
      if (value < least || value > most || value != Math.rint(value)) {
        throw wrong(name, least + " to " + most + " are possible");
      }
      return (int) value;
    }

    /** A number that must be there. */
    double number(String name) throws SlideReadException {
      OptionalDouble value = Scale.number(attribute(name));
      if (value.isEmpty()) {
        throw wrong(name, "a number is needed");
      }
      return value.getAsDouble();
    }

    /** What to throw for an attribute that cannot be right. */
    SlideReadException wrong(String name, String wanted) {
      return new SlideReadException(
          fileName,
          what + " has " + name + " '" + attribute(name) + "' in " + path + " (" + wanted + ")");
    }
  }
}
