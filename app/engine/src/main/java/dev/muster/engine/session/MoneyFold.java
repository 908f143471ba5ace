package dev.muster.engine.session;

import dev.muster.engine.event.MoneyEvent.LimitSeen;
import dev.muster.engine.event.MoneyEvent.UsageReported;
import dev.muster.engine.session.SessionSnapshot.SeenWindow;
import dev.muster.engine.session.SessionSnapshot.Totals;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** The part of a session's fold that sums up what was used and what is left of its account. */
final class MoneyFold {
  /** Usage windows kept of one account; agents know of two or three. */
  private static final int MOST_WINDOWS = 8;

  private final Map<String, SeenWindow> windows = new LinkedHashMap<>();
  private Totals totals = Totals.NONE;

  MoneyFold() {}

  MoneyFold(MoneyFold other) {
    windows.putAll(other.windows);
    totals = other.totals;
  }

  void used(UsageReported used) {
    Long cost = used.costMicros();
    boolean firstReport = totals.tokens() == 0;
    totals =
        new Totals(
            totals.input() + used.input(),
            totals.output() + used.output(),
            totals.cacheRead() + used.cacheRead(),
            totals.cacheWrite() + used.cacheWrite(),
            totals.costMicros() + (cost == null ? 0 : cost),
            cost != null && (firstReport || totals.costKnown()),
            used.contextUsed() != null ? used.contextUsed() : totals.contextUsed(),
            used.contextSize() != null ? used.contextSize() : totals.contextSize());
  }

  void seen(LimitSeen seen, Instant at) {
    if (windows.size() < MOST_WINDOWS || windows.containsKey(seen.window())) {
      windows.put(seen.window(), new SeenWindow(seen, at));
    }
  }

  Totals totals() {
    return totals;
  }

  Map<String, SeenWindow> windows() {
    return Map.copyOf(windows);
  }
}
