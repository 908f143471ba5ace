package dev.muster.desktop.history;

import atlantafx.base.theme.Styles;
import dev.muster.desktop.control.Action;
import dev.muster.desktop.control.Actions;
import dev.muster.desktop.live.EventPump;
import dev.muster.desktop.live.HistoryEntry;
import dev.muster.desktop.live.HistoryKeeper;
import dev.muster.desktop.live.Notices;
import dev.muster.desktop.live.Words;
import dev.muster.desktop.theme.Icons;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.event.Shelf;
import dev.muster.engine.keep.DiskUse;
import dev.muster.engine.keep.PrunePlan;
import java.util.List;
import java.util.function.Predicate;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** What keeps house: export, archive, trash with restore, and emptying the trash. */
final class KeepingActions {
  private static final double WIDE = 520;

  private final HistoryKeeper keeper;
  private final EventPump pump;
  private final Notices notices;
  private final HistorySurroundings around;
  private final ObservableValue<@Nullable HistoryEntry> entry;
  private final Runnable changed;
  private final Action export;
  private final Action archive;
  private final Action trash;
  private final Action restore;
  private final Action empty;
  private final HistoryModel model;
  private final Action several;

  /**
   * @param model the list
   * @param entry the session that is read
   * @param changed called when the list is to be read again
   */
  KeepingActions(
      HistoryKeeper keeper,
      EventPump pump,
      Notices notices,
      HistorySurroundings around,
      HistoryModel model,
      ObservableValue<@Nullable HistoryEntry> entry,
      Actions all,
      Runnable changed) {
    this.keeper = keeper;
    this.pump = pump;
    this.notices = notices;
    this.around = around;
    this.entry = entry;
    this.model = model;
    this.changed = changed;
    export =
        all.add(
            Action.named("history.export", "Export…")
                .description("Writes it as Markdown, as a page that replays it, or as JSON lines.")
                .enabledWhen(entry.map(e -> e.shelf() != Shelf.PRUNED).orElse(false))
                .does(this::export));
    several =
        all.add(
            Action.named(
                    "history.export-several",
                    Bindings.createStringBinding(
                        () ->
                            model.marked().size() > 1
                                ? "Export the %d chosen…".formatted(model.marked().size())
                                : "Export all found…",
                        model.marked()))
                .description(
                    "Writes the sessions chosen in the list, or else all that were found, into one"
                        + " file, a folder or an archive.")
                .enabledWhen(
                    Bindings.createBooleanBinding(
                        () -> !model.entries().isEmpty(), model.entries()))
                .does(this::exportSeveral));
    archive =
        all.add(
            Action.named("history.archive", "Archive")
                .description("Puts it out of the way; all of it stays and is found.")
                .enabledWhen(when(shelf -> shelf == Shelf.ACTIVE))
                .does(
                    () ->
                        put(
                            Shelf.ARCHIVED,
                            "is in the archive: the menu beside the search field lists it")));
    restore =
        all.add(
            Action.named("history.restore", "Take back")
                .description("Takes it back from the archive or the trash, as it was.")
                .enabledWhen(when(shelf -> shelf == Shelf.ARCHIVED || shelf == Shelf.TRASHED))
                .does(() -> put(Shelf.ACTIVE, "is back as it was")));
    trash =
        all.add(
            Action.named("history.trash", "Delete…")
                .description("Puts it into the trash, from which it can be taken back.")
                .danger()
                .enabledWhen(when(shelf -> shelf == Shelf.ACTIVE || shelf == Shelf.ARCHIVED))
                .does(this::askTrash));
    empty =
        all.add(
            Action.named("history.prune", "Clean up…")
                .description(
                    "Empties the trash, or throws away by age or size; shows first what goes.")
                .icon(Icons.REMOVE)
                .does(() -> new PruneDialog(keeper, pump, around, this::prune).open()));
  }

  private ObservableValue<Boolean> when(Predicate<Shelf> test) {
    return entry.map(e -> e.state() == SessionState.CLOSED && test.test(e.shelf())).orElse(false);
  }

  private void export() {
    HistoryEntry now = entry.getValue();
    if (now != null) {
      export(List.of(now));
    }
  }

  private void exportSeveral() {
    if (model.marked().size() > 1) {
      export(List.copyOf(model.marked()));
    } else {
      pump.deliver(model.all(), page -> export(page.entries()), notices::problem);
    }
  }

  private void export(List<HistoryEntry> entries) {
    List<HistoryEntry> there = entries.stream().filter(one -> one.shelf() != Shelf.PRUNED).toList();
    if (there.isEmpty()) {
      notices.info("There is nothing to export: what was pruned is gone.");
    } else {
      new ExportDialog(keeper, pump, notices, around, there).open();
    }
  }

  private void put(Shelf to, String what) {
    HistoryEntry now = entry.getValue();
    if (now != null) {
      pump.deliver(
          keeper.put(now.id(), to),
          _ -> {
            notices.info("“" + Words.line(now.title(), 40) + "” " + what + ".");
            changed.run();
          },
          notices::problem);
    }
  }

  private void askTrash() {
    HistoryEntry now = entry.getValue();
    if (now == null) {
      return;
    }
    Label sentence =
        words(
            "It goes into the trash with all it said and did, and can be taken back from there:"
                + " the menu beside the search field lists it. Nothing goes for good before you"
                + " clean up.");
    Label cost = words("Measures what it takes on the disk…");
    cost.getStyleClass().add("muted");
    pump.deliver(keeper.weigh(now.id()), use -> cost.setText(cost(use)), cost::setText);
    ask(
        "Delete “" + Words.line(now.title(), 50) + "”?",
        new VBox(10, sentence, cost),
        "Put into the trash",
        () -> put(Shelf.TRASHED, "is in the trash: the menu beside the search field lists it"));
  }

  private static String cost(DiskUse use) {
    return "It takes %s on the disk: %s in the journal, %s in files of its own, %s of worktree (%s of it caches)."
        .formatted(
            Words.bytes(use.total()),
            Words.bytes(use.journal()),
            Words.bytes(use.files()),
            Words.bytes(use.worktree()),
            Words.bytes(use.caches()));
  }

  private void prune(PrunePlan plan) {
    notices.info(
        "Throwing away "
            + Words.count(plan.goes().size(), "session", "sessions")
            + "; what was begun is brought to its end also when Muster is closed.");
    pump.deliver(
        keeper.prune(plan),
        report -> {
          notices.info(
              "%s thrown away, %s given back."
                  .formatted(
                      Words.count(report.pruned().size(), "session was", "sessions were"),
                      Words.bytes(report.bytes())));
          report.problems().forEach(notices::problem);
          changed.run();
        },
        notices::problem);
  }

  private void ask(String title, javafx.scene.Node content, String yes, Runnable does) {
    Button no = new Button("Cancel");
    no.setCancelButton(true);
    no.setOnAction(_ -> around.closeDialog());
    Button go = new Button(yes);
    go.setId("history.yes");
    go.getStyleClass().add(Styles.DANGER);
    go.setOnAction(
        _ -> {
          around.closeDialog();
          does.run();
        });
    around.dialog(title, content, List.of(no, go), no, () -> {});
  }

  private static Label words(String text) {
    Label label = new Label(text);
    label.setMnemonicParsing(false);
    label.setWrapText(true);
    label.setPrefWidth(WIDE);
    return label;
  }

  /** What is offered beside the other buttons of a session. */
  List<Action> ofSession() {
    return List.of(export, archive, restore, trash);
  }

  /** Writes several sessions in one go. */
  Action several() {
    return several;
  }

  /** Throws away for good, after showing what goes. */
  Action empty() {
    return empty;
  }
}
