package dev.muster.desktop.review;

import dev.muster.desktop.control.SegmentedControl;
import dev.muster.desktop.control.SegmentedControl.Segment;
import dev.muster.engine.review.Comment;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import javafx.beans.property.ObjectProperty;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

/** The right panel of a review: what was observed, what was found, what was said. */
final class SidePanel extends VBox {
  /** What it can show. */
  enum Tab {
    EVIDENCE,
    FINDINGS,
    CONVERSATION
  }

  /** Below this width of the window it is hidden unless it is asked for, in px. */
  static final double NARROW = 1_100;

  private final ReviewModel model;
  private final EvidencePage evidence;
  private final FindingsPage findings;
  private final TalkPage talk;
  private final StackPane page = new StackPane();
  private final SegmentedControl<Tab> tabs =
      new SegmentedControl<>(
          List.of(
              new Segment<>(Tab.EVIDENCE, "Evidence", "what Muster observed"),
              new Segment<>(Tab.FINDINGS, "Findings", "findings and comments"),
              new Segment<>(Tab.CONVERSATION, "Conversation", "what was said and done")));

  /**
   * @param file brings a file into view, named by its path
   * @param jump brings the place of a comment into view
   * @param around where a text that is long is shown whole
   */
  SidePanel(
      ReviewModel model,
      CommentCard.Doing doing,
      Consumer<String> file,
      Consumer<Comment> jump,
      ReviewSurroundings around) {
    this.model = model;
    evidence = new EvidencePage(model, file, around);
    findings = new FindingsPage(model, doing, jump);
    talk =
        new TalkPage(
            path -> found(path, file),
            said ->
                model
                    .record()
                    .whole(said, text -> WholeText.open(around, TalkPage.head(said), text)));
    getStyleClass().add("review-side");
    setId("review.side");
    setMinWidth(286);
    tabs.setId("review.tabs");
    VBox.setVgrow(page, Priority.ALWAYS);
    getChildren().addAll(tabs, page);
    tabs.valueProperty().subscribe(_ -> show());
  }

  ObjectProperty<Tab> tabProperty() {
    return tabs.valueProperty();
  }

  /** Follows the review until the subscription ends. */
  Subscription follow() {
    return Subscription.combine(
        model.record().recordProperty().subscribe(_ -> fill()),
        model.changesProperty().subscribe(_ -> fill()),
        model.answers().answersProperty().subscribe(_ -> fill()),
        model
            .talk()
            .stateProperty()
            .subscribe(
                state -> {
                  int count = FindingsPage.count(state);
                  tabs.setTitle(1, count == 0 ? "Findings" : "Findings " + count);
                  fill();
                }));
  }

  private void show() {
    Node shown =
        switch (tabs.valueProperty().get()) {
          case EVIDENCE -> scroll(evidence);
          case FINDINGS -> scroll(findings);
          case CONVERSATION -> talk;
        };
    page.getChildren().setAll(shown);
    fill();
  }

  /** Only what is in view is made. */
  private void fill() {
    if (getScene() == null) {
      return;
    }
    switch (Objects.requireNonNull(tabs.valueProperty().get())) {
      case EVIDENCE -> evidence.fill();
      case FINDINGS -> findings.fill();
      case CONVERSATION -> talk.fill(model.record().recordProperty().get());
    }
  }

  /** Makes what is shown anew, as when it comes into the window. */
  void renew() {
    fill();
  }

  /** An agent names a file in its worktree or beginning there. */
  private void found(String named, Consumer<String> file) {
    model.files().stream()
        .map(ReviewFile::path)
        .filter(path -> named.equals(path) || named.endsWith("/" + path))
        .findFirst()
        .ifPresent(file);
  }

  private static ScrollPane scroll(Node content) {
    ScrollPane pane = new ScrollPane(content);
    pane.setFitToWidth(true);
    pane.setFocusTraversable(false);
    pane.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    pane.getStyleClass().add("plain-scroll");
    return pane;
  }
}
