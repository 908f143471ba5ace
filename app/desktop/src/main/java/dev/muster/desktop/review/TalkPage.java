package dev.muster.desktop.review;

import dev.muster.desktop.live.Words;
import dev.muster.engine.review.SessionRecord;
import dev.muster.engine.review.SessionRecord.Kind;
import dev.muster.engine.review.SessionRecord.Said;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * What was said and done in the session, to be read while one looks at its changes. Enter or a
 * click on an edit goes to its file; Enter on a text that is longer than what stands here, or its
 * link, shows all of it.
 */
final class TalkPage extends VBox {
  private static final int LONGEST_SHOWN = 600;
  private static final int LONGEST_TITLE = 200;

  private final Consumer<String> edited;
  private final Consumer<Said> whole;
  private final Label earlier = new Label();
  private final ListView<Said> list = new ListView<>();
  private long last = -1;

  /**
   * @param edited gets the path of an edit that was clicked, as the agent named it
   * @param whole shows a text whole of which only the beginning stands here
   */
  TalkPage(Consumer<String> edited, Consumer<Said> whole) {
    this.edited = edited;
    this.whole = whole;
    earlier.setId("review.conversation-earlier");
    earlier.getStyleClass().addAll("muted", "small", "side-earlier");
    earlier.setWrapText(true);
    earlier.setMinHeight(Region.USE_PREF_SIZE);
    earlier.managedProperty().bind(earlier.visibleProperty());
    list.setId("review.conversation");
    list.getStyleClass().addAll("review-list", "side-talk");
    list.setAccessibleText("Conversation of the session");
    list.setCellFactory(_ -> new Cell());
    list.addEventHandler(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (event.getCode() == KeyCode.ENTER) {
            event.consume();
            go(list.getSelectionModel().getSelectedItem());
          }
        });
    VBox.setVgrow(list, Priority.ALWAYS);
    getChildren().addAll(earlier, list);
  }

  /** Shows what there is now; stays at the end when the end was shown. */
  void fill(SessionRecord record) {
    if (record.lastSeq() == last) {
      return;
    }
    last = record.lastSeq();
    earlier.setText(
        "%,d earlier things that were said and done are in the session's history."
            .formatted(record.saidBefore()));
    earlier.setVisible(record.saidBefore() > 0);
    List<Said> all = record.said();
    if (list.getItems().size() == all.size() && list.getItems().equals(all)) {
      return;
    }
    boolean first = list.getItems().isEmpty();
    list.getItems().setAll(all);
    if (first && !all.isEmpty()) {
      list.scrollTo(all.size() - 1);
    }
  }

  private void go(@Nullable Said said) {
    if (said == null) {
      return;
    }
    if (said.path() != null) {
      edited.accept(said.path());
    } else if (isLonger(said)) {
      whole.accept(said);
    }
  }

  /** Whether there is more of it than stands in the list. */
  private static boolean isLonger(Said said) {
    return !beginning(said).equals(isTool(said) ? said.text().strip() : said.text());
  }

  private static boolean isTool(Said said) {
    return said.kind() == Kind.EDIT || said.kind() == Kind.RUN;
  }

  /** As much of it as stands in the list. */
  private static String beginning(Said said) {
    return isTool(said)
        ? Words.line(said.text(), LONGEST_TITLE)
        : said.text().length() > LONGEST_SHOWN
            ? said.text().substring(0, LONGEST_SHOWN) + "…"
            : said.text();
  }

  /** What it is, as {@code turn 2 · agent}. */
  static String head(Said said) {
    return "turn "
        + said.turn()
        + switch (said.kind()) {
          case PROMPT -> " · prompt";
          case MESSAGE -> " · agent";
          case EDIT -> said.ok() ? " · edit" : " · edit that failed";
          case RUN -> said.ok() ? " · command" : " · command that failed";
        };
  }

  private final class Cell extends ListCell<Said> {
    private final Label head = new Label();
    private final Label text = new Label();
    private final Hyperlink all = new Hyperlink("Read all of it");
    private final VBox box = new VBox(2, head, text, all);

    Cell() {
      head.getStyleClass().addAll("muted", "small");
      text.setMnemonicParsing(false);
      text.setWrapText(true);
      text.setMinHeight(Region.USE_PREF_SIZE);
      all.getStyleClass().add("side-link");
      // Enter on the row does the same.
      all.setFocusTraversable(false);
      all.managedProperty().bind(all.visibleProperty());
      all.setOnAction(
          _ -> {
            all.setVisited(false);
            Said said = getItem();
            if (said != null) {
              whole.accept(said);
            }
          });
      box.getStyleClass().add("side-said");
      box.setMinWidth(0);
      setPrefWidth(0);
      setOnMouseClicked(
          event -> {
            Said said = getItem();
            if (event.isStillSincePress() && said != null && said.path() != null) {
              edited.accept(said.path());
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
      String shown = beginning(said);
      boolean more = isLonger(said);
      head.setText(head(said));
      text.setText(shown);
      all.setVisible(more);
      text.getStyleClass().setAll("label", "side-text");
      if (isTool(said)) {
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
      setAccessibleText(
          head.getText() + ": " + shown + (more ? " Press Enter to read all of it." : ""));
      setGraphic(box);
    }
  }
}
