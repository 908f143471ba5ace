package dev.muster.desktop.history;

import dev.muster.desktop.live.EventPump;
import dev.muster.desktop.live.HistoryEntry;
import dev.muster.desktop.live.HistoryPage;
import dev.muster.desktop.live.HistoryQuery;
import dev.muster.desktop.live.HistoryQuery.Facet;
import dev.muster.desktop.live.HistoryQuery.Sort;
import dev.muster.desktop.live.HistorySource;
import dev.muster.desktop.live.HistorySource.Completion;
import dev.muster.desktop.live.HistorySource.Totals;
import dev.muster.engine.event.SessionId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/**
 * What is looked for in the history and what was found. What is typed stops the search before, so
 * that typing never waits and nothing piles up. JavaFX thread only; knows no node.
 */
public final class HistoryModel {
  /** Sessions listed at first, and as many more each time the end of the list is reached. */
  static final int STEP = 200;

  /** Sessions listed at most; what says so is {@link #leftOutProperty}. */
  static final int MOST = 2_000;

  private static final String ARCHIVE = "shelf:archived";
  private static final String TRASH = "shelf:trashed";

  private final HistorySource source;
  private final EventPump pump;
  private final StringProperty text = new SimpleStringProperty(this, "text", "");
  private final Map<Facet, String> chosen = new EnumMap<>(Facet.class);
  private final ReadOnlyObjectWrapper<@Nullable HistoryPage> page =
      new ReadOnlyObjectWrapper<>(this, "page");
  private final ReadOnlyObjectWrapper<@Nullable Totals> totals =
      new ReadOnlyObjectWrapper<>(this, "totals");
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper(this, "problem", "");
  private final ReadOnlyStringWrapper leftOut = new ReadOnlyStringWrapper(this, "leftOut", "");
  private final ObservableList<HistoryEntry> entries = FXCollections.observableArrayList();
  private final ObservableList<HistoryEntry> entriesView =
      FXCollections.unmodifiableObservableList(entries);
  private final ObservableList<HistoryEntry> marked = FXCollections.observableArrayList();
  private final ObjectProperty<@Nullable HistoryEntry> selected =
      new SimpleObjectProperty<>(this, "selected");
  private Sort sort = Sort.STARTED;
  private boolean ascending;
  private int limit = STEP;
  private @Nullable CompletableFuture<HistoryPage> running;
  private boolean counting;

  public HistoryModel(HistorySource source, EventPump pump) {
    this.source = source;
    this.pump = pump;
    text.subscribe((_, _) -> changed());
  }

  /** What stands in the search field. */
  public StringProperty textProperty() {
    return text;
  }

  /** What was found last; null before the first search. */
  public ReadOnlyObjectProperty<@Nullable HistoryPage> pageProperty() {
    return page.getReadOnlyProperty();
  }

  /** The sessions that were found. */
  public ObservableList<HistoryEntry> entries() {
    return entriesView;
  }

  /** The sessions that are chosen in the list, the one that is read among them. */
  public ObservableList<HistoryEntry> marked() {
    return marked;
  }

  /** All that is found with what is looked for now, however much of it is listed. */
  CompletableFuture<HistoryPage> all() {
    HistoryPage now = page.get();
    int found = now == null ? MOST : Math.max(MOST, now.sessions());
    return source.find(new HistoryQuery(text.get(), chosen, sort, ascending, found));
  }

  /** The session that is read; null for none. */
  public ObjectProperty<@Nullable HistoryEntry> selectedProperty() {
    return selected;
  }

  /** How much there is in all; null before it was counted. */
  public ReadOnlyObjectProperty<@Nullable Totals> totalsProperty() {
    return totals.getReadOnlyProperty();
  }

  /** What is wrong with what was typed, or why nothing could be found; empty when all is well. */
  public ReadOnlyStringProperty problemProperty() {
    return problem.getReadOnlyProperty();
  }

  /**
   * Tells how a query may go on.
   *
   * @param use called with it, unless the field says something else by then
   */
  public void complete(int caret, Consumer<Completion> use) {
    String typed = text.get();
    pump.deliver(
        source.complete(typed, caret),
        found -> {
          if (typed.equals(text.get())) {
            use.accept(found);
          }
        },
        problem::set);
  }

  /** What a menu offers now. */
  public List<HistoryPage.Choice> choices(Facet facet) {
    HistoryPage now = page.get();
    Totals all = totals.get();
    if (facet != Facet.SHELF) {
      return now == null ? List.of() : now.choices(facet);
    }
    return all == null
        ? List.of()
        : List.of(
            new HistoryPage.Choice("shelf:active", "Not archived", all.sessions() - all.archived()),
            new HistoryPage.Choice(ARCHIVE, "Archive", all.archived()),
            new HistoryPage.Choice(TRASH, "Trash", all.trashed()));
  }

  /** What is chosen of a menu; null for all. */
  public @Nullable String chosen(Facet facet) {
    return chosen.get(facet);
  }

  /** Narrows by a menu; null for all. */
  public void choose(Facet facet, @Nullable String value) {
    if (value == null) {
      chosen.remove(facet);
    } else {
      chosen.put(facet, value);
    }
    changed();
  }

  /** Whether anything narrows what is listed. */
  public boolean narrowed() {
    return !chosen.isEmpty() || !text.get().isBlank();
  }

  /** Lists everything again. */
  public void reset() {
    chosen.clear();
    if (text.get().isEmpty()) {
      changed();
    } else {
      text.set("");
    }
  }

  /** Orders the sessions. */
  public void sort(Sort by, boolean fromLeast) {
    if (by != sort || fromLeast != ascending) {
      sort = by;
      ascending = fromLeast;
      changed();
    }
  }

  /** Lists more of the sessions, where there are more. */
  public void more() {
    HistoryPage now = page.get();
    if (now != null && now.sessions() > entries.size() && limit < MOST) {
      limit = Math.min(MOST, limit + STEP);
      search();
    }
  }

  /** Which sessions were found and have no place in the list; empty when all have one. */
  public ReadOnlyStringProperty leftOutProperty() {
    return leftOut.getReadOnlyProperty();
  }

  /** Looks again, as after something happened; the selection stays. */
  public void refresh() {
    search();
    count();
  }

  /** Looks again at what is listed; the selection and the place stay. */
  public void look() {
    search();
  }

  /** Counts what there is in all. */
  public void count() {
    if (counting) {
      return;
    }
    counting = true;
    pump.deliver(
        source.totals(),
        now -> {
          counting = false;
          totals.set(now);
        },
        sentence -> {
          counting = false;
          problem.set(sentence);
        });
  }

  private void changed() {
    limit = STEP;
    search();
  }

  /** What is being looked for is given up for what is wanted now. */
  private void search() {
    CompletableFuture<HistoryPage> before = running;
    HistoryQuery wanted = new HistoryQuery(text.get(), chosen, sort, ascending, limit);
    CompletableFuture<HistoryPage> mine = source.find(wanted);
    running = mine;
    if (before != null) {
      before.cancel(true);
    }
    pump.deliver(
        mine,
        found -> {
          if (running == mine) {
            running = null;
            show(found);
          }
        },
        sentence -> {
          if (running == mine) {
            running = null;
            problem.set(sentence);
          }
        });
  }

  private void show(HistoryPage found) {
    HistoryEntry before = selected.get();
    String said = found.problem();
    problem.set(said == null ? "" : said);
    page.set(found);
    list(found.entries());
    leftOut.set(
        found.sessions() <= MOST
            ? ""
            : HistoryWords.leftOut(MOST, found.sessions(), sort, ascending));
    selected.set(before == null ? null : find(before.id()));
  }

  /** Where the same sessions stand in the same order only those are touched that changed. */
  private void list(List<HistoryEntry> found) {
    if (!same(found)) {
      entries.setAll(found);
      return;
    }
    for (int i = 0; i < found.size(); i++) {
      if (!entries.get(i).equals(found.get(i))) {
        entries.set(i, found.get(i));
      }
    }
  }

  private boolean same(List<HistoryEntry> found) {
    if (found.size() != entries.size()) {
      return false;
    }
    for (int i = 0; i < found.size(); i++) {
      if (!found.get(i).id().equals(entries.get(i).id())) {
        return false;
      }
    }
    return true;
  }

  private @Nullable HistoryEntry find(SessionId id) {
    return entries.stream().filter(entry -> entry.id().equals(id)).findFirst().orElse(null);
  }
}
