package dev.muster.desktop.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.desktop.live.EventPump;
import dev.muster.desktop.live.FakeBackend;
import dev.muster.desktop.live.FakeHistory;
import dev.muster.desktop.live.HistoryEntry;
import dev.muster.desktop.live.ManualFrames;
import dev.muster.desktop.live.PastMoment;
import dev.muster.desktop.live.PastMoment.Lines;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.event.Shelf;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which moments are read while a person drags the timeline, and while it plays by itself. */
class MomentModelTest {
  private final ManualFrames frames = new ManualFrames();
  private final EventPump pump = new EventPump(frames);
  private final FakeHistory history = new FakeBackend().history();
  private final HandRest rest = new HandRest();
  private final MomentModel model = new MomentModel(history, pump, rest);

  /** A rest that ends when the test says so. */
  private static final class HandRest implements MomentModel.Rest {
    private Runnable then;

    @Override
    public void begin(Runnable after) {
      then = after;
    }

    @Override
    public void stop() {
      then = null;
    }

    private void over() {
      Runnable now = then;
      then = null;
      if (now != null) {
        now.run();
      }
    }
  }

  @BeforeEach
  void open() {
    model.open(entry(new SessionId("sone0000000000"), 500));
  }

  private static HistoryEntry entry(SessionId id, long events) {
    Instant at = Instant.parse("2026-01-02T10:00:00Z");
    return new HistoryEntry(
        id,
        "One",
        "p",
        "shop",
        "/shop",
        "muster",
        "Muster",
        null,
        false,
        SessionState.READY,
        null,
        Shelf.ACTIVE,
        null,
        null,
        "one",
        at,
        at,
        Duration.ZERO,
        3,
        events,
        0,
        null,
        0,
        0,
        0,
        0,
        0,
        0,
        null);
  }

  private static PastMoment moment(long seq) {
    return new PastMoment(seq, 1, List.of(), List.of(), new Lines.Gone("Nothing at " + seq + "."));
  }

  private CompletableFuture<PastMoment> answer(int number, long seq) {
    CompletableFuture<PastMoment> due = history.pastDue.get(number);
    due.complete(moment(seq));
    frames.settle();
    return due;
  }

  private long shown() {
    var now = model.shownProperty().get();
    return now == null ? 0 : now.moment().seq();
  }

  @Test
  void a_moment_that_is_passed_by_hand_is_never_read() {
    model.look(10, true, false);
    model.look(20, true, false);
    model.look(30, true, false);
    assertThat(history.pastAsked).isEmpty();
    assertThat(model.readingProperty().get()).isTrue();
    rest.over();
    assertThat(history.pastAsked).containsExactly(30L);
    answer(0, 30);
    assertThat(shown()).isEqualTo(30);
    assertThat(model.readingProperty().get()).isFalse();
  }

  @Test
  void what_is_being_read_is_given_up_when_the_hand_moves_on() {
    model.look(10, true, false);
    rest.over();
    model.look(20, true, false);
    assertThat(history.pastDue.getFirst().isCancelled()).isTrue();
    rest.over();
    answer(1, 20);
    assertThat(shown()).isEqualTo(20);
    model.look(10, true, false);
    rest.over();
    assertThat(history.pastAsked).containsExactly(10L, 20L, 10L);
  }

  @Test
  void while_it_plays_one_moment_is_read_after_the_other_and_none_is_given_up() {
    for (long seq = 1; seq <= 100; seq++) {
      model.look(seq, true, true);
    }
    assertThat(history.pastAsked).containsExactly(1L);
    answer(0, 1);
    assertThat(shown()).isEqualTo(1);
    model.look(101, true, true);
    assertThat(history.pastAsked).as("it rests between two").containsExactly(1L);
    rest.over();
    assertThat(history.pastAsked).containsExactly(1L, 101L);
    answer(1, 101);
    assertThat(shown()).isEqualTo(101);
    model.look(101, true, true);
    assertThat(history.pastAsked).as("the same is not read again").hasSize(2);
  }

  @Test
  void nothing_more_is_read_when_nobody_looks_or_another_session_is_opened() {
    model.look(10, true, false);
    model.giveUp();
    rest.over();
    assertThat(history.pastAsked).isEmpty();
    model.look(10, true, false);
    rest.over();
    model.open(entry(new SessionId("stwo0000000000"), 5));
    assertThat(history.pastDue.getFirst().isCancelled()).isTrue();
    frames.settle();
    assertThat(shown()).isZero();
  }

  @Test
  void what_cannot_be_read_is_told_in_a_sentence() {
    model.look(10, true, false);
    rest.over();
    history.pastDue.getFirst().completeExceptionally(new IllegalStateException("The disk failed."));
    frames.settle();
    assertThat(model.shownProperty().get().moment().lines())
        .isEqualTo(new Lines.Gone("The disk failed."));
  }
}
