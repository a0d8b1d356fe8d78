package org.intarsia.segmenter;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * A pickle (protocol 2) of an archive, looked through for the storages that its tensors lie in;
 * nothing of it is executed.
 *
 * <p>A storage is the tuple {@code ('storage', torch.FloatStorage, key, device, count)} under a
 * persistent id. Texts and classes that occur again are fetched from the memo, so that the tuples
 * are only seen by following the stack.
 */
final class TensorPickle {
  private sealed interface Value {}

  private record Text(String text) implements Value {}

  private record TorchClass(String name) implements Value {}

  private record Tuple(List<Value> items) implements Value {}

  /** What does not matter here, and the mark. */
  private enum Other implements Value {
    ANY,
    MARK
  }

  /** Where in the bytes the name of a class of torch lies. */
  private record Place(int offset, String name) {}

  private final byte[] bytes;
  private final ByteBuffer in;
  private final Deque<Value> stack = new ArrayDeque<>();
  private final Map<Integer, Value> memo = new HashMap<>();
  private final Map<String, String> storages = new LinkedHashMap<>();
  private final List<Place> places = new ArrayList<>();
  private String root = "";

  private TensorPickle(byte[] bytes) {
    this.bytes = bytes;
    this.in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Looks through a pickle.
   *
   * @param origin for messages
   * @throws SegmentationException if it is damaged, or not what {@code torch.jit.save} writes
   */
  static TensorPickle read(byte[] bytes, String origin) throws SegmentationException {
    TensorPickle pickle = new TensorPickle(bytes);
    try {
      boolean more = true;
      while (more) {
        more = pickle.step(pickle.in.get() & 0xFF);
      }
      return pickle;
    } catch (BufferUnderflowException | NoSuchElementException | IllegalArgumentException e) {
      throw new SegmentationException(
          "%s: not a pickle of torch.jit.save (byte %d of %d): %s"
              .formatted(origin, pickle.in.position(), bytes.length, e),
          e);
    }
  }

  /** The class of each storage, such as {@code FloatStorage}, by its key. */
  Map<String, String> storages() {
    return storages;
  }

  /** The first class, with its module: that of the object that is pickled. */
  String root() {
    return root;
  }

  /** The same pickle with one class of torch in place of another. */
  byte[] renamed(String from, String to) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + 64);
    int done = 0;
    for (Place place : places) {
      if (place.name().equals(from)) {
        out.write(bytes, done, place.offset() - done);
        out.writeBytes(to.getBytes(StandardCharsets.UTF_8));
        done = place.offset() + from.length();
      }
    }
    out.write(bytes, done, bytes.length - done);
    return out.toByteArray();
  }

  /** Does one operation; false after the last. */
  private boolean step(int code) {
    switch (code) {
      case '.' -> {
        return false;
      }
      case '(' -> stack.push(Other.MARK);
      case '0' -> stack.pop();
      case ')', 't' -> stack.push(new Tuple(code == 't' ? toMark() : List.of()));
      case 0x85, 0x86, 0x87 -> stack.push(new Tuple(top(code - 0x84)));
      case 'c' -> stack.push(global());
      case 'X' -> stack.push(text(in.getInt()));
      case 'U' -> stack.push(text(in.get() & 0xFF));
      case 'Q' -> {
        note(stack.pop());
        stack.push(Other.ANY);
      }
      case 'q' -> memo.put(in.get() & 0xFF, stack.element());
      case 'r' -> memo.put(in.getInt(), stack.element());
      case 'h' -> stack.push(remembered(in.get() & 0xFF));
      case 'j' -> stack.push(remembered(in.getInt()));
      default -> plain(code);
    }
    return true;
  }

  /** Operations whose results do not matter here. */
  private void plain(int code) {
    switch (code) {
      case 0x80 -> skip(1);
      case 'N', 0x88, 0x89, ']', '}' -> number(0);
      case 'K' -> number(1);
      case 'M' -> number(2);
      case 'J' -> number(4);
      case 'G' -> number(8);
      case 0x8A -> number(in.get() & 0xFF);
      case 0x8B -> number(in.getInt());
      case 'a', 'b' -> stack.pop();
      case 's' -> top(2);
      case 'e', 'u' -> toMark();
      case 'l', 'd' -> {
        toMark();
        stack.push(Other.ANY);
      }
      case 'R', 0x81 -> {
        top(2);
        stack.push(Other.ANY);
      }
      default -> throw new IllegalArgumentException("unknown code 0x%02X".formatted(code));
    }
  }

  private void number(int length) {
    skip(length);
    stack.push(Other.ANY);
  }

  private void skip(int length) {
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    in.position(in.position() + length);
  }

  private Text text(int length) {
    int start = in.position();
    skip(length);
    return new Text(new String(bytes, start, length, StandardCharsets.UTF_8));
  }

  private Value global() {
    String module = line();
    int offset = in.position();
    String name = line();
    root = root.isEmpty() ? module + "." + name : root;
    if (!module.equals("torch")) {
      return Other.ANY;
    }
    places.add(new Place(offset, name));
    return new TorchClass(name);
  }

  private String line() {
    int start = in.position();
    int end = start;
    while (in.get() != '\n') {
      end = in.position();
    }
    return new String(bytes, start, end - start, StandardCharsets.UTF_8);
  }

  private Value remembered(int index) {
    Value value = memo.get(index);
    if (value == null) {
      throw new NoSuchElementException("no memo " + index);
    }
    return value;
  }

  /** Takes so many values; the topmost is the last of the list. */
  private List<Value> top(int count) {
    List<Value> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      values.add(0, stack.pop());
    }
    return values;
  }

  private List<Value> toMark() {
    List<Value> values = new ArrayList<>();
    Value value = stack.pop();
    while (value != Other.MARK) {
      values.add(value);
      value = stack.pop();
    }
    Collections.reverse(values);
    return values;
  }

  private void note(Value id) {
    if (id instanceof Tuple tuple
        && tuple.items().size() == 5
        && tuple.items().get(1) instanceof TorchClass type
        && tuple.items().get(2) instanceof Text key) {
      storages.put(key.text(), type.name());
      return;
    }
    throw new IllegalArgumentException("a persistent id that is no storage");
  }
}
