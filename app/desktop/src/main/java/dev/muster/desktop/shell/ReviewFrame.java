package dev.muster.desktop.shell;

import dev.muster.desktop.control.Action;
import dev.muster.desktop.review.ReviewSurroundings;
import java.util.List;
import java.util.Objects;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.layout.StackPane;

/** What a review window is put into: the same dialogs as over the main window. */
final class ReviewFrame implements ReviewSurroundings {
  private final Overlay overlay = new Overlay();
  private final Dialogs dialogs = new Dialogs(overlay);

  @Override
  public Parent around(Node content) {
    StackPane root = new StackPane(content, overlay);
    root.getStyleClass().add("window");
    root.getStylesheets()
        .add(
            Objects.requireNonNull(ReviewFrame.class.getResource("shell.css"), "shell.css")
                .toExternalForm());
    return root;
  }

  @Override
  public boolean dialogOpen() {
    return overlay.isOpen();
  }

  @Override
  public void shortcuts(List<Action> actions, List<List<String>> others) {
    dialogs.shortcuts(actions, others);
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
  public void confirm(String title, String sentence, String yesLabel, Runnable yes) {
    dialogs.confirm(title, sentence, yesLabel, yes);
  }
}
