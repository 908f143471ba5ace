package dev.muster.desktop.shell;

import dev.muster.desktop.control.Action;
import dev.muster.desktop.live.EventPump;
import dev.muster.desktop.live.HistoryEntry;
import dev.muster.desktop.live.HistoryPage;
import dev.muster.desktop.live.HistoryQuery;
import dev.muster.desktop.live.HistorySource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/**
 * What can be done and what was found for the words that stand in the command palette. Actions are
 * there at once; sessions follow when the search is done, and what is typed stops the search
 * before, so that typing never waits. JavaFX thread only; knows no node.
 */
final class PaletteModel implements AutoCloseable {
  static final int MOST_ACTIONS = 8;
  static final int MOST_SESSIONS = 8;

  /** One line of the palette. */
  sealed interface Item {
    /** Something that can be done now. */
    record Act(Action action) implements Item {}

    /** A session that has the words. */
    record Session(HistoryEntry entry) implements Item {}

    /** The way to everything that was found. */
    record All(String text, int sessions) implements Item {}
  }

  private record Ranked(Action action, int rank) {}

  private final List<Action> actions;
  private final HistorySource history;
  private final EventPump pump;
  private final StringProperty text = new SimpleStringProperty(this, "text", "");
  private final ObservableList<Item> items = FXCollections.observableArrayList();
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper(this, "problem", "");
  private List<Item> found = List.of();
  private @Nullable CompletableFuture<HistoryPage> running;

  /**
   * @param actions in the order in which they are offered when nothing is typed
   */
  PaletteModel(Collection<Action> actions, HistorySource history, EventPump pump) {
    this.actions = List.copyOf(actions);
    this.history = history;
    this.pump = pump;
    text.subscribe((_, _) -> changed());
    show();
  }

  /** What is typed. */
  StringProperty textProperty() {
    return text;
  }

  /** What is offered: first what can be done, then what was found. */
  ObservableList<Item> items() {
    return items;
  }

  /** Why nothing could be found; empty when all is well. */
  ReadOnlyStringProperty problemProperty() {
    return problem.getReadOnlyProperty();
  }

  private void changed() {
    CompletableFuture<HistoryPage> before = running;
    running = null;
    if (before != null) {
      before.cancel(true);
    }
    problem.set("");
    if (text.get().isBlank()) {
      found = List.of();
    } else {
      search();
    }
    // What was found before stays until there is something else, so that nothing flickers.
    show();
  }

  private void search() {
    String typed = text.get();
    CompletableFuture<HistoryPage> mine =
        history.find(
            new HistoryQuery(typed, Map.of(), HistoryQuery.Sort.STARTED, false, MOST_SESSIONS));
    running = mine;
    pump.deliver(
        mine,
        page -> {
          if (running == mine) {
            running = null;
            found = found(typed, page);
            show();
          }
        },
        sentence -> {
          if (running == mine) {
            running = null;
            found = List.of();
            problem.set(sentence);
            show();
          }
        });
  }

  private static List<Item> found(String typed, HistoryPage page) {
    List<Item> items = new ArrayList<>();
    page.entries().stream()
        .limit(MOST_SESSIONS)
        .forEach(entry -> items.add(new Item.Session(entry)));
    if (page.sessions() > items.size()) {
      items.add(new Item.All(typed, page.sessions()));
    }
    return items;
  }

  private void show() {
    List<Item> all = new ArrayList<>();
    List<String> words = List.of(text.get().strip().toLowerCase(Locale.ROOT).split("\\s+", -1));
    actions.stream()
        .filter(Action::enabled)
        .map(action -> new Ranked(action, rank(action.title().toLowerCase(Locale.ROOT), words)))
        .filter(ranked -> ranked.rank() > 0)
        .sorted(Comparator.comparingInt(Ranked::rank).reversed())
        .limit(text.get().isBlank() ? Long.MAX_VALUE : MOST_ACTIONS)
        .forEach(ranked -> all.add(new Item.Act(ranked.action())));
    all.addAll(found);
    if (!all.equals(items)) {
      items.setAll(all);
    }
  }

  /** How well a title goes with what was typed; 0 when a word of it is nowhere in the title. */
  private static int rank(String title, List<String> words) {
    int rank = title.startsWith(words.getFirst()) ? 4 : 2;
    for (String word : words) {
      int at = title.indexOf(word);
      if (at < 0) {
        return 0;
      }
      if (at > 0 && Character.isLetterOrDigit(title.charAt(at - 1))) {
        rank = 1; // in the middle of a word
      }
    }
    return rank;
  }

  /** Nobody waits for what is still being looked for. */
  @Override
  public void close() {
    CompletableFuture<HistoryPage> before = running;
    running = null;
    if (before != null) {
      before.cancel(true);
    }
  }
}
