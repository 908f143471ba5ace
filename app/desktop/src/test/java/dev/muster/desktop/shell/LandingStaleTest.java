package dev.muster.desktop.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.desktop.Fx;
import dev.muster.desktop.FxTest;
import dev.muster.desktop.live.FakeLanding;
import dev.muster.engine.git.Landed;
import dev.muster.engine.git.Moving;
import dev.muster.engine.session.FleetException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The branch moves, or goes, while the dialog in which work is landed stands open. */
@FxTest
class LandingStaleTest {
  private final ReviewedSession session = new ReviewedSession();
  private final ReviewScene review = session.scene;
  private final FakeLanding landing = session.landing;
  private final CompletableFuture<Landed> waiting = new CompletableFuture<>();

  @BeforeEach
  void pressLand() {
    landing.possible = Set.of(Moving.BRANCH);
    landing.waiting = waiting;
    session.open().openReview().land();
    review.untilSays("main gets one commit more.");
    Fx.until("the message has the keyboard", () -> review.focus() instanceof TextArea);
    Fx.until("it can be landed", () -> landButton() instanceof Button b && !b.isDisabled());
    Fx.run(() -> landButton().requestFocus());
    review.press(KeyCode.ENTER);
    Fx.until("it is being landed", () -> landing.asked.contains("land BRANCH"));
    Fx.until("the button waits", () -> landButton().isDisabled());
    Fx.pulses(3);
  }

  @AfterEach
  void close() {
    session.close();
  }

  private Node landButton() {
    return Fx.get(
        () ->
            review.all().stream()
                .filter(node -> node instanceof Button b && b.getText().startsWith("Land on the"))
                .findFirst()
                .orElseThrow());
  }

  private boolean inDialog() {
    Node focus = review.focus();
    return Fx.get(
        () -> {
          for (Node node = focus; node != null; node = node.getParent()) {
            if (node.getStyleClass().contains("dialog-card")) {
              return true;
            }
          }
          return false;
        });
  }

  @Test
  void the_keyboard_stays_in_the_dialog_and_it_can_be_looked_again() {
    assertThat(inDialog()).as("while it is being landed: %s", review.focus()).isTrue();
    waiting.completeExceptionally(new FleetException("main moved since this was shown."));
    review.untilSays("main moved since this was shown.");
    Fx.pulses(3);
    assertThat(inDialog()).as("after it was refused: %s", review.focus()).isTrue();
    Fx.until(
        "it can be looked again",
        () -> review.find("landing.look-again").filter(b -> !b.isDisabled()).isPresent());
    landing.asked.clear();
    review.fire("landing.look-again");
    Fx.until("what was wrong is gone", () -> !review.says("main moved since this was shown."));
    assertThat(landing.asked).contains("targets", "plan SQUASH onto main");
    assertThat(review.find("landing.look-again").filter(Node::isVisible)).isEmpty();
    assertThat(inDialog()).as("after another look: %s", review.focus()).isTrue();
  }

  @Test
  void another_look_after_the_branch_is_gone_offers_those_there_are() {
    landing.targets = List.of("next");
    waiting.completeExceptionally(new FleetException("The branch main is gone."));
    review.untilSays("The branch main is gone.");
    Fx.until(
        "it can be looked again",
        () -> review.find("landing.look-again").filter(b -> !b.isDisabled()).isPresent());
    review.fire("landing.look-again");
    review.untilSays("next gets one commit more.");
    assertThat(review.says("The branch main is gone.")).isFalse();
    assertThat(inDialog()).as("after another look: %s", review.focus()).isTrue();
  }
}
