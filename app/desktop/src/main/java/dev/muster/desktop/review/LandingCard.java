package dev.muster.desktop.review;

import atlantafx.base.theme.Styles;
import dev.muster.desktop.control.SegmentedControl;
import dev.muster.desktop.control.SegmentedControl.Segment;
import dev.muster.desktop.control.VisibleText;
import dev.muster.engine.git.Changeset;
import dev.muster.engine.git.LandingPlan;
import dev.muster.engine.git.LandingPlan.Outcome;
import dev.muster.engine.git.LandingWay;
import dev.muster.engine.git.MergeConflict;
import dev.muster.engine.git.Moving;
import dev.muster.engine.git.PlannedCommit;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/** The dialog in which work is landed: where to, how, with which message, and what would happen. */
final class LandingCard extends VBox {
  private static final int MOST_LISTED = 8;
  private static final double WIDTH = 660;

  private final LandingModel model;
  private final Runnable close;
  private final ComboBox<String> target = new ComboBox<>();
  private final SegmentedControl<LandingWay> way =
      new SegmentedControl<>(
          List.of(
              new Segment<>(LandingWay.SQUASH, "Squash", "all of it as one commit"),
              new Segment<>(LandingWay.MERGE, "Merge", "a merge commit"),
              new Segment<>(LandingWay.REBASE, "Rebase", "its commits one by one")));
  private final TextArea message = new TextArea();
  private final Label problem = line("", Styles.DANGER);
  private final Button look = new Button("Look again");
  private final VBox told = new VBox(4);
  private final Button land = new Button("Land");
  private final Button onNew = new Button("Land on a new branch");
  private final Button handBack = new Button("Hand the conflicts to the agent");
  private final Button resolve = new Button("Resolve here…");
  private final Button again = new Button("Resolve anew…");
  private final Button cancel = new Button("Cancel");
  private Subscription subscription = Subscription.EMPTY;

  /**
   * @param resolving shows the conflicts of the plan
   * @param anew asks whether what was resolved of a rebase is to be put aside
   */
  LandingCard(LandingModel model, Runnable resolving, Runnable anew, Runnable close) {
    super(10);
    this.model = model;
    this.close = close;
    getStylesheets().add(ReviewView.sheetOfStyles());
    getStyleClass().add("landing-card");
    setPrefWidth(WIDTH); // sentences are wrapped, not the window filled with one
    target.setAccessibleText("Branch to land on");
    target.setItems(model.targets());
    target.valueProperty().bindBidirectional(model.targetProperty());
    way.valueProperty().bindBidirectional(model.wayProperty());
    Label onto = new Label("onto");
    HBox choice = new HBox(8, way, onto, target);
    choice.setAlignment(Pos.CENTER_LEFT);
    message.setAccessibleText("Message of the commit");
    message.setPrefRowCount(6);
    message.setWrapText(true);
    message.getStyleClass().add("mono");
    message.textProperty().bindBidirectional(model.messageProperty());
    Label words = new Label("Message");
    words.setLabelFor(message);
    words.getStyleClass().add("muted");
    Label own = line("Each commit keeps its own message.", "muted");
    ObservableValue<Boolean> rebased = way.valueProperty().map(LandingWay.REBASE::equals);
    own.visibleProperty().bind(rebased);
    for (Region one : List.of(words, message)) {
      one.visibleProperty().bind(rebased.map(is -> !is));
    }
    for (Region one : List.of(own, words, message)) {
      one.managedProperty().bind(one.visibleProperty());
    }
    told.getStyleClass().add("landing-told");
    getChildren().addAll(choice, own, words, message, trouble(), told);
    land.getStyleClass().add(Styles.SUCCESS);
    land.setDefaultButton(true);
    land.setOnAction(_ -> model.land(moving()));
    onNew.setOnAction(_ -> model.land(Moving.NEW_BRANCH));
    handBack.setOnAction(_ -> model.handBack(close));
    resolve.setId("landing.resolve");
    resolve.setOnAction(_ -> resolving.run());
    again.setId("landing.anew");
    again.setOnAction(_ -> anew.run());
    handBack.setId("landing.hand-back");
    cancel.setCancelButton(true);
    cancel.setOnAction(_ -> close.run());
    ObservableValue<Boolean> still =
        Bindings.createBooleanBinding(() -> !model.busyProperty().get(), model.busyProperty());
    for (Button button : List.of(look, land, onNew, handBack, resolve, again)) {
      button.disableProperty().bind(still.map(now -> !now));
      button.managedProperty().bind(button.visibleProperty());
    }
  }

  /** What went wrong, and beside it the way on: what is shown may not be true any more. */
  private HBox trouble() {
    look.setId("landing.look-again");
    look.setMinWidth(USE_PREF_SIZE);
    look.setOnAction(_ -> model.planAgain());
    problem.setMinWidth(0);
    problem.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(problem, Priority.ALWAYS);
    HBox trouble = new HBox(8, problem, look);
    trouble.setAlignment(Pos.CENTER_LEFT);
    trouble.visibleProperty().bind(problem.textProperty().isNotEmpty());
    trouble.managedProperty().bind(trouble.visibleProperty());
    return trouble;
  }

  /** The buttons of the dialog. */
  List<Button> buttons() {
    return List.of(cancel, again, handBack, resolve, onNew, land);
  }

  /** What has the keyboard first. */
  Node first() {
    return message.isVisible() ? message : way.chosen();
  }

  /** Begins; ends with {@link #dispose}. */
  void begin() {
    subscription =
        Subscription.combine(
            model.planProperty().subscribe(_ -> show()),
            model.busyProperty().subscribe(_ -> show()),
            model.problemProperty().subscribe(_ -> show()),
            model.targetProperty().subscribe((before, now) -> model.plan()),
            model.wayProperty().subscribe((before, now) -> model.plan()),
            model.landedProperty().subscribe((before, now) -> landed(now)));
    model.prepare();
  }

  void dispose() {
    subscription.unsubscribe();
    target.valueProperty().unbindBidirectional(model.targetProperty());
    message.textProperty().unbindBidirectional(model.messageProperty());
    way.valueProperty().unbindBidirectional(model.wayProperty());
  }

  private void landed(@Nullable Object now) {
    if (now != null) {
      close.run();
    }
  }

  private Moving moving() {
    LandingPlan plan = model.planProperty().get();
    return plan != null && plan.possible().contains(Moving.BRANCH)
        ? Moving.BRANCH
        : Moving.CHECKOUT;
  }

  private void show() {
    LandingPlan plan = model.planProperty().get();
    List<Label> lines = new ArrayList<>();
    String wrong = model.problemProperty().get();
    problem.setText(wrong == null ? "" : VisibleText.onOneLine(wrong));
    if (plan == null) {
      if (model.busyProperty().get()) {
        lines.add(line("Looking what would happen…", "muted"));
      }
    } else {
      plan.tells().forEach(tell -> lines.add(line(tell, "landing-tell")));
      commits(plan, lines);
      conflicts(plan, lines);
    }
    told.getChildren().setAll(lines);
    boolean ready = plan != null && plan.ready();
    boolean checkout = ready && plan.possible().contains(Moving.CHECKOUT);
    boolean branch = ready && plan.possible().contains(Moving.BRANCH);
    land.setVisible(branch || checkout);
    land.setText(
        checkout && !branch ? "Land, and bring your checkout forward" : "Land on the branch");
    onNew.setVisible(ready && plan.possible().contains(Moving.NEW_BRANCH));
    boolean conflicts = plan != null && plan.outcome() == Outcome.CONFLICTS;
    handBack.setVisible(conflicts);
    resolve.setVisible(conflicts);
    again.setVisible(plan != null && plan.answered() > 0);
  }

  private static String told(PlannedCommit commit) {
    return commit.id().substring(0, 8) + "  " + commit.subject();
  }

  private static boolean isMade(LandingPlan plan, PlannedCommit commit) {
    boolean own = plan.uncommitted() > 0 && commit.id().equals(plan.sessionAfter());
    return own || commit.was().isEmpty();
  }

  /** A commit that is only made when it lands, with the message that stands above by then. */
  private Label made() {
    Label made = line("", "mono");
    made.textProperty()
        .bind(
            message
                .textProperty()
                .map(text -> "new       " + text.strip().lines().findFirst().orElse("")));
    return made;
  }

  private void commits(LandingPlan plan, List<Label> lines) {
    Changeset changes = plan.changes();
    if (changes != null) {
      lines.add(
          line(
              "%,d %s, +%,d −%,d"
                  .formatted(
                      changes.files().size() + changes.moreFiles(),
                      changes.files().size() + changes.moreFiles() == 1 ? "file" : "files",
                      changes.added(),
                      changes.removed()),
              "muted"));
    }
    List<PlannedCommit> all = plan.commits();
    for (PlannedCommit commit : all.subList(0, Math.min(MOST_LISTED, all.size()))) {
      lines.add(isMade(plan, commit) ? made() : line(told(commit), "mono"));
    }
    more(all.size() + plan.moreCommits(), lines);
  }

  private static void conflicts(LandingPlan plan, List<Label> lines) {
    List<MergeConflict> all = plan.conflicts();
    for (MergeConflict conflict : all.subList(0, Math.min(MOST_LISTED, all.size()))) {
      lines.add(line(conflict.sentence(), Styles.DANGER));
    }
    more(all.size(), lines);
  }

  private static void more(int all, List<Label> lines) {
    if (all > MOST_LISTED) {
      lines.add(line("and %,d more".formatted(all - MOST_LISTED), "muted"));
    }
  }

  private static Label line(String text, String style) {
    Label label = new Label(VisibleText.onOneLine(text));
    label.getStyleClass().add(style);
    label.setMnemonicParsing(false);
    label.setWrapText(true);
    return label;
  }
}
