package dev.muster.desktop.history;

import dev.muster.desktop.live.HistoryEntry;
import dev.muster.desktop.live.SessionDigest;
import dev.muster.desktop.live.SessionDigest.Moment;
import dev.muster.engine.event.Recorded;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import org.jspecify.annotations.Nullable;

/**
 * Plays a session again: what is shown is as it stood at a moment, which moves by hand or by
 * itself, as fast as it happened or up to 64 times that. Pauses are shortened. JavaFX thread only;
 * knows no clock, {@link #pulse} is given one.
 */
public final class ReplayModel {
  /** How much faster than it happened. */
  static final List<Integer> SPEEDS = List.of(1, 2, 4, 8, 16, 32, 64);

  /** Nobody waits longer than this for the next event. */
  static final Duration LONGEST_PAUSE = Duration.ofMillis(1_500);

  /** One pulse shows no more events than this; what is left comes with the next one. */
  private static final int MOST_IN_PULSE = 200;

  private final ReaderModel reader;
  private final ReadOnlyBooleanWrapper active = new ReadOnlyBooleanWrapper(this, "active");
  private final BooleanProperty playing = new SimpleBooleanProperty(this, "playing");
  private final IntegerProperty speed = new SimpleIntegerProperty(this, "speed", 4);
  private long waited;

  public ReplayModel(ReaderModel reader) {
    this.reader = reader;
    reader
        .entryProperty()
        .subscribe(
            _ -> {
              playing.set(false);
              active.set(false);
            });
  }

  /** Whether a moment of the past is shown rather than everything. */
  public ReadOnlyBooleanProperty activeProperty() {
    return active.getReadOnlyProperty();
  }

  /** Whether it goes on by itself. */
  public BooleanProperty playingProperty() {
    return playing;
  }

  /** How much faster than it happened; one of 1, 2, 4 … 64. */
  public IntegerProperty speedProperty() {
    return speed;
  }

  /** Shows everything as it stood after an event. */
  public void seek(long seq) {
    waited = 0;
    active.set(true);
    reader.showUntil(seq);
  }

  /** Moves by events. */
  public void step(long by) {
    seek(Math.clamp(reader.shownToProperty().get() + by, 1, Math.max(1, total())));
  }

  /** Goes to the next mark of the timeline, or to the one before. */
  public void toMark(boolean forward) {
    SessionDigest digest = reader.digestProperty().get();
    long now = reader.shownToProperty().get();
    if (digest == null) {
      return;
    }
    long to = forward ? total() : 1;
    for (Moment moment : digest.moments()) {
      if (forward && moment.seq() > now) {
        to = moment.seq();
        break;
      }
      if (!forward && moment.seq() < now) {
        to = moment.seq();
      }
    }
    seek(to);
  }

  /** Plays from here, or from the beginning when this is the end; or pauses. */
  public void toggle() {
    if (playing.get()) {
      playing.set(false);
      return;
    }
    if (!active.get() || reader.shownToProperty().get() >= total()) {
      seek(1);
    }
    playing.set(true);
  }

  /** Shows everything again. */
  public void leave() {
    if (active.get()) {
      playing.set(false);
      active.set(false);
      reader.toEnd();
    }
  }

  /**
   * Time has passed: shows what happened in it.
   *
   * @param nanos since the last call
   */
  public void pulse(long nanos) {
    if (!playing.get()) {
      return;
    }
    waited += Math.max(0, nanos);
    for (int n = 0; n < MOST_IN_PULSE; n++) {
      Recorded next = reader.upcoming();
      Recorded current = reader.current();
      if (next == null) {
        if (reader.shownToProperty().get() >= total()) {
          playing.set(false);
        }
        return;
      }
      long pause = pause(current, next);
      if (waited < pause) {
        return;
      }
      waited -= pause;
      reader.showUntil(next.seq());
    }
    waited = 0;
  }

  private long pause(@Nullable Recorded current, Recorded next) {
    if (current == null) {
      return 0;
    }
    Duration between = Duration.between(current.at(), next.at()).dividedBy(speed.get());
    Duration pause = between.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : between;
    return Math.max(0, pause.toNanos());
  }

  private long total() {
    return reader.totalProperty().get();
  }

  /** As {@code 11:38 of 11:43 · event 214 of 341}. */
  public String words() {
    HistoryEntry entry = reader.entryProperty().get();
    Recorded current = reader.current();
    if (entry == null || current == null) {
      return "";
    }
    ZoneId zone = ZoneId.systemDefault();
    Instant end = entry.last();
    return String.format(
        Locale.ROOT,
        "%s of %s · event %,d of %,d",
        HistoryWords.hour(current.at(), zone),
        HistoryWords.hour(end.isBefore(current.at()) ? current.at() : end, zone),
        current.seq(),
        total());
  }
}
