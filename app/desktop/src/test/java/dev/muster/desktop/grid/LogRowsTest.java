package dev.muster.desktop.grid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.desktop.control.LogKind;
import dev.muster.desktop.control.LogRow;
import dev.muster.desktop.control.Tone;
import dev.muster.engine.agent.AgentListener.TailKind;
import dev.muster.engine.event.ConversationEvent.MessageAdded;
import dev.muster.engine.event.ConversationEvent.PromptSent;
import dev.muster.engine.event.ConversationEvent.ThoughtAdded;
import dev.muster.engine.event.LifeEvent.StateChanged;
import dev.muster.engine.event.ObservedEvent.AgentStarted;
import dev.muster.engine.event.PermissionEvent.ApprovalAnswered;
import dev.muster.engine.event.PermissionEvent.ApprovalAsked;
import dev.muster.engine.event.PermissionEvent.DecidedBy;
import dev.muster.engine.event.PermissionEvent.Reach;
import dev.muster.engine.event.PermissionEvent.StandingRule;
import dev.muster.engine.event.PermissionEvent.Subject;
import dev.muster.engine.event.PermissionEvent.Unasked;
import dev.muster.engine.event.PromptOrigin;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.ReviewEvent;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.event.ToolKind;
import dev.muster.engine.event.ToolOutcome;
import dev.muster.engine.event.TurnEvent.End;
import dev.muster.engine.event.TurnEvent.RetryScheduled;
import dev.muster.engine.event.TurnEvent.TurnEnded;
import dev.muster.engine.event.TurnEvent.TurnStarted;
import dev.muster.engine.event.UnknownEvent;
import dev.muster.engine.event.WorkEvent.PlanChanged;
import dev.muster.engine.event.WorkEvent.PlanStep;
import dev.muster.engine.event.WorkEvent.StepState;
import dev.muster.engine.event.WorkEvent.ToolFinished;
import dev.muster.engine.event.WorkEvent.ToolOutput;
import dev.muster.engine.event.WorkEvent.ToolStarted;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogRowsTest {
  private static final SessionId ID = new SessionId("sfake0001");
  private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");

  private final RowList log = new RowList();
  private final LogRows rows = new LogRows(log, null, false);
  private long seq;

  private void say(SessionEvent... events) {
    for (SessionEvent event : events) {
      rows.accept(new Recorded(ID, ++seq, START, 1, event));
    }
  }

  private static ToolStarted call(ToolKind kind, String title) {
    return new ToolStarted("c1", kind, kind.name(), title, "{}", List.of(), false, null);
  }

  private static ToolFinished exit(int code, long millis) {
    return new ToolFinished("c1", ToolOutcome.OK, code, millis, null, null, null, null);
  }

  private static ToolOutput output(String text) {
    return new ToolOutput("c1", text, null);
  }

  private static AgentStarted inside() {
    return new AgentStarted(1, null, null, null, null);
  }

  @Test
  void a_command_says_how_it_ended_in_the_row_it_began_in() {
    say(inside(), call(ToolKind.RUN, "npx vitest run"), exit(0, 3_100));

    assertThat(log.shown()).hasSize(1);
    LogRow row = log.shown().getFirst();
    assertThat(row.kind()).isEqualTo(LogKind.RUN);
    assertThat(row.text()).isEqualTo("npx vitest run");
    assertThat(row.note()).isEqualTo("exit 0 · 3.1 s");
    assertThat(row.noteTone()).isEqualTo(Tone.SUCCESS);
  }

  @Test
  void an_exit_code_the_agent_only_tells_of_is_never_green() {
    say(new AgentStarted(1, 4711L, START, "2.1", null));
    say(call(ToolKind.RUN, "npm test"), exit(0, 3_100));

    assertThat(log.shown().getFirst().noteTone()).isEqualTo(Tone.NEUTRAL);
  }

  @Test
  void a_failing_command_is_red_and_keeps_its_last_lines_in_view() {
    say(inside(), call(ToolKind.RUN, "npm test"));
    say(output("one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\n"), exit(1, 2_800));

    assertThat(log.shown().get(0).noteTone()).isEqualTo(Tone.DANGER);
    assertThat(log.shown().get(1).text()).isEqualTo("three\nfour\nfive\nsix\nseven\neight");
    assertThat(log.shown().get(1).note()).isEqualTo("2 lines above");
  }

  @Test
  void output_of_a_command_that_went_well_is_folded_and_can_be_unfolded() {
    say(inside(), call(ToolKind.RUN, "npm test"), output("one\ntwo\n"));
    assertThat(log.texts()).containsExactly("npm test", "one\ntwo");

    say(exit(0, 10));
    assertThat(log.texts()).containsExactly("npm test");

    assertThat(rows.toggle(log.shown().getFirst().key())).isTrue();
    assertThat(log.texts()).containsExactly("npm test", "one\ntwo");
    assertThat(rows.toggle(log.shown().getFirst().key())).isTrue();
    assertThat(log.texts()).containsExactly("npm test");
  }

  @Test
  void streaming_output_stands_under_its_command_until_the_stored_text_replaces_it() {
    say(call(ToolKind.RUN, "make"));
    rows.tail("c1", TailKind.OUTPUT, "comp");
    rows.tail("c1", TailKind.OUTPUT, "iling\n");
    assertThat(log.texts()).containsExactly("make", "compiling");

    say(output("compiling\nlinking\n"));

    assertThat(log.texts()).containsExactly("make", "compiling\nlinking");
  }

  @Test
  void a_message_that_streams_is_a_tail_and_the_stored_one_a_row() {
    rows.tail("m1", TailKind.MESSAGE, "Koa ");
    rows.tail("m1", TailKind.MESSAGE, "here");
    assertThat(log.tail.text()).isEqualTo("Koa here");
    assertThat(log.shown()).isEmpty();

    say(new MessageAdded("m1", "Koa here.", null));

    assertThat(log.tail).isNull();
    assertThat(log.texts()).containsExactly("Koa here.");
  }

  @Test
  void a_message_that_will_not_come_leaves_nothing_behind() {
    rows.tail("m1", TailKind.MESSAGE, "half a sen");
    rows.tailDropped("m1");

    assertThat(log.tail).isNull();
    assertThat(log.shown()).isEmpty();
  }

  @Test
  void an_edit_says_how_many_lines_it_added_and_removed() {
    say(inside(), call(ToolKind.EDIT, "src/pool.ts"));
    say(new ToolFinished("c1", ToolOutcome.OK, null, 5, null, 74, 3, null));

    assertThat(log.shown().getFirst().note()).isEqualTo("+74 −3");
    assertThat(log.shown().getFirst().noteTone()).isEqualTo(Tone.SUCCESS);
  }

  @Test
  void a_denied_command_is_said_to_be_denied() {
    say(call(ToolKind.RUN, "rm -rf /"));
    say(new ToolFinished("c1", ToolOutcome.DENIED, null, 0, "not allowed", null, null, null));

    assertThat(log.shown().getFirst().note()).isEqualTo("denied");
    assertThat(log.shown().getFirst().noteTone()).isEqualTo(Tone.WARNING);
  }

  @Test
  void a_plan_gets_a_row_when_its_steps_change_and_none_when_one_is_ticked_off() {
    say(plan(StepState.PENDING, "a", "b"));
    say(plan(StepState.DONE, "a", "b"));
    say(plan(StepState.PENDING, "a", "b", "c"));

    assertThat(log.texts()).containsExactly("Plan: 2 steps", "Plan updated: 3 steps");
  }

  private static PlanChanged plan(StepState state, String... steps) {
    return new PlanChanged(List.of(steps).stream().map(text -> new PlanStep(text, state)).toList());
  }

  @Test
  void a_retry_counts_down_and_says_when_it_was_tried() {
    say(new TurnStarted(null));
    say(new RetryScheduled(1, "529 overloaded", START.plusSeconds(12)));
    rows.tick(START.plusSeconds(5));
    assertThat(log.shown().getFirst().note()).isEqualTo("in 7 s");
    assertThat(rows.ticking()).isTrue();

    say(new MessageAdded("m", "Back.", null));

    assertThat(log.shown().getFirst().note()).isEqualTo("tried again");
    assertThat(rows.ticking()).isFalse();
  }

  @Test
  void a_running_command_says_for_how_long() {
    say(call(ToolKind.RUN, "npm test"));
    rows.tick(START.plusSeconds(12));

    assertThat(log.shown().getFirst().note()).isEqualTo("running 12 s");
    assertThat(log.shown().getFirst().noteTone()).isEqualTo(Tone.INFO);
  }

  @Test
  void what_still_ran_when_the_turn_was_interrupted_is_said_to_be_cancelled() {
    say(new TurnStarted(null), call(ToolKind.RUN, "npm test"));
    say(new TurnEnded(End.INTERRUPTED, null));

    assertThat(log.shown().getFirst().note()).isEqualTo("cancelled");
    assertThat(log.texts()).containsExactly("npm test", "Interrupted.");
    assertThat(rows.ticking()).isFalse();
  }

  private static ApprovalAsked ask(String id, Subject subject, String exact) {
    return new ApprovalAsked(id, null, subject, "title", exact, List.of(), List.of(), null);
  }

  @Test
  void an_answer_says_what_it_let_through_and_who_gave_it() {
    say(ask("r1", Subject.RUN, "npm install"));
    say(new ApprovalAnswered("r1", true, DecidedBy.USER, Reach.SESSION, "npm install", null));
    say(ask("r2", Subject.RUN, "rm x"));
    say(new ApprovalAnswered("r2", false, DecidedBy.USER, Reach.ONCE, null, "use git rm"));

    assertThat(log.texts()).containsExactly("Allowed: npm install", "Denied: rm x\n“use git rm”");
    assertThat(log.shown().getFirst().note())
        .isEqualTo("by you, for this session, as the rule “npm install”");
  }

  @Test
  void what_a_rule_decided_says_which_one() {
    say(
        new ApprovalAnswered(
            "r1",
            true,
            DecidedBy.RULE,
            Reach.ONCE,
            "run: npm test",
            null,
            null,
            new Unasked(
                "c1",
                Subject.RUN,
                "npm test",
                List.of(new StandingRule("run: npm test", Reach.PROJECT)))));

    assertThat(log.texts()).containsExactly("Allowed by the rule “run: npm test” of this project.");
  }

  @Test
  void a_request_that_was_withdrawn_is_not_said_to_be_denied() {
    say(ask("r1", Subject.RUN, "npm install"));
    say(new ApprovalAnswered("r1", false, DecidedBy.NOBODY, Reach.ONCE, null, null));

    assertThat(log.texts()).containsExactly("Withdrawn before anyone answered: npm install");
  }

  @Test
  void a_prompt_in_musters_own_words_is_labelled_so() {
    say(new PromptSent("p", "Go on.", List.of(), PromptOrigin.MUSTER, false));

    assertThat(log.shown().getFirst().note()).isEqualTo("said by Muster");
  }

  @Test
  void a_line_break_in_a_path_is_shown_and_one_in_a_command_begins_a_line() {
    say(call(ToolKind.EDIT, "new\nline.txt"));
    say(ask("r1", Subject.EDIT, "new\nline.txt"));
    say(new ApprovalAnswered("r1", false, DecidedBy.USER, Reach.ONCE, null, null));
    say(ask("r2", Subject.RUN, "cat <<E\nE"));
    say(new ApprovalAnswered("r2", false, DecidedBy.USER, Reach.ONCE, null, null));

    assertThat(log.texts())
        .containsExactly(
            "new⟨U+000A⟩line.txt", "Denied: new⟨U+000A⟩line.txt", "Denied: cat <<E\nE");
  }

  @Test
  void what_the_mode_allows_by_itself_does_not_bury_the_work() {
    say(ask("r1", Subject.READ, "src/a.ts"));
    say(new ApprovalAnswered("r1", true, DecidedBy.MODE, Reach.ONCE, null, null));

    assertThat(log.shown()).isEmpty();
  }

  @Test
  void prompts_thoughts_and_messages_keep_their_kind() {
    say(
        new PromptSent("p", "Do it", List.of(), PromptOrigin.USER, false),
        new ThoughtAdded("t", "Hm.", null, null),
        new MessageAdded("m", "Done.", null));

    assertThat(log.shown().stream().map(LogRow::kind))
        .containsExactly(LogKind.PROMPT, LogKind.THOUGHT, LogKind.TEXT);
  }

  @Test
  void a_failure_is_told_with_its_reason() {
    say(new StateChanged(SessionState.WORKING, SessionState.FAILED, "The key was refused.", null));

    assertThat(log.shown().getFirst().kind()).isEqualTo(LogKind.ERROR);
    assertThat(log.texts()).containsExactly("The key was refused.");
  }

  @Test
  void an_event_of_a_newer_version_is_named_and_not_hidden() {
    say(new UnknownEvent("TeaBrewed", "{}"));

    assertThat(log.texts().getFirst()).contains("TeaBrewed");
  }

  @Test
  void an_agent_that_was_started_again_and_counts_its_calls_anew_gets_new_rows() {
    say(inside(), new TurnStarted("p1"), call(ToolKind.RUN, "npm test"));
    say(output("one failed\n"), exit(1, 2_800), new TurnEnded(End.DONE, null));
    say(inside(), new TurnStarted("p2"), call(ToolKind.READ, "src/pool.ts"));
    assertThat(log.texts()).containsSubsequence("npm test", "one failed", "src/pool.ts");

    say(new ToolFinished("c1", ToolOutcome.OK, null, 5, null, null, null, null));
    LogRow first = row("npm test");
    assertThat(first.note()).isEqualTo("exit 1 · 2.8 s");
    assertThat(first.noteTone()).isEqualTo(Tone.DANGER);
    assertThat(rows.toggle(first.key())).as("still unfolded by its own row").isTrue();
    assertThat(log.texts()).containsSubsequence("npm test", "one failed", "src/pool.ts");
  }

  @Test
  void a_call_whose_end_never_came_is_not_taken_for_the_next_of_its_id() {
    say(new TurnStarted("p1"), call(ToolKind.RUN, "make all"));
    say(new AgentStarted(2, 4712L, START, "2.1", null), call(ToolKind.RUN, "make test"));
    say(exit(0, 10));
    assertThat(row("make all").note()).isEqualTo("cancelled");
    assertThat(row("make test").note()).startsWith("exit 0");
  }

  @Test
  void a_call_that_is_told_anew_while_it_runs_keeps_its_row() {
    say(call(ToolKind.RUN, "make"), call(ToolKind.RUN, "make all"), exit(0, 10));
    assertThat(log.texts()).containsExactly("make all");
  }

  private LogRow row(String text) {
    return log.shown().stream().filter(row -> row.text().equals(text)).findFirst().orElseThrow();
  }

  @Test
  void what_was_put_back_is_named() {
    say(new ReviewEvent.PartDropped("1", "a.ts", "lines 3–5 of a.ts", "refs/muster/x/1"));
    say(new ReviewEvent.PartDropped("2", "b.ts", "all of b.ts", "refs/muster/x/2"));
    say(new ReviewEvent.FileEdited("3", "c.ts", "refs/muster/x/3"));
    say(new ReviewEvent.PartRestored("2"), new ReviewEvent.PartRestored("1"));
    say(new ReviewEvent.PartRestored("3"), new ReviewEvent.PartRestored("before the log"));
    assertThat(log.texts())
        .endsWith(
            "You put back all of b.ts.",
            "You put back lines 3–5 of a.ts.",
            "You took back your edit of c.ts.",
            "You put back what you had dropped.");
  }
}
