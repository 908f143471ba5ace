package dev.muster.desktop.review;

import dev.muster.desktop.live.Words;
import dev.muster.engine.review.SessionRecord;
import dev.muster.engine.review.SessionRecord.Kind;
import dev.muster.engine.review.SessionRecord.Said;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * What was said and done in the session, to be read while one looks at its changes. Enter or a
 * click on an edit goes to its file.
 */
final class TalkPage extends ListView<Said> {
  private static final int LONGEST_SHOWN = 600;

  private final Consumer<String> edited;
  private long last = -1;

  /**
   * @param edited gets the path of an edit that was clicked, as the agent named it
   */
  TalkPage(Consumer<String> edited) {
    this.edited = edited;
    setId("review.conversation");
    getStyleClass().addAll("review-list", "side-talk");
    setAccessibleText("Conversation of the session");
    setCellFactory(_ -> new Cell());
    addEventHandler(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (event.getCode() == KeyCode.ENTER) {
            event.consume();
            go(getSelectionModel().getSelectedItem());
          }
        });
  }

  /** Shows what there is now; stays at the end when the end was shown. */
  void fill(SessionRecord record) {
    if (record.lastSeq() == last) {
      return;
    }
    last = record.lastSeq();
    List<Said> all = record.said();
    if (getItems().size() == all.size() && getItems().equals(all)) {
      return;
    }
    boolean first = getItems().isEmpty();
    getItems().setAll(all);
    if (first && !all.isEmpty()) {
      scrollTo(all.size() - 1);
    }
  }

  private void go(@Nullable Said said) {
    if (said != null && said.path() != null) {
      edited.accept(said.path());
    }
  }

  private final class Cell extends ListCell<Said> {
    private final Label head = new Label();
    private final Label text = new Label();
    private final VBox box = new VBox(2, head, text);

    Cell() {
      head.getStyleClass().addAll("muted", "small");
      text.setMnemonicParsing(false);
      text.setWrapText(true);
      text.setMinHeight(Region.USE_PREF_SIZE);
      box.getStyleClass().add("side-said");
      box.setMinWidth(0);
      setPrefWidth(0);
      setOnMouseClicked(
          event -> {
            if (event.isStillSincePress()) {
              go(getItem());
            }
          });
    }

    @Override
    protected void updateItem(@Nullable Said said, boolean empty) {
      super.updateItem(said, empty);
      if (empty || said == null) {
        setGraphic(null);
        setAccessibleText(null);
        return;
      }
      boolean tool = said.kind() == Kind.EDIT || said.kind() == Kind.RUN;
      head.setText(
          "turn "
              + said.turn()
              + switch (said.kind()) {
                case PROMPT -> " · prompt";
                case MESSAGE -> " · agent";
                case EDIT -> said.ok() ? " · edit" : " · edit that failed";
                case RUN -> said.ok() ? " · command" : " · command that failed";
              });
      text.setText(
          tool
              ? Words.line(said.text(), 200)
              : said.text().length() > LONGEST_SHOWN
                  ? said.text().substring(0, LONGEST_SHOWN) + "…"
                  : said.text());
      text.getStyleClass().setAll("label", "side-text");
      if (tool) {
        text.getStyleClass().add("mono");
      }
      if (said.kind() == Kind.PROMPT) {
        text.getStyleClass().add("strong");
      }
      if (said.kind() == Kind.EDIT && said.path() != null) {
        text.getStyleClass().add("info");
      }
      if (!said.ok()) {
        text.getStyleClass().add("danger");
      }
      setAccessibleText(head.getText() + ": " + text.getText());
      setGraphic(box);
    }
  }
}
