package dev.muster.engine.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.agent.AgentException;
import dev.muster.engine.agent.AgentLaunch;
import dev.muster.engine.agent.Prompt;
import dev.muster.engine.event.Attachment;
import dev.muster.engine.event.ClosedAs;
import dev.muster.engine.event.ConversationEvent.MessageAdded;
import dev.muster.engine.event.ConversationEvent.PromptQueued;
import dev.muster.engine.event.ConversationEvent.PromptSent;
import dev.muster.engine.event.ObservedEvent.AgentStarted;
import dev.muster.engine.event.OutcomeEvent.Noted;
import dev.muster.engine.event.PromptOrigin;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.event.ToolKind;
import dev.muster.engine.event.ToolOutcome;
import dev.muster.engine.event.TurnEvent;
import dev.muster.engine.event.WorkEvent.PlanChanged;
import dev.muster.engine.event.WorkEvent.PlanStep;
import dev.muster.engine.event.WorkEvent.StepState;
import dev.muster.engine.event.WorkEvent.ToolFinished;
import dev.muster.engine.event.WorkEvent.ToolStarted;
import dev.muster.engine.session.Continuation.Memory;
import dev.muster.engine.session.PuppetAgent.Puppet;
import dev.muster.engine.session.PuppetAgent.Refusal;
import dev.muster.engine.session.Successor.Start;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions that go on although their agent does not remember, and sessions made of others. */
class ContinueTest {
  @TempDir Path folder;
  private FleetHarness muster;

  @BeforeEach
  void open() throws Exception {
    muster = FleetHarness.in(folder);
    muster.agent().opening = puppet -> named(puppet, "c" + puppet.launch.attempt());
  }

  @AfterEach
  void close() {
    muster.close();
  }

  private static <T> T done(CompletableFuture<T> future) throws Exception {
    return future.get(30, TimeUnit.SECONDS);
  }

  /** It is a program of its own with this conversation, as Muster is told of it. */
  private static void named(Puppet puppet, @Nullable String conversation) {
    String known = puppet.launch.resumeToken();
    puppet.say(
        new AgentStarted(
            puppet.launch.attempt(),
            4_000_000L + puppet.launch.attempt(),
            Instant.EPOCH,
            "1.0",
            known == null ? conversation : known));
  }

  private SessionId worked() throws Exception {
    SessionId id = done(muster.fleet().create(muster.task("Fix the price test\nand say why")));
    Puppet puppet = muster.agent().next();
    puppet.prompted();
    puppet.say("The price is rounded twice.");
    puppet.say(
        new ToolStarted(
            "1", ToolKind.EDIT, "edit", "price.ts", "{}", List.of("price.ts"), false, null));
    puppet.say(new ToolFinished("1", ToolOutcome.OK, null, 12, "done", 3, 1, null));
    puppet.say(
        new ToolStarted("2", ToolKind.RUN, "bash", "npm test", "{}", List.of(), false, null));
    puppet.say(new ToolFinished("2", ToolOutcome.FAILED, 1, 900, "1 failed", null, null, null));
    puppet.say(new PlanChanged(List.of(new PlanStep("Round once", StepState.CURRENT))));
    Files.writeString(puppet.launch.worktree().resolve("price.ts"), "export const price = 1;\n");
    puppet.end(TurnEvent.End.DONE);
    muster.await(id, s -> s.state() == SessionState.READY && !s.changes().files().isEmpty());
    return id;
  }

  private void stopped(SessionId id) throws Exception {
    done(muster.fleet().stop(id));
    muster.await(id, s -> s.state() == SessionState.STOPPED);
  }

  private void say(SessionId id, String text) throws Exception {
    done(muster.fleet().prompt(id, text, List.of(), PromptOrigin.USER, Fleet.Way.QUEUE));
  }

  private List<String> notes(SessionId id) {
    return muster.kinds(id, Noted.class).stream().map(e -> ((Noted) e).text()).toList();
  }

  @Test
  void an_agent_that_remembers_goes_on_with_its_own_conversation_and_the_log_says_so()
      throws Exception {
    SessionId id = worked();
    stopped(id);
    assertThat(done(muster.fleet().continuation(id)).memory()).isEqualTo(Memory.AGENTS_OWN);
    say(id, "Go on");
    Puppet again = muster.agent().next();
    assertThat(again.launch.resumeToken()).isEqualTo("c1");
    assertThat(again.prompted().text()).isEqualTo("Go on");
    assertThat(notes(id)).contains("It goes on with Puppet’s own conversation.");
  }

  @Test
  void an_agent_whose_conversation_is_gone_is_told_what_was_said_and_done() throws Exception {
    SessionId id = worked();
    stopped(id);
    muster.agent().opening =
        puppet -> {
          AgentStarted started =
              new AgentStarted(puppet.launch.attempt(), 4_000_009L, Instant.EPOCH, "1.0", "new");
          puppet.say(started.forgetting("Puppet no longer knows this conversation."));
        };
    say(id, "Round it once");

    Prompt told = muster.agent().next().prompted();
    assertThat(told.text())
        .contains(
            "> Fix the price test\n> and say why",
            "You said: The price is rounded twice.",
            "- edited price.ts (+3 −1)",
            "- ran npm test: failed, 1 failed",
            "- begun: Round once",
            "- A price.ts (+1 −0)")
        .endsWith("## What to do now\nRound it once")
        .hasSizeLessThan(Account.LONGEST);
    assertThat(muster.kinds(id, PromptSent.class))
        .extracting(e -> ((PromptSent) e).origin())
        .containsExactly(PromptOrigin.USER, PromptOrigin.MUSTER, PromptOrigin.USER);
    assertThat(notes(id))
        .anyMatch(note -> note.startsWith("Puppet no longer knows this conversation."))
        .anyMatch(note -> note.startsWith("Rebuilt from the journal"));
    assertThat(muster.fleet().session(id).orElseThrow().resumeToken()).isEqualTo("new");
  }

  @Test
  void an_agent_that_fails_to_resume_begins_anew_and_is_told() throws Exception {
    SessionId id = worked();
    stopped(id);
    muster.agent().opening =
        puppet -> {
          if (puppet.launch.resumeToken() != null) {
            throw new Refusal(new AgentException("The conversation is damaged."));
          }
          named(puppet, "new");
        };
    done(muster.fleet().resume(id));
    Puppet again = muster.agent().next();
    muster.await(id, s -> s.state() == SessionState.READY);
    assertThat(notes(id)).anyMatch(note -> note.startsWith("The conversation is damaged."));
    assertThat(done(muster.fleet().continuation(id)).memory()).isEqualTo(Memory.FROM_JOURNAL);
    say(id, "Round it once");
    assertThat(again.prompted().text()).contains("npm test").endsWith("Round it once");
  }

  @Test
  void what_hinders_an_agent_in_any_case_is_told_and_its_conversation_is_kept() throws Exception {
    SessionId id = worked();
    stopped(id);
    muster.agent().refuses = true;
    done(muster.fleet().resume(id));
    SessionSnapshot failed = muster.await(id, s -> s.state() == SessionState.FAILED);
    assertThat(failed.reason()).contains("no strings");
    assertThat(failed.resumeToken()).isEqualTo("c1");
    muster.agent().refuses = false;
    say(id, "Go on");
    assertThat(muster.agent().next().prompted().text()).isEqualTo("Go on");
  }

  @Test
  void an_account_that_was_not_heard_is_told_again_after_a_crash() throws Exception {
    SessionId id = worked();
    stopped(id);
    muster.agent().opening =
        puppet -> {
          if (puppet.launch.resumeToken() != null && puppet.launch.resumeToken().equals("c1")) {
            throw new Refusal(new AgentException("Gone."));
          }
          named(puppet, "new");
        };
    say(id, "Round it once");
    Puppet silent = muster.agent().next();
    silent.prompted();
    silent.say(new dev.muster.engine.event.ObservedEvent.AgentExited(2, 137, "It was killed."));
    muster.await(id, s -> s.state() == SessionState.LOST);
    muster.reopen();
    done(muster.fleet().resume(id));
    Puppet again = muster.agent().next();
    assertThat(again.launch.resumeToken()).isEqualTo("new");
    assertThat(again.prompted().text())
        .contains("npm test", "> Round it once")
        .endsWith(AgentRun.GO_ON);
    again.say("I see.");
    again.end(TurnEvent.End.DONE);
    muster.await(id, s -> s.state() == SessionState.READY && !s.untold());
  }

  @Test
  void a_fork_for_an_agent_that_cannot_is_told_from_the_journal() throws Exception {
    SessionId id = worked();
    muster.agent().forks = false;
    done(muster.fleet().close(id, ClosedAs.KEPT));
    muster.await(id, session -> session.state() == SessionState.CLOSED);
    Continuation how = done(muster.fleet().continuation(id));
    assertThat(how.memory()).isEqualTo(Memory.FROM_JOURNAL);
    assertThat(how.inNewSession()).isTrue();
    SessionId next = done(muster.fleet().fork(id, "Now the shipping", null));
    Puppet puppet = muster.agent().next();
    assertThat(puppet.launch.options()).doesNotContainKey(AgentLaunch.FORK);
    assertThat(puppet.prompted().text())
        .contains("session “Fix the price test” (" + id + ")", "npm test")
        .endsWith("Now the shipping");
    assertThat(puppet.launch.worktree().resolve("price.ts")).exists();
    assertThat(notes(next)).anyMatch(note -> note.startsWith("Rebuilt from the journal"));
  }

  @Test
  void a_summary_goes_with_a_new_task() throws Exception {
    SessionId id = worked();
    String account = done(muster.fleet().account(id, null)).text();
    SessionId next =
        done(
            muster
                .fleet()
                .after(Successor.withSummary(id, "Write the tests", null, Start.SAME_BASE)));
    Puppet puppet = muster.agent().next();
    assertThat(puppet.prompted().text())
        .isEqualTo(account + "\n## What to do now\nWrite the tests");
    assertThat(puppet.launch.worktree().resolve("price.ts")).doesNotExist();
    assertThat(muster.fleet().session(next).orElseThrow().title()).isEqualTo("Write the tests");
  }

  @Test
  void a_prompt_is_given_again_with_what_was_attached_from_the_base_or_the_present_tip()
      throws Exception {
    Path picture = folder.resolve("shot.png");
    Files.write(picture, HexFormat.of().parseHex("89504e470d0a1a0a00"));
    SessionSpec plain = muster.task("Look at this");
    SessionId id =
        done(
            muster
                .fleet()
                .create(
                    new SessionSpec(
                        plain.task(),
                        null,
                        plain.repository(),
                        plain.agentId(),
                        null,
                        plain.mode(),
                        "main",
                        plain.limits(),
                        List.of(new Attachment("shot.png", "image/png", picture.toString())),
                        false,
                        plain.options())));
    Puppet first = muster.agent().next();
    first.prompted();
    Files.delete(picture);
    Files.writeString(muster.checkout().resolve("new.txt"), "x\n");
    muster.git("add", "new.txt");
    muster.git("-c", "user.name=T", "-c", "user.email=t@example.org", "commit", "-qm", "More");

    for (Start start : List.of(Start.SAME_BASE, Start.PRESENT_TIP)) {
      SessionId again = done(muster.fleet().after(Successor.rerun(id, null, start)));
      Puppet puppet = muster.agent().next();
      Prompt prompt = puppet.prompted();
      assertThat(prompt.text()).isEqualTo("Look at this");
      assertThat(prompt.attachments()).hasSize(1);
      Path own = Path.of(prompt.attachments().getFirst().path());
      assertThat(own).exists().asString().contains(again.value());
      assertThat(Files.exists(puppet.launch.worktree().resolve("new.txt")))
          .isEqualTo(start == Start.PRESENT_TIP);
    }
  }

  @Test
  void an_account_of_a_long_story_is_bounded_and_says_what_it_leaves_out() throws Exception {
    AccountFold fold = new AccountFold();
    for (int turn = 1; turn <= 3_000; turn++) {
      take(
          fold,
          turn,
          new PromptSent("p" + turn, "Prompt " + turn, List.of(), PromptOrigin.USER, false));
      take(fold, turn, new MessageAdded("m" + turn, ("Answer " + turn + " ").repeat(60), null));
      String call = "c" + turn;
      take(
          fold,
          turn,
          new ToolStarted(call, ToolKind.READ, "read", "f" + turn, "{}", List.of(), false, null));
      take(fold, turn, new ToolFinished(call, ToolOutcome.OK, null, 1, null, null, null, null));
    }
    Account account = fold.account("Long", "s00000000001");
    assertThat(account.text())
        .hasSizeLessThan(Account.LONGEST)
        .contains("> Prompt 1\n", "> Prompt 3000", "Answer 3000", "- read f3000")
        .doesNotContain("> Prompt 2\n");
    assertThat(account.turns()).isEqualTo(3_000);
    assertThat(account.leftOut()).startsWith("The oldest part is left out: ").contains("shortened");
  }

  private void take(AccountFold fold, int turn, dev.muster.engine.event.SessionEvent event) {
    fold.take(
        new dev.muster.engine.event.Recorded(
            new SessionId("s00000000001"), turn, Instant.EPOCH, turn, event));
  }

  @Test
  void a_prompt_that_waits_is_the_one_that_is_given_again() throws Exception {
    muster.slots = 0;
    SessionId id = done(muster.fleet().create(muster.task("Later")));
    done(muster.fleet().after(Successor.rerun(id, "puppet", Start.SAME_BASE)));
    assertThat(muster.fleet().sessions())
        .allSatisfy(
            s -> assertThat(s.queued()).extracting(PromptQueued::text).containsExactly("Later"));
  }
}
