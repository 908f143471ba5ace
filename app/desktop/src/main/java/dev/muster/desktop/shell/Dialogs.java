package dev.muster.desktop.shell;

import atlantafx.base.theme.Styles;
import dev.muster.desktop.control.Action;
import dev.muster.desktop.control.ApprovalRequest;
import dev.muster.desktop.control.DetailLines;
import dev.muster.desktop.control.KeyHint;
import dev.muster.desktop.grid.SessionActions;
import dev.muster.desktop.live.SessionItem;
import dev.muster.desktop.live.Words;
import dev.muster.engine.agent.AgentProfile;
import dev.muster.engine.session.Successor;
import dev.muster.engine.session.Successor.Told;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import javafx.geometry.HPos;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The small dialogs: is it meant, what shall it be called, which keys are there. */
final class Dialogs implements SessionActions.Asking {
  private static final int MOST_TITLE = 80;

  private static final List<List<String>> KEYS_OF_CONTROLS =
      List.of(
          List.of("Allow what a request asks", "Y"),
          List.of("Deny it, and say what to do instead", "N"),
          List.of("Choose an answer to a question", "1 … 9"),
          List.of("Send; in the new-session dialog: new line", "Enter"),
          List.of("Queue behind the running turn", "Ctrl Enter"),
          List.of("New line", "Shift Enter"),
          List.of("Find in the log", "Ctrl F"),
          List.of("Unfold what a command printed", "Enter"));

  private final Overlay overlay;

  Dialogs(Overlay overlay) {
    this.overlay = overlay;
  }

  @Override
  public void confirm(String title, String sentence, String yesLabel, Runnable yes) {
    ask(title, sentence, yesLabel, true, yes, () -> {});
  }

  /**
   * Asks; the answer that changes nothing has the focus.
   *
   * @param closed called when the question is gone, whatever was answered
   */
  void ask(
      String title,
      String sentence,
      String yesLabel,
      boolean danger,
      Runnable yes,
      Runnable closed) {
    Button no = button("Cancel", overlay::close);
    no.setCancelButton(true);
    Button go =
        button(
            yesLabel,
            () -> {
              overlay.close();
              yes.run();
            });
    go.getStyleClass().add(danger ? Styles.DANGER : Styles.ACCENT);
    overlay.show(new DialogCard(title, words(sentence), List.of(no, go)), no, closed);
  }

  /** Says something that only has to be read. */
  void tell(String title, String sentence, Runnable read) {
    Button close = button("Close", overlay::close);
    close.setDefaultButton(true);
    overlay.show(new DialogCard(title, words(sentence), List.of(close)), close, read);
  }

  @Override
  public void look(ApprovalRequest request) {
    ApprovalRequest.Detail detail = request.detail();
    if (detail == null) {
      return;
    }
    DetailLines lines = new DetailLines(detail);
    lines.setPrefWidth(960);
    lines.setMaxHeight(560);
    Label what = new Label(request.shown());
    what.getStyleClass().add("mono");
    what.setMnemonicParsing(false);
    what.setWrapText(true);
    Button close = button("Close", overlay::close);
    close.setDefaultButton(true);
    close.setCancelButton(true);
    VBox content = new VBox(10, what, lines);
    overlay.show(
        new DialogCard(request.title() + " " + detail.title(), content, List.of(close)),
        lines,
        () -> {});
  }

  @Override
  public void newTitle(SessionItem item, Consumer<String> use) {
    TextField field = new TextField(item.now().title());
    field.setAccessibleText("New title");
    field.setPrefColumnCount(40);
    Button no = button("Cancel", overlay::close);
    Runnable take =
        () -> {
          String title = field.getText().strip();
          if (!title.isEmpty()) {
            overlay.close();
            use.accept(title.length() <= MOST_TITLE ? title : title.substring(0, MOST_TITLE));
          }
        };
    Button go = button("Rename", take);
    go.getStyleClass().add(Styles.ACCENT);
    go.disableProperty().bind(field.textProperty().map(String::isBlank));
    field.setOnAction(_ -> take.run());
    overlay.show(new DialogCard("Rename the session", field, List.of(no, go)), field, () -> {});
    field.selectAll();
  }

  @Override
  public void nextTask(SessionItem item, Consumer<String> use) {
    TextArea field = new TextArea();
    field.setAccessibleText("What the other session is to do");
    field.setPromptText("What is it to do?");
    field.setPrefColumnCount(44);
    field.setPrefRowCount(4);
    field.setWrapText(true);
    Button no = button("Cancel", overlay::close);
    no.setCancelButton(true);
    Button go =
        button(
            "Start",
            () -> {
              overlay.close();
              use.accept(field.getText().strip());
            });
    go.getStyleClass().add(Styles.ACCENT);
    go.disableProperty().bind(field.textProperty().map(String::isBlank));
    Label sentence =
        new Label(
            "It begins with all that was said in “"
                + Words.line(item.now().title(), 50)
                + "” and with its files as they are.");
    sentence.setWrapText(true);
    VBox content = new VBox(10, sentence, field);
    overlay.show(
        new DialogCard("Go on in another session", content, List.of(no, go)), field, () -> {});
  }

  @Override
  public void successor(
      SessionItem item, Told told, List<AgentProfile> agents, Consumer<Successor> use) {
    new SuccessorDialog(overlay, item, told, agents).open(use);
  }

  /** The sheet of keys. */
  void shortcuts(List<Action> actions) {
    shortcuts(actions, KEYS_OF_CONTROLS);
  }

  /**
   * The sheet of keys.
   *
   * @param others keys of no action: what they do, and their name
   */
  void shortcuts(List<Action> actions, List<List<String>> others) {
    GridPane grid = new GridPane(28, 7);
    ColumnConstraints wide = new ColumnConstraints();
    wide.setHgrow(Priority.ALWAYS);
    ColumnConstraints key = new ColumnConstraints();
    key.setHalignment(HPos.RIGHT);
    grid.getColumnConstraints().addAll(wide, key);
    int row = 0;
    for (Action action : actions) {
      // A title that counts something is no good as a name of a key.
      String what =
          action.id().equals("window.next-needing-you")
              ? "Next session that needs you"
              : action.title();
      grid.addRow(row++, new Label(what), new KeyHint(Objects.requireNonNull(action.key())));
    }
    for (List<String> other : others) {
      grid.addRow(row++, new Label(other.getFirst()), new KeyHint(other.getLast()));
    }
    ScrollPane scroll = new ScrollPane(grid);
    scroll.getStyleClass().add("plain-scroll");
    scroll.setFitToWidth(true);
    scroll.setPrefViewportHeight(520);
    scroll.setPrefViewportWidth(460);
    grid.setPadding(new Insets(0, 14, 0, 0));
    Button close = button("Close", overlay::close);
    close.setDefaultButton(true);
    overlay.show(new DialogCard("Keyboard shortcuts", scroll, List.of(close)), close, () -> {});
  }

  static Node words(String sentence) {
    Label label = new Label(sentence);
    label.setMnemonicParsing(false);
    label.setWrapText(true);
    label.setPrefWidth(440);
    label.setMinHeight(Region.USE_PREF_SIZE);
    return label;
  }

  static Button button(String title, Runnable does) {
    Button button = new Button(title);
    button.setMnemonicParsing(false);
    button.setOnAction(_ -> does.run());
    return button;
  }
}
