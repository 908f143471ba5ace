package dev.muster.desktop.control;

import dev.muster.desktop.theme.Icons;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/** The header of a file in a diff sheet. Given one file after the other. */
final class SheetHead extends HBox {
  private static final PseudoClass CURSOR = PseudoClass.getPseudoClass("cursor");

  private final CheckBox viewed = new CheckBox();
  private final FontIcon chevron = Icons.DOWN.node();
  private final Label path = new Label();
  private final Label word = new Label();
  private final Label added = new Label();
  private final Label removed = new Label();
  private final HBox tools = new HBox();
  private @Nullable SheetFile file;

  /**
   * @param toggleViewed gets the path of a file whose mark was clicked
   * @param toggleOpen gets the path of a file whose header was clicked
   */
  SheetHead(Consumer<String> toggleViewed, Consumer<String> toggleOpen) {
    getStyleClass().add("sheet-head");
    setAlignment(Pos.CENTER_LEFT);
    viewed.setFocusTraversable(false);
    viewed.setTooltip(new Tooltip("Viewed  V"));
    viewed.setOnAction(_ -> toggleViewed.accept(Objects.requireNonNull(file).path()));
    path.getStyleClass().addAll("strong", "sheet-path");
    path.setMnemonicParsing(false);
    path.setMinWidth(40);
    word.getStyleClass().addAll("muted", "small");
    added.getStyleClass().addAll("success", "sheet-count");
    removed.getStyleClass().addAll("danger", "sheet-count");
    for (Label label : List.of(word, added, removed)) {
      label.setMinWidth(USE_PREF_SIZE);
    }
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    tools.setAlignment(Pos.CENTER_RIGHT);
    tools.setMinWidth(USE_PREF_SIZE);
    tools.getStyleClass().add("sheet-head-tools");
    getChildren().addAll(viewed, chevron, path, word, added, removed, space, tools);
    addEventHandler(
        MouseEvent.MOUSE_CLICKED,
        event -> {
          if (event.getButton() == MouseButton.PRIMARY && event.isStillSincePress()) {
            event.consume();
            toggleOpen.accept(Objects.requireNonNull(file).path());
          }
        });
  }

  /** Shows a file's header, with buttons at its right end. */
  void show(SheetFile now, List<? extends Node> buttons) {
    file = now;
    DiffFile change = now.file();
    viewed.setSelected(now.viewed());
    viewed.setAccessibleText("Viewed: " + VisibleText.onOneLine(change.path()));
    Icons sign = now.open() ? Icons.DOWN : Icons.RIGHT;
    if (chevron.getIconCode() != sign.glyph()) {
      chevron.setIconCode(sign.glyph());
    }
    boolean moved = !change.oldPath().equals(change.path());
    String shown = VisibleText.onOneLine(change.path());
    path.setText(moved ? VisibleText.onOneLine(change.oldPath()) + " → " + shown : shown);
    show(word, change.change().word().isEmpty() ? "" : "(" + change.change().word() + ")");
    show(added, change.added() > 0 ? "+%,d".formatted(change.added()) : "");
    show(removed, change.removed() > 0 ? "−%,d".formatted(change.removed()) : "");
    if (!tools.getChildren().equals(buttons)) {
      tools.getChildren().setAll(buttons);
    }
  }

  /** Whether this is what it shows. */
  boolean shows(SheetFile other) {
    return file == other;
  }

  /** Says whether the keys act here. */
  void setCursorHere(boolean here) {
    pseudoClassStateChanged(CURSOR, here);
  }

  private static void show(Label label, String text) {
    label.setText(text);
    label.setVisible(!text.isEmpty());
    label.setManaged(!text.isEmpty());
  }
}
