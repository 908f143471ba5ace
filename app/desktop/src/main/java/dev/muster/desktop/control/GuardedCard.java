package dev.muster.desktop.control;

import java.util.function.LongSupplier;
import javafx.animation.PauseTransition;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.css.PseudoClass;
import javafx.scene.AccessibleRole;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

/**
 * A card that wants an answer and takes one at most: none in the first 300 ms it can be seen, and
 * none twice. Its buttons look ready (pseudo-class {@code :ready}) when they are.
 */
abstract class GuardedCard extends VBox {
  private static final PseudoClass READY = PseudoClass.getPseudoClass("ready");

  private final AttentionGuard guard;
  private final PauseTransition ready =
      new PauseTransition(Duration.millis(AttentionGuard.WAIT_NANOS / 1e6));
  // Held here: what tells whether the card can be seen must live as long as the card.
  private final ReadOnlyBooleanProperty shown;
  private boolean answered;

  GuardedCard(String styleClass, String name, LongSupplier nanos) {
    guard = new AttentionGuard(nanos);
    getStyleClass().addAll("guarded-card", styleClass);
    setAccessibleRole(AccessibleRole.PARENT);
    setAccessibleText(name);
    setFocusTraversable(true);
    ready.setOnFinished(_ -> pseudoClassStateChanged(READY, true));
    shown = Shown.of(this);
    shown.subscribe(this::shownChanged);
  }

  /** Whether a press counts now; ask only when there is one. */
  final boolean takesPress() {
    return !answered && guard.takes();
  }

  /** The one answer is being given: from now on no press counts. */
  final void close() {
    answered = true;
    setDisable(true);
  }

  private void shownChanged(boolean now) {
    if (now) {
      guard.cameUp();
      ready.playFromStart();
    } else {
      guard.went();
      ready.stop();
      pseudoClassStateChanged(READY, false);
    }
  }
}
