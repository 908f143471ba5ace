package dev.muster.engine.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.engine.agent.AgentException;
import dev.muster.engine.agent.Gate.Decision;
import dev.muster.engine.agent.Prompt;
import dev.muster.engine.event.Attachment;
import dev.muster.engine.event.ClosedAs;
import dev.muster.engine.event.ConversationEvent.PromptQueued;
import dev.muster.engine.event.ConversationEvent.PromptSent;
import dev.muster.engine.event.ObservedEvent.AgentExited;
import dev.muster.engine.event.ObservedEvent.AgentStarted;
import dev.muster.engine.event.OutcomeEvent.Noted;
import dev.muster.engine.event.PermissionEvent.ApprovalAsked;
import dev.muster.engine.event.PermissionEvent.Subject;
import dev.muster.engine.event.PromptOrigin;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.event.TurnEvent;
import dev.muster.engine.event.WorkEvent.ToolFinished;
import dev.muster.engine.policy.ActionRequest;
import dev.muster.engine.session.PuppetAgent.Puppet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fleet whose agents break, hang, leave and talk out of turn: it never hangs with them. */
class FleetFaultsTest {
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

  private static ActionRequest run(String id) {
    return new ActionRequest(
        id, null, "run", Subject.RUN, "Run it?", "curl example.org", List.of(), null, null);
  }

  private SessionId working(String task) throws Exception {
    SessionId id = done(muster.fleet().create(muster.task(task)));
    muster.await(id, s -> s.state() == SessionState.WORKING && s.turn() == 1);
    return id;
  }

  private String say(SessionId id, String text, Fleet.Way way) throws Exception {
    return done(muster.fleet().prompt(id, text, List.of(), PromptOrigin.USER, way));
  }

  /** An agent that is slow to open, and cannot be hurried. */
  private final class SlowToOpen {
    final CompletableFuture<Puppet> opening = new CompletableFuture<>();
    final CompletableFuture<Void> askedToEnd = new CompletableFuture<>();
    final CompletableFuture<Void> opened = new CompletableFuture<>();

    SlowToOpen() {
      muster.agent().opening =
          puppet -> {
            opening.complete(puppet);
            while (!opened.isDone()) {
              try {
                opened.get();
              } catch (InterruptedException asked) {
                askedToEnd.complete(null);
              } catch (ExecutionException never) {
                throw new IllegalStateException(never);
              }
            }
          };
    }
  }

  private void allow(SessionId id, SessionSnapshot asks) throws Exception {
    var asked = asks.approvals().getFirst();
    String yes = asked.options().stream().filter(o -> o.allows()).findFirst().orElseThrow().id();
    done(muster.fleet().answer(id, asked.requestId(), asked.exact(), yes, null));
  }

  @Test
  void an_agent_that_asks_while_it_is_opened_is_answered_and_then_gets_its_prompt()
      throws Exception {
    CompletableFuture<CompletableFuture<Decision>> asked = new CompletableFuture<>();
    muster.agent().opening =
        puppet -> asked.complete(puppet.launch.gate().request(run("while opening")));
    SessionId id = done(muster.fleet().create(muster.task("Ask first")));
    SessionSnapshot asks = muster.await(id, s -> s.state() == SessionState.NEEDS_YOU);
    Puppet puppet = muster.agent().next();
    allow(id, asks);
    assertThat(done(done(asked)).allowed()).isTrue();
    assertThat(puppet.prompted().text()).isEqualTo("Ask first");
    muster.await(id, s -> s.state() == SessionState.WORKING);
  }

  @Test
  void an_agent_that_dies_while_it_asks_before_its_first_turn_leaves_a_session_to_resume()
      throws Exception {
    muster.agent().opening = puppet -> puppet.launch.gate().request(run("while opening"));
    SessionId id = done(muster.fleet().create(muster.task("Die asking")));
    muster.await(id, s -> s.state() == SessionState.NEEDS_YOU);
    muster.agent().next().say(new AgentExited(1, 1, "It fell over."));
    SessionSnapshot lost = muster.await(id, s -> s.state() == SessionState.LOST);
    assertThat(lost.approvals()).isEmpty();
    assertThat(muster.fleet().slots().busy()).isZero();

    muster.agent().opening = puppet -> {};
    done(muster.fleet().resume(id));
    assertThat(muster.agent().next().prompted().text()).isEqualTo("Die asking");
  }

  @Test
  void an_agent_that_breaks_when_it_is_opened_leaves_a_sentence_and_its_prompt() throws Exception {
    muster.agent().opening =
        puppet -> {
          throw new NoClassDefFoundError("some/Thing");
        };
    SessionId id = done(muster.fleet().create(muster.task("Keep me")));
    SessionSnapshot failed = muster.await(id, s -> s.state() == SessionState.FAILED);
    assertThat(failed.reason()).contains("some/Thing");
    assertThat(failed.queued()).extracting("text").containsExactly("Keep me");
    assertThat(muster.fleet().slots().busy()).isZero();
  }

  @Test
  void stopped_or_interrupted_while_the_agent_opens_it_stands_as_stopped_and_can_be_resumed()
      throws Exception {
    SlowToOpen slow = new SlowToOpen();
    SessionId id = done(muster.fleet().create(muster.task("Slow to open")));
    Puppet first = done(slow.opening);
    var interrupted = muster.fleet().interrupt(id);
    done(slow.askedToEnd);
    slow.opened.complete(null);
    assertThat(muster.agent().next()).isSameAs(first);
    done(interrupted);
    muster.await(id, s -> s.state() == SessionState.STOPPED);
    assertThat(first.closed).isTrue();
    done(muster.fleet().resume(id));
    assertThat(muster.agent().next().prompted().text()).isEqualTo("Slow to open");
    assertThat(first.inTurn).isFalse();
  }

  @Test
  void an_agent_that_never_gets_ready_is_given_up_when_its_session_is_stopped() throws Exception {
    CompletableFuture<Void> never = new CompletableFuture<>();
    CompletableFuture<Puppet> opening = new CompletableFuture<>();
    muster.agent().opening =
        puppet -> {
          opening.complete(puppet);
          try {
            never.get();
          } catch (InterruptedException | ExecutionException givenUp) {
            throw new PuppetAgent.Refusal(new AgentException("It did not get ready.", givenUp));
          }
        };
    SessionId id = done(muster.fleet().create(muster.task("Never ready")));
    done(opening);
    done(muster.fleet().stop(id));
    SessionSnapshot stopped = muster.await(id, s -> s.state() == SessionState.STOPPED);
    assertThat(stopped.reason()).isEqualTo("You stopped it.");
    assertThat(stopped.queued()).extracting("text").containsExactly("Never ready");

    muster.agent().opening = puppet -> {};
    done(muster.fleet().resume(id));
    assertThat(muster.agent().next().prompted().text()).isEqualTo("Never ready");
  }

  @Test
  void an_agent_that_cannot_be_given_up_while_it_opens_is_left_behind_and_ended_when_it_is_there()
      throws Exception {
    muster.hurry = 200;
    SlowToOpen slow = new SlowToOpen();
    SessionId id = done(muster.fleet().create(muster.task("Slow to open")));
    done(slow.opening);
    done(muster.fleet().stop(id));
    muster.await(id, s -> s.state() == SessionState.STOPPED);
    slow.opened.complete(null);
    Puppet late = muster.agent().next();
    muster.until(() -> late.closed);
    assertThat(late.taken).isEmpty();
  }

  @Test
  void an_agent_that_is_being_opened_when_muster_ends_is_ended_before_that_is_done()
      throws Exception {
    SlowToOpen slow = new SlowToOpen();
    SessionId id = done(muster.fleet().create(muster.task("Slow to open")));
    Puppet puppet = done(slow.opening);
    CompletableFuture<Boolean> ended =
        CompletableFuture.supplyAsync(
            () -> {
              muster.fleet().close();
              return puppet.closed;
            });
    done(slow.askedToEnd);
    assertThat(ended).isNotDone();
    slow.opened.complete(null);
    assertThat(done(ended)).isTrue();
    muster.reopen();
    SessionSnapshot stopped = muster.fleet().session(id).orElseThrow();
    assertThat(stopped.state()).isEqualTo(SessionState.STOPPED);
    assertThat(stopped.queued()).extracting("text").containsExactly("Slow to open");
  }

  @Test
  void what_is_asked_of_a_session_after_muster_ended_is_refused_with_a_sentence() throws Exception {
    SessionId id = working("Work");
    muster.fleet().close();
    assertThatThrownBy(() -> say(id, "too late", Fleet.Way.QUEUE))
        .hasMessageContaining("Muster is closing");
    assertThatThrownBy(() -> done(muster.fleet().interrupt(id)))
        .hasMessageContaining("Muster is closing");
    muster.reopen();
    assertThat(muster.fleet().session(id).orElseThrow().queued()).isEmpty();
  }

  @Test
  void an_agent_that_never_closes_keeps_neither_its_session_nor_muster_from_ending()
      throws Exception {
    muster.hurry = 200;
    SessionId id = working("Hold on");
    Puppet puppet = muster.agent().next();
    puppet.mayClose = new CompletableFuture<>();
    done(muster.fleet().stop(id));
    assertThat(muster.await(id, s -> s.state() == SessionState.STOPPED).turnSince()).isNull();
    done(muster.fleet().resume(id));
    Puppet second = muster.agent().next();
    second.mayClose = new CompletableFuture<>();
    assertThat(done(puppet.launch.gate().request(run("from beyond"))).allowed()).isFalse();
    second.prompted();
    muster.reopen();
    assertThat(muster.fleet().session(id).orElseThrow().state()).isEqualTo(SessionState.STOPPED);
    puppet.mayClose.complete(null);
    second.mayClose.complete(null);
  }

  @Test
  void what_was_to_interrupt_an_agent_that_does_not_end_its_turn_goes_to_the_next_one()
      throws Exception {
    muster.hurry = 200;
    SessionId id = done(muster.fleet().create(muster.task("Never end")));
    Puppet stuck = muster.agent().next();
    stuck.endsWhenInterrupted = false;
    stuck.prompted();
    say(id, "do this instead", Fleet.Way.INTERRUPT);
    Puppet next = muster.agent().next();
    assertThat(next.prompted().text()).isEqualTo("do this instead");
    assertThat(muster.kinds(id, Noted.class)).isNotEmpty();
  }

  @Test
  void what_an_agent_asks_for_after_it_was_interrupted_is_denied_and_nobody_is_asked()
      throws Exception {
    SessionId id = working("Interrupt me");
    Puppet puppet = muster.agent().next();
    puppet.prompted();
    puppet.endsWhenInterrupted = false;
    done(muster.fleet().interrupt(id));
    assertThat(done(puppet.launch.gate().request(run("too late"))).allowed()).isFalse();
    assertThat(done(puppet.launch.gate().ask("q", "Which one?", List.of(), false))).isNull();
    assertThat(muster.kinds(id, ApprovalAsked.class)).isEmpty();
    puppet.end(TurnEvent.End.INTERRUPTED);
    muster.await(id, s -> s.state() == SessionState.STOPPED);

    say(id, "and now", Fleet.Way.QUEUE);
    puppet.prompted();
    var asked = puppet.launch.gate().request(run("in the next turn"));
    allow(id, muster.await(id, s -> s.state() == SessionState.NEEDS_YOU));
    assertThat(done(asked).allowed()).isTrue();
  }

  @Test
  void an_action_that_cannot_be_judged_is_denied_and_the_agent_goes_on() throws Exception {
    SessionId id = working("Judge me");
    Puppet puppet = muster.agent().next();
    muster.rulesBroken = true;
    assertThat(done(puppet.launch.gate().request(run("r"))).allowed()).isFalse();
    muster.rulesBroken = false;
    puppet.end(TurnEvent.End.DONE);
    muster.await(id, s -> s.state() == SessionState.READY);
  }

  @Test
  void an_agent_that_leaves_after_its_turn_is_not_called_lost_and_what_waits_goes_to_the_next()
      throws Exception {
    SessionId id = working("One turn each");
    Puppet first = muster.agent().next();
    say(id, "then this", Fleet.Way.QUEUE);
    first.end(TurnEvent.End.DONE);
    first.say(new AgentExited(1, 0, null));
    Puppet second = muster.agent().next();
    assertThat(second.prompted().text()).isEqualTo("then this");
    second.end(TurnEvent.End.DONE);
    second.say(new AgentExited(2, 0, null));
    muster.await(id, s -> s.state() == SessionState.READY && s.turn() == 2);
    assertThat(muster.fleet().slots().busy()).isZero();
  }

  @Test
  void nothing_is_asked_in_a_session_whose_turn_is_over() throws Exception {
    SessionId id = working("Ask too late");
    Puppet puppet = muster.agent().next();
    puppet.end(TurnEvent.End.DONE);
    assertThat(done(puppet.launch.gate().request(run("late"))).allowed()).isFalse();
    assertThat(done(puppet.launch.gate().ask("q", "Really?", List.of(), false))).isNull();
    SessionSnapshot ready = muster.await(id, s -> s.state() == SessionState.READY);
    assertThat(ready.approvals()).isEmpty();
    assertThat(ready.questions()).isEmpty();
  }

  @Test
  void a_session_that_is_being_closed_takes_no_prompt_and_is_closed_once() throws Exception {
    SessionId id = working("Close me");
    Puppet puppet = muster.agent().next();
    puppet.mayClose = new CompletableFuture<>();
    var closing = muster.fleet().close(id, ClosedAs.DROPPED);
    assertThatThrownBy(() -> done(muster.fleet().close(id, ClosedAs.KEPT)))
        .hasMessageContaining("being closed");
    assertThatThrownBy(() -> say(id, "one more thing", Fleet.Way.STEER))
        .hasMessageContaining("being closed");
    puppet.mayClose.complete(null);
    done(closing);
    SessionSnapshot closed = muster.await(id, s -> s.state() == SessionState.CLOSED);
    assertThat(closed.closedAs()).isEqualTo(ClosedAs.DROPPED);
    assertThat(closed.queued()).isEmpty();
    assertThatThrownBy(() -> say(id, "and now?", Fleet.Way.QUEUE)).hasMessageContaining("closed");
  }

  @Test
  void a_prompt_that_failed_is_sent_again_with_what_was_attached() throws Exception {
    muster.agent().opening = puppet -> puppet.deaf = true;
    SessionId id = done(muster.fleet().create(muster.task("First")));
    SessionSnapshot failed = muster.await(id, s -> s.state() == SessionState.FAILED);
    Puppet puppet = muster.agent().next();
    puppet.deaf = false;
    done(muster.fleet().withdraw(id, failed.failedPrompts().getFirst().promptId()));
    done(muster.fleet().resume(id));
    puppet.prompted();
    puppet.end(TurnEvent.End.DONE);
    muster.await(id, s -> s.state() == SessionState.READY);

    puppet.deaf = true;
    List<Attachment> picture = List.of(new Attachment("shot.png", "image/png", "/tmp/shot.png"));
    String prompt =
        done(muster.fleet().prompt(id, "like this", picture, PromptOrigin.USER, Fleet.Way.QUEUE));
    muster.await(id, s -> s.state() == SessionState.FAILED && s.failedPrompts().size() == 1);
    puppet.deaf = false;
    done(muster.fleet().retry(id, prompt));
    Prompt again = puppet.prompted();
    assertThat(again.text()).isEqualTo("like this");
    assertThat(again.attachments()).isEqualTo(picture);
  }

  @Test
  void a_steer_that_came_just_after_the_turn_does_not_wait_in_silence() throws Exception {
    SessionId id = working("Done in a moment");
    Puppet puppet = muster.agent().next();
    puppet.prompted();
    puppet.end(TurnEvent.End.DONE);
    muster.await(id, s -> s.state() == SessionState.READY);
    puppet.say(new PromptQueued("late", "mind the gap", List.of(), PromptOrigin.QUEUE));
    assertThat(puppet.prompted().text()).isEqualTo("mind the gap");
  }

  @Test
  void a_prompt_stored_in_the_moment_of_a_crash_is_sent_at_the_next_start() throws Exception {
    SessionId id = working("Then crash");
    Puppet puppet = muster.agent().next();
    puppet.end(TurnEvent.End.DONE);
    muster.await(id, s -> s.state() == SessionState.READY);
    muster.leave(
        journal ->
            journal.append(
                id, 1, new PromptQueued("kept", "and this", List.of(), PromptOrigin.USER)));
    assertThat(muster.agent().next().prompted().text()).isEqualTo("and this");
  }

  @Test
  void a_setup_that_was_stopped_is_ended_at_once_and_run_again_before_the_first_turn()
      throws Exception {
    Files.createDirectories(muster.checkout().resolve(".muster"));
    Files.writeString(
        muster.checkout().resolve(".muster/project.toml"),
        "setup = \"echo x >> ../count; [ -f ../again ] || sleep 600\"\n");
    muster.git("add", ".muster");
    muster.git("-c", "user.name=T", "-c", "user.email=t@example.org", "commit", "-qm", "Setup");
    SessionId id = done(muster.fleet().create(muster.task("Set up")));
    allow(id, muster.await(id, s -> !s.approvals().isEmpty()));
    SessionSnapshot running = muster.await(id, s -> s.state() == SessionState.STARTING);
    Path around = Path.of(running.worktree().path()).getParent();
    muster.until(() -> Files.exists(around.resolve("count")));
    done(muster.fleet().stop(id));
    assertThat(muster.await(id, s -> s.state() == SessionState.STOPPED).activity()).isEmpty();
    Files.writeString(around.resolve("again"), "");

    done(muster.fleet().resume(id));
    allow(id, muster.await(id, s -> !s.approvals().isEmpty()));
    muster.agent().next().prompted();
    assertThat(Files.readAllLines(around.resolve("count"))).hasSize(2);
    assertThat(muster.kinds(id, ToolFinished.class)).hasSize(2);
  }

  @Test
  void a_prompt_that_an_agent_may_have_forgotten_is_told_again_with_the_next() throws Exception {
    muster.agent().opening =
        puppet ->
            puppet.say(
                new AgentStarted(puppet.launch.attempt(), 1L, Instant.EPOCH, null, "conversation"));
    SessionId id = done(muster.fleet().create(muster.task("Translate it\nto French")));
    Puppet first = muster.agent().next();
    first.prompted();
    first.say(new AgentExited(1, 137, "The agent was killed."));
    muster.await(id, s -> s.state() == SessionState.LOST);

    done(muster.fleet().resume(id));
    Puppet second = muster.agent().next();
    assertThat(second.prompted().text())
        .isEqualTo(
            """
            The prompt before this one may not have reached you. It was:

            > Translate it
            > to French

            Go on where you were interrupted.\
            """);
    second.say("Voilà");
    muster.await(id, s -> s.state() == SessionState.WORKING);
    done(muster.fleet().interrupt(id));
    muster.await(id, s -> s.state() == SessionState.STOPPED);
    done(muster.fleet().prompt(id, "and German", List.of(), PromptOrigin.USER, Fleet.Way.QUEUE));
    assertThat(second.prompted().text()).isEqualTo("and German");
    assertThat(muster.kinds(id, PromptSent.class))
        .extracting(sent -> ((PromptSent) sent).text())
        .containsExactly("Translate it\nto French", AgentRun.GO_ON, "and German");
  }
}
