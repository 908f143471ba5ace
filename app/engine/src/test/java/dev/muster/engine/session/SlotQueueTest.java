package dev.muster.engine.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.event.SessionId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlotQueueTest {
  private static final SessionId A = new SessionId("sessiona");
  private static final SessionId B = new SessionId("sessionb");
  private static final SessionId C = new SessionId("sessionc");

  private final List<SessionId> started = new ArrayList<>();
  private int slots = 1;
  private final SlotQueue queue =
      new SlotQueue(() -> slots, () -> true, started::add, ignored -> {});

  @Test
  void sessions_start_in_order_as_slots_become_free() {
    queue.enqueue(A, false);
    queue.enqueue(B, false);
    queue.enqueue(C, false);
    assertThat(started).containsExactly(A);
    queue.free(A);
    assertThat(started).containsExactly(A, B);
    assertThat(queue.slots().queue()).containsExactly(C);
  }

  @Test
  void one_that_is_started_now_takes_a_slot_that_is_not_there_and_gives_it_back() {
    queue.enqueue(A, false);
    queue.enqueue(B, false);
    assertThat(queue.startNow(B)).isTrue();
    assertThat(queue.slots().busy()).isEqualTo(2);
    queue.enqueue(C, false);
    queue.free(A);
    assertThat(started).containsExactly(A, B);
    queue.free(B);
    assertThat(started).containsExactly(A, B, C);
  }

  @Test
  void more_slots_start_those_who_wait_and_a_session_waits_only_once() {
    queue.enqueue(A, false);
    queue.enqueue(B, false);
    queue.enqueue(B, true);
    assertThat(queue.slots().queue()).containsExactly(B);
    slots = 5;
    queue.next();
    assertThat(started).containsExactly(A, B);
    assertThat(queue.startNow(C)).isFalse();
  }
}
