package org.intarsia.segmenter;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The pickle (protocol 2) of a module object whose tensors lie in the archive's storages. */
final class ModulePickle {
  private static final int PROTO = 0x80;
  private static final int NEW_OBJECT = 0x81;
  private static final int NEW_TRUE = 0x88;
  private static final int NEW_FALSE = 0x89;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private ModulePickle() {}

  static byte[] of(
      String type, List<TorchScriptArchive.Attribute> attributes, ArchiveOptions options) {
    ModulePickle pickle = new ModulePickle();
    pickle.op(PROTO).op(2);
    pickle.global("__torch__", type).op(')').op(NEW_OBJECT).op('}').op('(');
    for (int i = 0; i < attributes.size(); i++) {
      TorchScriptArchive.Attribute attribute = attributes.get(i);
      pickle.text(attribute.name()).tensor(i, attribute.tensor(), options);
    }
    boolean training = options.form() == ArchiveOptions.Form.TRAINABLE;
    pickle.text("training").op(training ? NEW_TRUE : NEW_FALSE);
    pickle.op('u').op('b').op('.');
    return pickle.bytes.toByteArray();
  }

  /**
   * A module of another module's, which is its attribute {@code network}.
   *
   * @param module where its class is
   * @param inner the whole pickle of the other
   */
  static byte[] around(String module, String type, byte[] inner) {
    ModulePickle pickle = new ModulePickle();
    pickle.op(PROTO).op(2);
    pickle.global(module, type).op(')').op(NEW_OBJECT).op('}').op('(');
    pickle.text("network");
    pickle.raw(Arrays.copyOfRange(inner, 2, inner.length - 1));
    pickle.text("training").op(NEW_FALSE);
    pickle.op('u').op('b').op('.');
    return pickle.bytes.toByteArray();
  }

  private void tensor(int storage, Layer.Tensor tensor, ArchiveOptions options) {
    global("torch._utils", "_rebuild_tensor_v2").op('(');
    op('(').text("storage").global("torch", options.storage().torchName());
    text(Integer.toString(storage)).text("cpu").number(tensor.size()).op('t').op('Q');
    number(0);
    op('(');
    tensor.shape().forEach(this::number);
    op('t').op('(');
    for (int stride : TensorStorage.of(options).strides(tensor)) {
      number(stride);
    }
    op('t');
    boolean gradient = options.form() == ArchiveOptions.Form.TRAINABLE && tensor.role().isTrained();
    op(gradient ? NEW_TRUE : NEW_FALSE);
    global("collections", "OrderedDict").op(')').op('R');
    op('t').op('R');
  }

  private ModulePickle op(int code) {
    bytes.write(code);
    return this;
  }

  private ModulePickle global(String module, String name) {
    op('c');
    bytes.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
    return this;
  }

  private ModulePickle text(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    return op('X').word(utf8.length).raw(utf8);
  }

  private ModulePickle number(int value) {
    return op('J').word(value);
  }

  private ModulePickle word(int value) {
    return raw(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
  }

  private ModulePickle raw(byte[] content) {
    bytes.writeBytes(content);
    return this;
  }
}
