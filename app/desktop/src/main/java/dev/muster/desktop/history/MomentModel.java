package dev.muster.desktop.history;

import dev.muster.desktop.control.DiffDocument;
import dev.muster.desktop.grid.DiffDocuments;
import dev.muster.desktop.live.EventPump;
import dev.muster.desktop.live.HistoryEntry;
import dev.muster.desktop.live.HistorySource;
import dev.muster.desktop.live.PastMoment;
import dev.muster.desktop.live.PastMoment.Lines;
import dev.muster.desktop.live.SessionPast;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/**
 * The files and their differences at the moment of a session that is shown. Where the moment is
 * moved by hand, what is being read is given up and read anew once it rests; where it moves by
 * itself, one moment is read after the other, and those between are left out. JavaFX thread only,
 * on which nothing is read and nothing waits.
 */
final class MomentModel {
  private static final String UNREAD = "Too many lines to be read at once: choose it under Files.";

  /** Does something after a rest, and does it once however often it is asked to meanwhile. */
  interface Rest {
    /** Begins to rest, or begins anew. */
    void begin(Runnable then);

    /** Gives up what was to come. */
    void stop();
  }

  /** A moment, and what there is to list of its lines. */
  record Shown(PastMoment moment, DiffDocument document) {}

  private final HistorySource source;
  private final EventPump pump;
  private final Rest rest;
  private final ReadOnlyObjectWrapper<@Nullable Shown> shown =
      new ReadOnlyObjectWrapper<>(this, "shown");
  private final ReadOnlyBooleanWrapper reading = new ReadOnlyBooleanWrapper(this, "reading");
  private @Nullable HistoryEntry entry;
  private @Nullable SessionPast past;
  private @Nullable CompletableFuture<Shown> running;
  private @Nullable Wanted last;
  private @Nullable Wanted next;
  private @Nullable String path;
  private boolean resting;

  private record Wanted(long seq, boolean lines, @Nullable String path) {}

  MomentModel(HistorySource source, EventPump pump, Rest rest) {
    this.source = source;
    this.pump = pump;
    this.rest = rest;
  }

  /** The moment that was read last; null before the first. */
  ReadOnlyObjectProperty<@Nullable Shown> shownProperty() {
    return shown.getReadOnlyProperty();
  }

  /** Whether another moment is wanted than the one that is shown. */
  ReadOnlyBooleanProperty readingProperty() {
    return reading.getReadOnlyProperty();
  }

  /** Another session is read; null for none. */
  void open(@Nullable HistoryEntry session) {
    HistoryEntry before = entry;
    if (before != null && session != null && before.id().equals(session.id())) {
      entry = session;
      return;
    }
    giveUp();
    entry = session;
    past = null;
    path = null;
    last = null;
    shown.set(null);
  }

  /**
   * This moment is looked at.
   *
   * @param lines whether its lines are looked at, too
   * @param moving whether it moves on by itself
   */
  void look(long seq, boolean lines, boolean moving) {
    Wanted wanted = new Wanted(seq, lines, path);
    if (entry == null || seq < 1 || wanted.equals(next) || next == null && wanted.equals(last)) {
      return;
    }
    next = wanted;
    reading.set(true);
    if (moving) {
      if (running == null && !resting) {
        start();
      }
      return;
    }
    cancel();
    rest();
  }

  /** The lines of one file are wanted, however many there are before it. */
  void file(String name) {
    path = name;
    Wanted now = next != null ? next : last;
    if (now != null) {
      look(now.seq(), true, false);
    }
  }

  /** Nothing of it is in view: nothing more is read. */
  void giveUp() {
    rest.stop();
    resting = false;
    cancel();
    next = null;
    reading.set(false);
  }

  private void rest() {
    resting = true;
    rest.begin(this::start);
  }

  private void cancel() {
    CompletableFuture<Shown> under = running;
    running = null;
    if (under != null) {
      last = null;
      under.cancel(true);
    }
  }

  private void start() {
    Wanted wanted = next;
    HistoryEntry session = entry;
    if (wanted == null || session == null) {
      return;
    }
    rest.stop();
    resting = false;
    next = null;
    SessionPast of = past;
    if (of == null) {
      of = source.past(session.id(), session.events());
      past = of;
    }
    CompletableFuture<PastMoment> asked = of.at(wanted.seq(), wanted.lines(), wanted.path());
    // Made into rows where it was read, not on the thread that draws.
    CompletableFuture<Shown> mine = asked.thenApply(MomentModel::listed);
    var ignored =
        mine.whenComplete(
            (_, _) -> {
              if (mine.isCancelled()) {
                asked.cancel(true);
              }
            });
    running = mine;
    last = wanted;
    pump.deliver(
        mine,
        found -> over(mine, () -> shown.set(found)),
        sentence -> over(mine, () -> shown.set(failed(wanted, sentence))));
  }

  private void over(CompletableFuture<Shown> mine, Runnable show) {
    if (running != mine) {
      return;
    }
    running = null;
    show.run();
    if (next == null) {
      reading.set(false);
    } else {
      // What plays on is looked at some times a second, however quickly it could be read.
      rest();
    }
  }

  private static Shown failed(Wanted wanted, String sentence) {
    return new Shown(
        new PastMoment(wanted.seq(), 0, List.of(), List.of(), new Lines.Gone(sentence)),
        DiffDocument.EMPTY);
  }

  private static Shown listed(PastMoment moment) {
    return new Shown(
        moment,
        switch (moment.lines()) {
          case Lines.Held held -> DiffDocuments.of(held.changes(), held.diffs(), UNREAD, List.of());
          case Lines.Gone _ -> DiffDocument.EMPTY;
          case null -> DiffDocument.EMPTY;
        });
  }
}
