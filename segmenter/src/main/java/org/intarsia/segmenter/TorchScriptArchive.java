package org.intarsia.segmenter;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a network and its weights as a TorchScript archive, which libtorch (from version 1.6 on)
 * and PyTorch load without any code of this project.
 *
 * <p>The same network, weights and options give the same bytes: entries are stored, in a fixed
 * order, with a fixed time; tensors begin at multiples of 64 bytes, as PyTorch's own do.
 */
public final class TorchScriptArchive {
  private static final String FOLDER = "network/";

  private final AlignedZip zip;

  private TorchScriptArchive(AlignedZip zip) {
    this.zip = zip;
  }

  /** Writes an archive to a file, which is replaced if it exists. */
  public static void write(Network network, Weights weights, ArchiveOptions options, Path file)
      throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      write(network, weights, options, out);
    }
  }

  /** Writes an archive to a stream, which stays open. */
  public static void write(
      Network network, Weights weights, ArchiveOptions options, OutputStream out)
      throws IOException {
    AlignedZip zip = new AlignedZip(out);
    if (options.form() == ArchiveOptions.Form.INFERENCE) {
      BatchNormFolding folding = BatchNormFolding.fold(network, weights);
      new TorchScriptArchive(zip).write(folding.network(), folding.weights(), options);
    } else {
      new TorchScriptArchive(zip).write(network, weights, options);
    }
    zip.finish();
  }

  private void write(Network network, Weights weights, ArchiveOptions options) throws IOException {
    List<Attribute> attributes = attributes(network);
    entry("data.pkl", ModulePickle.of(network.name(), attributes, options));
    entry("code/__torch__.py", ascii(ModuleSource.of(network, attributes, options)));
    if (options.card().isPresent()) {
      entry("extra/card.json", ascii(options.card().get().toJson()));
    }
    for (int i = 0; i < attributes.size(); i++) {
      Attribute attribute = attributes.get(i);
      byte[] numbers =
          TensorStorage.of(options).bytes(attribute.tensor(), weights.values(attribute.name()));
      entry("data/" + i, numbers);
    }
    entry("constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
    entry("version", ascii("3\n"));
    entry("byteorder", ascii("little"));
  }

  /** A tensor with the name that it has in the archive. */
  record Attribute(String name, Layer.Tensor tensor) {}

  private static List<Attribute> attributes(Network network) {
    List<Attribute> attributes = new ArrayList<>();
    for (int i = 0; i < network.nodes().size(); i++) {
      for (Layer.Tensor tensor : network.nodes().get(i).layer().tensors()) {
        attributes.add(new Attribute(Weights.name(i, tensor), tensor));
      }
    }
    return attributes;
  }

  private void entry(String name, byte[] content) throws IOException {
    zip.entry(FOLDER + name, content);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
