package dev.muster.engine.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.muster.engine.event.ConversationEvent.PromptFailed;
import dev.muster.engine.event.ConversationEvent.PromptQueued;
import dev.muster.engine.event.ConversationEvent.PromptSent;
import dev.muster.engine.event.ConversationEvent.PromptWithdrawn;
import dev.muster.engine.event.MoneyEvent.UsageReported;
import dev.muster.engine.event.ObservedEvent.AgentStarted;
import dev.muster.engine.event.ObservedEvent.CheckRan;
import dev.muster.engine.event.ObservedEvent.CheckpointMade;
import dev.muster.engine.event.ObservedEvent.TreeChanged;
import dev.muster.engine.event.ObservedEvent.TreeSeen;
import dev.muster.engine.event.OutcomeEvent.Merged;
import dev.muster.engine.event.PermissionEvent.ApprovalAnswered;
import dev.muster.engine.event.PermissionEvent.ApprovalAsked;
import dev.muster.engine.event.PermissionEvent.DecidedBy;
import dev.muster.engine.event.PermissionEvent.Reach;
import dev.muster.engine.event.PermissionEvent.Subject;
import dev.muster.engine.event.PromptOrigin;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.event.ToolKind;
import dev.muster.engine.event.ToolOutcome;
import dev.muster.engine.event.TurnEvent.TurnStarted;
import dev.muster.engine.event.UnknownEvent;
import dev.muster.engine.event.WorkEvent.ToolFinished;
import dev.muster.engine.event.WorkEvent.ToolStarted;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionFoldTest {

  private static ToolStarted call(String id, ToolKind kind, String title) {
    return new ToolStarted(id, kind, "tool", title, "{}", List.of(), false, null);
  }

  private static ToolFinished end(String id, Integer exit) {
    return new ToolFinished(id, ToolOutcome.OK, exit, 5, null, null, null, null);
  }

  @Test
  void state_is_a_fold_and_taking_an_event_in_twice_changes_nothing() {
    Story story = new Story().state(SessionState.STARTING).state(SessionState.WORKING);
    SessionFold once = story.fold();
    SessionFold twice = story.fold();
    story.events().forEach(twice::apply);
    assertThat(twice.snapshot()).isEqualTo(once.snapshot());
  }

  @Test
  void a_prompt_is_always_exactly_one_of_queued_sent_failed_or_withdrawn() {
    Story story = new Story();
    story.add(new PromptQueued("a", "do it", List.of(), PromptOrigin.USER));
    story.add(new PromptQueued("b", "then that", List.of(), PromptOrigin.QUEUE));
    story.add(new PromptQueued("c", "never mind", List.of(), PromptOrigin.QUEUE));
    assertThat(story.snapshot().queued()).extracting("promptId").containsExactly("a", "b", "c");
    story.add(new PromptSent("a", "do it", List.of(), PromptOrigin.USER, false));
    story.add(new PromptFailed("b", "then that", "no"));
    story.add(new PromptWithdrawn("c"));
    assertThat(story.snapshot().queued()).isEmpty();
    assertThat(story.snapshot().failedPrompts()).extracting("text").containsExactly("then that");
    story.add(new PromptQueued("b", "then that", List.of(), PromptOrigin.USER));
    assertThat(story.snapshot().failedPrompts()).isEmpty();
    assertThat(story.snapshot().queued()).extracting("promptId").containsExactly("b");
  }

  @Test
  void an_exit_code_counts_as_observed_only_when_muster_ran_the_command_itself() {
    Story outside = new Story().add(new AgentStarted(1, 4711L, null, null, null));
    outside.add(new TurnStarted("a")).add(call("1", ToolKind.RUN, "npm test")).add(end("1", 0));
    assertThat(outside.snapshot().lastRun().observed()).isFalse();

    Story inside = new Story().add(new AgentStarted(1, null, null, null, null));
    inside.add(new TurnStarted("a")).add(call("1", ToolKind.RUN, "npm test")).add(end("1", 0));
    assertThat(inside.snapshot().lastRun().observed()).isTrue();
  }

  @Test
  void an_edit_after_a_test_run_makes_the_run_out_of_date() {
    Story story = new Story().add(new AgentStarted(1, null, null, null, null));
    story.add(call("1", ToolKind.RUN, "npm test")).add(end("1", 0));
    assertThat(story.snapshot().lastRun().editsSince()).isZero();
    story.add(call("2", ToolKind.EDIT, "a.js")).add(end("2", null));
    assertThat(story.snapshot().lastRun().editsSince()).isEqualTo(1);
    story.add(call("3", ToolKind.RUN, "npm test")).add(end("3", 1));
    assertThat(story.snapshot().lastRun().exitCode()).isEqualTo(1);
    assertThat(story.snapshot().lastRun().editsSince()).isZero();
  }

  private static Story greenOn(String tree) {
    return new Story()
        .add(new AgentStarted(1, null, null, null, null))
        .add(new TreeChanged(tree, List.of(), 1, 0))
        .add(call("1", ToolKind.RUN, "npm test"))
        .add(end("1", 0));
  }

  @Test
  void a_run_no_longer_holds_when_the_files_are_seen_to_be_others_without_any_edit_of_the_agent() {
    Story story = greenOn("t1").add(new CheckpointMade("refs/muster/s/1", "c1", "t1"));
    assertThat(story.snapshot().lastRun().current()).isTrue();
    assertThat(story.snapshot().lastRun().tree()).isEqualTo("t1");
    story.add(new TreeChanged("t2", List.of(), 2, 0));
    assertThat(story.snapshot().lastRun().editsSince()).isZero();
    assertThat(story.snapshot().lastRun().current()).isFalse();
    assertThat(story.snapshot().lastRun().on().files()).isEqualTo(RanOn.Files.CHANGED);
  }

  @Test
  void what_a_run_itself_left_in_the_files_does_not_make_it_out_of_date() {
    Story story = greenOn("t1").add(new TreeChanged("t2", List.of(), 2, 0));
    assertThat(story.snapshot().lastRun().current()).isTrue();
    assertThat(story.snapshot().lastRun().tree()).isEqualTo("t2");
    story.add(new CheckpointMade("refs/muster/s/1", "c1", "t2"));
    assertThat(story.snapshot().lastRun().current()).isTrue();
  }

  @Test
  void a_look_that_began_before_a_run_ended_does_not_decide_what_it_ran_on() {
    Story story = greenOn("t1");
    long end = story.events().getLast().seq();
    story.add(new TreeChanged("t2", List.of(), 1, 0).begunAfter(end - 1));
    assertThat(story.snapshot().lastRun().on().files()).isEqualTo(RanOn.Files.TO_BE_MEASURED);
    story.add(new TreeChanged("t3", List.of(), 2, 0).begunAfter(end));
    assertThat(story.snapshot().lastRun().current()).isTrue();
    assertThat(story.snapshot().lastRun().tree()).isEqualTo("t3");
    story.add(new TreeChanged("t2", List.of(), 1, 0).begunAfter(end + 1));
    assertThat(story.snapshot().lastRun().current()).isFalse();
  }

  @Test
  void a_session_is_known_as_landed_until_that_is_undone_or_its_files_change() {
    Story story = greenOn("t1").add(new Merged("next", "c9", "squash"));
    assertThat(story.snapshot().landedOn()).isEqualTo("next");
    story.add(new TreeChanged("t2", List.of(), 2, 0));
    assertThat(story.snapshot().landedOn()).isNull();
  }

  @Test
  void a_change_after_a_run_that_left_the_files_as_they_were_is_not_taken_for_its_own() {
    Story story = greenOn("t1");
    story.add(new TreeSeen("t1", story.events().getLast().seq()));
    story.add(new TreeChanged("t2", List.of(), 2, 0));
    assertThat(story.snapshot().lastRun().on().files()).isEqualTo(RanOn.Files.CHANGED);
  }

  @Test
  void a_check_does_not_stay_green_when_a_later_command_changes_files() {
    RunFold runs = new RunFold(10);
    Story story = greenOn("t1").add(new CheckpointMade("refs/muster/s/1", "c1", "t1"));
    story.add(call("2", ToolKind.RUN, "sed -i s/a/b/ a.js")).add(end("2", 0));
    story.add(new TreeChanged("t2", List.of(), 2, 0));
    story.events().forEach(runs::apply);
    assertThat(runs.runs())
        .extracting(CommandRun::command, CommandRun::current)
        .containsExactly(tuple("sed -i s/a/b/ a.js", true), tuple("npm test", false));
  }

  @Test
  void a_plan_of_the_own_agent_after_a_check_leaves_it_as_it_is_and_that_of_another_does_not() {
    for (Long pid : new Long[] {null, 4711L}) {
      Story story = new Story().add(new AgentStarted(1, pid, null, null, null));
      story.add(new TreeChanged("t1", List.of(), 1, 0));
      story.add(call("1", ToolKind.RUN, "npm test")).add(end("1", 0));
      story.add(
          new ToolStarted(
              "2", ToolKind.OTHER, "update_plan", "Plan", "{}", List.of(), false, null));
      story.add(new TreeChanged("t2", List.of(), 2, 0));
      assertThat(story.snapshot().lastRun().current()).isEqualTo(pid == null);
    }
  }

  @Test
  void a_check_does_not_stay_green_when_files_changed_before_anybody_measured_them() {
    RunFold runs = new RunFold(10);
    Story story = greenOn("t1");
    story.add(call("2", ToolKind.RUN, "make format")).add(end("2", 0));
    story.events().forEach(runs::apply);
    assertThat(runs.runs()).extracting(CommandRun::current).containsExactly(true, true);
    story.add(new TreeChanged("t2", List.of(), 2, 0));
    runs.apply(story.events().getLast());
    assertThat(runs.runs())
        .extracting(run -> run.on().files())
        .containsExactly(RanOn.Files.SAME, RanOn.Files.UNSURE);
    assertThat(runs.runs().getLast().current()).isFalse();
  }

  @Test
  void a_check_that_muster_ran_counts_for_its_tree_alone() {
    Story story = greenOn("t1").add(new CheckRan("test", "make check", 0, "t1", 900, null));
    assertThat(story.snapshot().lastRun().command()).isEqualTo("make check");
    assertThat(story.snapshot().lastRun().current()).isTrue();
    story.add(new TreeChanged("t2", List.of(), 2, 0));
    assertThat(story.snapshot().lastRun().current()).isFalse();
    story.add(new CheckRan("test", "make check", 0, "t1", 900, null));
    assertThat(story.snapshot().lastRun().current()).as("it ran on other files").isFalse();
  }

  @Test
  void an_open_request_is_told_first_until_it_is_answered() {
    Story story = new Story().state(SessionState.STARTING).state(SessionState.WORKING);
    story.add(
        new ApprovalAsked(
            "r", null, Subject.RUN, "Run a command?", "npm ci", List.of(), List.of(), null));
    assertThat(story.snapshot().activity()).isEqualTo("wants: npm ci");
    assertThat(story.snapshot().approvals()).hasSize(1);
    story.add(new ApprovalAnswered("r", true, DecidedBy.USER, Reach.SESSION, "run: npm ci", null));
    assertThat(story.snapshot().approvals()).isEmpty();
    assertThat(story.fold().sessionRules()).containsExactly("run: npm ci");
  }

  @Test
  void cost_is_known_only_when_every_request_reported_it() {
    Story story = new Story();
    story.add(new UsageReported("m", 10, 5, 0, 0, 1_000L, null, null));
    assertThat(story.snapshot().totals().costKnown()).isTrue();
    story.add(new UsageReported("m", 10, 5, 0, 0, null, null, null));
    assertThat(story.snapshot().totals().costKnown()).isFalse();
    assertThat(story.snapshot().totals().costMicros()).isEqualTo(1_000);
    assertThat(story.snapshot().totals().tokens()).isEqualTo(30);
  }

  @Test
  void an_event_of_a_newer_version_is_passed_over() {
    Story story = new Story().state(SessionState.STARTING);
    SessionSnapshot before = story.snapshot();
    SessionSnapshot after = story.add(new UnknownEvent("Teleported", "{}")).snapshot();
    assertThat(after.state()).isEqualTo(before.state());
    assertThat(after.lastSeq()).isEqualTo(before.lastSeq() + 1);
  }
}
