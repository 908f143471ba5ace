package dev.muster.desktop.review;

import dev.muster.desktop.control.VisibleText;
import dev.muster.desktop.review.FileTree.Row;
import dev.muster.desktop.theme.Icons;
import dev.muster.engine.git.FileChange;
import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/** A row of the file tree: a folder, or a file with its mark, status and counts. */
final class FileCell extends ListCell<Row> {
  private final CheckBox viewed = new CheckBox();
  private final Label letter = new Label();
  private final Label name = new Label();
  private final Label added = new Label();
  private final Label removed = new Label();
  private final Label talk = new Label();
  private final Tooltip whole = new Tooltip();
  private final HBox file;
  private final FontIcon chevron = Icons.DOWN.node();
  private final Label folder = new Label("", chevron);
  private final ReviewModel model;

  /**
   * @param toggle gets the path of a file whose mark was clicked
   */
  FileCell(ReviewModel model, Consumer<String> toggle) {
    this.model = model;
    viewed.setFocusTraversable(false);
    viewed.setOnAction(
        _ -> {
          if (getItem() instanceof Row.File(ReviewFile one, _)) {
            toggle.accept(one.path());
          }
        });
    letter.getStyleClass().addAll("mono", "file-letter");
    name.getStyleClass().add("file-name");
    name.setMinWidth(20);
    folder.getStyleClass().addAll("muted", "file-folder");
    added.getStyleClass().addAll("success", "small");
    removed.getStyleClass().addAll("danger", "small");
    talk.getStyleClass().addAll("small", "file-talk");
    for (Label label : List.of(letter, added, removed, talk)) {
      label.setMinWidth(Region.USE_PREF_SIZE);
    }
    for (Label label : List.of(name, folder)) {
      label.setMnemonicParsing(false);
      label.setTooltip(whole);
    }
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    file = new HBox(7, viewed, letter, name, space, added, removed, talk);
    file.setAlignment(Pos.CENTER_LEFT);
    file.getStyleClass().add("file-row");
    setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
    setPrefWidth(0);
  }

  @Override
  protected void updateItem(@Nullable Row row, boolean empty) {
    super.updateItem(row, empty);
    switch (row) {
      case null -> {
        setGraphic(null);
        setAccessibleText("");
      }
      case Row.Folder(String path, int files, boolean closed) -> {
        folder.setText(VisibleText.onOneLine(path));
        whole.setText(folder.getText());
        chevron.setIconCode((closed ? Icons.RIGHT : Icons.DOWN).glyph());
        setAccessibleText(
            "folder %s, %d files, %s"
                .formatted(folder.getText(), files, closed ? "closed" : "open"));
        setGraphic(folder);
      }
      case Row.File(ReviewFile one, String shown) -> show(one, shown);
    }
  }

  private void show(ReviewFile one, String shown) {
    FileChange change = one.change();
    viewed.setSelected(one.viewed());
    String path = VisibleText.onOneLine(one.path());
    viewed.setAccessibleText("Viewed: " + path);
    letter.setText(letter(change.status()));
    letter.getStyleClass().removeAll("success", "danger", "warning", "info");
    letter
        .getStyleClass()
        .add(
            switch (change.status()) {
              case ADDED, COPIED -> "success";
              case DELETED -> "danger";
              case MODIFIED, MODE_CHANGED, TYPE_CHANGED -> "warning";
              case RENAMED -> "info";
            });
    name.setText(VisibleText.onOneLine(shown));
    String before = change.oldPath();
    whole.setText(before == null ? path : VisibleText.onOneLine(before) + " → " + path);
    count(added, change.added() > 0 ? "+" + change.added() : "");
    count(removed, change.removed() > 0 ? "−" + change.removed() : "");
    int said = model.comments(one).size();
    count(talk, said == 0 ? "" : "● " + said);
    setAccessibleText(
        "%s, %s, %d added, %d removed, %s%s"
            .formatted(
                path,
                words(change.status()),
                Math.max(0, change.added()),
                Math.max(0, change.removed()),
                one.viewed() ? "viewed" : "not viewed",
                said == 0 ? "" : ", " + said + " comments"));
    setGraphic(file);
  }

  private static void count(Label label, String text) {
    label.setText(text);
    label.setVisible(!text.isEmpty());
    label.setManaged(!text.isEmpty());
  }

  private static String letter(FileChange.Status status) {
    return switch (status) {
      case ADDED -> "A";
      case MODIFIED -> "M";
      case DELETED -> "D";
      case RENAMED -> "R";
      case COPIED -> "C";
      case TYPE_CHANGED, MODE_CHANGED -> "T";
    };
  }

  private static String words(FileChange.Status status) {
    return switch (status) {
      case ADDED -> "added";
      case MODIFIED -> "modified";
      case DELETED -> "deleted";
      case RENAMED -> "renamed";
      case COPIED -> "copied";
      case TYPE_CHANGED -> "changed its type";
      case MODE_CHANGED -> "changed its mode";
    };
  }
}
