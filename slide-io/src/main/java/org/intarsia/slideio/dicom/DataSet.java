package org.intarsia.slideio.dicom;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.intarsia.slideio.SlideReadException;

/** The elements of a data set, or of an item of a sequence, that {@link DicomTags} names. */
final class DataSet {
  /**
   * One element.
   *
   * @param position of the value in the file
   * @param length of the value in bytes
   * @param value its bytes in the file's byte order; empty where only the place is kept
   * @param items of a sequence
   */
  record Element(long position, long length, ByteBuffer value, List<DataSet> items) {}

  private final String name;
  private final Map<Integer, Element> elements = new HashMap<>(8);

  /** An empty set of the file of this name. */
  DataSet(String name) {
    this.name = name;
  }

  void put(int tag, Element element) {
    elements.put(tag, element);
  }

  boolean has(int tag) {
    return elements.containsKey(tag);
  }

  /** The element, if it is there. */
  Optional<Element> element(int tag) {
    return Optional.ofNullable(elements.get(tag));
  }

  /** The items of a sequence, none if it is missing. */
  List<DataSet> items(int tag) {
    return element(tag).map(Element::items).orElse(List.of());
  }

  /** Text without its padding, if it is there and not empty. */
  Optional<String> text(int tag) {
    return element(tag)
        .map(e -> StandardCharsets.ISO_8859_1.decode(e.value().duplicate()).toString())
        .map(text -> text.replaceAll("\\p{Cntrl}", " ").strip())
        .filter(text -> !text.isEmpty());
  }

  /** The values of a text, those that are empty too. */
  List<String> texts(int tag) {
    List<String> values = new ArrayList<>();
    for (String value : text(tag).orElse("").split("\\\\", -1)) {
      values.add(value.strip());
    }
    return values;
  }

  /** An unsigned binary number of two or four bytes. */
  long integer(int tag, long fallback) throws IOException {
    Element e = elements.get(tag);
    if (e == null || e.length() == 0) {
      return fallback;
    }
    return switch (e.value().remaining()) {
      case 2 -> e.value().getShort(0) & 0xFFFF;
      case 4 -> e.value().getInt(0) & 0xFFFFFFFFL;
      default -> throw malformed(tag, e, "an integer of " + e.length() + " bytes");
    };
  }

  /** A whole number that is written as text. */
  long count(int tag, long fallback) throws IOException {
    Optional<String> text = text(tag);
    if (text.isEmpty()) {
      return fallback;
    }
    try {
      return Long.parseLong(text.get());
    } catch (NumberFormatException notANumber) {
      throw malformed(tag, elements.get(tag), "'" + text.get() + "' is no whole number");
    }
  }

  /** One value of decimal numbers that are written as text, if it is a finite number. */
  OptionalDouble decimal(int tag, int index) {
    List<String> values = texts(tag);
    if (index >= values.size()) {
      return OptionalDouble.empty();
    }
    try {
      double value = Double.parseDouble(values.get(index));
      return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    } catch (NumberFormatException notANumber) {
      return OptionalDouble.empty();
    }
  }

  /** A binary floating-point number of four or eight bytes, if it is there and finite. */
  OptionalDouble real(int tag) {
    Element e = elements.get(tag);
    int bytes = e == null ? 0 : e.value().remaining();
    if (e == null || (bytes != 4 && bytes != 8)) {
      return OptionalDouble.empty();
    }
    double value = bytes == 4 ? e.value().getFloat(0) : e.value().getDouble(0);
    return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
  }

  private SlideReadException malformed(
      int tag, @org.jspecify.annotations.Nullable Element e, String what) {
    String message = "element " + DicomTags.shown(tag) + ": " + what;
    return e == null
        ? new SlideReadException(name, message)
        : SlideReadException.at(name, e.position(), message);
  }
}
