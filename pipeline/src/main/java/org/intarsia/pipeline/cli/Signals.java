package org.intarsia.pipeline.cli;

import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ctrl-C. The JDK has one way to tell a first from a second, {@code sun.misc.Signal}, which its
 * module {@code jdk.unsupported} offers to all; where a Java lacks it, Ctrl-C ends in the shutdown
 * hooks, as SIGTERM does everywhere.
 */
final class Signals {
  private Signals() {}

  /**
   * Has something done at each Ctrl-C, on a thread of its own, instead of ending the process.
   *
   * @return false if this Java cannot, or the process was started with the signal ignored
   */
  static boolean onInterrupt(Runnable first, Runnable later) {
    AtomicInteger count = new AtomicInteger();
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object ours =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  (count.getAndIncrement() == 0 ? first : later).run();
                }
                return null;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance("INT"), ours);
      return true;
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      return false;
    }
  }
}
