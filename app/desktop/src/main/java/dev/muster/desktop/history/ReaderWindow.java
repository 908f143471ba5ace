package dev.muster.desktop.history;

import dev.muster.desktop.control.LogKind;
import dev.muster.desktop.control.LogRow;
import dev.muster.engine.event.Recorded;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The events of a session that are shown, and the rows at either end that offer more. JavaFX
 * thread.
 */
final class ReaderWindow {
  /** Events that are shown at once at most; the log has a bound of its own, too. */
  static final int MOST = 10_000;

  private static final String EARLIER = "earlier";
  private static final String LATER = "later";

  private final ReaderOutput out;
  private final List<Recorded> shown = new ArrayList<>();
  private ReaderRows rows;
  private @Nullable String laterKey;

  ReaderWindow(ReaderOutput out) {
    this.out = out;
    rows = new ReaderRows(out, false);
  }

  /** Shows nothing. */
  void clear() {
    shown.clear();
    laterKey = null;
    rows.clear();
  }

  /**
   * Shows other events.
   *
   * @param insideMuster whether the agent's tools ran inside Muster, as far as is known
   */
  void restart(List<Recorded> events, boolean insideMuster) {
    List<Recorded> now = List.copyOf(events);
    clear();
    rows = new ReaderRows(out, insideMuster);
    if (!now.isEmpty() && now.getFirst().seq() > 1) {
      long before = now.getFirst().seq() - 1;
      out.put(LogRow.of(LogKind.NOTE, more(before, "earlier")).withKey(EARLIER));
    }
    now.forEach(this::append);
  }

  /** Shows earlier events, too; the last ones make room where there is none. */
  void prepend(List<Recorded> events, boolean insideMuster) {
    List<Recorded> all = new ArrayList<>(events);
    all.addAll(shown);
    restart(all.size() <= MOST ? all : all.subList(0, MOST), insideMuster);
  }

  /** Shows the next event. */
  void append(Recorded event) {
    shown.add(event);
    rows.accept(event);
  }

  /** Says at the end how many there are after it. */
  void offerLater(long total) {
    foldLater();
    long left = total - last();
    if (left > 0) {
      laterKey = LATER + last();
      out.put(LogRow.of(LogKind.NOTE, more(left, "later")).withKey(laterKey));
    }
  }

  /** Takes that away. */
  void foldLater() {
    if (laterKey != null) {
      out.put(LogRow.of(LogKind.NOTE, "").withKey(laterKey));
      laterKey = null;
    }
  }

  private static String more(long count, String which) {
    return String.format(
        Locale.ROOT,
        "%,d %s events. Click here, or press Enter on it, to show more.",
        count,
        which);
  }

  boolean isEarlier(LogRow row) {
    return EARLIER.equals(row.key());
  }

  boolean isLater(LogRow row) {
    return laterKey != null && laterKey.equals(row.key());
  }

  /** Folds or unfolds what belongs to a row; false when there is nothing to fold. */
  boolean toggle(@Nullable String key) {
    return rows.toggle(key);
  }

  /**
   * Has an event in view.
   *
   * @param unfold whether to unfold what a command printed
   */
  void reveal(long seq, boolean unfold) {
    String key = rows.find(seq);
    if (key != null) {
      if (unfold) {
        rows.unfold(key);
      }
      out.reveal(key);
    }
  }

  /** The event that a row tells of; 0 for one that tells of none. */
  long eventOf(LogRow row) {
    return rows.eventOf(row.key());
  }

  /** The turn of an event that is shown; null for one that is not. */
  @Nullable Integer turnOf(long seq) {
    return has(seq) ? Integer.valueOf(shown.get((int) (seq - first())).turn()) : null;
  }

  /** Whether an event is shown. */
  boolean has(long seq) {
    return !shown.isEmpty() && seq >= first() && seq <= last();
  }

  boolean isEmpty() {
    return shown.isEmpty();
  }

  /** All that is shown. */
  List<Recorded> events() {
    return List.copyOf(shown);
  }

  /** The first event's number; 1 when there is none. */
  long first() {
    return shown.isEmpty() ? 1 : shown.getFirst().seq();
  }

  /** The last event's number; 0 when there is none. */
  long last() {
    return shown.isEmpty() ? 0 : shown.getLast().seq();
  }

  @Nullable Recorded current() {
    return shown.isEmpty() ? null : shown.getLast();
  }
}
