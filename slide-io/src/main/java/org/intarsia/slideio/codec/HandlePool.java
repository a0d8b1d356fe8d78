package org.intarsia.slideio.codec;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Keeps expensive single-threaded things for reuse: as many as threads were busy at once.
 *
 * <p>A handle that comes back after {@link #close} is destroyed at once, so closing never pulls one
 * away from a thread that uses it. Thread-safe.
 */
final class HandlePool<T> {
  private final Consumer<T> destroy;
  private final ArrayDeque<T> idle = new ArrayDeque<>();
  private boolean closed;

  HandlePool(Consumer<T> destroy) {
    this.destroy = destroy;
  }

  /** An idle handle, to be given back; empty if the caller must make a new one. */
  synchronized Optional<T> take() {
    return Optional.ofNullable(idle.pollFirst());
  }

  void giveBack(T handle) {
    synchronized (this) {
      if (!closed) {
        idle.addFirst(handle);
        return;
      }
    }
    destroy.accept(handle);
  }

  synchronized void close() {
    closed = true;
    idle.forEach(destroy);
    idle.clear();
  }
}
