package org.intarsia.tiler.annotation;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads annotations in XML, one element after the other, without document types or entities. */
final class AnnotationXml {
  /** What a kind of file makes of its elements. */
  interface Dialect {
    /** An element begins; {@link IllegalArgumentException} if it is not as it should be. */
    void start(XmlElement element);

    /** An element ends. */
    void end(String name);

    /** Everything, after the last element. */
    Annotations annotations();
  }

  private AnnotationXml() {}

  /**
   * Reads a file of ASAP or of Aperio ImageScope.
   *
   * @throws IOException if it cannot be read or is neither; names file and line
   */
  static Annotations read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      XMLStreamReader reader = factory().createXMLStreamReader(in);
      try {
        return read(reader);
      } catch (IllegalArgumentException e) {
        throw new IOException(
            "%s, line %d: %s".formatted(file, reader.getLocation().getLineNumber(), e.getMessage()),
            e);
      }
    } catch (XMLStreamException e) {
      String line = e.getLocation() == null ? "" : ", line " + e.getLocation().getLineNumber();
      throw new IOException(file + line + ": no XML: " + sentence(e), e);
    }
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
    return factory;
  }

  /** What the parser says, without its own lines about the place. */
  private static String sentence(XMLStreamException e) {
    String message = String.valueOf(e.getMessage());
    return message.substring(
        message.indexOf("Message: ") < 0 ? 0 : message.indexOf("Message: ") + 9);
  }

  private static Annotations read(XMLStreamReader reader) throws XMLStreamException {
    while (reader.next() != XMLStreamConstants.START_ELEMENT) {
      if (reader.getEventType() == XMLStreamConstants.DTD) {
        throw new IllegalArgumentException(
            "document types are not read; take the line with <!DOCTYPE out");
      }
    }
    Dialect dialect = dialect(reader.getLocalName());
    while (reader.hasNext()) {
      int event = reader.next();
      if (event == XMLStreamConstants.START_ELEMENT) {
        dialect.start(XmlElement.at(reader));
      } else if (event == XMLStreamConstants.END_ELEMENT) {
        dialect.end(reader.getLocalName());
      }
    }
    return dialect.annotations();
  }

  private static Dialect dialect(String root) {
    return switch (root) {
      case "ASAP_Annotations" -> new AsapDialect();
      case "Annotations" -> new AperioDialect();
      default ->
          throw new IllegalArgumentException(
              "<%s> is neither <ASAP_Annotations> of ASAP nor <Annotations> of Aperio ImageScope"
                  .formatted(root));
    };
  }
}
