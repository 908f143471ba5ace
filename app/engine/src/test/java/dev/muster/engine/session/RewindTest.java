package dev.muster.engine.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.engine.agent.AgentException;
import dev.muster.engine.agent.AgentLaunch;
import dev.muster.engine.agent.Prompt;
import dev.muster.engine.event.ConversationEvent.PromptSent;
import dev.muster.engine.event.ObservedEvent.AgentStarted;
import dev.muster.engine.event.OutcomeEvent.Noted;
import dev.muster.engine.event.OutcomeEvent.RewindBegun;
import dev.muster.engine.event.OutcomeEvent.RewindFailed;
import dev.muster.engine.event.OutcomeEvent.Rewound;
import dev.muster.engine.event.PromptOrigin;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.event.TurnEvent.End;
import dev.muster.engine.event.TurnEvent.TurnEnded;
import dev.muster.engine.event.WorkEvent.PlanChanged;
import dev.muster.engine.event.WorkEvent.PlanStep;
import dev.muster.engine.event.WorkEvent.StepState;
import dev.muster.engine.session.PuppetAgent.Puppet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions that are taken back to the end of a turn, and forward again. */
class RewindTest {
  @TempDir Path folder;
  private FleetHarness muster;
  private SessionId id;
  private Puppet puppet;
  private Path tree;
  private int turns;

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

  private void begin(String token) throws Exception {
    id = done(muster.fleet().create(muster.task("Make file 1")));
    puppet = muster.agent().next();
    puppet.say(new AgentStarted(1, 4711L, null, null, token));
    puppet.prompted();
    tree = puppet.launch.worktree();
    work();
  }

  /** The turn makes a file of its number and writes its number into another one. */
  private void work() throws Exception {
    turns++;
    Files.writeString(tree.resolve("file" + turns), "made in turn " + turns);
    Files.writeString(tree.resolve("now"), Integer.toString(turns));
    puppet.say(new PlanChanged(List.of(new PlanStep("step of turn " + turns, StepState.DONE))));
    puppet.say("I made file " + turns);
    puppet.inTurn = false;
    puppet.say(new TurnEnded(End.DONE, null, "mark" + turns));
    muster.await(id, s -> s.turn() == turns && s.state() == SessionState.READY);
  }

  private Prompt say(String text) throws Exception {
    done(muster.fleet().prompt(id, text, List.of(), PromptOrigin.USER, Fleet.Way.QUEUE));
    if (puppet.closed) {
      puppet = muster.agent().next();
    }
    return puppet.prompted();
  }

  private void turn() throws Exception {
    say("Make file " + (turns + 1));
    work();
  }

  private String now() throws Exception {
    return Files.readString(tree.resolve("now"));
  }

  private SessionSnapshot snapshot() {
    return muster.fleet().session(id).orElseThrow();
  }

  /** The prompts that count, the one that was just sent included. */
  private List<String> history() {
    return puppet.launch.history().get().stream()
        .map(Recorded::event)
        .filter(PromptSent.class::isInstance)
        .map(event -> ((PromptSent) event).text())
        .toList();
  }

  @Test
  void an_agent_that_cannot_go_back_keeps_its_memory_and_is_told_with_the_next_prompt()
      throws Exception {
    begin("talk-1");
    turn();
    turn();

    done(muster.fleet().rewind(id, 1));

    assertThat(now()).isEqualTo("1");
    assertThat(tree.resolve("file2")).doesNotExist();
    SessionSnapshot back = muster.await(id, s -> s.rewound() != null);
    assertThat(back.state()).isEqualTo(SessionState.READY);
    assertThat(back.standsAt()).isEqualTo(1);
    assertThat(back.turn()).isEqualTo(3);
    assertThat(back.plan()).extracting(PlanStep::text).containsExactly("step of turn 1");
    assertThat(back.rewound().conversation()).isFalse();
    muster.await(id, s -> s.changes().files().size() == 2);
    assertThat(puppet.closed).isFalse();

    Prompt prompt = say("Make file 4");
    assertThat(prompt.text())
        .contains("taken to another state", "> Make file 1\n", "look at the files")
        .endsWith("\n\nMake file 4");
    muster.await(id, s -> s.turn() == 4 && s.rewound() == null);
    work();
    assertThat(snapshot().standsAt()).isEqualTo(4);
    assertThat(say("Make file 5").text()).isEqualTo("Make file 5");
    assertThat(muster.kinds(id, Noted.class).toString()).contains("With this the agent is told");
  }

  @Test
  void an_agent_that_can_goes_back_in_its_conversation_too() throws Exception {
    muster.agent().rewinds = true;
    begin("talk-1");
    turn();
    turn();
    Puppet first = puppet;

    done(muster.fleet().rewind(id, 2));
    assertThat(first.closed).isTrue();
    assertThat(now()).isEqualTo("2");
    assertThat(muster.await(id, s -> s.rewound() != null).rewound().conversation()).isTrue();

    assertThat(say("Make file 4").text()).isEqualTo("Make file 4");
    assertThat(puppet).isNotSameAs(first);
    assertThat(puppet.launch.resumeToken()).isEqualTo("talk-1");
    assertThat(puppet.launch.options()).containsEntry(AgentLaunch.RESUME_AT, "mark2");
    assertThat(history()).containsExactly("Make file 1", "Make file 2", "Make file 4");
    puppet.say(new AgentStarted(2, 4712L, null, null, "talk-2"));
    work();
    muster.await(id, s -> "talk-1".equals(s.resumeToken()) || "talk-2".equals(s.resumeToken()));

    // What was left behind can be gone to as well, and goes with its own conversation.
    done(muster.fleet().rewind(id, 3));
    assertThat(now()).isEqualTo("3");
    say("Make file 5");
    assertThat(puppet.launch.resumeToken()).isEqualTo("talk-1");
    assertThat(puppet.launch.options()).containsEntry(AgentLaunch.RESUME_AT, "mark3");
    assertThat(history())
        .containsExactly("Make file 1", "Make file 2", "Make file 3", "Make file 5");
  }

  @Test
  void the_beginning_is_a_new_conversation() throws Exception {
    muster.agent().rewinds = true;
    begin("talk-1");
    done(muster.fleet().rewind(id, 0));
    try (var files = Files.list(tree)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(".git", "README.md");
    }
    say("Once more");
    assertThat(puppet.launch.resumeToken()).isNull();
    assertThat(puppet.launch.options()).doesNotContainKey(AgentLaunch.RESUME_AT);
    assertThat(history()).containsExactly("Once more");
  }

  @Test
  void forward_again_goes_step_by_step_also_after_a_restart() throws Exception {
    muster.agent().rewinds = true;
    begin("talk-1");
    turn();
    turn();
    Files.writeString(tree.resolve("now"), "3 and by hand");
    done(muster.fleet().rewind(id, 2));
    done(muster.fleet().rewind(id, 1));
    assertThat(now()).isEqualTo("1");

    muster.reopen();
    done(muster.fleet().forward(id));
    assertThat(now()).isEqualTo("2");
    done(muster.fleet().forward(id));
    assertThat(now()).isEqualTo("3 and by hand");
    SessionSnapshot forward = muster.await(id, s -> s.standsAt() == 3);
    assertThat(forward.rewound()).isNull();
    assertThat(forward.resumeToken()).isEqualTo("talk-1");
    assertThat(forward.resumeAt()).isNull();
    assertThat(forward.plan()).extracting(PlanStep::text).containsExactly("step of turn 3");
    assertThatThrownBy(() -> done(muster.fleet().forward(id)))
        .hasMessageContaining("refs/muster/" + id + "/rewind/4");
    assertThat(muster.kinds(id, Rewound.class)).hasSize(4);
    assertThat(
            muster
                .git("for-each-ref", "--format=%(refname)", "refs/muster/" + id + "/rewind/")
                .lines())
        .hasSize(4);
  }

  @Test
  void once_a_turn_has_begun_forward_is_by_number() throws Exception {
    begin(null);
    turn();
    done(muster.fleet().rewind(id, 1));
    turn();
    assertThat(now()).isEqualTo("3");
    assertThatThrownBy(() -> done(muster.fleet().forward(id)))
        .hasMessageContaining("A turn has begun since");
    done(muster.fleet().rewind(id, 2));
    assertThat(now()).isEqualTo("2");
    assertThat(tree.resolve("file3")).doesNotExist();
  }

  @Test
  void the_points_say_where_it_can_go_and_what_goes_with_it() throws Exception {
    muster.agent().rewinds = true;
    begin("talk-1");
    turn();
    done(muster.fleet().rewind(id, 1));
    turn();
    List<RewindPoint> points = done(muster.fleet().reviewAccess().points(id));
    assertThat(points).extracting(RewindPoint::turn).containsExactly(0, 1, 2, 3);
    assertThat(points)
        .extracting(RewindPoint::prompt)
        .containsExactly(null, "Make file 1", "Make file 2", "Make file 3");
    assertThat(points).extracting(RewindPoint::leadsHere).containsExactly(true, true, false, true);
    assertThat(points).extracting(RewindPoint::here).containsExactly(false, false, false, true);
    assertThat(points).allMatch(RewindPoint::conversation);
  }

  @Test
  void a_session_at_work_is_left_alone() throws Exception {
    begin(null);
    say("Make file 2");
    assertThatThrownBy(() -> done(muster.fleet().rewind(id, 1)))
        .hasMessageContaining("The agent is at work");
    assertThat(muster.kinds(id, RewindBegun.class)).isEmpty();
  }

  @Test
  void a_turn_without_a_checkpoint_is_named_with_those_that_have_one() throws Exception {
    begin(null);
    assertThatThrownBy(() -> done(muster.fleet().rewind(id, 7)))
        .hasMessageContaining("no checkpoint of turn 7")
        .hasMessageContaining("0 (the beginning), 1.");
    assertThatThrownBy(() -> done(muster.fleet().forward(id)))
        .hasMessageContaining("nothing to go forward to");
    assertThat(muster.agent().all).hasSize(1);
    assertThat(puppet.closed).isFalse();
  }

  @Test
  void an_agent_that_does_not_find_the_point_keeps_all_and_is_told() throws Exception {
    muster.agent().rewinds = true;
    begin("talk-1");
    turn();
    done(muster.fleet().rewind(id, 1));
    muster.agent().opening =
        opened -> {
          if (opened.launch.options().containsKey(AgentLaunch.RESUME_AT)) {
            throw new PuppetAgent.Refusal(new AgentException("No such message."));
          }
        };

    Prompt prompt = say("Make file 3");

    assertThat(puppet.launch.resumeToken()).isEqualTo("talk-1");
    assertThat(puppet.launch.options()).doesNotContainKey(AgentLaunch.RESUME_AT);
    assertThat(prompt.text()).contains("taken to another state").endsWith("Make file 3");
    assertThat(muster.kinds(id, Noted.class).toString()).contains("No such message.");
  }

  @Test
  void a_prompt_that_comes_meanwhile_waits_for_the_files() throws Exception {
    begin(null);
    turn();
    var back = muster.fleet().rewind(id, 1);
    Prompt prompt = say("Make file 3");
    assertThat(back).isCompleted();
    assertThat(now()).isEqualTo("1");
    assertThat(prompt.text()).contains("taken to another state");
  }

  @Test
  void what_cannot_be_done_is_undone_and_said() throws Exception {
    begin(null);
    Files.writeString(tree.resolve("picture.bin"), "raw");
    turn();
    Files.writeString(tree.resolve("picture.bin"), "other");
    Path attributes = muster.checkout().resolve(".git/info/attributes");
    Files.createDirectories(attributes.getParent());
    Files.writeString(attributes, "now filter=broken\n");
    muster.git("config", "filter.broken.smudge", "exit 1");
    muster.git("config", "filter.broken.clean", "cat");
    muster.git("config", "filter.broken.required", "true");
    assertThatThrownBy(() -> done(muster.fleet().rewind(id, 1))).isNotNull();
    muster.git("config", "--remove-section", "filter.broken");
    assertThat(muster.kinds(id, RewindFailed.class)).hasSize(1);
    assertThat(muster.kinds(id, Rewound.class)).isEmpty();
    assertThat(snapshot().standsAt()).isEqualTo(2);

    done(muster.fleet().rewind(id, 1));
    assertThat(now()).isEqualTo("1");
  }

  @Test
  void the_same_story_gives_the_same_session() throws Exception {
    muster.agent().rewinds = true;
    begin("talk-1");
    turn();
    done(muster.fleet().rewind(id, 1));
    turn();
    done(muster.fleet().rewind(id, 2));
    SessionSnapshot lived = muster.await(id, s -> s.standsAt() == 2);
    muster.await(id, s -> s.changes().files().size() == 3);
    lived = snapshot();
    muster.reopen();
    SessionSnapshot replayed = snapshot();
    assertThat(replayed.standsAt()).isEqualTo(lived.standsAt());
    assertThat(replayed.rewound()).isEqualTo(lived.rewound());
    assertThat(replayed.resumeToken()).isEqualTo(lived.resumeToken());
    assertThat(replayed.resumeAt()).isEqualTo(lived.resumeAt()).isEqualTo("mark2");
  }

  @Test
  void a_new_session_begins_at_the_end_of_an_earlier_turn() throws Exception {
    muster.agent().rewinds = true;
    begin("talk-1");
    turn();
    SessionId made = done(muster.fleet().fork(id, 1, "Another way", null));
    Puppet other = muster.agent().next();
    assertThat(other.prompted().text()).isEqualTo("Another way");
    assertThat(other.launch.session()).isEqualTo(made);
    assertThat(other.launch.worktree().resolve("now")).hasContent("1");
    assertThat(other.launch.worktree().resolve("file2")).doesNotExist();
    assertThat(other.launch.options())
        .containsEntry(AgentLaunch.FORK, "talk-1")
        .containsEntry(AgentLaunch.FORK_AT, "mark1");
    assertThat(now()).isEqualTo("2");
  }

  @Test
  void where_the_agent_cannot_take_the_conversation_along_it_is_told_what_was_said()
      throws Exception {
    begin("talk-1");
    turn();
    SessionId made = done(muster.fleet().fork(id, 1, "Another way", null));
    Puppet other = muster.agent().next();
    assertThat(other.prompted().text())
        .contains("session “Make file 1” (" + id + ")", "I made file 1")
        .doesNotContain("I made file 2")
        .endsWith("Another way");
    assertThat(other.launch.options()).isEmpty();
    assertThat(other.launch.worktree().resolve("now")).hasContent("1");
    assertThat(muster.kinds(made, Noted.class).toString())
        .contains("Rebuilt from the journal: with this goes an account of 1 turn.");
    // The end of the last turn needs no going back.
    done(muster.fleet().fork(id, 2, "A third way", null));
    assertThat(muster.agent().next().launch.options())
        .containsOnly(java.util.Map.entry(AgentLaunch.FORK, "talk-1"));
    assertThatThrownBy(() -> done(muster.fleet().fork(id, 9, "No way", null)))
        .hasMessageContaining("no checkpoint of turn 9");
  }
}
