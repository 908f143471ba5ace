package dev.muster.engine.host;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Sends signals to processes and process groups, which Java itself cannot. */
final class Signals {
  static final int INTERRUPT = 2;
  static final int KILL = 9;
  static final int TERMINATE = 15;

  private final MethodHandle kill;

  @SuppressWarnings(
      "restricted") // kill(2) has no counterpart in Java: ProcessHandle knows no groups
  Signals() {
    var linker = Linker.nativeLinker();
    var symbol =
        linker
            .defaultLookup()
            .find("kill")
            .orElseThrow(() -> new IllegalStateException("this system has no kill(2)"));
    kill =
        linker.downcallHandle(
            symbol,
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
  }

  /** Signals one process; false when there is none or it is not ours. */
  boolean process(long pid, int signal) {
    return pid > 1 && send((int) pid, signal);
  }

  /** Signals every process of a group; false when there is none. */
  boolean group(long group, int signal) {
    // 0 would be Muster's own group and -1 everything the user runs.
    return group > 1 && send((int) -group, signal);
  }

  private boolean send(int target, int signal) {
    try {
      return (int) kill.invokeExact(target, signal) == 0;
    } catch (Throwable e) {
      throw new IllegalStateException("kill(2) could not be called", e);
    }
  }
}
