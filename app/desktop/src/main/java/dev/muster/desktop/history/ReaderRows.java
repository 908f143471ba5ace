package dev.muster.desktop.history;

import dev.muster.desktop.control.LogKind;
import dev.muster.desktop.control.LogRow;
import dev.muster.desktop.control.Tone;
import dev.muster.desktop.grid.LogOutput;
import dev.muster.desktop.grid.LogRows;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.TurnEvent.TurnStarted;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a part of a session's story: those of a pane, with a heading where a turn begins, and
 * each of them to be found again by the event it was made of.
 */
final class ReaderRows implements LogOutput {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH).withZone(ZoneId.systemDefault());
  private static final String OUTPUT = "out:";

  private final ReaderOutput out;
  private final LogRows rows;
  private final NavigableMap<Long, String> keys = new TreeMap<>();
  private final Map<String, Long> events = new HashMap<>();
  private long seq;
  private int of;

  /**
   * @param insideMuster whether the agent's tools run inside Muster, as far as is known
   */
  ReaderRows(ReaderOutput out, boolean insideMuster) {
    this.out = out;
    rows = new LogRows(this, null, insideMuster);
  }

  /** Takes the next event in. */
  void accept(Recorded recorded) {
    seq = recorded.seq();
    of = 0;
    if (recorded.event() instanceof TurnStarted) {
      put(
          LogRow.of(LogKind.TURN, "Turn " + recorded.turn())
              .withNote(TIME.format(recorded.at()), Tone.NEUTRAL));
    }
    rows.accept(recorded);
  }

  /** Folds or unfolds what belongs to a row; false when there is nothing to fold. */
  boolean toggle(@Nullable String key) {
    return rows.toggle(key);
  }

  /**
   * The row that tells of an event, or of the next one that has a row; null when there is none.
   * What a command printed is unfolded.
   */
  @Nullable String find(long event) {
    Map.Entry<Long, String> at = keys.ceilingEntry(event);
    if (at == null) {
      at = keys.floorEntry(event);
    }
    return at == null ? null : at.getValue();
  }

  /** The event that a row tells of; 0 for one that tells of none. */
  long eventOf(@Nullable String key) {
    return key == null ? 0 : events.getOrDefault(key, 0L);
  }

  /** Unfolds what a command printed, if that is what this row is and it is folded. */
  void unfold(String key) {
    if (key.startsWith(OUTPUT)) {
      rows.toggle(key);
    }
  }

  @Override
  public void put(LogRow row) {
    String key = row.key();
    LogRow named = key != null ? row : row.withKey("e" + seq + "." + of++);
    keys.putIfAbsent(seq, String.valueOf(named.key()));
    events.putIfAbsent(String.valueOf(named.key()), seq);
    out.put(named);
  }

  @Override
  public void tail(@Nullable LogRow row) {
    out.tail(row);
  }

  @Override
  public void clear() {
    keys.clear();
    events.clear();
    out.clear();
  }
}
