package dev.muster.desktop.review;

import atlantafx.base.theme.Styles;
import dev.muster.desktop.control.VisibleText;
import dev.muster.engine.git.RemoteBranch.Standing;
import dev.muster.engine.review.OpenedPullRequest;
import dev.muster.engine.review.PullRequestProposal;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

/**
 * The dialog in which a pull request is opened: first where it goes and with which words, then what
 * came of it, with the page to make it on where nobody here can.
 */
final class PullRequestCard extends VBox {
  private final PullRequestModel model;
  private final VBox told = new VBox(4);
  private final VBox form = new VBox(8);
  private final TextField title = new TextField();
  private final TextArea body = new TextArea();
  private final CheckBox draft = new CheckBox("As a draft");
  private final CheckBox replace = new CheckBox("Replace the commits that are there");
  private final Button go = new Button("Push and create");
  private final Button again = new Button("Look again");
  private final Button cancel = new Button("Cancel");
  private boolean offered;
  private Subscription subscription = Subscription.EMPTY;

  PullRequestCard(PullRequestModel model, Runnable close) {
    super(10);
    this.model = model;
    getStylesheets().add(ReviewView.sheetOfStyles());
    getStyleClass().addAll("landing-card", "pull-request-card");
    title.setId("pull-request.title");
    title.textProperty().bindBidirectional(model.titleProperty());
    body.setId("pull-request.body");
    body.setAccessibleText("Text of the pull request, Markdown");
    body.setPrefRowCount(14);
    body.setWrapText(true);
    body.getStyleClass().add("mono");
    body.textProperty().bindBidirectional(model.bodyProperty());
    draft.selectedProperty().bindBidirectional(model.draftProperty());
    replace.setId("pull-request.replace");
    replace.selectedProperty().bindBidirectional(model.replaceProperty());
    form.getChildren()
        .addAll(named("Title", title), named("Text", body), new HBox(16, draft, replace));
    told.getStyleClass().add("landing-told");
    getChildren().addAll(told, form);
    go.setId("pull-request.go");
    go.getStyleClass().add(Styles.SUCCESS);
    go.setDefaultButton(true);
    go.setOnAction(_ -> model.open());
    again.setId("pull-request.again");
    again.setOnAction(_ -> model.propose());
    cancel.setCancelButton(true);
    cancel.setOnAction(_ -> close.run());
    for (Node node : List.of(go, again, draft, replace, form)) {
      node.managedProperty().bind(node.visibleProperty());
    }
  }

  private static VBox named(String name, Node field) {
    Label label = new Label(name);
    label.setLabelFor(field);
    label.getStyleClass().add("muted");
    return new VBox(3, label, field);
  }

  List<Button> buttons() {
    return List.of(cancel, again, go);
  }

  Node first() {
    return title;
  }

  /** Begins; ends with {@link #dispose}. */
  void begin() {
    subscription =
        Subscription.combine(
            model.proposalProperty().subscribe(_ -> show()),
            model.openedProperty().subscribe(_ -> show()),
            model.problemProperty().subscribe(_ -> show()),
            model.busyProperty().subscribe(_ -> show()));
    model.propose();
  }

  void dispose() {
    subscription.unsubscribe();
    title.textProperty().unbindBidirectional(model.titleProperty());
    body.textProperty().unbindBidirectional(model.bodyProperty());
    draft.selectedProperty().unbindBidirectional(model.draftProperty());
    replace.selectedProperty().unbindBidirectional(model.replaceProperty());
  }

  private void show() {
    PullRequestProposal shown = model.proposalProperty().get();
    OpenedPullRequest done = model.openedProperty().get();
    boolean busy = model.busyProperty().get();
    List<Node> lines = new ArrayList<>();
    String problem = model.problemProperty().get();
    if (!problem.isEmpty()) {
      lines.add(line(problem, Styles.DANGER));
    }
    if (done != null) {
      lines.add(line(done.sentence(), "landing-tell"));
      String page = done.request() == null ? done.page() : done.request().url();
      if (!page.isEmpty()) {
        lines.add(new PageRow(page, model));
      }
    } else if (shown != null) {
      shown.tells().forEach(tell -> lines.add(line(tell, "landing-tell")));
      if (busy) {
        lines.add(line("Pushing…", "muted"));
      }
    } else if (busy) {
      lines.add(line("Looking where it would go…", "muted"));
    }
    told.getChildren().setAll(lines);
    form.setVisible(done == null);
    form.setDisable(busy);
    boolean ready = shown != null && done == null;
    draft.setVisible(ready && shown.gh());
    replace.setVisible(ready && shown.there().standing() == Standing.OTHER);
    go.setVisible(ready);
    go.setDisable(busy);
    if (ready && !offered) {
      offered = true;
      title.requestFocus();
    }
    go.setText(ready && !shown.gh() ? "Push" : "Push and create");
    again.setVisible(done == null && !busy && !problem.isEmpty());
    cancel.setText(done == null ? "Cancel" : "Close");
  }

  static Label line(String text, String style) {
    Label label = new Label(VisibleText.onOneLine(text));
    label.getStyleClass().add(style);
    label.setMnemonicParsing(false);
    label.setWrapText(true);
    return label;
  }
}
