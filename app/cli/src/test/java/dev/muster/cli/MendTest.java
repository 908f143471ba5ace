package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.Engine;
import dev.muster.engine.EngineOptions;
import dev.muster.engine.event.ConversationEvent.MessageAdded;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.store.Store;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import tools.jackson.databind.JsonNode;

/** The commands that keep the journal safe and make it right again. */
@DisabledOnOs(OS.WINDOWS)
class MendTest extends CliFixture {
  static final SessionId ONE = new SessionId("sone00001");

  private void said(String... texts) throws Exception {
    try (Store store = Store.open(folder, Clock.systemUTC())) {
      for (String text : texts) {
        store.journal().append(ONE, 0, new MessageAdded("m", text, null)).join();
      }
    }
  }

  @Test
  void rebuild_says_what_it_made_and_that_all_was_right() throws Exception {
    said("one", "two", "three");

    Typed typed = Typed.nobody();
    assertThat(muster(typed, "rebuild")).isZero();
    assertThat(typed.out())
        .contains("1 sessions made anew from 3 events", "all was as the journal says");

    Typed told = Typed.nobody();
    assertThat(muster(told, "rebuild", "--json")).isZero();
    JsonNode report = json(told.out()).getFirst();
    assertThat(report.path("events").asInt()).isEqualTo(3);
    assertThat(report.path("differences").isEmpty()).isTrue();
  }

  @Test
  void rebuild_beside_a_running_muster_says_what_to_do() throws Exception {
    try (Engine engine = Engine.open(new EngineOptions(folder, Map.of()))) {
      assertThat(engine.fleet().sessions()).isEmpty();
      Typed typed = Typed.nobody();
      assertThat(muster(typed, "rebuild")).isEqualTo(Exit.FAILED);
      assertThat(typed.err())
          .contains("Muster is running (process " + ProcessHandle.current().pid() + ")")
          .contains("Nothing was changed. Close it");
    }
  }
}
