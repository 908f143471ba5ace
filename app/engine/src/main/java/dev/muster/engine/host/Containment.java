package dev.muster.engine.host;

import java.util.ArrayList;
import java.util.List;

/**
 * Turns a command into one whose tree stays together and ends with Muster.
 *
 * <p>A guarded command runs below a small shell that leads a session and process group of its own.
 * When Muster dies the shell learns it, by the death signal {@code USR1} (Linux) or by the end of a
 * pipe only Muster holds open (elsewhere), and ends the group and everything that carries the mark:
 * terminate, 0.3 s, kill. Measured without it: three of three processes survive a killed Muster.
 */
record Containment(
    HostFacts.Containment kind,
    List<String> session,
    List<String> deathSignal,
    String shell,
    List<String> interruptible,
    String lifeline) {

  /**
   * What the shell does. p is Muster's process number, f the lifeline or empty, c the command. The
   * death signal is not HUP: a Muster started with nohup hands down that HUP is ignored, and a
   * shell cannot undo that. One that comes while Muster is still the parent is somebody else's and
   * is passed over; like an interrupt it may end the wait for a command that has just ended, whose
   * exit code is then asked for again. The shell lets go of all streams so that they end when the
   * command closes them.
   */
  private static final String GUARD =
      """
      p=$1 f=$2; shift 2
      [ "$PPID" = "$p" ] || exit 137
      marked() {
        [ -r /proc/self/stat ] || return 0
        read -r me _ </proc/self/stat
        for e in $(grep -ls "MUSTER_TREE=$MUSTER_TREE" /proc/[0-9]*/environ); do
          q=${e#/proc/}; q=${q%/environ}
          [ "$q" = "$me" ] || kill "$1" "$q"
        done
      }
      sweep() {
        trap "" TERM HUP INT USR1
        PATH=/usr/bin:/bin:$PATH
        kill -TERM 0; marked -TERM
        sleep 0.3
        marked -KILL; marked -KILL
        kill -KILL 0
      }
      orphaned() {
        if [ -r /proc/self/stat ]; then
          read -r _ _ _ q _ </proc/self/stat
          [ "$q" = "$p" ] && { i=1; return 0; }
        fi
        sweep
      }
      trap orphaned USR1
      trap 'i=1' INT TERM
      i= g=
      exec 5<&0 4>&2 2>/dev/null
      if [ -n "$f" ]; then
        ( trap '' INT TERM HUP; exec >/dev/null 4>&- 5<&-
          read -r _ <"$f"; kill -KILL $$; rm -f "$f"; rmdir "${f%/*}"; sweep ) </dev/null &
        g=$!
      fi
      "$@" <&5 2>&4 4>&- 5<&- &
      c=$!
      exec </dev/null >/dev/null 4>&- 5<&-
      while :; do
        wait $c; r=$?
        [ $r = 127 ] && break
        kill -0 $c || break
      done
      if [ -n "$i" ]; then
        wait $c; s=$?
        [ $s = 127 ] || r=$s
      fi
      [ -z "$g" ] || kill -KILL $g
      exit $r
      """;

  /** The whole command line for a guarded command. */
  List<String> guarded(List<String> argv, long musterPid) {
    if (kind == HostFacts.Containment.NONE) {
      return argv;
    }
    var line = new ArrayList<>(session);
    line.addAll(deathSignal.isEmpty() ? List.of() : with(deathSignal, "USR1"));
    line.addAll(List.of(shell, "-c", GUARD, "muster-guard", Long.toString(musterPid), lifeline));
    // A command the shell starts in the background ignores interrupts, and so would everything
    // below it; test suites notice.
    if (argv.getFirst().indexOf('=') < 0) {
      line.addAll(interruptible);
    }
    line.addAll(argv);
    return line;
  }

  /** The whole command line for a short command of Muster's own. */
  List<String> brief(List<String> argv) {
    var line = new ArrayList<>(session);
    // Terminate, not kill: git then removes its lock files.
    line.addAll(deathSignal.isEmpty() ? List.of() : with(deathSignal, "TERM"));
    line.addAll(argv);
    return line;
  }

  /** The whole command line for a command of Muster's own that goes on without it. */
  List<String> lasting(List<String> argv) {
    var line = new ArrayList<>(session);
    line.addAll(argv);
    return line;
  }

  private static List<String> with(List<String> command, String signal) {
    var line = new ArrayList<>(command);
    line.add(signal);
    line.add("--");
    return line;
  }
}
