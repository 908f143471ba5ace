package dev.muster.desktop.live;

import dev.muster.desktop.live.SessionDigest.Command;
import dev.muster.desktop.live.SessionDigest.FilesThen;
import dev.muster.desktop.live.SessionDigest.Kept;
import dev.muster.desktop.live.SessionDigest.Moment;
import dev.muster.desktop.live.SessionDigest.MomentKind;
import dev.muster.desktop.live.SessionDigest.PlanThen;
import dev.muster.desktop.live.SessionDigest.Spent;
import dev.muster.desktop.live.SessionDigest.TouchedFile;
import dev.muster.desktop.live.SessionDigest.Turn;
import dev.muster.engine.event.ConversationEvent.PromptSent;
import dev.muster.engine.event.LifeEvent.StateChanged;
import dev.muster.engine.event.LifeEvent.WorktreeReady;
import dev.muster.engine.event.MoneyEvent.UsageReported;
import dev.muster.engine.event.ObservedEvent.AgentStarted;
import dev.muster.engine.event.ObservedEvent.CheckpointMade;
import dev.muster.engine.event.ObservedEvent.TreeChanged;
import dev.muster.engine.event.OutcomeEvent;
import dev.muster.engine.event.OutcomeEvent.Merged;
import dev.muster.engine.event.OutcomeEvent.Noted;
import dev.muster.engine.event.PromptOrigin;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.event.ToolKind;
import dev.muster.engine.event.ToolOutcome;
import dev.muster.engine.event.TurnEvent.End;
import dev.muster.engine.event.TurnEvent.TurnEnded;
import dev.muster.engine.event.TurnEvent.TurnStarted;
import dev.muster.engine.event.WorkEvent.PlanChanged;
import dev.muster.engine.event.WorkEvent.ToolFinished;
import dev.muster.engine.event.WorkEvent.ToolStarted;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a {@link SessionDigest} of a session's events, given one after the other. One thread. */
final class SessionDigestFold {
  /** What a list may hold; a list that is full takes no more, and the digest says so. */
  static final int MOST = SessionDigest.MOST_COMMANDS;

  /** Turns are few and small, and every one of them can be gone back to. */
  static final int MOST_TURNS = 20_000;

  /** Plans and lists of files are larger. */
  static final int MOST_STATES = 1_000;

  private static final int PROMPT_CHARS = 300;
  private static final int MOST_OPEN = 1_000;

  private final List<Turn> turns = new ArrayList<>();
  private final Map<String, TouchedFile> files = new LinkedHashMap<>();
  private final List<Command> commands = new ArrayList<>();
  private final Map<String, Spent> spent = new LinkedHashMap<>();
  private final SpreadMoments moments = new SpreadMoments(MOST);
  private final List<PlanThen> plans = new ArrayList<>();
  private final List<FilesThen> trees = new ArrayList<>();
  private final List<Kept> kept = new ArrayList<>();
  private final Map<String, Open> open = new LinkedHashMap<>();
  private @Nullable PromptSent sent;
  private @Nullable String mergedAs;
  private String worktree = "";
  private long events;
  private boolean insideMuster;
  private boolean cut;

  // Whether the turn that runs is among those that are listed.
  private boolean listed;

  private record Open(ToolStarted call, long seq) {}

  /** Takes the next event in. */
  void accept(Recorded recorded) {
    events = recorded.seq();
    switch (recorded.event()) {
      case WorktreeReady ready -> worktree = ready.path();
      case TurnStarted started -> begun(started, recorded);
      case PromptSent prompt -> prompt(prompt, recorded);
      case TurnEnded ended -> ended(ended, recorded);
      case ToolStarted started -> started(started, recorded);
      case ToolFinished finished -> finished(finished, recorded);
      case PlanChanged plan -> add(plans, new PlanThen(recorded.seq(), plan.steps()), MOST_STATES);
      case TreeChanged tree ->
          add(
              trees,
              new FilesThen(recorded.seq(), tree.files(), tree.added(), tree.removed()),
              MOST_STATES);
      case CheckpointMade made ->
          add(kept, new Kept(recorded.seq(), recorded.turn(), made.commit()), MOST);
      case AgentStarted agent -> insideMuster = agent.pid() == null;
      case UsageReported used -> used(used);
      case Merged merged -> mergedAs = merged.commit();
      case StateChanged changed -> {
        if (changed.to() == SessionState.FAILED || changed.to() == SessionState.LOST) {
          error(recorded, "The session " + Words.state(changed.to()) + ".");
        }
      }
      case Noted noted -> {
        if (noted.level() == OutcomeEvent.Level.ERROR) {
          error(recorded, noted.text());
        }
      }
      default -> {
        // Says nothing that an outline has a place for.
      }
    }
  }

  private void begun(TurnStarted started, Recorded recorded) {
    listed = turns.size() < MOST_TURNS;
    PromptSent with = sent;
    PromptSent its = with == null || !with.promptId().equals(started.promptId()) ? null : with;
    add(
        turns,
        new Turn(
            recorded.turn(),
            recorded.seq(),
            recorded.at(),
            its == null ? "" : beginning(its.text()),
            its == null ? PromptOrigin.USER : its.origin(),
            0,
            0,
            null,
            null),
        MOST_TURNS);
    moment(recorded, MomentKind.TURN, "Turn " + recorded.turn());
  }

  /** The prompt that a turn began with; it comes before that turn or after. One that steers not. */
  private void prompt(PromptSent prompt, Recorded recorded) {
    if (prompt.steer()) {
      return;
    }
    sent = prompt;
    Turn last = last();
    if (last != null && last.number() == recorded.turn() && last.prompt().isEmpty()) {
      change(
          new Turn(
              last.number(),
              last.seq(),
              last.at(),
              beginning(prompt.text()),
              prompt.origin(),
              last.calls(),
              last.failed(),
              last.ended(),
              last.end()));
    }
  }

  private static String beginning(String prompt) {
    String text = prompt.strip();
    return text.length() <= PROMPT_CHARS ? text : text.substring(0, PROMPT_CHARS - 1) + "…";
  }

  private void ended(TurnEnded ended, Recorded recorded) {
    Turn last = last();
    if (last != null && last.number() == recorded.turn()) {
      change(
          new Turn(
              last.number(),
              last.seq(),
              last.at(),
              last.prompt(),
              last.origin(),
              last.calls(),
              last.failed(),
              recorded.at(),
              ended.end()));
    }
    if (ended.end() == End.FAILED) {
      String reason = ended.reason();
      error(recorded, reason == null ? "The turn failed." : reason);
    }
    open.clear();
  }

  private void started(ToolStarted call, Recorded recorded) {
    open.put(call.callId(), new Open(call, recorded.seq()));
    if (open.size() > MOST_OPEN) {
      open.remove(open.keySet().iterator().next());
    }
  }

  private void finished(ToolFinished finished, Recorded recorded) {
    Open began = open.remove(finished.callId());
    if (began == null) {
      return;
    }
    ToolStarted call = began.call();
    Integer exit = finished.exitCode();
    boolean ok = finished.outcome() == ToolOutcome.OK && (exit == null || exit == 0);
    count(ok);
    if (call.kind() == ToolKind.RUN) {
      add(
          commands,
          new Command(began.seq(), recorded.turn(), call.title(), ok, exit, finished.millis()),
          MOST);
    }
    if (call.kind() == ToolKind.READ || call.kind() == ToolKind.EDIT) {
      for (String path : call.paths()) {
        touched(path, call.kind() == ToolKind.EDIT, finished, began.seq());
      }
    }
    if (!ok) {
      error(recorded, Words.line(call.title(), 80));
    } else if (call.kind() == ToolKind.EDIT) {
      moment(recorded, MomentKind.EDIT, Words.line(call.title(), 80));
    }
  }

  private void touched(String path, boolean edit, ToolFinished finished, long seq) {
    String name = Words.inWorktree(worktree.isEmpty() ? null : worktree, path);
    TouchedFile known = files.get(name);
    if (known == null && files.size() >= MOST) {
      cut = true;
      return;
    }
    Integer plus = finished.added();
    Integer minus = finished.removed();
    int added = (known == null ? 0 : known.added()) + (edit && plus != null ? plus : 0);
    int removed = (known == null ? 0 : known.removed()) + (edit && minus != null ? minus : 0);
    boolean changed = edit && finished.outcome() == ToolOutcome.OK;
    files.put(
        name,
        new TouchedFile(
            name,
            (known == null ? 0 : known.reads()) + (edit ? 0 : 1),
            (known == null ? 0 : known.edits()) + (changed ? 1 : 0),
            added,
            removed,
            known == null ? seq : known.firstSeq(),
            seq));
  }

  private void used(UsageReported used) {
    Spent known = spent.get(used.model());
    if (known == null) {
      if (spent.size() >= MOST) {
        cut = true;
        return;
      }
      known = new Spent(used.model(), 0, 0, 0, 0, 0, 0, true);
    }
    Long cost = used.costMicros();
    spent.put(
        used.model(),
        new Spent(
            used.model(),
            known.requests() + 1,
            known.input() + used.input(),
            known.output() + used.output(),
            known.cacheRead() + used.cacheRead(),
            known.cacheWrite() + used.cacheWrite(),
            known.costMicros() + (cost == null ? 0 : cost),
            known.costKnown() && cost != null));
  }

  private void count(boolean ok) {
    Turn last = last();
    if (last != null) {
      change(
          new Turn(
              last.number(),
              last.seq(),
              last.at(),
              last.prompt(),
              last.origin(),
              last.calls() + 1,
              last.failed() + (ok ? 0 : 1),
              last.ended(),
              last.end()));
    }
  }

  private @Nullable Turn last() {
    return turns.isEmpty() || !listed ? null : turns.getLast();
  }

  private void change(Turn turn) {
    turns.set(turns.size() - 1, turn);
  }

  private void error(Recorded recorded, String words) {
    moment(recorded, MomentKind.ERROR, words);
  }

  private void moment(Recorded recorded, MomentKind kind, String words) {
    cut |= !moments.add(new Moment(recorded.seq(), recorded.at(), kind, words));
  }

  private <T> void add(List<T> list, T item, int most) {
    if (list.size() < most) {
      list.add(item);
    } else {
      cut = true;
    }
  }

  SessionDigest digest() {
    return new SessionDigest(
        events,
        turns,
        List.copyOf(files.values()),
        commands,
        List.copyOf(spent.values()),
        moments.kept(),
        plans,
        trees,
        kept,
        mergedAs,
        insideMuster,
        cut);
  }
}
