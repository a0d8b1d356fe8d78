package org.intarsia.pipeline.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Named threads that stand or fall together: the first failure interrupts all others, later ones
 * are suppressed into it. Never daemons.
 */
public final class Crew {
  /** What a member does. */
  @FunctionalInterface
  public interface Task {
    /** Works until it is done, or fails, or is interrupted. */
    void run() throws IOException, InterruptedException;
  }

  private final List<Thread> members = new ArrayList<>();
  private @Nullable Throwable first;
  private boolean stopping;

  /** Adds a member; it starts with {@link #work}. */
  public void add(String name, Task task) {
    members.add(new Thread(() -> perform(task), "intarsia-" + name));
  }

  private void perform(Task task) {
    try {
      task.run();
    } catch (InterruptedException e) {
      // Somebody asked this member to stop; if nobody of the crew did, that is a failure too.
      fail(e);
    } catch (Throwable e) { // whatever ends a member ends the crew, and is thrown by work()
      fail(e);
    }
  }

  private synchronized void fail(Throwable failure) {
    if (first == null && !stopping) {
      first = failure;
      stop();
    } else if (first != null && first != failure && !(failure instanceof InterruptedException)) {
      first.addSuppressed(failure);
    }
  }

  private synchronized void stop() {
    stopping = true;
    members.forEach(Thread::interrupt);
  }

  /**
   * Starts all members and waits until every one has ended.
   *
   * @throws IOException the first failure of a member, if it was one; unchecked ones likewise
   * @throws InterruptedException if the calling thread was interrupted; it has stopped the crew
   */
  public void work() throws IOException, InterruptedException {
    members.forEach(Thread::start);
    boolean interrupted = false;
    for (Thread member : members) {
      while (member.isAlive()) {
        try {
          member.join();
        } catch (InterruptedException e) {
          interrupted = true;
          stop();
        }
      }
    }
    if (interrupted) {
      throw new InterruptedException("the run was interrupted");
    }
    rethrow();
  }

  private synchronized void rethrow() throws IOException, InterruptedException {
    if (first instanceof IOException e) {
      throw e;
    }
    if (first instanceof InterruptedException e) {
      throw e;
    }
    if (first instanceof RuntimeException e) {
      throw e;
    }
    if (first instanceof Error e) {
      throw e;
    }
  }
}
