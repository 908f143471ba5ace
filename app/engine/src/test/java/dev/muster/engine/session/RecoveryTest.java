package dev.muster.engine.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.event.ConversationEvent.PromptQueued;
import dev.muster.engine.event.ConversationEvent.QuestionAnswered;
import dev.muster.engine.event.ConversationEvent.QuestionAsked;
import dev.muster.engine.event.PermissionEvent.ApprovalAsked;
import dev.muster.engine.event.PermissionEvent.Subject;
import dev.muster.engine.event.PromptOrigin;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.event.ToolKind;
import dev.muster.engine.event.TurnEvent.TurnStarted;
import dev.muster.engine.event.WorkEvent.ToolStarted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecoveryTest {

  @ParameterizedTest
  @EnumSource(SessionState.class)
  void every_session_that_was_at_work_is_lost_and_resumable_and_no_other_is_touched(
      SessionState state) {
    Story story = new Story();
    if (state != SessionState.QUEUED) {
      story.state(state);
    }
    List<SessionEvent> events = Recovery.events(story.fold(), RecoveryReport.Cause.PROGRAM_ENDED);
    assertThat(events.isEmpty()).isEqualTo(!state.takesSlot());
    events.forEach(story::add);
    SessionSnapshot after = story.snapshot();
    assertThat(after.state()).isEqualTo(state.takesSlot() ? SessionState.LOST : state);
    assertThat(Recovery.events(story.fold(), RecoveryReport.Cause.PROGRAM_ENDED)).isEmpty();
  }

  @Test
  void nothing_in_a_lost_session_still_claims_to_run_or_to_ask() {
    Story story = new Story().state(SessionState.STARTING).state(SessionState.WORKING);
    story.add(new TurnStarted("p"));
    story.add(new ToolStarted("1", ToolKind.RUN, "run", "npm test", "{}", List.of(), false, null));
    story.add(
        new ApprovalAsked("r", null, Subject.RUN, "Run?", "npm ci", List.of(), List.of(), null));
    story.add(new QuestionAsked("q", "Which?", List.of(), false));
    story.add(new PromptQueued("later", "and then", List.of(), PromptOrigin.QUEUE));
    story.state(SessionState.NEEDS_YOU);
    Recovery.events(story.fold(), RecoveryReport.Cause.PROGRAM_ENDED).forEach(story::add);
    SessionSnapshot after = story.snapshot();
    assertThat(after.approvals()).isEmpty();
    assertThat(after.questions()).isEmpty();
    assertThat(story.fold().openCalls()).isEmpty();
    assertThat(after.turnSince()).isNull();
    assertThat(after.queued()).extracting("text").containsExactly("and then");
  }

  @Test
  void a_lost_session_was_last_heard_of_before_what_the_next_start_stored_for_it() {
    SessionId id = new SessionId("smwq1234567890");
    Instant then = Instant.parse("2026-01-02T10:00:00Z");
    Instant start = Instant.parse("2026-01-03T09:00:00Z");
    Story story = new Story().state(SessionState.STARTING).state(SessionState.WORKING);
    var call = new ToolStarted("1", ToolKind.RUN, "run", "npm test", "{}", List.of(), false, null);
    story.add(call);
    List<Recorded> tail = new ArrayList<>();
    tail.add(new Recorded(id, 7, then.minusSeconds(5), 1, new TurnStarted("p")));
    tail.add(new Recorded(id, 8, then, 1, call));
    assertThat(Recovery.heardAt(tail, start)).as("before it is lost").isEqualTo(start);
    Recovery.events(story.fold(), RecoveryReport.Cause.PROGRAM_ENDED)
        .forEach(event -> tail.add(new Recorded(id, tail.size() + 7L, start, 1, event)));
    assertThat(tail).hasSizeGreaterThan(4);
    assertThat(Recovery.heardAt(tail, start)).isEqualTo(then);
  }

  @Test
  void only_moves_of_the_table_are_allowed_and_closed_is_the_end() {
    for (SessionState from : SessionState.values()) {
      assertThat(Transitions.allowed(from, from)).isFalse();
      if (from != SessionState.CLOSED) {
        assertThat(Transitions.from(from)).isNotEmpty();
      }
    }
    assertThat(Transitions.from(SessionState.CLOSED)).isEmpty();
    assertThat(Transitions.allowed(SessionState.STOPPED, SessionState.READY)).isFalse();
  }

  @Test
  void what_a_lost_session_had_asked_is_known_and_what_was_answered_before_is_not_told() {
    SessionId id = new SessionId("smwq1234567890");
    Instant then = Instant.parse("2026-01-02T10:00:00Z");
    Story story = new Story().state(SessionState.STARTING).state(SessionState.WORKING);
    List<Recorded> tail = new ArrayList<>();
    List<SessionEvent> all =
        new ArrayList<>(
            List.of(
                new TurnStarted("p"),
                new QuestionAsked("q0", "Old?", List.of(), false),
                new QuestionAnswered("q0", null),
                new QuestionAsked("q1", "Which price?", List.of(), false),
                new ApprovalAsked(
                    "r", null, Subject.RUN, "Run?", "npm ci", List.of(), List.of(), null)));
    all.forEach(story::add);
    story.state(SessionState.NEEDS_YOU);
    all.addAll(Recovery.events(story.fold(), RecoveryReport.Cause.PROGRAM_ENDED));
    all.forEach(event -> tail.add(new Recorded(id, tail.size() + 1L, then, 1, event)));
    assertThat(Recovery.waited(tail))
        .containsExactly("It had asked you: Which price?", "It waited for your leave: npm ci");
    assertThat(Recovery.waited(tail.subList(0, 5))).as("before it is lost").isEmpty();
  }
}
