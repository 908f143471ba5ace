package dev.muster.desktop.grid;

import dev.muster.desktop.control.LogKind;
import dev.muster.desktop.control.LogRow;
import dev.muster.desktop.live.Backend;
import dev.muster.desktop.live.EventPump;
import dev.muster.desktop.live.SessionFeed;
import dev.muster.desktop.live.SessionItem;
import dev.muster.engine.agent.AgentListener.TailKind;
import dev.muster.engine.event.LifeEvent.WorktreeReady;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.session.CommandRun;
import dev.muster.engine.session.SessionSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.util.Subscription;

/**
 * One pane: the log of one session while it is shown, its open tab and its diff. A pane that is not
 * shown keeps no events; when it is shown again it reads the end of its log from the journal.
 * JavaFX thread only.
 */
public final class PaneModel {
  /** Events read when a pane is shown; four times as many each time earlier ones are asked for. */
  static final int FIRST_EVENTS = 400;

  /** No pane reads more than this many events. */
  static final int MOST_EVENTS = 25_600;

  /** Events kept while the journal is being read. */
  private static final int MOST_EARLY = 20_000;

  private static final String EARLIER = "earlier";

  /** The tabs. */
  public enum Tab {
    LOG,
    PLAN,
    DIFF
  }

  private final SessionItem item;
  private final Backend backend;
  private final EventPump pump;
  private final LogOutput out;
  private final DiffModel diff;
  private final ObjectProperty<Tab> tab = new SimpleObjectProperty<>(this, "tab", Tab.LOG);
  private final ReadOnlyBooleanWrapper loading = new ReadOnlyBooleanWrapper(this, "loading");
  private final List<Recorded> early = new ArrayList<>();
  private LogRows rows;
  private int wantedEvents = FIRST_EVENTS;
  private long lastSeq;
  private boolean hasEarlier;
  private int reading;
  private Subscription subscription = Subscription.EMPTY;
  private boolean shown;

  public PaneModel(SessionItem item, Backend backend, EventPump pump, LogOutput out) {
    this.item = item;
    this.backend = backend;
    this.pump = pump;
    this.out = out;
    diff = new DiffModel(item.id(), backend, pump);
    rows = newRows();
    tab.subscribe(this::tellDiff);
  }

  public SessionItem item() {
    return item;
  }

  public ObjectProperty<Tab> tabProperty() {
    return tab;
  }

  public DiffModel diff() {
    return diff;
  }

  /** Whether the end of the log is being read from the journal. */
  public ReadOnlyBooleanProperty loadingProperty() {
    return loading.getReadOnlyProperty();
  }

  /** Begins to follow the session. */
  public void show() {
    if (shown) {
      return;
    }
    shown = true;
    subscription =
        Subscription.combine(
            pump.feed(item.id(), new Feed()),
            item.snapshotProperty().subscribe(now -> diff.tree(now.changes().treeHash())));
    tellDiff();
    reload();
  }

  /** Stops following; the log is forgotten. */
  public void hide() {
    if (!shown) {
      return;
    }
    shown = false;
    subscription.unsubscribe();
    subscription = Subscription.EMPTY;
    reading++;
    loading.set(false);
    early.clear();
    tellDiff();
    out.clear();
  }

  /** Renews what changes with the clock alone. */
  public void tick(Instant now) {
    if (shown && !loading.get()) {
      rows.tick(now);
    }
  }

  /** Whether the clock alone can change anything now. */
  public boolean ticking() {
    return shown && rows.ticking();
  }

  /**
   * Does what a row offers: unfolds what a command printed, or reads earlier events.
   *
   * @return false when it offers nothing
   */
  public boolean activate(LogRow row) {
    if (EARLIER.equals(row.key())) {
      wantedEvents = Math.min(MOST_EVENTS, wantedEvents * 4);
      reload();
      return true;
    }
    return rows.toggle(row.key());
  }

  private LogRows newRows() {
    CommandRun run = item.now().lastRun();
    WorktreeReady worktree = item.now().worktree();
    return new LogRows(
        out, worktree == null ? null : worktree.path(), run != null && run.observed());
  }

  private void tellDiff() {
    diff.visible(shown && tab.get() == Tab.DIFF);
  }

  private void reload() {
    int mine = ++reading;
    loading.set(true);
    pump.deliver(
        backend.fleet().tail(item.id(), wantedEvents),
        events -> {
          if (mine == reading) {
            restart(events);
          }
        },
        sentence -> {
          if (mine == reading) {
            loading.set(false);
            out.put(LogRow.of(LogKind.ERROR, sentence));
          }
        });
  }

  private void restart(List<Recorded> events) {
    loading.set(false);
    out.clear();
    rows = newRows();
    lastSeq = 0;
    hasEarlier = !events.isEmpty() && events.getFirst().seq() > 1;
    if (hasEarlier) {
      long before = events.getFirst().seq() - 1;
      String how =
          wantedEvents < MOST_EVENTS
              ? "Click here, or press Enter on it, to show more."
              : "`muster show " + item.id() + "` prints all of them.";
      out.put(
          LogRow.of(LogKind.NOTE, before + " earlier events are in the journal. " + how)
              .withKey(EARLIER));
    }
    accept(events);
    accept(List.copyOf(early));
    early.clear();
  }

  private void accept(List<Recorded> events) {
    for (Recorded event : events) {
      if (event.seq() > lastSeq) {
        lastSeq = event.seq();
        rows.accept(event);
      }
    }
  }

  /** The session as it stands. */
  public SessionSnapshot now() {
    return item.now();
  }

  private final class Feed implements SessionFeed {
    @Override
    public void events(List<Recorded> events) {
      if (!loading.get()) {
        accept(events);
      } else if (early.size() + events.size() <= MOST_EARLY) {
        early.addAll(events);
      } else {
        overflowed();
      }
    }

    @Override
    public void tail(String id, TailKind kind, String text) {
      // While the journal is read there is nothing to append it to; the stored text will come.
      if (!loading.get()) {
        rows.tail(id, kind, text);
      }
    }

    @Override
    public void tailDropped(String id) {
      if (!loading.get()) {
        rows.tailDropped(id);
      }
    }

    @Override
    public void overflowed() {
      early.clear();
      reload();
    }
  }
}
