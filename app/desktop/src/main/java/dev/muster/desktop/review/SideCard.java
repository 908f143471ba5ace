package dev.muster.desktop.review;

import dev.muster.desktop.control.Tone;
import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** A card of the right panel: a sign, what it is, who says so, and the facts. */
final class SideCard extends VBox {
  /**
   * @param who who says so, as {@code run by Muster}; empty for nobody
   */
  SideCard(Tone tone, String title, String who) {
    getStyleClass().add("side-card");
    Label head = new Label(title);
    head.setMnemonicParsing(false);
    head.setMinWidth(0);
    head.getStyleClass().addAll("strong", "side-title");
    if (tone != Tone.NEUTRAL) {
      head.getStyleClass().add(tone.name().toLowerCase(Locale.ROOT));
    }
    var icon = tone.icon();
    if (icon != null) {
      head.setGraphic(icon.node());
    }
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    Label by = new Label(who);
    by.getStyleClass().addAll("muted", "small");
    by.setMinWidth(Region.USE_PREF_SIZE);
    HBox top = new HBox(8, head, space, by);
    top.setAlignment(Pos.CENTER_LEFT);
    getChildren().add(top);
    setAccessibleText(title);
  }

  /** Adds a sentence. */
  SideCard fact(String sentence) {
    getChildren().add(wrapped(sentence, "muted", "small"));
    return this;
  }

  /** Adds a sentence that is more than a fact: the sign says what the colour says. */
  SideCard fact(String sentence, Tone tone) {
    Label label = wrapped(sentence, "small");
    var icon = tone.icon();
    if (icon != null) {
      label.setGraphic(icon.node());
      label.getStyleClass().add(tone.name().toLowerCase(Locale.ROOT));
    } else {
      label.getStyleClass().add("muted");
    }
    getChildren().add(label);
    return this;
  }

  /** Adds something as a program would say it. */
  SideCard code(String text) {
    getChildren().add(wrapped(text, "mono", "side-code"));
    return this;
  }

  /** Adds words that lead somewhere. */
  SideCard link(String text, Runnable go) {
    Hyperlink link = new Hyperlink(text);
    link.setMnemonicParsing(false);
    link.getStyleClass().add("side-link");
    link.setOnAction(
        _ -> {
          link.setVisited(false);
          go.run();
        });
    getChildren().add(link);
    return this;
  }

  private static Label wrapped(String text, String... styles) {
    Label label = new Label(text);
    label.setMnemonicParsing(false);
    label.setWrapText(true);
    label.setMinHeight(USE_PREF_SIZE);
    label.getStyleClass().addAll(styles);
    return label;
  }
}
