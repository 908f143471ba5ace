package dev.muster.desktop.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.desktop.Fx;
import dev.muster.desktop.FxTest;
import dev.muster.desktop.live.FakeLanding;
import dev.muster.engine.git.Moving;
import java.util.Set;
import javafx.scene.control.SplitMenuButton;
import javafx.scene.control.TextArea;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The keys of the dialog in which work is landed. */
@FxTest
class LandingKeysTest {
  private final ReviewedSession session = new ReviewedSession();
  private final ReviewScene review = session.scene;
  private final FakeLanding landing = session.landing;

  @BeforeEach
  void open() {
    landing.possible = Set.of(Moving.NEW_BRANCH);
    session.open().openReview().land();
    review.untilSays("main gets one commit more.");
    Fx.until("the message has the keyboard", () -> review.focus() instanceof TextArea);
  }

  @AfterEach
  void close() {
    session.close();
  }

  @Test
  void tab_leaves_the_message_and_types_nothing() {
    TextArea message = (TextArea) review.focus();
    String before = Fx.get(message::getText);
    review.press(KeyCode.TAB);
    Fx.until("something else has the keyboard", () -> review.focus() != message);
    String after = Fx.get(message::getText);
    assertThat(after).isEqualTo(before);
  }

  @Test
  void enter_does_nothing_that_is_not_offered() {
    review.press(KeyCode.ENTER, KeyCode.CONTROL);
    review.press(KeyCode.TAB);
    Fx.until("something else has the keyboard", () -> !(review.focus() instanceof TextArea));
    assertThat(landing.asked).noneMatch(asked -> asked.startsWith("land "));
  }

  @Test
  void the_commit_that_will_be_made_is_listed_with_the_message_as_it_stands() {
    TextArea message = (TextArea) review.focus();
    Fx.run(() -> message.setText("Name the subtotal\n\nIt was a sum."));
    review.untilSays("new       Name the subtotal");
  }

  @Test
  void a_rebase_has_no_message_of_its_own_and_says_so() {
    TextArea message = (TextArea) review.focus();
    choose("Rebase");
    review.untilSays("Each commit keeps its own message.");
    assertThat(Fx.get(message::isVisible)).isFalse();
    assertThat(review.says("Message")).isFalse();
    choose("Merge");
    Fx.until("the message is there again", message::isVisible);
    assertThat(review.says("Each commit keeps its own message.")).isFalse();
  }

  @Test
  void a_rebase_asked_for_from_the_menu_begins_at_its_way() {
    choose("Rebase");
    review.press(KeyCode.ESCAPE);
    SplitMenuButton land = (SplitMenuButton) review.find("review.land").orElseThrow();
    Fx.run(() -> land.getItems().getLast().fire());
    review.untilSays("Each commit keeps its own message.");
    Fx.until(
        "the chosen way has the keyboard",
        () -> review.focus() instanceof ToggleButton way && way.isSelected());
  }

  private void choose(String way) {
    Fx.run(
        () ->
            review.all().stream()
                .filter(node -> node instanceof ToggleButton button && way.equals(button.getText()))
                .forEach(node -> ((ToggleButton) node).fire()));
  }
}
