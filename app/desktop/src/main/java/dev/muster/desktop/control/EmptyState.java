package dev.muster.desktop.control;

import dev.muster.desktop.theme.Icons;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;
import org.jspecify.annotations.Nullable;

/** What an empty place says instead of nothing: what would be here, and what to do next. */
public final class EmptyState extends VBox {
  private final Label text = new Label();

  /**
   * @param icon null for none
   * @param title what is the case, as {@code Queued, 2nd in line}
   * @param text what to do, or when it will change
   * @param actions buttons or key caps that do it; made with {@link ActionNodes}
   */
  public EmptyState(@Nullable Icons icon, String title, String text, List<? extends Node> actions) {
    getStyleClass().add("empty-state");
    setAlignment(Pos.CENTER);
    if (icon != null) {
      getChildren().add(icon.node());
    }
    Label heading = new Label(title);
    heading.getStyleClass().addAll("strong", "empty-title");
    heading.setWrapText(true);
    heading.setTextAlignment(TextAlignment.CENTER);
    this.text.setText(text);
    this.text.getStyleClass().add("muted");
    this.text.setWrapText(true);
    this.text.setTextAlignment(TextAlignment.CENTER);
    getChildren().addAll(heading, this.text);
    if (!actions.isEmpty()) {
      HBox row = new HBox(8);
      row.getStyleClass().add("empty-actions");
      row.setAlignment(Pos.CENTER);
      row.getChildren().addAll(actions);
      getChildren().add(row);
    }
  }

  /** Changes the sentence, as when a place in the queue moves up. */
  public void setText(String sentence) {
    text.setText(sentence);
  }
}
