package org.intarsia.segmenter;

import java.util.List;
import java.util.stream.Collectors;
import org.intarsia.segmenter.ArchiveOptions.Storage;

/**
 * The TorchScript text of a network: one class with a straight-line {@code forward}.
 *
 * <p>If it has running statistics, a second method {@code statistics} returns all of them in one
 * vector, in the order of the layers: the engine gives parameters back, but not buffers.
 */
final class ModuleSource {
  private ModuleSource() {}

  private static final String TO_CHANNELS_LAST = "    l0 = torch.contiguous(l0, memory_format=2)\n";

  static String of(
      Network network, List<TorchScriptArchive.Attribute> attributes, ArchiveOptions options) {
    Storage storage = options.storage();
    boolean narrow = storage.bytes() < Storage.FLOAT32.bytes();
    StringBuilder text = new StringBuilder();
    text.append("class ").append(network.name()).append("(Module):\n");
    text.append("  __parameters__ = [").append(names(attributes, true)).append("]\n");
    text.append("  __buffers__ = [").append(names(attributes, false)).append("]\n");
    for (TorchScriptArchive.Attribute attribute : attributes) {
      text.append("  ").append(attribute.name()).append(" : Tensor\n");
    }
    text.append("  training : bool\n");
    text.append("  def forward(self: __torch__.").append(network.name()).append(",\n");
    text.append("    l0: Tensor) -> Tensor:\n");
    text.append("    training = self.training\n");
    text.append(narrow ? "    l0 = %s\n".formatted(to("l0", storage)) : "");
    text.append(options.layout() == ArchiveOptions.Layout.CHANNELS_LAST ? TO_CHANNELS_LAST : "");
    for (int i = 1; i < network.nodes().size(); i++) {
      Network.Node node = network.nodes().get(i);
      text.append("    l").append(i);
      if (node.layer() instanceof Layer.MaxPool) {
        text.append(", l").append(i).append("_indices,");
      }
      text.append(" = ").append(code(network, i)).append('\n');
    }
    String last = "l" + (network.nodes().size() - 1);
    text.append("    return ").append(narrow ? to(last, Storage.FLOAT32) : last).append('\n');
    String statistics =
        attributes.stream()
            .filter(attribute -> !attribute.tensor().role().isTrained())
            .map(attribute -> "self." + attribute.name())
            .collect(Collectors.joining(", "));
    if (!statistics.isEmpty()) {
      text.append("  def statistics(self: __torch__.").append(network.name());
      text.append(") -> Tensor:\n    return torch.cat([").append(statistics).append("], 0)\n");
    }
    return text.toString();
  }

  private static String code(Network network, int index) {
    Network.Node node = network.nodes().get(index);
    String self = "self.l" + index;
    List<String> inputs = node.inputs().stream().map(k -> "l" + k).toList();
    int first = node.inputs().get(0);
    return network.uses(first) == 1 && network.nodes().get(first).layer().isReplaceable()
        ? node.layer().codeInPlace(self, inputs)
        : node.layer().code(self, inputs);
  }

  private static String to(String tensor, Storage storage) {
    return "torch.to(%s, %d)".formatted(tensor, storage.torchNumber());
  }

  /**
   * A class that computes another module, its attribute {@code network}, in narrower numbers: it
   * takes and returns 32 bits.
   *
   * @param module where the class is to be, with its dots
   * @param inner the other's class, with its module
   */
  static String around(String module, String type, String inner, Storage storage) {
    return """
    class %2$s(Module):
      __parameters__ = []
      __buffers__ = []
      network : %3$s
      training : bool
      def forward(self: %1$s.%2$s,
        x: Tensor) -> Tensor:
        y = (self.network).forward(%4$s, )
        return torch.to(y, %5$d)
    """
        .formatted(module, type, inner, to("x", storage), Storage.FLOAT32.torchNumber());
  }

  private static String names(List<TorchScriptArchive.Attribute> attributes, boolean trained) {
    return attributes.stream()
        .filter(attribute -> attribute.tensor().role().isTrained() == trained)
        .map(attribute -> "\"" + attribute.name() + "\", ")
        .collect(Collectors.joining());
  }
}
