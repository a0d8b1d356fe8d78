package org.intarsia.slideio.dicom;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.intarsia.slideio.SlideReadException;

/**
 * Walks over a data set (DICOM PS3.5 chapter 7) and keeps the few elements that a slide needs; all
 * others are stepped over unread.
 *
 * <p>Bounded: in depth, in the number of elements, in the length of values that are read. Items of
 * the per-frame functional groups are handed on one by one and not kept.
 */
final class DataSetParser {
  /** Where the pixels of all frames are. {@code length} is -1 for frames in fragments. */
  record Pixels(long position, long length, String vr) {}

  /** What bounds a set. */
  private record Scope(long end, int depth, boolean delimited, boolean kept, boolean explicit) {}

  private record Header(int tag, String vr, long length) {
    boolean open() {
      return length == UNDEFINED;
    }
  }

  private static final long UNDEFINED = 0xFFFFFFFFL;
  private static final int MAX_DEPTH = 32;
  private static final long MAX_ELEMENTS = 1L << 25;
  private static final int MAX_KEPT = 100_000;
  private static final int MAX_VALUE = 1 << 16;
  private static final Set<String> LONG_FORMS =
      Set.of("OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV");

  private final Cursor in;
  private final FramePositions.Builder frames;
  private final int lastTag;
  private long elements;
  private int kept;
  private Optional<Pixels> pixels = Optional.empty();
  private boolean done;

  /**
   * A parser that ends behind the elements up to {@code lastTag}.
   *
   * @param frames is told of each item of the per-frame functional groups
   */
  DataSetParser(Cursor in, FramePositions.Builder frames, int lastTag) {
    this.in = in;
    this.frames = frames;
    this.lastTag = lastTag;
  }

  /** The file meta information: group 2, always explicit and little endian. */
  static DataSet meta(Cursor in) throws IOException {
    DataSetParser parser = new DataSetParser(in, new FramePositions.Builder(in.name()), -1);
    DataSet meta = new DataSet(in.name());
    Scope scope = new Scope(in.size(), 0, false, true, true);
    while (in.position() < in.size()) {
      long at = in.position();
      int tag = in.tag();
      if (tag >>> 16 != 2) {
        in.moveTo(at);
        break;
      }
      parser.element(scope, parser.header(scope, tag, at), at, meta);
    }
    return meta;
  }

  /** The data set from the cursor on. */
  DataSet parse(TransferSyntax syntax) throws IOException {
    in.order(syntax.order());
    return set(new Scope(in.size(), 0, false, true, syntax.explicit()));
  }

  /** Where the pixels are, if the parser came so far and there are any. */
  Optional<Pixels> pixels() {
    return pixels;
  }

  /** Whether the set went on behind the last element that was wanted, rather than ended. */
  boolean complete() {
    return done;
  }

  private DataSet set(Scope scope) throws IOException {
    DataSet set = new DataSet(in.name());
    while (!done) {
      long at = in.position();
      if (at >= scope.end()) {
        if (scope.delimited()) {
          throw wrong(at, "an item without its end");
        }
        break;
      }
      int tag = in.tag();
      if (tag == DicomTags.ITEM_END && scope.delimited()) {
        in.u32();
        break;
      }
      if (scope.depth() == 0 && Integer.compareUnsigned(tag, lastTag) > 0) {
        done = true;
        break;
      }
      element(scope, header(scope, tag, at), at, set);
    }
    return set;
  }

  private Header header(Scope scope, int tag, long at) throws IOException {
    if (++elements > MAX_ELEMENTS) {
      throw wrong(at, "more than " + MAX_ELEMENTS + " elements");
    }
    if (tag >>> 16 == 0xFFFE) {
      throw wrong(at, "a delimiter " + DicomTags.shown(tag) + " where an element is expected");
    }
    if (!scope.explicit()) {
      return new Header(tag, "", in.u32());
    }
    String vr = in.vr();
    if (!isRepresentation(vr)) {
      throw wrong(at, "element " + DicomTags.shown(tag) + " has no value representation");
    }
    if (!LONG_FORMS.contains(vr)) {
      return new Header(tag, vr, in.u16());
    }
    in.u16();
    return new Header(tag, vr, in.u32());
  }

  private static boolean isRepresentation(String vr) {
    return vr.charAt(0) >= 'A' && vr.charAt(0) <= 'Z' && vr.charAt(1) >= 'A' && vr.charAt(1) <= 'Z';
  }

  private void element(Scope scope, Header header, long at, DataSet into) throws IOException {
    int tag = header.tag();
    if (scope.depth() == 0 && tag == DicomTags.PIXELS) {
      long length = header.open() ? -1 : header.length();
      pixels = Optional.of(new Pixels(in.position(), length, header.vr()));
      done = true;
      return;
    }
    long start = in.position();
    if (!header.open() && header.length() > scope.end() - start) {
      throw wrong(
          at,
          "element "
              + DicomTags.shown(tag)
              + " of "
              + header.length()
              + " bytes, more than the "
              + (scope.end() - start)
              + " that are left");
    }
    boolean kept = scope.kept() && DicomTags.SEQUENCES.contains(tag);
    if (header.open() && (tag == DicomTags.PIXELS || header.vr().startsWith("O"))) {
      fragments(scope);
    } else if (header.open() || kept) {
      sequence(scope, header, into);
    } else {
      value(scope, header, into);
      in.moveTo(start + header.length());
    }
  }

  private void value(Scope scope, Header header, DataSet into) throws IOException {
    int tag = header.tag();
    long start = in.position();
    if (!scope.kept()) {
      return;
    }
    if (DicomTags.PLACES.contains(tag)) {
      keep(start);
      into.put(tag, new DataSet.Element(start, header.length(), ByteBuffer.allocate(0), List.of()));
    }
    if (DicomTags.VALUES.contains(tag)) {
      if (header.length() > MAX_VALUE) {
        throw wrong(
            start,
            "element "
                + DicomTags.shown(tag)
                + " of "
                + header.length()
                + " bytes, more than "
                + MAX_VALUE);
      }
      keep(start);
      ByteBuffer value = ByteBuffer.wrap(in.bytes((int) header.length())).order(in.order());
      into.put(tag, new DataSet.Element(start, header.length(), value, List.of()));
    }
  }

  private void sequence(Scope scope, Header header, DataSet into) throws IOException {
    long start = in.position();
    if (scope.depth() >= MAX_DEPTH) {
      throw wrong(start, "sequences nested more than " + MAX_DEPTH + " deep");
    }
    boolean kept = scope.kept() && DicomTags.SEQUENCES.contains(header.tag());
    boolean explicit = scope.explicit() && !header.vr().equals("UN");
    long end = header.open() ? scope.end() : start + header.length();
    List<DataSet> items = new ArrayList<>();
    while (header.open() || in.position() < end) {
      long at = in.position();
      if (at >= end) {
        throw wrong(at, "sequence " + DicomTags.shown(header.tag()) + " without its end");
      }
      int tag = in.tag();
      long length = in.u32();
      if (tag == DicomTags.SEQUENCE_END) {
        break;
      }
      if (tag != DicomTags.ITEM || (length != UNDEFINED && length > end - in.position())) {
        throw wrong(
            at,
            tag == DicomTags.ITEM
                ? "an item of " + length + " bytes, more than its sequence has left"
                : "an item is expected, not " + DicomTags.shown(tag));
      }
      if (++elements > MAX_ELEMENTS) {
        throw wrong(at, "more than " + MAX_ELEMENTS + " items");
      }
      item(
          scope,
          header,
          new Scope(
              length == UNDEFINED ? end : in.position() + length,
              scope.depth() + 1,
              length == UNDEFINED,
              kept,
              explicit),
          items);
    }
    if (kept) {
      into.put(
          header.tag(), new DataSet.Element(start, header.length(), ByteBuffer.allocate(0), items));
    }
  }

  private void item(Scope scope, Header header, Scope inner, List<DataSet> items)
      throws IOException {
    int before = kept;
    long at = in.position();
    DataSet item = set(inner);
    if (scope.depth() == 0 && header.tag() == DicomTags.PER_FRAME_GROUPS) {
      frames.accept(item, at);
      kept = before;
    } else if (inner.kept()) {
      keep(at);
      items.add(item);
    }
  }

  /** Steps over pixels of an icon. */
  private void fragments(Scope scope) throws IOException {
    while (true) {
      long at = in.position();
      if (at >= scope.end()) {
        throw wrong(at, "fragments without their end");
      }
      int tag = in.tag();
      long length = in.u32();
      if (tag == DicomTags.SEQUENCE_END) {
        return;
      }
      if (tag != DicomTags.ITEM || length > scope.end() - in.position()) {
        throw wrong(at, "a fragment that is none, or longer than what is left");
      }
      if (++elements > MAX_ELEMENTS) {
        throw wrong(at, "more than " + MAX_ELEMENTS + " fragments");
      }
      in.moveTo(in.position() + length);
    }
  }

  private void keep(long at) throws SlideReadException {
    if (++kept > MAX_KEPT) {
      throw wrong(at, "more than " + MAX_KEPT + " elements that describe the slide");
    }
  }

  private SlideReadException wrong(long at, String what) {
    return SlideReadException.at(in.name(), at, what);
  }
}
