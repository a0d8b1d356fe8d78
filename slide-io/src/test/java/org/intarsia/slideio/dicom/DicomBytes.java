package org.intarsia.slideio.dicom;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Encodes data elements one after the other. */
final class DicomBytes {
  private static final Set<String> LONG_FORMS = Set.of("OB", "OV", "OW", "SQ", "UN", "UT");
  private static final byte[] NOTHING = {};

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteOrder order;
  private final boolean explicit;

  DicomBytes(ByteOrder order, boolean explicit) {
    this.order = order;
    this.explicit = explicit;
  }

  /** An empty set in the same coding. */
  DicomBytes item() {
    return new DicomBytes(order, explicit);
  }

  DicomBytes raw(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  private DicomBytes u16(int value) {
    return raw(ByteBuffer.allocate(2).order(order).putShort((short) value).array());
  }

  DicomBytes u32(long value) {
    return raw(ByteBuffer.allocate(4).order(order).putInt((int) value).array());
  }

  DicomBytes tag(int tag) {
    return u16(tag >>> 16).u16(tag);
  }

  /** Tag, value representation and length. */
  DicomBytes head(int tag, String vr, long length) {
    tag(tag);
    if (!explicit) {
      return u32(length);
    }
    raw(vr.getBytes(StandardCharsets.US_ASCII));
    return LONG_FORMS.contains(vr) ? u16(0).u32(length) : u16((int) length);
  }

  DicomBytes bytes(int tag, String vr, byte[] value) {
    head(tag, vr, value.length + value.length % 2).raw(value);
    return value.length % 2 == 0 ? this : raw(new byte[1]);
  }

  DicomBytes text(int tag, String vr, String value) {
    String padded = value.length() % 2 == 0 ? value : value + (vr.equals("UI") ? "\0" : " ");
    return bytes(tag, vr, padded.getBytes(StandardCharsets.ISO_8859_1));
  }

  DicomBytes us(int tag, int... values) {
    ByteBuffer value = ByteBuffer.allocate(2 * values.length).order(order);
    for (int v : values) {
      value.putShort((short) v);
    }
    return bytes(tag, "US", value.array());
  }

  DicomBytes ul(int tag, long value) {
    return head(tag, "UL", 4).u32(value);
  }

  DicomBytes sl(int tag, int value) {
    return head(tag, "SL", 4).u32(value);
  }

  DicomBytes fl(int tag, float value) {
    return bytes(tag, "FL", ByteBuffer.allocate(4).order(order).putFloat(value).array());
  }

  /** A sequence of defined lengths. */
  DicomBytes sequence(int tag, DicomBytes... items) {
    DicomBytes content = item();
    for (DicomBytes item : items) {
      byte[] bytes = item.toByteArray();
      content.tag(DicomTags.ITEM).u32(bytes.length).raw(bytes);
    }
    return bytes(tag, "SQ", content.toByteArray());
  }

  /** A sequence of undefined lengths. */
  DicomBytes openSequence(int tag, DicomBytes... items) {
    head(tag, "SQ", 0xFFFFFFFFL);
    for (DicomBytes item : items) {
      tag(DicomTags.ITEM).u32(0xFFFFFFFFL).raw(item.toByteArray());
      tag(DicomTags.ITEM_END).u32(0);
    }
    return tag(DicomTags.SEQUENCE_END).u32(0);
  }

  /** A fragment, or with no bytes an empty table of offsets. */
  DicomBytes fragment(byte... bytes) {
    tag(DicomTags.ITEM).u32(bytes.length + bytes.length % 2).raw(bytes);
    return bytes.length % 2 == 0 ? this : raw(new byte[1]);
  }

  int size() {
    return out.size();
  }

  byte[] toByteArray() {
    return out.size() == 0 ? NOTHING : out.toByteArray();
  }
}
