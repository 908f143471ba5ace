package dev.muster.engine.agent.acp;

import dev.muster.engine.agent.AgentListener;
import dev.muster.engine.agent.wire.Said;
import dev.muster.engine.event.ToolKind;
import dev.muster.engine.event.ToolOutcome;
import dev.muster.engine.event.WorkEvent.ToolFinished;
import dev.muster.engine.event.WorkEvent.ToolStarted;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Tells each tool call once as begun and once as over, however many messages there are about it and
 * whichever comes first. A call is told as begun when it is known what it does. One thread at a
 * time, but for {@link #denied}.
 */
final class AcpCalls {
  private static final int MOST_OPEN = 1_000;
  private static final int MOST_OVER = 2_000;
  private static final int OVERLAP = 200;

  private final Path worktree;
  private final AgentListener out;
  private final Clock clock;
  private final Runnable beforeCommand;
  private final Map<String, Open> open = new LinkedHashMap<>();
  private final Set<String> over = new LinkedHashSet<>();
  private final Set<String> denied = ConcurrentHashMap.newKeySet();
  private volatile boolean silentSinceDenial;
  private volatile boolean cancelling;

  /** A call that is not over. */
  private static final class Open {
    final AcpCall call;
    boolean told;
    boolean hidden;
    long since;

    /** How much of its output is told, and its end: to tell only what is new. */
    long printed;

    String printedEnd = "";
    boolean piecewise;

    Open(AcpCall call) {
      this.call = call;
    }
  }

  /**
   * No calls yet.
   *
   * @param beforeCommand run before a command is told as begun
   */
  AcpCalls(Path worktree, AgentListener out, Clock clock, Runnable beforeCommand) {
    this.worktree = worktree;
    this.out = out;
    this.clock = clock;
    this.beforeCommand = beforeCommand;
  }

  /**
   * A message about a call.
   *
   * @param first whether it is announced with it
   * @return the call's list of things to do where it keeps the agent's plan and nothing else; null
   *     for every other call
   */
  @Nullable JsonNode said(JsonNode update, boolean first) {
    Open one = merged(update);
    if (one == null) {
      return null;
    }
    JsonNode todos = one.call.input().path("todos");
    if (todos.isArray() && !one.told) {
      one.hidden = true;
    }
    String status = update.path("status").asString("");
    boolean runs = status.equals("in_progress");
    boolean ends = status.equals("completed") || status.equals("failed");
    if (ends || runs) {
      begin(one);
    }
    // Why it was cancelled is not what it printed.
    prints(one, update, !first && (runs || ends) && !(ends && cancelling));
    if (ends) {
      finish(one, outcome(one, status.equals("completed")));
    }
    return one.hidden ? todos : null;
  }

  /** A call that leave is asked for; it is told as begun. */
  AcpCall asked(JsonNode toolCall) {
    Open one = merged(toolCall);
    if (one == null) {
      AcpCall unnamed = new AcpCall("", worktree); // over already, or too many: it is still asked
      unnamed.merge(toolCall);
      return unnamed;
    }
    one.hidden = false;
    begin(one);
    return one.call;
  }

  /** Leave was refused: it never ran. Any thread. */
  void denied(String id) {
    if (!id.isEmpty()) {
      denied.add(id);
    }
    silentSinceDenial = true;
  }

  /** The turn is to be cancelled: what does not succeed any more did not fail. Any thread. */
  void cancelling() {
    cancelling = true;
  }

  /** The agent says or does something of its own. */
  void spoke() {
    silentSinceDenial = false;
  }

  /** Whether something was refused, and the agent has said and begun nothing since. Any thread. */
  boolean silentSinceDenial() {
    return silentSinceDenial;
  }

  /** Whether anything was refused in this turn. Any thread. */
  boolean anyDenied() {
    return !denied.isEmpty();
  }

  /** Something else is said: what waited to be described better is told as it is. */
  void others(String but) {
    for (Open one : List.copyOf(open.values())) {
      if (!one.told && !one.call.id.equals(but) && one.call.described()) {
        begin(one);
      }
    }
  }

  /** Ends the calls that were refused; agents do not always tell of it. */
  void settleDenied() {
    for (Open one : List.copyOf(open.values())) {
      if (denied.contains(one.call.id)) {
        finish(one, ToolOutcome.DENIED);
      }
    }
  }

  /** The turn is over, and so is everything in it. */
  void turnOver() {
    settleDenied();
    for (Open one : List.copyOf(open.values())) {
      finish(one, ToolOutcome.CANCELLED);
    }
    denied.clear();
    silentSinceDenial = false;
    cancelling = false;
  }

  private @Nullable Open merged(JsonNode said) {
    String id = said.path("toolCallId").asString("");
    if (id.isEmpty() || over.contains(id) || (open.size() >= MOST_OPEN && !open.containsKey(id))) {
      return null;
    }
    Open one = open.computeIfAbsent(id, fresh -> new Open(new AcpCall(fresh, worktree)));
    one.call.merge(said);
    return one;
  }

  private void begin(Open one) {
    if (one.told || one.hidden) {
      return;
    }
    one.told = true;
    one.since = clock.millis();
    AcpCall call = one.call;
    if (call.kind() == ToolKind.RUN) {
      beforeCommand.run();
    }
    out.event(
        new ToolStarted(
            call.id,
            call.kind(),
            call.name(),
            call.title(),
            call.inputText(),
            call.shown(),
            false,
            call.parent()));
  }

  // ---- output ---------------------------------------------------------------------------------

  private void prints(Open one, JsonNode update, boolean says) {
    if (one.hidden || one.call.kind() != ToolKind.RUN) {
      return;
    }
    JsonNode meta = update.path("_meta");
    for (String field : List.of("terminal_output_delta", "terminal_output")) {
      String piece = meta.path(field).path("data").asString("");
      if (!piece.isEmpty()) {
        begin(one);
        one.piecewise = true;
        print(one, piece);
      }
    }
    if (says && !one.piecewise && (update.has("content") || update.has("rawOutput"))) {
      print(one, fresh(one, one.call.output()));
    }
  }

  /** What was not told yet, of all that a command has printed so far or of the end of it. */
  private static String fresh(Open one, String all) {
    if (one.printed == 0) {
      return all;
    }
    int before = one.printedEnd.length();
    int at = (int) Math.min(Integer.MAX_VALUE, one.printed) - before;
    if (!all.startsWith(one.printedEnd, at)) {
      at = all.lastIndexOf(one.printedEnd);
    }
    return at < 0 ? "" : all.substring(at + before);
  }

  private void print(Open one, String piece) {
    long left = Said.MOST - one.printed;
    if (piece.isEmpty() || left <= 0) {
      return;
    }
    one.printed += piece.length();
    String end = one.printedEnd + piece;
    one.printedEnd = end.substring(Math.max(0, end.length() - OVERLAP));
    Said.output(out, one.call.id, Said.bounded(piece, (int) left));
  }

  // ---- the end --------------------------------------------------------------------------------

  private ToolOutcome outcome(Open one, boolean completed) {
    if (denied.contains(one.call.id)) {
      return ToolOutcome.DENIED;
    }
    Integer exit = one.call.exit();
    boolean command = one.call.kind() == ToolKind.RUN;
    if (cancelling && !(completed && (!command || (exit != null && exit == 0)))) {
      return ToolOutcome.CANCELLED; // some call it failed, some completed
    }
    return completed && (exit == null || exit == 0) ? ToolOutcome.OK : ToolOutcome.FAILED;
  }

  private void finish(Open one, ToolOutcome outcome) {
    open.remove(one.call.id);
    if (over.size() >= MOST_OVER) {
      over.remove(over.iterator().next());
    }
    over.add(one.call.id);
    if (!one.told) {
      return; // it never came to anything
    }
    AcpCall call = one.call;
    boolean ran = outcome == ToolOutcome.OK || outcome == ToolOutcome.FAILED;
    int[] lines = outcome == ToolOutcome.OK && call.kind() == ToolKind.EDIT ? call.lines() : null;
    String said = ran && call.kind() != ToolKind.RUN ? call.output() : "";
    String summary = null;
    if (lines != null) {
      summary = "+" + lines[0] + " −" + lines[1];
    } else if (outcome == ToolOutcome.FAILED && !said.isBlank()) {
      summary = Said.line(said);
    }
    out.event(
        new ToolFinished(
            call.id,
            outcome,
            ran ? call.exit() : null,
            Math.max(0, clock.millis() - one.since),
            summary,
            lines == null ? null : lines[0],
            lines == null ? null : lines[1],
            said.isBlank() ? null : Said.bounded(said, Said.MOST)));
  }
}
