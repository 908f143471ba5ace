package dev.muster.desktop.shell;

import dev.muster.desktop.control.FlushClock;
import dev.muster.desktop.history.HistoryModel;
import dev.muster.desktop.history.HistorySurroundings;
import dev.muster.desktop.history.HistoryView;
import dev.muster.desktop.live.HistoryEntry;
import dev.muster.desktop.live.SessionItem;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import org.jspecify.annotations.Nullable;

/** The history's place in the window; it is made when it is first asked for. */
final class HistoryRoom implements HistorySurroundings, AutoCloseable {
  private final WindowModel model;
  private final Overlay overlay;
  private final FlushClock clock;
  private final ObservableValue<Instant> now;
  private final Consumer<SessionItem> goTo;
  private final Consumer<SessionItem> review;
  private final Runnable leave;
  private final Runnable importing;
  private @Nullable HistoryView view;

  /**
   * @param goTo shows a session's pane
   * @param leave shows the grid again
   * @param importing asks what is to be imported
   */
  HistoryRoom(
      WindowModel model,
      Overlay overlay,
      FlushClock clock,
      ObservableValue<Instant> now,
      Consumer<SessionItem> goTo,
      Consumer<SessionItem> review,
      Runnable leave,
      Runnable importing) {
    this.model = model;
    this.overlay = overlay;
    this.clock = clock;
    this.now = now;
    this.goTo = goTo;
    this.review = review;
    this.leave = leave;
    this.importing = importing;
  }

  /** The history as it is shown. */
  HistoryView view() {
    HistoryView known = view;
    if (known == null) {
      known =
          new HistoryView(
              new HistoryView.Parts(
                  model.backend(), model.pump(), model.fleet(), model.notices(), clock, now),
              this);
      view = known;
    }
    return known;
  }

  /** Lists all that has these words, and shows one session of it where they are. */
  void read(String words, HistoryEntry entry) {
    find(words);
    view().model().selectedProperty().set(entry);
  }

  /** Lists all that has these words. */
  void find(String words) {
    HistoryModel model = view().model();
    model.reset();
    model.textProperty().set(words);
    view().focusSearch();
  }

  /** Something was taken in: it is listed. */
  void changed() {
    HistoryView known = view;
    if (known != null) {
      known.model().refresh();
    }
    model.countHistory();
  }

  @Override
  public void goTo(SessionItem item) {
    goTo.accept(item);
  }

  @Override
  public void review(SessionItem item) {
    review.accept(item);
  }

  @Override
  public void leave() {
    leave.run();
  }

  @Override
  public void importConversations() {
    importing.run();
  }

  @Override
  public void dialog(
      String title, Node content, List<? extends Node> buttons, Node focus, Runnable closed) {
    overlay.show(new DialogCard(title, content, buttons), focus, closed);
  }

  @Override
  public void closeDialog() {
    overlay.close();
  }

  @Override
  public void close() {
    HistoryView known = view;
    if (known != null) {
      known.close();
    }
  }
}
