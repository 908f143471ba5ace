package dev.muster.desktop.grid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.desktop.live.EventPump;
import dev.muster.desktop.live.FakeBackend;
import dev.muster.desktop.live.ManualFrames;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.StringProperty;
import org.junit.jupiter.api.Test;

class PaneDraftsTest {
  private static final SessionId ID = new SessionId("sfake0001");

  private final ManualFrames frames = new ManualFrames();
  private final EventPump pump = new EventPump(frames);
  private final FakeBackend backend = new FakeBackend();
  private final List<String> failed = new ArrayList<>();

  private PaneDrafts start() {
    return new PaneDrafts(backend, pump, failed::add);
  }

  @Test
  void what_was_typed_is_there_again_at_the_next_start_and_gone_once_it_was_sent() {
    StringProperty typed = start().of(ID);
    frames.settle();
    typed.set("Then ");
    typed.set("Then the price");
    frames.settle();
    assertThat(backend.unsent).containsEntry(ID, "Then the price");

    StringProperty again = start().of(ID);
    frames.settle();
    assertThat(again.get()).isEqualTo("Then the price");
    again.set("");
    frames.settle();
    assertThat(backend.unsent).isEmpty();
    assertThat(failed).isEmpty();
  }

  @Test
  void what_is_typed_before_the_old_text_was_read_replaces_none_of_it() {
    backend.unsent.put(ID, "Before");
    StringProperty typed = start().of(ID);
    typed.set("since");
    frames.settle();
    assertThat(typed.get()).isEqualTo("Before\nsince");
    assertThat(backend.unsent).containsEntry(ID, "Before\nsince");
  }

  @Test
  void each_session_has_its_own_and_a_pane_that_opens_again_finds_it() {
    PaneDrafts drafts = start();
    drafts.of(ID).set("one");
    drafts.of(new SessionId("sfake0002")).set("two");
    frames.settle();
    assertThat(drafts.of(ID).get()).isEqualTo("one");
    assertThat(backend.unsent).hasSize(2);
  }

  @Test
  void a_hint_offers_only_what_the_agent_can_do() {
    assertThat(PaneFooter.hint(SessionState.WORKING, true)).contains("Steer");
    for (SessionState state : SessionState.values()) {
      assertThat(PaneFooter.hint(state, false)).doesNotContainIgnoringCase("steer");
    }
  }
}
