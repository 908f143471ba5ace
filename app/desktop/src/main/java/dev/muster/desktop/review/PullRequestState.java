package dev.muster.desktop.review;

import atlantafx.base.theme.Styles;
import dev.muster.desktop.control.Chip;
import dev.muster.desktop.control.Tone;
import dev.muster.desktop.control.VisibleText;
import dev.muster.desktop.live.PullRequestWords;
import dev.muster.engine.git.PullRequest;
import dev.muster.engine.git.PullRequest.Check;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/** The dialog that tells how a pull request and its checks stand. */
final class PullRequestState extends VBox {
  private static final double ROW = 28;
  private static final int MOST_ROWS = 10;

  private final PullRequestModel model;
  private final VBox told = new VBox(6);
  private final ListView<Check> checks = new ListView<>();
  private final Button refresh = new Button("Look again");
  private final Button push = new Button("Push more…");
  private final Button over = new Button("Close the session as pull request");
  private final Button close = new Button("Close");
  private Subscription subscription = Subscription.EMPTY;

  /**
   * @param more shows the dialog that pushes
   */
  PullRequestState(PullRequestModel model, Runnable more, Runnable leave) {
    super(10);
    this.model = model;
    getStylesheets().add(ReviewView.sheetOfStyles());
    getStyleClass().addAll("landing-card", "pull-request-card");
    checks.setId("pull-request.checks");
    checks.setAccessibleText("Checks of the pull request");
    checks.setFixedCellSize(ROW);
    checks.setCellFactory(_ -> new CheckCell());
    checks.managedProperty().bind(checks.visibleProperty());
    getChildren().addAll(told, checks);
    refresh.setId("pull-request.refresh");
    refresh.setOnAction(_ -> model.look());
    push.setId("pull-request.more");
    push.setOnAction(
        _ -> {
          leave.run();
          more.run();
        });
    over.setId("pull-request.close-session");
    over.setOnAction(_ -> model.closeSession(leave));
    close.setCancelButton(true);
    close.setOnAction(_ -> leave.run());
    for (Button button : List.of(refresh, push, over)) {
      button.disableProperty().bind(model.busyProperty());
    }
  }

  List<Button> buttons() {
    return List.of(over, push, refresh, close);
  }

  Node first() {
    return refresh;
  }

  /** Begins; ends with {@link #dispose}. */
  void begin() {
    subscription =
        Subscription.combine(
            model.requestProperty().subscribe(_ -> show()),
            model.problemProperty().subscribe(_ -> show()));
    model.look();
  }

  void dispose() {
    subscription.unsubscribe();
  }

  private void show() {
    List<Node> lines = new ArrayList<>();
    String problem = model.problemProperty().get();
    if (!problem.isEmpty()) {
      lines.add(PullRequestCard.line(problem, Styles.DANGER));
    }
    PullRequest request = model.requestProperty().get();
    checks.setVisible(request != null && !request.checks().isEmpty());
    if (request == null) {
      lines.add(PullRequestCard.line("There is no pull request of this branch.", "muted"));
    } else {
      lines.add(PullRequestCard.line(request.title(), "strong"));
      lines.add(
          PullRequestCard.line(
              "%s into %s%s%s"
                  .formatted(
                      PullRequestWords.of(request),
                      request.base(),
                      request.mergeable().equals("CONFLICTING") ? " · conflicts with it" : "",
                      review(request.review())),
              "landing-tell"));
      lines.add(new PageRow(request.url(), model));
      checks.getItems().setAll(request.checks());
      checks.setPrefHeight(Math.min(MOST_ROWS, request.checks().size()) * ROW + 4);
    }
    told.getChildren().setAll(lines);
  }

  private static String review(String word) {
    return switch (word) {
      case "APPROVED" -> " · approved";
      case "CHANGES_REQUESTED" -> " · changes are asked for";
      case "REVIEW_REQUIRED" -> " · waits for a review";
      default -> "";
    };
  }

  /** One check: its name and how it stands. */
  private static final class CheckCell extends ListCell<Check> {
    @Override
    protected void updateItem(@Nullable Check check, boolean empty) {
      super.updateItem(check, empty);
      if (empty || check == null) {
        setText(null);
        setGraphic(null);
        return;
      }
      Chip chip =
          switch (check.state()) {
            case PASSED -> new Chip(Tone.SUCCESS, Tone.SUCCESS.icon(), "passed");
            case FAILED -> new Chip(Tone.DANGER, Tone.DANGER.icon(), "failed");
            case RUNNING -> new Chip(Tone.INFO, "running");
            case SKIPPED -> new Chip(Tone.NEUTRAL, "skipped");
          };
      chip.setMinWidth(USE_PREF_SIZE);
      setText(VisibleText.onOneLine(check.name()));
      setGraphic(chip);
    }
  }
}
