package dev.muster.desktop.control;

import dev.muster.desktop.theme.Icons;
import java.util.Locale;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import org.jspecify.annotations.Nullable;

/** What a colour says; always beside a word or a sign that says the same. */
public enum Tone {
  NEUTRAL(null),
  INFO(Icons.INFO),
  SUCCESS(Icons.CHECK),
  WARNING(Icons.ALERT),
  DANGER(Icons.CLOSE),
  /** Work of several agents together. */
  TEAM(Icons.TEAM);

  private final PseudoClass pseudoClass =
      PseudoClass.getPseudoClass(name().toLowerCase(Locale.ROOT));
  private final @Nullable Icons icon;

  Tone(@Nullable Icons icon) {
    this.icon = icon;
  }

  /** The sign that says the same as the colour; null for neutral, which says nothing. */
  public @Nullable Icons icon() {
    return icon;
  }

  /** The pseudo-class ({@code :success} …) under which style sheets know this tone. */
  public PseudoClass pseudoClass() {
    return pseudoClass;
  }

  /** Gives the node this tone's pseudo-class and takes away the others'. */
  public void applyTo(Node node) {
    for (Tone tone : values()) {
      node.pseudoClassStateChanged(tone.pseudoClass, tone == this);
    }
  }
}
