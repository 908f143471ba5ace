package dev.muster.desktop.review;

import dev.muster.desktop.control.Action;
import dev.muster.desktop.live.PullRequestWords;
import dev.muster.desktop.theme.Icons;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.git.PullRequest;
import dev.muster.engine.session.SessionSnapshot;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import javafx.util.Subscription;

/** The button for the pull request: opens one, or tells how it stands. */
final class PullRequestBar {
  private final PullRequestModel model;
  private final ObservableValue<SessionSnapshot> session;
  private final ReviewSurroundings around;
  private final Button button = new Button("Create PR…");

  PullRequestBar(
      PullRequestModel model, ObservableValue<SessionSnapshot> session, ReviewSurroundings around) {
    this.model = model;
    this.session = session;
    this.around = around;
    button.setId("review.pull-request");
    button.getStyleClass().add("pull-request-button");
    button.setOnAction(_ -> open());
  }

  Node button() {
    return button;
  }

  /** Follows how it stands, until the subscription ends. */
  Subscription follow() {
    model.lookQuietly();
    return Subscription.combine(
        model.requestProperty().subscribe(_ -> show()), session.subscribe(_ -> show()));
  }

  /** The same by key. */
  Action action() {
    return Action.named("review.pull-request", "Pull request…")
        .description("Shows first where it goes; nothing is pushed before you agree.")
        .icon(Icons.DIFF)
        .key("Shortcut+P")
        .enabledWhen(session.map(s -> s.worktree() != null))
        .does(this::open);
  }

  private void show() {
    PullRequest request = model.requestProperty().get();
    // A session that is over has nothing left to push.
    button.setDisable(request == null && over());
    if (request == null) {
      button.setText("Create PR…");
      button.setTooltip(null);
    } else {
      button.setText("PR " + PullRequestWords.of(request));
      button.setTooltip(new Tooltip(request.title() + "\n" + request.url()));
      PullRequestWords.tone(request).applyTo(button);
    }
  }

  private boolean over() {
    return session.getValue().state() == SessionState.CLOSED;
  }

  private void open() {
    if (around.dialogOpen()) {
      return;
    }
    if (model.requestProperty().get() != null) {
      PullRequestState card = new PullRequestState(model, this::create, around::closeDialog);
      around.dialog("Pull request", card, card.buttons(), card.first(), card::dispose);
      card.begin();
    } else if (!over()) {
      create();
    }
  }

  private void create() {
    PullRequestCard card = new PullRequestCard(model, around::closeDialog);
    around.dialog("Create a pull request", card, card.buttons(), card.first(), card::dispose);
    card.begin();
  }
}
