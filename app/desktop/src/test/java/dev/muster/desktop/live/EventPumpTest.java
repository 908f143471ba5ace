package dev.muster.desktop.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.agent.AgentListener.TailKind;
import dev.muster.engine.event.ConversationEvent.MessageAdded;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.session.FleetException;
import dev.muster.engine.session.FleetListener.Slots;
import dev.muster.engine.session.SessionSnapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventPumpTest {
  private final ManualFrames frames = new ManualFrames();
  private final EventPump pump = new EventPump(frames);
  private final FakeFleet fleet = new FakeFleet();

  @BeforeEach
  void subscribe() {
    fleet.subscribe(pump);
  }

  @Test
  void of_a_session_that_changed_often_one_frame_tells_only_how_it_stands() {
    List<Collection<SessionSnapshot>> told = new ArrayList<>();
    pump.listen(new Hearing(told));
    SessionId id = fleet.addWorking("One");
    fleet.move(id, SessionState.READY, null);
    assertThat(told).isEmpty();

    frames.frame();

    assertThat(told).hasSize(1);
    assertThat(told.getFirst())
        .singleElement()
        .extracting(SessionSnapshot::state)
        .isEqualTo(SessionState.READY);
  }

  @Test
  void no_frame_is_asked_for_while_nothing_happens() {
    fleet.addWorking("One");
    frames.settle();
    int before = frames.wakes();

    assertThat(frames.idle()).isTrue();
    fleet.addWorking("Two");
    fleet.addWorking("Three");

    assertThat(frames.wakes()).isEqualTo(before + 1);
  }

  @Test
  void events_of_a_session_nobody_looks_at_are_not_kept() {
    SessionId seen = fleet.addWorking("Seen");
    SessionId unseen = fleet.addWorking("Unseen");
    frames.settle();
    Heard heard = new Heard();
    pump.feed(seen, heard);

    fleet.emit(unseen, new MessageAdded("m1", "away", null));
    fleet.emit(seen, new MessageAdded("m2", "here", null));
    frames.settle();

    assertThat(heard.lines).containsExactly("here");
  }

  @Test
  void streaming_pieces_of_one_frame_come_as_one_and_before_the_stored_text() {
    SessionId id = fleet.addWorking("One");
    frames.settle();
    Heard heard = new Heard();
    pump.feed(id, heard);

    pump.tail(id, "m1", TailKind.MESSAGE, "Koa ");
    pump.tail(id, "m1", TailKind.MESSAGE, "here");
    fleet.emit(id, new MessageAdded("m1", "Koa here", null));
    pump.tail(id, "m2", TailKind.MESSAGE, "next");
    pump.tailDropped(id, "m2");
    frames.settle();

    assertThat(heard.lines).containsExactly("~Koa here", "Koa here", "~next", "x m2");
  }

  @Test
  void a_pane_that_cannot_keep_up_is_told_to_read_the_journal_and_then_goes_on() {
    SessionId id = fleet.addWorking("One");
    frames.settle();
    Heard heard = new Heard();
    pump.feed(id, heard);

    for (int i = 0; i <= FeedBuffer.MOST_ITEMS; i++) {
      pump.recorded(
          List.of(new Recorded(id, 10L + i, fleet.clock(), 1, new MessageAdded("m", "t", null))));
    }
    frames.frame();
    fleet.emit(id, new MessageAdded("m2", "later", null));
    frames.settle();

    assertThat(heard.lines).containsExactly("overflowed", "later");
  }

  @Test
  void a_closed_feed_hears_nothing_more() {
    SessionId id = fleet.addWorking("One");
    Heard heard = new Heard();
    var subscription = pump.feed(id, heard);
    subscription.unsubscribe();

    fleet.emit(id, new MessageAdded("m", "text", null));
    frames.settle();

    assertThat(heard.lines).isEmpty();
  }

  @Test
  void what_comes_of_a_future_arrives_with_a_frame_and_a_failure_as_its_own_sentence() {
    List<String> seen = new ArrayList<>();
    CompletableFuture<String> good = new CompletableFuture<>();
    CompletableFuture<String> bad = new CompletableFuture<>();
    pump.deliver(good, seen::add, seen::add);
    pump.deliver(bad.thenApply(value -> value), seen::add, seen::add);

    good.complete("done");
    bad.completeExceptionally(
        new CompletionException(new FleetException("No slot is free. Nothing was started.")));
    assertThat(seen).isEmpty();
    frames.settle();

    assertThat(seen).containsExactly("done", "No slot is free. Nothing was started.");
  }

  @Test
  void a_listener_that_fails_keeps_nobody_else_from_hearing() {
    List<Collection<SessionSnapshot>> told = new ArrayList<>();
    pump.listen(
        new Hearing(told) {
          @Override
          public void changed(Collection<SessionSnapshot> sessions) {
            throw new IllegalStateException("a broken view");
          }
        });
    pump.listen(new Hearing(told));

    fleet.add("One");
    frames.settle();

    assertThat(told).hasSize(1);
  }

  private static class Hearing implements EventPump.Audience {
    private final List<Collection<SessionSnapshot>> told;

    Hearing(List<Collection<SessionSnapshot>> told) {
      this.told = told;
    }

    @Override
    public void changed(Collection<SessionSnapshot> sessions) {
      told.add(sessions);
    }

    @Override
    public void slots(Slots slots) {}

    @Override
    public void journalStopped(String sentence) {}
  }

  private static final class Heard implements SessionFeed {
    final List<String> lines = new ArrayList<>();

    @Override
    public void events(List<Recorded> events) {
      for (Recorded event : events) {
        if (event.event() instanceof MessageAdded message) {
          lines.add(message.text());
        }
      }
    }

    @Override
    public void tail(String id, TailKind kind, String text) {
      lines.add("~" + text);
    }

    @Override
    public void tailDropped(String id) {
      lines.add("x " + id);
    }

    @Override
    public void overflowed() {
      lines.add("overflowed");
    }
  }
}
