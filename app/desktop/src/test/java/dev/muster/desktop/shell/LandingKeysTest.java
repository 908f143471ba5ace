package dev.muster.desktop.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.desktop.Fx;
import dev.muster.desktop.FxTest;
import dev.muster.desktop.live.FakeLanding;
import dev.muster.engine.git.Moving;
import java.util.Set;
import javafx.scene.control.TextArea;
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
}
