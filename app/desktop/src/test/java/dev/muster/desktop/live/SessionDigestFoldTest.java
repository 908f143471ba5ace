package dev.muster.desktop.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.muster.engine.event.ConversationEvent.PromptSent;
import dev.muster.engine.event.PromptOrigin;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.TurnEvent.End;
import dev.muster.engine.event.TurnEvent.TurnEnded;
import dev.muster.engine.event.TurnEvent.TurnStarted;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionDigestFoldTest {
  private final SessionDigestFold fold = new SessionDigestFold();
  private long seq;

  private void tell(int turn, SessionEvent event) {
    Instant at = Instant.parse("2026-01-02T10:00:00Z").plusSeconds(++seq);
    fold.accept(new Recorded(new SessionId("sone0000000000"), seq, at, turn, event));
  }

  private static PromptSent prompt(String id, String text, boolean steer) {
    return new PromptSent(id, text, List.of(), PromptOrigin.USER, steer);
  }

  @Test
  void each_turn_has_the_prompt_it_began_with_whichever_of_the_two_came_first() {
    tell(1, prompt("a", "Mend it", false));
    tell(1, new TurnStarted("a"));
    tell(1, prompt("b", "but quickly", true));
    tell(1, new TurnEnded(End.DONE, null));
    tell(2, prompt("c", "And test it", false));
    tell(2, new TurnStarted("c"));
    tell(2, new TurnEnded(End.DONE, null));
    tell(3, new TurnStarted(null));
    tell(3, prompt("d", "As it was told long ago", false));
    assertThat(fold.digest().turns())
        .extracting(SessionDigest.Turn::number, SessionDigest.Turn::prompt)
        .containsExactly(
            tuple(1, "Mend it"), tuple(2, "And test it"), tuple(3, "As it was told long ago"));
  }
}
