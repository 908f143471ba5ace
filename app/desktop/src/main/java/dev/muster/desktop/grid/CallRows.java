package dev.muster.desktop.grid;

import dev.muster.desktop.control.LogKind;
import dev.muster.desktop.control.LogRow;
import dev.muster.desktop.control.Tone;
import dev.muster.desktop.control.VisibleText;
import dev.muster.desktop.live.Words;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.ToolKind;
import dev.muster.engine.event.ToolOutcome;
import dev.muster.engine.event.WorkEvent.ToolFinished;
import dev.muster.engine.event.WorkEvent.ToolOutput;
import dev.muster.engine.event.WorkEvent.ToolStarted;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rows of tool calls: one for the call, whose note tells how it goes and how it went, and one
 * under it with the last lines it printed. What a call printed is folded away when it went well and
 * can be unfolded as far as it is kept.
 *
 * <p>The id of a call is the agent's word: an agent that was started again may count from the
 * beginning. So a row is known by the event its call began with, and the id leads to the last call
 * that had it.
 */
final class CallRows {
  /** Lines shown under a call that runs. */
  static final int RUNNING_LINES = 4;

  /** Lines that stay under a call that failed. */
  static final int FAILED_LINES = 6;

  /** Calls whose printed lines are kept for unfolding. */
  private static final int MOST_KEPT = 64;

  /** A call that takes less than this is not said to be running. */
  private static final Duration WORTH_SAYING = Duration.ofSeconds(2);

  /** The Muster agent's tools that only change the plan or ask: both have rows of their own. */
  private static final Set<String> TOLD_ELSEWHERE = Set.of("update_plan", "ask_user");

  private static final String CALL = "call:";
  private static final String OUTPUT = "out:";

  private static final class Call {
    final String key;
    final ToolStarted started;
    final Instant at;
    final int run;
    final TerminalText stored = new TerminalText();
    TerminalText shown = stored;
    boolean hasOutputRow;
    boolean waiting;
    @Nullable ToolFinished finished;

    Call(String key, ToolStarted started, Instant at, int run) {
      this.key = key;
      this.started = started;
      this.at = at;
      this.run = run;
    }
  }

  /** By what their rows are known by, the first one first. */
  private final Map<String, Call> calls = new LinkedHashMap<>();

  /** The last call of each id. */
  private final Map<String, Call> latest = new HashMap<>();

  private final Set<String> unfolded = new HashSet<>();
  private int run;

  /** An agent was started, or a turn: ids of calls mean other calls from here on. */
  void anew() {
    run++;
  }

  void started(Recorded recorded, ToolStarted event, LogOutput out) {
    Call before = latest.remove(event.callId());
    if (event.kind() == ToolKind.OTHER && TOLD_ELSEWHERE.contains(event.name())) {
      return;
    }
    String key = event.callId() + "@" + recorded.seq();
    if (before != null && before.finished == null) {
      if (before.run == run) {
        key = before.key; // told anew while it runs
      } else {
        abandon(before, out);
      }
    }
    Call call = new Call(key, event, recorded.at(), run);
    calls.put(key, call);
    latest.put(event.callId(), call);
    forgetOld();
    out.put(row(call, "", Tone.NEUTRAL));
  }

  void output(ToolOutput event, LogOutput out) {
    Call call = latest.get(event.callId());
    if (call == null) {
      return;
    }
    call.stored.append(event.text());
    String spill = event.spillFile();
    if (spill != null) {
      call.stored.append("\n… more than is kept here; the whole output is in " + spill + "\n");
    }
    call.shown = call.stored.copy();
    showOutput(call, out);
  }

  void tail(String callId, String text, LogOutput out) {
    Call call = latest.get(callId);
    if (call != null && call.finished == null) {
      if (call.shown == call.stored) {
        call.shown = call.stored.copy();
      }
      call.shown.append(text);
      showOutput(call, out);
    }
  }

  void tailDropped(String callId, LogOutput out) {
    Call call = latest.get(callId);
    if (call != null && call.finished == null) {
      call.shown = call.stored.copy();
      showOutput(call, out);
    }
  }

  /**
   * @param observed whether Muster itself saw the exit code: only then may it be green
   */
  void finished(ToolFinished event, boolean observed, LogOutput out) {
    Call call = latest.get(event.callId());
    if (call == null) {
      return;
    }
    call.finished = event;
    call.shown = call.stored;
    out.put(row(call, note(call, event), tone(call.started, event, observed)));
    showOutput(call, out);
  }

  /** Ends what still runs when the turn, or the agent, is gone. */
  void abandon(LogOutput out) {
    for (Call call : calls.values()) {
      if (call.finished == null) {
        abandon(call, out);
      }
    }
  }

  private void abandon(Call call, LogOutput out) {
    call.finished =
        new ToolFinished(
            call.started.callId(), ToolOutcome.CANCELLED, null, 0, null, null, null, null);
    call.shown = call.stored;
    out.put(row(call, "cancelled", Tone.NEUTRAL));
    showOutput(call, out);
  }

  /** Tells how long it has been for what still runs. */
  void tick(Instant now, LogOutput out) {
    for (Call call : calls.values()) {
      if (call.finished == null && !call.waiting) {
        Duration time = Duration.between(call.at, now);
        if (time.compareTo(WORTH_SAYING) >= 0) {
          out.put(row(call, "running " + Words.running(time), Tone.INFO));
        }
      }
    }
  }

  /** Says that a call waits for leave, or does so no longer. */
  void waiting(@Nullable String callId, boolean now, LogOutput out) {
    Call call = callId == null ? null : latest.get(callId);
    if (call != null && call.finished == null) {
      call.waiting = now;
      out.put(row(call, now ? "waits for you" : "", now ? Tone.WARNING : Tone.NEUTRAL));
    }
  }

  boolean anyRunning() {
    return calls.values().stream().anyMatch(call -> call.finished == null && !call.waiting);
  }

  /**
   * Folds or unfolds what a call printed.
   *
   * @param key of the call's row or of the row with its output
   * @return false when it is neither, or nothing was printed
   */
  boolean toggle(String key, LogOutput out) {
    String known =
        key.startsWith(CALL)
            ? key.substring(CALL.length())
            : key.startsWith(OUTPUT) ? key.substring(OUTPUT.length()) : "";
    Call call = calls.get(known);
    if (call == null || call.shown.isEmpty()) {
      return false;
    }
    if (!unfolded.remove(known)) {
      unfolded.add(known);
    }
    showOutput(call, out);
    return true;
  }

  private void showOutput(Call call, LogOutput out) {
    String key = OUTPUT + call.key;
    int most = lines(call);
    long count = call.shown.count();
    if (count == 0 || most == 0) {
      if (call.hasOutputRow) {
        out.put(new LogRow(key, LogKind.OUTPUT, "", "", Tone.NEUTRAL));
      }
      return;
    }
    call.hasOutputRow = true;
    String text = String.join("\n", call.shown.last(most));
    long hidden = count - Math.min(most, Math.min(count, TerminalText.MOST_LINES));
    String note = hidden > 0 ? hidden + " lines above" : "";
    out.put(new LogRow(key, LogKind.OUTPUT, text, note, Tone.NEUTRAL));
  }

  private int lines(Call call) {
    ToolFinished finished = call.finished;
    if (unfolded.contains(call.key)) {
      return TerminalText.MOST_LINES;
    }
    if (finished == null) {
      return RUNNING_LINES;
    }
    Integer exit = finished.exitCode();
    boolean well =
        switch (finished.outcome()) {
          case OK -> exit == null || exit == 0;
          case FAILED, DENIED, CANCELLED -> false;
        };
    return well ? 0 : FAILED_LINES;
  }

  private static LogRow row(Call call, String note, Tone tone) {
    String named = shownTitle(call.started);
    String title = call.started.byMuster() ? named + "  (Muster)" : named;
    String text = call.started.parentCall() == null ? title : "  ↳ " + title;
    return new LogRow(CALL + call.key, kind(call.started.kind()), text, note, tone);
  }

  /** A command may have lines; in a path a line break is a part of the name, and shown as one. */
  private static String shownTitle(ToolStarted started) {
    return switch (started.kind()) {
      case READ, EDIT, SEARCH -> VisibleText.onOneLine(started.title());
      case RUN, FETCH, MCP, AGENT, OTHER -> started.title();
    };
  }

  private static LogKind kind(ToolKind kind) {
    return switch (kind) {
      case READ -> LogKind.READ;
      case EDIT -> LogKind.EDIT;
      case RUN -> LogKind.RUN;
      case SEARCH -> LogKind.SEARCH;
      case FETCH -> LogKind.FETCH;
      case MCP, AGENT, OTHER -> LogKind.TOOL;
    };
  }

  private static String note(Call call, ToolFinished event) {
    String summary = event.summary() == null ? "" : Words.line(event.summary(), 60);
    Integer exit = event.exitCode();
    return switch (event.outcome()) {
      case DENIED -> "denied";
      case CANCELLED -> "cancelled";
      case OK, FAILED -> {
        if (exit != null) {
          yield "exit " + exit + " · " + Words.took(event.millis());
        }
        Integer added = event.added();
        Integer removed = event.removed();
        if (call.started.kind() == ToolKind.EDIT && (added != null || removed != null)) {
          String lines = Words.lines(added == null ? 0 : added, removed == null ? 0 : removed);
          yield lines.isEmpty() ? "no change" : lines;
        }
        yield summary;
      }
    };
  }

  private static Tone tone(ToolStarted call, ToolFinished event, boolean observed) {
    Integer exit = event.exitCode();
    return switch (event.outcome()) {
      case DENIED -> Tone.WARNING;
      case CANCELLED -> Tone.NEUTRAL;
      case FAILED -> Tone.DANGER;
      case OK -> {
        if (exit != null && exit != 0) {
          yield Tone.DANGER;
        }
        boolean edited = call.kind() == ToolKind.EDIT && event.added() != null;
        yield observed && (exit != null || edited) ? Tone.SUCCESS : Tone.NEUTRAL;
      }
    };
  }

  private void forgetOld() {
    Iterator<Call> oldest = calls.values().iterator();
    while (calls.size() > MOST_KEPT && oldest.hasNext()) {
      Call call = oldest.next();
      if (call.finished != null) {
        oldest.remove();
        latest.remove(call.started.callId(), call);
        unfolded.remove(call.key);
      }
    }
  }
}
