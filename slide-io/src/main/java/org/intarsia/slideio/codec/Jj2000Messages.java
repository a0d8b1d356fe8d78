package org.intarsia.slideio.codec;

import jj2000.j2k.util.FacilityManager;
import jj2000.j2k.util.MsgLogger;

/**
 * Hears what JJ2000 has to say, which would go to standard output otherwise.
 *
 * <p>The library knows one listener for the whole process; this one keeps the first complaint of
 * each thread. Remarks on comment markers are no complaints.
 */
final class Jj2000Messages implements MsgLogger {
  private final ThreadLocal<String> complaint = ThreadLocal.withInitial(() -> "");

  private Jj2000Messages() {}

  private static final class Holder {
    static final Jj2000Messages LISTENER = new Jj2000Messages();

    static {
      FacilityManager.registerMsgLogger(null, LISTENER);
    }
  }

  /** The listener, at work from the first call on. */
  static Jj2000Messages listener() {
    return Holder.LISTENER;
  }

  /** What was said on this thread since the last call, empty if nothing. */
  String take() {
    String text = complaint.get();
    complaint.remove();
    return text;
  }

  @Override
  public void printmsg(int severity, String message) {
    if (severity >= WARNING && !message.startsWith("COM marker") && complaint.get().isEmpty()) {
      complaint.set(message);
    }
  }

  @Override
  public void println(String text, int firstIndent, int indent) {}

  @Override
  public void flush() {}
}
