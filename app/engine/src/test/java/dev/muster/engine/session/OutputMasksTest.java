package dev.muster.engine.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.TurnEvent;
import dev.muster.engine.event.TurnEvent.TurnEnded;
import dev.muster.engine.event.WorkEvent.ToolOutput;
import dev.muster.engine.store.Masking;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutputMasksTest {
  private static final String SECRET = "correct horse 77";

  @Test
  void a_secret_that_a_command_prints_in_two_pieces_is_not_told_and_nothing_else_is_lost() {
    OutputMasks masks = new OutputMasks(Masking.of(Map.of("API_TOKEN", SECRET)));
    List<SessionEvent> heard = new ArrayList<>();
    heard.addAll(masks.through(new ToolOutput("a", "one " + SECRET.substring(0, 7), null)));
    heard.addAll(masks.through(new ToolOutput("b", "other", null)));
    heard.addAll(masks.through(new ToolOutput("a", SECRET.substring(7) + " two correct", null)));
    heard.addAll(masks.through(new TurnEnded(TurnEvent.End.DONE, null)));

    assertThat(heard)
        .containsExactly(
            new ToolOutput("a", "one ", null),
            new ToolOutput("b", "other", null),
            new ToolOutput("a", "‹masked: API_TOKEN› two ", null),
            new ToolOutput("a", "correct", null),
            new TurnEnded(TurnEvent.End.DONE, null));
  }
}
