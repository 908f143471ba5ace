package dev.muster.engine.session;

import static dev.muster.engine.host.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.engine.agent.AgentListener.TailKind;
import dev.muster.engine.agent.Gate;
import dev.muster.engine.event.ClosedAs;
import dev.muster.engine.event.ConversationEvent.MessageAdded;
import dev.muster.engine.event.ConversationEvent.PromptSent;
import dev.muster.engine.event.ObservedEvent.AgentExited;
import dev.muster.engine.event.ObservedEvent.CheckpointMade;
import dev.muster.engine.event.PermissionEvent.ApprovalAnswered;
import dev.muster.engine.event.PermissionEvent.Subject;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.PromptOrigin;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.event.ToolKind;
import dev.muster.engine.event.ToolOutcome;
import dev.muster.engine.event.TurnEvent;
import dev.muster.engine.event.WorkEvent.ToolFinished;
import dev.muster.engine.event.WorkEvent.ToolStarted;
import dev.muster.engine.policy.ActionRequest;
import dev.muster.engine.session.PuppetAgent.Puppet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fleet with a real journal, real git and an agent that does as it is told. */
class LiveFleetTest {
  @TempDir Path folder;
  private FleetHarness muster;

  @BeforeEach
  void open() throws Exception {
    muster = FleetHarness.in(folder);
  }

  @AfterEach
  void close() {
    muster.close();
  }

  private static <T> T done(CompletableFuture<T> future) throws Exception {
    return future.get(30, TimeUnit.SECONDS);
  }

  private static ActionRequest run(String id, String command) {
    return new ActionRequest(
        id, null, "run", Subject.RUN, "Run a command?", command, List.of(), null, null);
  }

  @Test
  void a_task_becomes_a_worktree_a_turn_and_a_checkpoint_and_then_it_is_ready() throws Exception {
    SessionId id = done(muster.fleet().create(muster.task("Add a limit")));
    Puppet puppet = muster.agent().next();
    assertThat(puppet.prompted().text()).isEqualTo("Add a limit");
    Files.writeString(puppet.launch.worktree().resolve("limit.txt"), "100\n");
    puppet.say("Done.");
    puppet.end(TurnEvent.End.DONE);

    SessionSnapshot ready = muster.await(id, s -> s.state() == SessionState.READY);
    assertThat(ready.changes().files()).extracting("path").containsExactly("limit.txt");
    assertThat(ready.worktree().branch()).startsWith("muster/");
    assertThat(muster.kinds(id, CheckpointMade.class)).hasSize(1);
    assertThat(muster.git("rev-parse", "refs/muster/" + id + "/1")).isNotBlank();
  }

  @Test
  void stored_before_shown_a_listener_never_hears_what_the_journal_does_not_hold()
      throws Exception {
    CompletableFuture<List<Recorded>> heard = new CompletableFuture<>();
    try (var ignored =
        muster
            .fleet()
            .subscribe(
                new Ears() {
                  @Override
                  public void recorded(List<Recorded> events) {
                    Recorded last = events.getLast();
                    if (last.event() instanceof MessageAdded) {
                      heard.complete(muster.journal().read(last.session(), last.seq(), 1));
                    }
                  }
                })) {
      done(muster.fleet().create(muster.task("Say it")));
      Puppet puppet = muster.agent().next();
      puppet.prompted();
      puppet.out.tail("m1", TailKind.MESSAGE, "it is");
      puppet.say(new MessageAdded("m1", "it is said", null));
      assertThat(done(heard)).extracting(Recorded::event).hasOnlyElementsOfType(MessageAdded.class);
    }
  }

  @Test
  void state_is_a_fold_replaying_the_journal_gives_what_was_lived_through() throws Exception {
    SessionId id = done(muster.fleet().create(muster.task("Live it")));
    Puppet puppet = muster.agent().next();
    puppet.prompted();
    puppet.say(new ToolStarted("1", ToolKind.EDIT, "edit", "a", "{}", List.of(), false, null));
    puppet.say(new ToolFinished("1", ToolOutcome.OK, null, 1, null, 1, 0, null));
    puppet.end(TurnEvent.End.DONE);
    SessionSnapshot lived = muster.await(id, s -> s.state() == SessionState.READY);
    muster.journal().flush();

    SessionFold fold = null;
    for (Recorded event : muster.journal().read(id, 1, 10_000)) {
      if (fold == null) {
        fold = new SessionFold(event);
      } else {
        fold.apply(event);
      }
    }
    assertThat(fold.snapshot()).isEqualTo(muster.fleet().session(id).orElseThrow());
    assertThat(fold.snapshot().state()).isEqualTo(lived.state());
  }

  @Test
  void a_prompt_survives_an_agent_that_cannot_be_started_and_is_sent_when_it_can()
      throws Exception {
    muster.agent().refuses = true;
    SessionId id = done(muster.fleet().create(muster.task("Do not lose me")));
    SessionSnapshot failed = muster.await(id, s -> s.state() == SessionState.FAILED);
    assertThat(failed.reason()).contains("no strings");
    assertThat(failed.queued()).extracting("text").containsExactly("Do not lose me");

    muster.agent().refuses = false;
    done(muster.fleet().resume(id));
    assertThat(muster.agent().next().prompted().text()).isEqualTo("Do not lose me");
  }

  @Test
  void only_as_many_work_as_there_are_slots_and_the_others_wait_in_order() throws Exception {
    muster.slots = 1;
    SessionId first = done(muster.fleet().create(muster.task("first")));
    SessionId second = done(muster.fleet().create(muster.task("second")));
    Puppet one = muster.agent().next();
    one.prompted();
    muster.await(first, s -> s.state() == SessionState.WORKING);
    assertThat(muster.fleet().session(second).orElseThrow().state()).isEqualTo(SessionState.QUEUED);
    assertThat(muster.fleet().slots().queue()).containsExactly(second);
    assertThat(muster.agent().noneOpened()).isTrue();
    one.end(TurnEvent.End.DONE);
    assertThat(muster.agent().next().prompted().text()).isEqualTo("second");
  }

  @Test
  void what_needs_a_person_waits_for_the_answer_and_the_answer_is_stored_first() throws Exception {
    SessionId id = done(muster.fleet().create(muster.task("Ask me")));
    Puppet puppet = muster.agent().next();
    puppet.prompted();
    CompletableFuture<Gate.Decision> decision =
        puppet.launch.gate().request(run("r1", "curl example.org"));
    SessionSnapshot asks = muster.await(id, s -> s.state() == SessionState.NEEDS_YOU);
    assertThat(asks.approvals()).hasSize(1);
    assertThat(decision).isNotDone();
    String yes =
        asks.approvals().getFirst().options().stream()
            .filter(o -> o.allows())
            .findFirst()
            .orElseThrow()
            .id();

    assertThatThrownBy(() -> done(muster.fleet().answer(id, "r1", "curl example.com", yes, null)))
        .isInstanceOf(ExecutionException.class)
        .hasMessageContaining("changed");
    assertThat(decision).isNotDone();

    done(muster.fleet().answer(id, "r1", "curl example.org", yes, null));
    assertThat(done(decision).allowed()).isTrue();
    assertThat(muster.kinds(id, ApprovalAnswered.class)).hasSize(1);
    muster.await(id, s -> s.state() == SessionState.WORKING);
    assertThatThrownBy(() -> done(muster.fleet().answer(id, "r1", "curl example.org", yes, null)))
        .hasMessageContaining("no longer open");
  }

  @Test
  void the_time_a_person_was_waited_for_is_not_the_commands() throws Exception {
    SessionId id = done(muster.fleet().create(muster.task("Ask me")));
    Puppet puppet = muster.agent().next();
    puppet.prompted();
    puppet.say(new ToolStarted("c1", ToolKind.RUN, "run", "curl", "{}", List.of(), false, null));
    puppet
        .launch
        .gate()
        .request(
            new ActionRequest(
                "r1", "c1", "run", Subject.RUN, "Run?", "curl a.org", List.of(), null, null));
    SessionSnapshot asks = muster.await(id, s -> s.state() == SessionState.NEEDS_YOU);
    long asked = System.nanoTime();
    until("a moment has passed", () -> System.nanoTime() - asked > 30_000_000);
    var yes = asks.approvals().getFirst().options().stream().filter(o -> o.allows()).findFirst();
    done(muster.fleet().answer(id, "r1", "curl a.org", yes.orElseThrow().id(), null));
    puppet.say(new ToolFinished("c1", ToolOutcome.OK, 0, 3_600_000, null, null, null, null));
    puppet.end(TurnEvent.End.DONE);
    muster.await(id, s -> s.state() == SessionState.READY);

    ToolFinished finished = (ToolFinished) muster.kinds(id, ToolFinished.class).getFirst();
    assertThat(finished.millis()).isLessThan(3_600_000 - 29).isPositive();
    assertThat(finished.less(10_000_000).millis()).isZero();
  }

  @Test
  void a_question_is_answered_in_words_and_withdrawn_when_the_turn_ends() throws Exception {
    SessionId id = done(muster.fleet().create(muster.task("Ask me")));
    Puppet puppet = muster.agent().next();
    puppet.prompted();
    var answer = puppet.launch.gate().ask("q1", "Which one?", List.of("this", "that"), false);
    muster.await(id, s -> s.state() == SessionState.NEEDS_YOU);
    done(muster.fleet().answerQuestion(id, "q1", "the other"));
    assertThat(done(answer)).isEqualTo("the other");

    var open = puppet.launch.gate().ask("q2", "And now?", List.of(), false);
    muster.await(id, s -> s.questions().size() == 1);
    puppet.end(TurnEvent.End.DONE);
    assertThat(done(open)).isNull();
    SessionSnapshot ready = muster.await(id, s -> s.state() == SessionState.READY);
    assertThat(ready.questions()).isEmpty();
  }

  @Test
  void said_while_it_works_it_steers_or_waits_and_what_waits_is_sent_next() throws Exception {
    SessionId id = done(muster.fleet().create(muster.task("Long work")));
    Puppet puppet = muster.agent().next();
    puppet.prompted();
    muster.await(id, s -> s.state() == SessionState.WORKING && s.turn() == 1);
    done(
        muster.fleet().prompt(id, "mind the tests", List.of(), PromptOrigin.USER, Fleet.Way.STEER));
    assertThat(puppet.steered.poll(10, TimeUnit.SECONDS).text()).isEqualTo("mind the tests");
    done(muster.fleet().prompt(id, "then the docs", List.of(), PromptOrigin.USER, Fleet.Way.QUEUE));
    muster.await(id, s -> s.queued().size() == 1);
    puppet.end(TurnEvent.End.DONE);
    assertThat(puppet.prompted().text()).isEqualTo("then the docs");
    SessionSnapshot second = muster.await(id, s -> s.turn() == 2);
    assertThat(second.state()).isEqualTo(SessionState.WORKING);
    assertThat(muster.kinds(id, PromptSent.class)).hasSize(3);
  }

  @Test
  void an_interrupted_session_stands_as_stopped_and_goes_on_when_told() throws Exception {
    SessionId id = done(muster.fleet().create(muster.task("Stop me")));
    Puppet puppet = muster.agent().next();
    puppet.prompted();
    muster.await(id, s -> s.turn() == 1);
    done(muster.fleet().interrupt(id));
    muster.await(id, s -> s.state() == SessionState.STOPPED);
    done(muster.fleet().prompt(id, "go on", List.of(), PromptOrigin.USER, Fleet.Way.STEER));
    assertThat(puppet.prompted().text()).isEqualTo("go on");
    muster.await(id, s -> s.state() == SessionState.WORKING);
  }

  @Test
  void an_agent_that_dies_in_its_turn_leaves_a_lost_session_and_its_late_words_count_no_more()
      throws Exception {
    SessionId id = done(muster.fleet().create(muster.task("Die")));
    Puppet first = muster.agent().next();
    first.prompted();
    first.say(new ToolStarted("1", ToolKind.RUN, "run", "make", "{}", List.of(), false, null));
    first.say(new AgentExited(1, 137, "The agent was killed."));
    SessionSnapshot lost = muster.await(id, s -> s.state() == SessionState.LOST);
    assertThat(lost.reason()).isEqualTo("The agent was killed.");
    assertThat(lost.activity()).isEmpty();

    first.say("I am still here");
    first.end(TurnEvent.End.DONE);
    done(muster.fleet().resume(id));
    Puppet second = muster.agent().next();
    assertThat(second.prompted().text()).isEqualTo(AgentRun.GO_ON);
    assertThat(second.launch.attempt()).isEqualTo(2);
    assertThat(((PromptSent) muster.kinds(id, PromptSent.class).getLast()).origin())
        .isEqualTo(PromptOrigin.MUSTER);
    second.end(TurnEvent.End.DONE);
    muster.await(id, s -> s.state() == SessionState.READY);
    assertThat(muster.kinds(id, MessageAdded.class)).isEmpty();
  }

  @Test
  void stopping_ends_the_attempt_and_every_call_that_was_open() throws Exception {
    SessionId id = done(muster.fleet().create(muster.task("Stop me for good")));
    Puppet puppet = muster.agent().next();
    puppet.prompted();
    puppet.say(new ToolStarted("1", ToolKind.RUN, "run", "make", "{}", List.of(), false, null));
    muster.await(id, s -> s.activity().contains("make"));
    done(muster.fleet().stop(id));
    SessionSnapshot stopped = muster.await(id, s -> s.state() == SessionState.STOPPED);
    assertThat(puppet.closed).isTrue();
    assertThat(stopped.turnSince()).isNull();
    assertThat(muster.fleet().slots().busy()).isZero();
  }

  @Test
  void closing_a_fleet_leaves_no_attempt_open_and_opening_it_again_shows_every_session()
      throws Exception {
    SessionId id = done(muster.fleet().create(muster.task("Close the window")));
    Puppet puppet = muster.agent().next();
    puppet.prompted();
    muster.reopen();
    assertThat(puppet.closed).isTrue();
    assertThat(muster.fleet().session(id).orElseThrow().state()).isEqualTo(SessionState.STOPPED);
    done(muster.fleet().resume(id));
    Puppet again = muster.agent().next();
    assertThat(again.prompted().text()).isEqualTo(AgentRun.GO_ON);
    assertThat(again.launch.history().get()).extracting(Recorded::seq).startsWith(1L, 2L);
    assertThat(again.launch.worktree()).isEqualTo(puppet.launch.worktree());
  }

  @Test
  void a_dropped_session_stays_reachable_and_its_worktree_is_gone() throws Exception {
    SessionId id = done(muster.fleet().create(muster.task("Drop me")));
    Puppet puppet = muster.agent().next();
    puppet.prompted();
    Files.writeString(puppet.launch.worktree().resolve("draft.txt"), "not wanted\n");
    puppet.end(TurnEvent.End.DONE);
    muster.await(id, s -> s.state() == SessionState.READY);
    done(muster.fleet().close(id, ClosedAs.DROPPED));
    SessionSnapshot closed = muster.await(id, s -> s.state() == SessionState.CLOSED);
    assertThat(closed.closedAs()).isEqualTo(ClosedAs.DROPPED);
    assertThat(puppet.launch.worktree()).doesNotExist();
    assertThat(muster.git("show", "refs/muster/archive/" + id + ":draft.txt"))
        .isEqualTo("not wanted");
  }

  @Test
  void your_checkout_is_yours_its_status_head_index_and_config_stay_the_same() throws Exception {
    Files.writeString(muster.checkout().resolve("mine.txt"), "not yet committed\n");
    String before = muster.fingerprint();
    SessionId id = done(muster.fleet().create(muster.task("Work beside me")));
    Puppet puppet = muster.agent().next();
    puppet.prompted();
    Files.writeString(puppet.launch.worktree().resolve("README.md"), "changed\n");
    puppet.end(TurnEvent.End.DONE);
    muster.await(id, s -> s.state() == SessionState.READY);
    done(muster.fleet().close(id, ClosedAs.DROPPED));
    assertThat(muster.fingerprint()).isEqualTo(before);
  }

  @Test
  void a_folder_that_is_no_repository_gets_a_sentence_and_no_session() {
    assertThatThrownBy(
            () ->
                done(
                    muster
                        .fleet()
                        .create(
                            muster.task(
                                "Nowhere", folder.resolve("nothing"), PermissionMode.EDIT))))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(FleetException.class)
        .hasMessageContaining("nothing");
    assertThat(muster.fleet().sessions()).isEmpty();
  }
}
