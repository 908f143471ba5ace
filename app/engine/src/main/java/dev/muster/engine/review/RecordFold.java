package dev.muster.engine.review;

import dev.muster.engine.event.ConversationEvent.MessageAdded;
import dev.muster.engine.event.ConversationEvent.PromptSent;
import dev.muster.engine.event.ObservedEvent.AgentStarted;
import dev.muster.engine.event.ObservedEvent.CheckRan;
import dev.muster.engine.event.ObservedEvent.TreeChanged;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.ToolKind;
import dev.muster.engine.event.ToolOutcome;
import dev.muster.engine.event.WorkEvent.ToolFinished;
import dev.muster.engine.event.WorkEvent.ToolStarted;
import dev.muster.engine.review.SessionRecord.Kind;
import dev.muster.engine.review.SessionRecord.Ran;
import dev.muster.engine.review.SessionRecord.Said;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Computes a {@link SessionRecord} from a session's events; can go on where it stands. What the
 * agent says about a command is kept apart from what Muster saw of it. Not safe for several threads
 * at once.
 */
public final class RecordFold {
  private static final int MOST_OPEN = 1_000;

  private final LinkedHashMap<String, Ran> runs = new LinkedHashMap<>();
  private final Deque<Said> said = new ArrayDeque<>();
  private final Map<String, ToolStarted> open = new HashMap<>();

  /** Commands whose files were not measured yet after they ended. */
  private final List<String> unmeasured = new ArrayList<>();

  private long lastSeq;
  private long before;
  private boolean inside;
  private @Nullable String tree;
  private @Nullable String lastMessage;

  /** The last event that was taken in; 0 before the first. */
  public long lastSeq() {
    return lastSeq;
  }

  /** Takes the next event in; one that was taken in already is ignored. */
  public void apply(Recorded recorded) {
    if (recorded.seq() <= lastSeq) {
      return;
    }
    lastSeq = recorded.seq();
    switch (recorded.event()) {
      case PromptSent prompt -> say(recorded, Kind.PROMPT, prompt.text(), null, true);
      case MessageAdded message -> {
        if (message.parentCall() == null) {
          lastMessage = cut(message.text());
          say(recorded, Kind.MESSAGE, message.text(), null, true);
        }
      }
      case ToolStarted call -> {
        if (open.size() < MOST_OPEN) {
          open.put(call.callId(), call);
        }
        if (call.kind() == ToolKind.EDIT || call.kind() == ToolKind.RUN) {
          unmeasured.clear(); // What is measured from now on may be another state.
        }
      }
      case ToolFinished finished -> finished(recorded, finished);
      case CheckRan check ->
          ran(
              new Ran(
                  check.command(),
                  check.exitCode(),
                  check.millis(),
                  recorded.turn(),
                  recorded.at(),
                  1,
                  0,
                  check.treeHash(),
                  false,
                  true));
      case TreeChanged changed -> measured(changed.treeHash());
      case AgentStarted started -> {
        inside = started.pid() == null;
        open.clear();
      }
      default -> {
        // Everything else says nothing about the changes.
      }
    }
  }

  private void finished(Recorded recorded, ToolFinished finished) {
    ToolStarted call = open.remove(finished.callId());
    if (call == null) {
      return;
    }
    boolean ok = finished.outcome() == ToolOutcome.OK;
    Integer exit = finished.exitCode();
    if (call.kind() == ToolKind.RUN) {
      boolean well = ok && (exit == null || exit == 0);
      say(
          recorded,
          Kind.RUN,
          exit == null ? call.title() : call.title() + " · exit " + exit,
          null,
          well);
      if (exit != null) {
        ran(
            new Ran(
                call.title(),
                exit,
                finished.millis(),
                recorded.turn(),
                recorded.at(),
                1,
                0,
                tree,
                false,
                call.byMuster() || inside));
        unmeasured.add(call.title());
      }
    } else if (call.kind() == ToolKind.EDIT) {
      String path = call.paths().isEmpty() ? null : call.paths().getFirst();
      say(recorded, Kind.EDIT, call.title(), path, ok);
      if (ok) {
        runs.replaceAll((_, run) -> since(run, 1, run.changedSince()));
      }
    }
  }

  private void ran(Ran run) {
    Ran earlier = runs.remove(run.command());
    int times = earlier == null ? 1 : earlier.times() + 1;
    runs.put(
        run.command(),
        new Ran(
            run.command(),
            run.exitCode(),
            run.millis(),
            run.turn(),
            run.at(),
            times,
            0,
            run.tree(),
            false,
            run.observed()));
    if (runs.size() > SessionRecord.MOST_RUNS) {
      runs.pollFirstEntry();
    }
  }

  /**
   * The files were measured: for what just ended that is what it ran on, for older runs a change.
   */
  private void measured(String now) {
    tree = now;
    runs.replaceAll(
        (command, run) ->
            unmeasured.contains(command)
                ? with(run, now)
                : now.equals(run.tree()) ? run : since(run, 0, true));
    unmeasured.clear();
  }

  private static Ran with(Ran run, String tree) {
    return new Ran(
        run.command(),
        run.exitCode(),
        run.millis(),
        run.turn(),
        run.at(),
        run.times(),
        run.editsSince(),
        tree,
        run.changedSince(),
        run.observed());
  }

  private static Ran since(Ran run, int edits, boolean changed) {
    return new Ran(
        run.command(),
        run.exitCode(),
        run.millis(),
        run.turn(),
        run.at(),
        run.times(),
        run.editsSince() + edits,
        run.tree(),
        changed,
        run.observed());
  }

  private void say(Recorded at, Kind kind, String text, @Nullable String path, boolean ok) {
    said.addLast(new Said(at.seq(), at.turn(), at.at(), kind, cut(text), path, ok));
    if (said.size() > SessionRecord.MOST_SAID) {
      said.removeFirst();
      before++;
    }
  }

  private static String cut(String text) {
    return text.length() <= Said.LONGEST ? text : text.substring(0, Said.LONGEST) + "…";
  }

  /** What is known now. */
  public SessionRecord record() {
    return new SessionRecord(
        lastSeq, List.copyOf(runs.values()).reversed(), List.copyOf(said), before, lastMessage);
  }
}
