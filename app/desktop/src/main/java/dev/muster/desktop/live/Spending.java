package dev.muster.desktop.live;

import dev.muster.engine.session.SessionSnapshot.Totals;
import java.util.List;

/**
 * What a number of sessions have cost.
 *
 * @param micros micro-dollars that were reported
 * @param sessions how many of them used a model; a script costs nothing and does not count
 * @param unknown how many of those did not, or not always, report their cost
 */
public record Spending(long micros, int sessions, int unknown) {
  static final Spending NONE = new Spending(0, 0, 0);

  static Spending of(List<SessionItem> items) {
    long micros = 0;
    int sessions = 0;
    int unknown = 0;
    for (SessionItem item : items) {
      Totals totals = item.now().totals();
      if (totals.tokens() > 0 && !item.now().scripted()) {
        sessions++;
        micros += totals.costMicros();
        unknown += totals.costKnown() ? 0 : 1;
      }
    }
    return new Spending(micros, sessions, unknown);
  }
}
