package dev.muster.desktop.history;

import dev.muster.desktop.control.LogRow;
import dev.muster.desktop.history.OutlineList.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.control.MenuItem;
import org.jspecify.annotations.Nullable;

/** What the context menus of a session offer that is read: to go there, and to begin from there. */
final class ReaderMenus {
  private final HistoryActions actions;
  private final ReaderModel model;
  private final ReplayModel replay;
  private final Consumer<Row> goTo;

  /**
   * @param goTo shows the place in the log that a row leads to
   */
  ReaderMenus(HistoryActions actions, ReaderModel model, ReplayModel replay, Consumer<Row> goTo) {
    this.actions = actions;
    this.model = model;
    this.replay = replay;
    this.goTo = goTo;
  }

  /** Of a turn in the outline. */
  List<MenuItem> ofTurn(Row turn) {
    return List.of(
        item("Go to its place in the log", () -> goTo.accept(turn)),
        asItStood(turn.seq()),
        fork(turn.seq()));
  }

  /**
   * Of a file.
   *
   * @param open shows its lines; null where none of them differed
   */
  List<MenuItem> ofFile(Row file, @Nullable Consumer<Row> open) {
    List<MenuItem> items = new ArrayList<>();
    if (open != null) {
      items.add(item("Show its lines", () -> open.accept(file)));
    }
    if (file.seq() > 0) {
      items.add(item("Go to its place in the log", () -> goTo.accept(file)));
    }
    return items;
  }

  /** Of a row of the log. */
  List<MenuItem> ofRow(LogRow row) {
    long seq = model.eventOf(row);
    return seq == 0 || !actions.fork().enabled() ? List.of() : List.of(fork(seq), asItStood(seq));
  }

  private MenuItem asItStood(long seq) {
    return item("Show everything as it stood then", () -> replay.seek(seq));
  }

  private MenuItem fork(long seq) {
    int turn = actions.turnAt(seq);
    return item(
        turn == 0 ? "Fork from its beginning…" : "Fork from the end of turn " + turn + "…",
        () -> actions.forkFrom(turn));
  }

  private static MenuItem item(String title, Runnable does) {
    MenuItem item = new MenuItem(title);
    item.setMnemonicParsing(false);
    item.setOnAction(_ -> does.run());
    return item;
  }
}
