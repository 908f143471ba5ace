package dev.muster.engine.team;

import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.TurnEvent.TurnEnded;
import dev.muster.engine.event.TurnEvent.TurnStarted;
import dev.muster.engine.session.RunFold;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Computes from a session's events what it has to show beside others: {@link RaceFacts}. */
final class FactsFold {
  /** The kinds of events that it reads. */
  static final Set<String> KINDS =
      Stream.concat(
              RunFold.KINDS.stream(),
              Stream.of(TurnStarted.class, TurnEnded.class).map(Class::getSimpleName))
          .collect(Collectors.toUnmodifiableSet());

  private final RunFold runs = new RunFold(RaceFacts.MOST);
  private int turns;
  private long worked;
  private @Nullable Instant began;
  private @Nullable Instant last;

  void apply(Recorded recorded) {
    last = recorded.at();
    runs.apply(recorded);
    switch (recorded.event()) {
      case TurnStarted turn -> {
        turns++;
        began = recorded.at();
      }
      case TurnEnded turn -> ended(recorded.at());
      default -> {
        // What ran is computed apart.
      }
    }
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
    return new RaceFacts(turns, worked + running, runs.runs(), runs.forgotten());
  }
}
