package dev.muster.desktop.review;

import atlantafx.base.theme.Styles;
import dev.muster.desktop.control.Banner;
import dev.muster.desktop.control.Tone;
import dev.muster.engine.git.Landed;
import dev.muster.engine.git.LandingPlan;
import dev.muster.engine.git.LandingWay;
import dev.muster.engine.git.RebaseStop;
import dev.muster.engine.git.SessionForecast;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SplitMenuButton;
import org.jspecify.annotations.Nullable;

/** The button that lands work, and what is told of it in the window. */
final class LandingBar {
  private final LandingModel model;
  private final ReviewSurroundings around;
  private final SplitMenuButton button = new SplitMenuButton();
  private Consumer<Runnable> asking = Runnable::run;

  LandingBar(LandingModel model, ReviewSurroundings around) {
    this.model = model;
    this.around = around;
    button.setId("review.land");
    button.setText("Squash and merge…");
    button.setAccessibleText("Land the work: squash and merge");
    button.getStyleClass().add(Styles.SUCCESS);
    button.setOnAction(_ -> open(LandingWay.SQUASH));
    button
        .getItems()
        .addAll(
            item("Squash and merge…", LandingWay.SQUASH),
            item("Merge…", LandingWay.MERGE),
            item("Rebase…", LandingWay.REBASE));
  }

  private MenuItem item(String title, LandingWay way) {
    MenuItem item = new MenuItem(title);
    item.setId("review.land." + way.name().toLowerCase(Locale.ROOT));
    item.setOnAction(_ -> open(way));
    return item;
  }

  Node button() {
    return button;
  }

  /** Who is asked first whether the dialog may be shown, and runs what it gets if so. */
  void setAsking(Consumer<Runnable> before) {
    asking = before;
  }

  /** Shows the dialog. */
  void open(LandingWay way) {
    if (!around.dialogOpen()) {
      asking.accept(() -> show(way));
    }
  }

  private void show(LandingWay way) {
    model.wayProperty().set(way);
    LandingCard card =
        new LandingCard(model, this::resolve, () -> askAnew(way), around::closeDialog);
    around.dialog("Land the work", card, card.buttons(), card.first(), card::dispose);
    card.begin();
  }

  /** Shows the conflicts of the plan in place of it; after them the plan is shown anew. */
  private void resolve() {
    ConflictModel conflicts = model.conflicts();
    if (conflicts == null) {
      return;
    }
    LandingWay way = model.wayProperty().get();
    Runnable again =
        () -> {
          around.closeDialog();
          open(way);
        };
    RebaseStop stop = conflicts.stop();
    around.closeDialog();
    ConflictCard card =
        new ConflictCard(conflicts, stop == null ? again : () -> next(again), again);
    around.dialog(title(stop), card, card.buttons(), card.first(), card::dispose);
    card.begin();
  }

  private static String title(@Nullable RebaseStop stop) {
    return stop == null
        ? "Resolve conflicts"
        : "Resolve conflicts of commit %,d of %,d".formatted(stop.number(), stop.of());
  }

  /** After a commit of a rebase was resolved: to the next that conflicts, else to the plan. */
  private void next(Runnable planShown) {
    model.plan(
        () -> {
          LandingPlan plan = model.planProperty().get();
          if (plan != null && plan.stop() != null) {
            resolve();
          } else {
            planShown.run();
          }
        });
  }

  private void askAnew(LandingWay way) {
    around.closeDialog();
    around.confirm(
        "Resolve all conflicts anew?",
        "What was resolved of the rebase so far is put aside; it stays reachable under"
            + " refs/muster/resolved/. Nothing else is changed.",
        "Resolve anew",
        () -> model.anew(() -> open(way)));
  }

  /** What stands above the differences: what was landed, and what failed. */
  List<Node> notes() {
    List<Node> notes = new ArrayList<>();
    Landed landed = model.landedProperty().get();
    if (landed != null) {
      Button undo = new Button("Undo the landing");
      undo.setId("review.land.undo");
      undo.setOnAction(_ -> askUndo());
      Button over = new Button("Close the session");
      over.setOnAction(_ -> model.closeSession());
      notes.add(
          new Banner(
              Tone.SUCCESS,
              new Banner.Message(landed.sentence(), "It stays under " + landed.ref() + ".", ""),
              List.of(undo, over),
              null));
    }
    Landed back = model.takenBackProperty().get();
    if (back != null) {
      notes.add(
          new Banner(
              Tone.NEUTRAL,
              new Banner.Message(takenBack(back), "It stays under " + back.ref() + ".", ""),
              List.of(),
              model::dismissTakenBack));
    }
    String problem = model.problemProperty().get();
    if (problem != null && !around.dialogOpen()) {
      notes.add(new Banner(Tone.DANGER, new Banner.Message(problem, "", ""), List.of(), null));
    }
    return notes;
  }

  /** What became of a landing that was taken back, a sentence. */
  static String takenBack(Landed landed) {
    return landed.number() == 0
        ? "The resolution of conflicts with %s was taken back.".formatted(landed.target())
        : "The landing onto %s was taken back.".formatted(landed.target());
  }

  private void askUndo() {
    model.askUndo(
        (tells, yes) ->
            around.confirm("Undo the landing?", String.join(" ", tells), "Undo it", yes));
  }

  /** How it would come into its branch, in a few words; empty while that is not known. */
  static String words(SessionForecast forecast) {
    String behind =
        forecast.behind() == 0
            ? "up to date"
            : forecast.behind() == 1
                ? "1 commit behind"
                : "%,d commits behind".formatted(forecast.behind());
    return switch (forecast.outcome()) {
      case NOTHING -> "nothing to land";
      case CLEAN -> behind + ", merges cleanly";
      case CONFLICTS ->
          behind
              + ", conflicts in "
              + (forecast.conflicts().size() + forecast.moreConflicts() == 1
                  ? forecast.conflicts().getFirst()
                  : "%,d files".formatted(forecast.conflicts().size() + forecast.moreConflicts()));
      case UNKNOWN -> forecast.sentence();
    };
  }
}
