package dev.muster.engine.team;

import dev.muster.engine.event.ObservedEvent.AgentStarted;
import dev.muster.engine.event.ObservedEvent.CheckRan;
import dev.muster.engine.event.OutcomeEvent.Rewound;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.ToolKind;
import dev.muster.engine.event.ToolOutcome;
import dev.muster.engine.event.TurnEvent.TurnEnded;
import dev.muster.engine.event.TurnEvent.TurnStarted;
import dev.muster.engine.event.WorkEvent.ToolFinished;
import dev.muster.engine.event.WorkEvent.ToolStarted;
import dev.muster.engine.team.RaceFacts.SeenRun;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Computes from a session's events what it ran, what came of it, and how long it worked. */
final class RunsFold {
  /** The kinds of events that it reads. */
  static final Set<String> KINDS =
      Stream.of(
              ToolStarted.class,
              ToolFinished.class,
              AgentStarted.class,
              CheckRan.class,
              Rewound.class,
              TurnStarted.class,
              TurnEnded.class)
          .map(Class::getSimpleName)
          .collect(Collectors.toUnmodifiableSet());

  private record Run(String command, int exitCode, long millis, int atEdit, boolean observed) {}

  private final Map<String, ToolStarted> open = new HashMap<>();
  private final LinkedHashMap<String, Run> runs = new LinkedHashMap<>();
  private int edits;
  private int turns;
  private long worked;
  private boolean insideMuster;
  private @Nullable Instant began;
  private @Nullable Instant last;

  void apply(Recorded recorded) {
    last = recorded.at();
    switch (recorded.event()) {
      case ToolStarted call -> open.put(call.callId(), call);
      case ToolFinished finished -> finished(finished);
      case AgentStarted started -> insideMuster = started.pid() == null;
      case CheckRan check -> ran(check.command(), check.exitCode(), check.millis(), true);
      case Rewound rewound -> edits++;
      case TurnStarted turn -> {
        turns++;
        began = recorded.at();
      }
      case TurnEnded turn -> ended(recorded.at());
      default -> {
        // Not one of its kinds.
      }
    }
  }

  private void finished(ToolFinished finished) {
    ToolStarted call = open.remove(finished.callId());
    Integer exit = finished.exitCode();
    if (call == null) {
      return;
    }
    if (call.kind() == ToolKind.RUN && exit != null) {
      ran(call.title(), exit, finished.millis(), call.byMuster() || insideMuster);
    } else if (call.kind() == ToolKind.EDIT && finished.outcome() == ToolOutcome.OK) {
      edits++;
    }
  }

  private void ran(String command, int exitCode, long millis, boolean observed) {
    runs.remove(command);
    runs.put(command, new Run(command, exitCode, millis, edits, observed));
  }

  private void ended(Instant at) {
    Instant since = began;
    if (since != null) {
      worked += Math.max(0, Duration.between(since, at).toMillis());
      began = null;
    }
  }

  RaceFacts facts() {
    Instant since = began;
    Instant now = last;
    long running =
        since == null || now == null ? 0 : Math.max(0, Duration.between(since, now).toMillis());
    List<SeenRun> all =
        runs.sequencedValues().reversed().stream()
            .limit(RaceFacts.MOST)
            .map(
                run ->
                    new SeenRun(
                        run.command, run.exitCode, run.millis, edits - run.atEdit, run.observed))
            .toList();
    return new RaceFacts(turns, worked + running, all, runs.size() - all.size());
  }
}
