package org.intarsia.slideio.dicom;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Reads an instance from front to end through a small window; for one thread. */
final class Cursor {
  private static final int WINDOW = 1 << 14;

  private final InstanceBytes bytes;
  private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
  private ByteBuffer window = ByteBuffer.allocate(0);
  private long windowAt;
  private long position;

  Cursor(InstanceBytes bytes, long position) {
    this.bytes = bytes;
    this.position = position;
  }

  String name() {
    return bytes.name();
  }

  long size() {
    return bytes.size();
  }

  long position() {
    return position;
  }

  void order(ByteOrder byteOrder) {
    order = byteOrder;
  }

  ByteOrder order() {
    return order;
  }

  /** Steps over bytes that need not be read. */
  void moveTo(long target) {
    position = target;
  }

  int u16() throws IOException {
    int at = reserve(2);
    return window.order(order).getShort(at) & 0xFFFF;
  }

  long u32() throws IOException {
    int at = reserve(4);
    return window.order(order).getInt(at) & 0xFFFFFFFFL;
  }

  /** A tag as 0xGGGGEEEE. */
  int tag() throws IOException {
    int group = u16();
    return group << 16 | u16();
  }

  /** Two characters. */
  String vr() throws IOException {
    int at = reserve(2);
    return new String(window.array(), at, 2, StandardCharsets.ISO_8859_1);
  }

  byte[] bytes(int count) throws IOException {
    byte[] value = bytes.read(position, count);
    position += count;
    return value;
  }

  /** Where in the window the next bytes are; the position moves behind them. */
  private int reserve(int count) throws IOException {
    long at = position - windowAt;
    if (at < 0 || at + count > window.limit()) {
      long there = Math.max(0, bytes.size() - position);
      window = ByteBuffer.wrap(bytes.read(position, Math.max(count, Math.min(WINDOW, there))));
      windowAt = position;
      at = 0;
    }
    position += count;
    return (int) at;
  }
}
