package dev.muster.engine.session;

import dev.muster.engine.event.ObservedEvent.AgentExited;
import dev.muster.engine.event.ObservedEvent.AgentStarted;
import dev.muster.engine.event.ObservedEvent.CheckRan;
import dev.muster.engine.event.ObservedEvent.CheckpointMade;
import dev.muster.engine.event.ObservedEvent.TreeChanged;
import dev.muster.engine.event.ObservedEvent.TreeSeen;
import dev.muster.engine.event.OutcomeEvent.Rewound;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.ToolKind;
import dev.muster.engine.event.ToolOutcome;
import dev.muster.engine.event.TurnEvent.TurnEnded;
import dev.muster.engine.event.WorkEvent.ToolFinished;
import dev.muster.engine.event.WorkEvent.ToolStarted;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Computes from a session's events what runs, which commands ran, what came of each, and whether
 * the files are still those it ran on. The one place where that is decided. Not safe for several
 * threads at once.
 */
public final class RunFold {
  /** The kinds of events that it reads; others change nothing. */
  public static final Set<String> KINDS =
      Stream.of(
              ToolStarted.class,
              ToolFinished.class,
              AgentStarted.class,
              AgentExited.class,
              TurnEnded.class,
              CheckRan.class,
              TreeChanged.class,
              TreeSeen.class,
              CheckpointMade.class,
              Rewound.class)
          .map(Class::getSimpleName)
          .collect(Collectors.toUnmodifiableSet());

  private static final int MOST_OPEN = 1_000;

  /**
   * Tools of Muster's own agent that touch no file; of another agent's only its word would tell.
   */
  private static final Set<String> OWN_WITHOUT_FILES = Set.of("update_plan", "ask_user");

  private final int most;
  private final Map<String, ToolStarted> open = new LinkedHashMap<>();
  private final LinkedHashMap<String, CommandRun> runs = new LinkedHashMap<>();
  private boolean inside;
  private @Nullable String tree;
  private int forgotten;

  /**
   * Before the first event.
   *
   * @param most how many commands are kept, the latest ones
   */
  public RunFold(int most) {
    this.most = most;
  }

  RunFold(RunFold other) {
    most = other.most;
    open.putAll(other.open);
    runs.putAll(other.runs);
    inside = other.inside;
    tree = other.tree;
    forgotten = other.forgotten;
  }

  /** Takes the next event in. */
  public void apply(Recorded recorded) {
    switch (recorded.event()) {
      case ToolStarted call -> started(call);
      case ToolFinished finished -> finished(recorded, finished);
      case CheckRan check -> checked(recorded, check);
      case TreeChanged changed -> measured(changed.treeHash(), changed.lookedAfter());
      case TreeSeen seen -> measured(seen.treeHash(), seen.lookedAfter());
      case CheckpointMade made -> measured(made.treeHash(), null);
      case Rewound ignored -> each(RanOn::edited);
      case AgentStarted started -> {
        inside = started.pid() == null;
        open.clear();
      }
      case AgentExited ignored -> open.clear();
      case TurnEnded ignored -> open.clear();
      default -> {
        // Everything else says nothing about what ran.
      }
    }
  }

  private void measured(String now, @Nullable Long lookedAfter) {
    tree = now;
    runs.replaceAll((command, run) -> run.measured(now, lookedAfter));
  }

  /** Whether seeing the same tree again would tell on what a command ran. */
  boolean wouldTell(TreeSeen again) {
    return runs.values().stream()
        .anyMatch(
            run -> {
              RanOn.Files then = run.measured(again.treeHash(), again.lookedAfter()).on().files();
              return then == RanOn.Files.SAME && run.on().files() != then;
            });
  }

  private void started(ToolStarted call) {
    if (open.size() < MOST_OPEN) {
      open.put(call.callId(), call);
    }
    if (changesFiles(call)) {
      each(RanOn::disturbed);
    }
  }

  private void finished(Recorded recorded, ToolFinished finished) {
    ToolStarted call = open.remove(finished.callId());
    Integer exit = finished.exitCode();
    if (call == null) {
      return;
    }
    if (call.kind() == ToolKind.RUN && exit != null) {
      ran(
          recorded,
          call.title(),
          exit,
          finished.millis(),
          RanOn.justEnded(tree),
          call.byMuster() || inside);
    } else if (call.kind() == ToolKind.EDIT && finished.outcome() == ToolOutcome.OK) {
      each(RanOn::edited);
    }
  }

  private void checked(Recorded recorded, CheckRan check) {
    RanOn on = RanOn.exactly(check.treeHash());
    String now = tree;
    ran(
        recorded,
        check.command(),
        check.exitCode(),
        check.millis(),
        now == null ? on : on.measured(now),
        true);
  }

  private void ran(
      Recorded at, String command, int exitCode, long millis, RanOn on, boolean observed) {
    CommandRun earlier = runs.remove(command);
    int times = earlier == null ? 1 : earlier.times() + 1;
    runs.put(
        command,
        new CommandRun(
            command, exitCode, millis, at.turn(), at.at(), at.seq(), times, on, observed));
    if (runs.size() > most) {
      runs.pollFirstEntry();
      forgotten++;
    }
  }

  private void each(UnaryOperator<RanOn> change) {
    runs.replaceAll((command, run) -> run.with(change.apply(run.on())));
  }

  private boolean changesFiles(ToolStarted call) {
    return call.kind() != ToolKind.READ
        && call.kind() != ToolKind.SEARCH
        && !(inside && OWN_WITHOUT_FILES.contains(call.name()));
  }

  /** Whether an open call does more than look. */
  boolean mayChangeFiles(String callId) {
    ToolStarted call = open.get(callId);
    return call != null && changesFiles(call);
  }

  /** A call that has begun and not ended. */
  public @Nullable ToolStarted open(String callId) {
    return open.get(callId);
  }

  /** Calls that have begun and not ended, oldest first. */
  List<ToolStarted> open() {
    return List.copyOf(open.values());
  }

  /** Each command as it ran last, the latest first. */
  public List<CommandRun> runs() {
    return List.copyOf(runs.sequencedValues().reversed());
  }

  /** How many commands are not kept any more. */
  public int forgotten() {
    return forgotten;
  }

  /** The command that ended last; null when none has. */
  @Nullable CommandRun last() {
    Map.Entry<String, CommandRun> last = runs.lastEntry();
    return last == null ? null : last.getValue();
  }
}
