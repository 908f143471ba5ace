package dev.muster.desktop.control;

import java.util.Objects;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import org.jspecify.annotations.Nullable;

/**
 * A chip that tells what Muster itself observed ({@code npm test exit 0 · after last edit}). It
 * always carries the sign of its tone, explains itself in a tooltip, and may open the record.
 */
public final class EvidenceChip extends Chip {
  /**
   * @param tone neutral for what proves nothing either way
   * @param text a few words
   * @param detail one sentence: what was observed, when, where the record is
   * @param open called when it is clicked or Enter is pressed on it; null if there is nothing to
   *     open
   */
  public EvidenceChip(Tone tone, String text, String detail, @Nullable Runnable open) {
    super(tone, tone.icon(), text);
    getStyleClass().add("evidence-chip");
    setTooltip(new Tooltip(detail));
    setAccessibleText(text);
    setAccessibleHelp(detail);
    if (open == null) {
      return;
    }
    Runnable action = Objects.requireNonNull(open);
    setFocusTraversable(true);
    setAccessibleRole(AccessibleRole.HYPERLINK);
    getStyleClass().add("opens");
    addEventHandler(
        MouseEvent.MOUSE_CLICKED,
        event -> {
          if (event.isStillSincePress()) {
            action.run();
          }
        });
    addEventHandler(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.SPACE) {
            event.consume();
            action.run();
          }
        });
  }
}
