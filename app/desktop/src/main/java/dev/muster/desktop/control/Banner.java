package dev.muster.desktop.control;

import dev.muster.desktop.theme.Icons;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/** A message across a pane or window: what happened, what was kept, what to do about it. */
public final class Banner extends HBox {
  /**
   * What it says. An empty part is left out.
   *
   * @param happened one sentence, as {@code The agent stopped: exit code 137.}
   * @param kept what is safe, as {@code Its worktree and the log are as it left them.}
   * @param next what the person can do
   */
  public record Message(String happened, String kept, String next) {}

  /**
   * @param tone {@link Tone#DANGER} for what failed, {@link Tone#WARNING} for what may, {@link
   *     Tone#INFO} for what is good to know
   * @param actions buttons, made with {@link ActionNodes}
   * @param dismiss called when the person closes it; null if it stays until its reason is gone
   */
  public Banner(
      Tone tone, Message message, List<? extends Node> actions, @Nullable Runnable dismiss) {
    getStyleClass().add("banner");
    tone.applyTo(this);
    setAlignment(Pos.TOP_LEFT);
    setAccessibleRole(AccessibleRole.TEXT);
    setAccessibleText(
        VisibleText.exact(
            String.join(" ", message.happened(), message.kept(), message.next()).strip()));
    FontIcon icon =
        (tone == Tone.DANGER ? Icons.ERROR : tone == Tone.NEUTRAL ? Icons.INFO : iconOf(tone))
            .node();
    VBox words = new VBox(2, part(message.happened(), "strong"));
    words.getStyleClass().add("banner-words");
    words.setMinWidth(0);
    if (!message.kept().isEmpty()) {
      words.getChildren().add(part(message.kept(), "muted"));
    }
    if (!message.next().isEmpty()) {
      words.getChildren().add(part(message.next(), "banner-next"));
    }
    if (!actions.isEmpty()) {
      FlowPane row = new FlowPane(8, 6);
      row.getStyleClass().add("banner-actions");
      row.getChildren().addAll(actions);
      words.getChildren().add(row);
    }
    HBox.setHgrow(words, Priority.ALWAYS);
    getChildren().addAll(icon, words);
    if (dismiss != null) {
      Button close = new Button("", Icons.CLOSE.node());
      close.getStyleClass().addAll("flat", "icon-action");
      close.setAccessibleText("Dismiss this message");
      close.setTooltip(new Tooltip("Dismiss"));
      close.setOnAction(_ -> dismiss.run());
      getChildren().add(close);
    }
  }

  private static Icons iconOf(Tone tone) {
    Icons icon = tone.icon();
    return icon == null ? Icons.INFO : icon;
  }

  private static Label part(String text, String styleClass) {
    Label label = new Label(VisibleText.exact(text));
    label.setMnemonicParsing(false);
    label.getStyleClass().add(styleClass);
    label.setWrapText(true);
    label.setMinHeight(USE_PREF_SIZE);
    return label;
  }
}
