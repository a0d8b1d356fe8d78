package org.intarsia.segmenter.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.intarsia.segmenter.Optimizer;
import org.intarsia.segmenter.OptimizerState;

/**
 * The optimisers on the device, in the order of operations of PyTorch's own.
 *
 * <p>Why not the engine's: theirs keep their memories to themselves, so that training could not be
 * resumed exactly.
 */
final class TorchOptimizer {
  private final Optimizer optimizer;
  private final NDManager manager;
  private final List<Map<String, NDArray>> memories = new ArrayList<>();
  private long steps;

  TorchOptimizer(Optimizer optimizer, NDManager manager) {
    this.optimizer = optimizer;
    this.manager = manager;
    int count = optimizer instanceof Optimizer.AdamW ? 2 : 1;
    for (int i = 0; i < count; i++) {
      memories.add(new HashMap<>());
    }
  }

  void nextStep() {
    steps++;
  }

  /**
   * What moves one tensor.
   *
   * @param weight the tensor, changed in place
   * @param gradient its gradient, which may be overwritten
   * @param rate learning rate
   * @param decay weight decay of this tensor
   * @param scratch owner of what is needed on the way
   */
  record Change(NDArray weight, NDArray gradient, double rate, double decay, NDManager scratch) {
    private NDArray scaled(NDArray array, double factor) {
      NDArray product = array.mul(factor);
      product.attach(scratch);
      return product;
    }
  }

  void update(String name, Change change) {
    if (optimizer instanceof Optimizer.Sgd sgd) {
      descend(sgd, memory(0, name, change.weight()), change);
    } else if (optimizer instanceof Optimizer.AdamW adam) {
      adapt(adam, name, change);
    }
  }

  private static void descend(Optimizer.Sgd sgd, NDArray velocity, Change change) {
    NDArray gradient = change.gradient();
    if (change.decay() > 0) {
      gradient.addi(change.scaled(change.weight(), change.decay()));
    }
    velocity.muli(sgd.momentum()).addi(gradient);
    NDArray direction =
        sgd.kind() == Optimizer.Momentum.NESTEROV
            ? gradient.addi(change.scaled(velocity, sgd.momentum()))
            : velocity;
    change.weight().subi(change.scaled(direction, change.rate()));
  }

  private void adapt(Optimizer.AdamW adam, String name, Change change) {
    NDArray gradient = change.gradient();
    if (change.decay() > 0) {
      change.weight().muli(1 - change.rate() * change.decay());
    }
    NDArray mean = memory(0, name, change.weight());
    NDArray square = memory(1, name, change.weight());
    mean.muli(adam.beta1()).addi(change.scaled(gradient, 1 - adam.beta1()));
    square.muli(adam.beta2()).addi(gradient.muli(gradient).muli(1 - adam.beta2()));
    double meanCorrection = 1 - Math.pow(adam.beta1(), (double) steps);
    double squareCorrection = 1 - Math.pow(adam.beta2(), (double) steps);
    NDArray root = square.sqrt();
    root.attach(change.scratch());
    root.divi(Math.sqrt(squareCorrection)).addi(adam.epsilon());
    change.weight().subi(change.scaled(mean, change.rate() / meanCorrection).divi(root));
  }

  private NDArray memory(int index, String name, NDArray like) {
    return memories
        .get(index)
        .computeIfAbsent(name, key -> manager.zeros(like.getShape(), like.getDataType()));
  }

  OptimizerState state() {
    List<Map<String, float[]>> copies = new ArrayList<>();
    for (Map<String, NDArray> memory : memories) {
      Map<String, float[]> copy = new HashMap<>();
      memory.forEach((name, array) -> copy.put(name, array.toFloatArray()));
      copies.add(copy);
    }
    return new OptimizerState(steps, copies);
  }

  /** Takes over a state; {@code shapes} are the tensors that it is about. */
  void resume(OptimizerState state, Map<String, NDArray> shapes) {
    if (state.steps() > 0 && state.memories().size() != memories.size()) {
      throw new IllegalArgumentException(
          "the state is of another optimiser: it has %d memories, not %d"
              .formatted(state.memories().size(), memories.size()));
    }
    steps = state.steps();
    for (int i = 0; i < state.memories().size(); i++) {
      Map<String, NDArray> memory = memories.get(i);
      state
          .memories()
          .get(i)
          .forEach(
              (name, values) -> {
                NDArray shape = shapes.get(name);
                if (shape == null || shape.size() != values.length) {
                  throw new IllegalArgumentException(
                      "the optimiser's state is of another network: tensor " + name);
                }
                memory.put(name, manager.create(values, shape.getShape()));
              });
    }
  }
}
