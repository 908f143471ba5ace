package dev.muster.engine.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.event.ConversationEvent.MessageAdded;
import dev.muster.engine.event.ObservedEvent.AgentStarted;
import dev.muster.engine.event.ObservedEvent.TreeChanged;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.ToolKind;
import dev.muster.engine.event.ToolOutcome;
import dev.muster.engine.event.WorkEvent.ToolFinished;
import dev.muster.engine.event.WorkEvent.ToolStarted;
import dev.muster.engine.review.SessionRecord.Kind;
import dev.muster.engine.review.SessionRecord.Said;
import dev.muster.engine.session.CommandRun;
import dev.muster.engine.session.RanOn;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a review shows of what a session ran and said. */
class RecordFoldTest {
  private final RecordFold fold = new RecordFold();
  private long seq;

  private void happens(SessionEvent... events) {
    for (SessionEvent event : events) {
      fold.apply(new Recorded(new SessionId("session1"), ++seq, Instant.EPOCH, 1, event));
    }
  }

  private void call(String id, ToolKind kind, String title, Integer exit) {
    happens(
        new ToolStarted(id, kind, "tool", title, "{}", List.of("a.txt"), false, null),
        new ToolFinished(id, ToolOutcome.OK, exit, 900, null, null, null, null));
  }

  private CommandRun last() {
    return fold.record().runs().getFirst();
  }

  @Test
  void a_run_counts_for_the_files_as_long_as_they_are_not_measured_as_others() {
    happens(new AgentStarted(1, null, null, null, null), new TreeChanged("t1", List.of(), 1, 0));
    call("c1", ToolKind.RUN, "make test", 0);
    happens(new TreeChanged("t2", List.of(), 2, 0));
    assertThat(last().tree()).as("measured after it ended").isEqualTo("t2");
    assertThat(last().current()).isTrue();
    assertThat(last().observed()).isTrue();
    happens(new TreeChanged("t3", List.of(), 3, 0));
    assertThat(last().current()).isFalse();
    assertThat(last().on().files()).isEqualTo(RanOn.Files.CHANGED);
  }

  @Test
  void an_edit_after_a_run_is_counted_and_the_next_run_counts_again() {
    call("c1", ToolKind.RUN, "make test", 1);
    call("c2", ToolKind.EDIT, "a.txt", null);
    assertThat(last().editsSince()).isEqualTo(1);
    assertThat(last().current()).isFalse();
    call("c3", ToolKind.RUN, "make test", 0);
    assertThat(fold.record().runs()).hasSize(1);
    assertThat(last().times()).isEqualTo(2);
    assertThat(last().exitCode()).isZero();
    assertThat(last().current()).isTrue();
  }

  @Test
  void what_an_agent_outside_of_muster_says_of_a_command_is_not_observed() {
    happens(new AgentStarted(1, 4711L, Instant.EPOCH, null, null));
    call("c1", ToolKind.RUN, "make test", 0);
    assertThat(last().observed()).isFalse();
  }

  @Test
  void what_was_said_and_done_is_kept_in_order_and_within_bounds() {
    happens(new MessageAdded("m1", "I changed a.txt", null));
    call("c1", ToolKind.EDIT, "Edit a.txt", null);
    assertThat(fold.record().said())
        .extracting(s -> s.kind())
        .containsExactly(Kind.MESSAGE, Kind.EDIT);
    assertThat(fold.record().said().getLast().path()).isEqualTo("a.txt");
    assertThat(fold.record().lastMessage()).isEqualTo("I changed a.txt");
    for (int i = 0; i < SessionRecord.MOST_SAID; i++) {
      happens(new MessageAdded("n" + i, "x".repeat(5_000), null));
    }
    assertThat(fold.record().said()).hasSize(SessionRecord.MOST_SAID);
    assertThat(fold.record().saidBefore()).isEqualTo(2);
    assertThat(fold.record().said()).allMatch(Said::cut);
  }

  @Test
  void the_last_message_is_kept_whole_for_what_it_names_at_its_end() {
    happens(new MessageAdded("m1", "x".repeat(50_000) + " and b.txt", null));
    assertThat(fold.record().lastMessage()).hasSize(50_010).endsWith("b.txt");
    assertThat(fold.record().said().getFirst().text()).hasSize(4_001).endsWith("…");
  }

  @Test
  void how_many_runs_are_not_kept_any_more_is_counted() {
    for (int i = 0; i < SessionRecord.MOST_RUNS + 3; i++) {
      call("c" + i, ToolKind.RUN, "make " + i, 0);
    }
    assertThat(fold.record().runs()).hasSize(SessionRecord.MOST_RUNS);
    assertThat(fold.record().runsBefore()).isEqualTo(3);
  }
}
