package dev.muster.desktop.live;

import dev.muster.engine.session.SessionSnapshot;
import dev.muster.engine.session.SessionSnapshot.SeenWindow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How much of a usage window of an agent's account is used, as its newest session was told.
 *
 * @param agent the agent's name
 * @param window the window's name, as {@code 5 h}
 * @param used from 0 to 1
 * @param resets when it begins anew; null where that was not told
 */
public record AccountWindow(String agent, String window, double used, @Nullable Instant resets) {

  /** The windows that some session was told of and that have not begun anew since, by name. */
  static List<AccountWindow> of(List<SessionItem> items, Instant now) {
    record Told(AccountWindow window, Instant at) {}
    Map<String, Told> newest = new TreeMap<>();
    for (SessionItem item : items) {
      SessionSnapshot session = item.now();
      for (SeenWindow seen : session.windows().values()) {
        Instant resets = seen.seen().resets();
        if (resets != null && !resets.isAfter(now)) {
          continue;
        }
        Told told =
            new Told(
                new AccountWindow(
                    session.agentName(), seen.seen().window(), seen.seen().usedFraction(), resets),
                seen.at());
        newest.merge(
            session.agentId() + " " + seen.seen().window(),
            told,
            (a, b) -> a.at().isAfter(b.at()) ? a : b);
      }
    }
    List<AccountWindow> all = new ArrayList<>();
    newest.values().forEach(told -> all.add(told.window()));
    all.sort(Comparator.comparing(AccountWindow::agent).thenComparing(AccountWindow::window));
    return List.copyOf(all);
  }
}
