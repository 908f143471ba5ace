package dev.muster.engine.agent.acp;

import static dev.muster.engine.host.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.engine.agent.AgentException;
import dev.muster.engine.agent.AgentLaunch;
import dev.muster.engine.agent.AgentProfile.Availability;
import dev.muster.engine.agent.AgentSession;
import dev.muster.engine.agent.Gate.Decision;
import dev.muster.engine.agent.Prompt;
import dev.muster.engine.agent.wire.AgentCommand;
import dev.muster.engine.agent.wire.FakeSession;
import dev.muster.engine.event.Attachment;
import dev.muster.engine.event.ConversationEvent.MessageAdded;
import dev.muster.engine.event.ConversationEvent.PromptQueued;
import dev.muster.engine.event.Limits;
import dev.muster.engine.event.MoneyEvent.UsageReported;
import dev.muster.engine.event.ObservedEvent.AgentExited;
import dev.muster.engine.event.ObservedEvent.AgentStarted;
import dev.muster.engine.event.OutcomeEvent.Noted;
import dev.muster.engine.event.PromptOrigin;
import dev.muster.engine.event.ToolOutcome;
import dev.muster.engine.event.TurnEvent.End;
import dev.muster.engine.event.TurnEvent.TurnEnded;
import dev.muster.engine.event.TurnEvent.TurnStarted;
import dev.muster.engine.event.WorkEvent.ToolFinished;
import dev.muster.engine.event.WorkEvent.ToolOutput;
import dev.muster.engine.event.WorkEvent.ToolStarted;
import dev.muster.engine.host.LocalHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that speaks the Agent Client Protocol and misbehaves as no recording can. */
class AcpProcessTest {
  @TempDir Path home;
  private final LocalHost host = new LocalHost();
  private final FakeSession told = new FakeSession();
  private final Map<String, String> env = new HashMap<>();
  private Path script = Path.of("");
  private Path worktree = Path.of("");

  @BeforeEach
  void findScript() throws Exception {
    var url = Objects.requireNonNull(AcpProcessTest.class.getResource("fake-acp.sh"));
    script = Path.of(url.toURI());
    worktree = Files.createDirectory(home.resolve("worktree"));
    env.put("PATH", System.getenv("PATH"));
    env.put("HOME", home.toString());
  }

  @AfterEach
  void close() {
    host.close();
  }

  private AcpAgent agent(String behaviour, String... more) {
    env.put("FAKE", behaviour);
    List<String> argv = new ArrayList<>(List.of("/bin/sh", script.toString()));
    argv.addAll(List.of(more));
    return new AcpAgent(
        new AgentCommand("fake", "Fake", argv, env, "1.2.3", Availability.yes("signed in")), host);
  }

  private AgentSession open() throws Exception {
    return told.open(agent(""), worktree);
  }

  private String wasTold() throws Exception {
    return Files.readString(home.resolve("told"));
  }

  private TurnEnded ended(int times) throws Exception {
    until("the end of a turn", () -> told.all(TurnEnded.class).size() >= times);
    return told.all(TurnEnded.class).get(times - 1);
  }

  // ---- the ordinary way -----------------------------------------------------------------------

  @Test
  void a_turn_begins_speaks_counts_and_ends() throws Exception {
    try (AgentSession session = open()) {
      session.prompt(told.prompt("hi"));
      assertThat(ended(1)).isEqualTo(new TurnEnded(End.DONE, null));
    }
    AgentStarted started = told.first(AgentStarted.class);
    assertThat(List.of(started.version(), started.resumeToken())).containsExactly("9.9.9", "s");
    assertThat(told.all(TurnStarted.class)).extracting(TurnStarted::promptId).containsExactly("p1");
    assertThat(told.tails).containsExactly("hel", "lo");
    assertThat(told.all(MessageAdded.class))
        .extracting(MessageAdded::text)
        .containsExactly("hello");
    assertThat(told.all(UsageReported.class))
        .contains(new UsageReported("large", 6, 2, 4, 0, null, 100L, 1000L))
        .extracting(UsageReported::costMicros)
        .contains(500_000L);
    assertThat(told.events.getLast()).isEqualTo(new AgentExited(1, 0, null));
    assertThat(wasTold()).contains("\"protocolVersion\":1").doesNotContain("session/set_mode");
  }

  @Test
  void what_it_offers_is_in_the_profile_once_it_has_started() throws Exception {
    AcpAgent agent = agent("");
    assertThat(agent.profile().models()).isEmpty();
    try (AgentSession session = told.open(agent, worktree)) {
      assertThat(session).isNotNull();
    }
    assertThat(agent.profile().models()).containsExactly("large", "small");
  }

  @Test
  void in_a_mode_in_which_it_asks_nobody_it_is_put_into_one_in_which_it_asks() throws Exception {
    env.put("MODE", "yolo");
    try (AgentSession session = open()) {
      assertThat(session).isNotNull();
    }
    assertThat(wasTold())
        .contains("\"method\":\"session/set_mode\"")
        .contains("\"modeId\":\"ask\"");
    assertThat(told.all(Noted.class)).noneMatch(note -> note.text().contains("does not ask"));
  }

  @Test
  void a_picture_goes_with_the_prompt_and_any_other_file_by_its_place() throws Exception {
    Path picture = Files.write(home.resolve("a.png"), new byte[] {1, 2, 3});
    Path notes = Files.writeString(home.resolve("notes.txt"), "x");
    try (AgentSession session = open()) {
      session.prompt(
          new Prompt(
              "p1",
              "look",
              List.of(
                  new Attachment("a.png", "image/png", picture.toString()),
                  new Attachment("notes.txt", "text/plain", notes.toString()),
                  new Attachment("b.png", "image/png", home.resolve("b.png").toString()))));
      ended(1);
    }
    assertThat(wasTold())
        .contains("{\"type\":\"image\",\"mimeType\":\"image/png\",\"data\":\"AQID\"}")
        .contains("\"uri\":\"" + notes.toUri() + "\"")
        .contains("The attachment b.png cannot be read.");
  }

  // ---- conversations that go on ---------------------------------------------------------------

  @Test
  void a_resumed_conversation_is_gone_on_with_and_a_lost_one_begun_anew() throws Exception {
    told.resume = "s";
    try (AgentSession session = open()) {
      assertThat(session).isNotNull();
    }
    assertThat(wasTold()).contains("session/resume").doesNotContain("session/new");
    told.resume = "gone";
    try (AgentSession session = open()) {
      assertThat(session).isNotNull();
    }
    assertThat(wasTold()).contains("session/new");
    assertThat(told.all(AgentStarted.class).getLast().forgot())
        .contains("does not go on with this conversation");
  }

  @Test
  void what_a_loaded_conversation_tells_again_is_not_told_twice() throws Exception {
    told.resume = "s";
    try (AgentSession session = told.open(agent("loads"), worktree)) {
      session.prompt(told.prompt("hi"));
      ended(1);
    }
    assertThat(wasTold()).contains("session/load").doesNotContain("session/new");
    assertThat(told.all(MessageAdded.class))
        .extracting(MessageAdded::text)
        .containsExactly("hello");
    assertThat(told.all(ToolStarted.class)).isEmpty();
  }

  @Test
  void a_fork_begins_with_what_was_said_where_the_agent_can() throws Exception {
    told.options = Map.of(AgentLaunch.FORK, "abc-1");
    try (AgentSession session = open()) {
      assertThat(session).isNotNull();
    }
    assertThat(wasTold()).contains("session/fork").contains("\"sessionId\":\"abc-1\"");
    assertThat(told.all(AgentStarted.class).getLast().forgot()).isNull();
    try (AgentSession session = told.open(agent("plain"), worktree)) {
      assertThat(session).isNotNull();
    }
    assertThat(told.all(AgentStarted.class).getLast().forgot()).contains("does not go on");
  }

  // ---- what goes wrong ------------------------------------------------------------------------

  @Test
  void one_that_cannot_start_says_why() {
    assertThatThrownBy(() -> told.open(agent("broken"), worktree))
        .isInstanceOf(AgentException.class)
        .hasMessageContaining("Cannot find its own files");
    assertThatThrownBy(() -> told.open(agent("future"), worktree))
        .isInstanceOf(AgentException.class)
        .hasMessageContaining("version 7");
    assertThatThrownBy(() -> told.open(agent("signed out"), worktree))
        .isInstanceOf(AgentException.class)
        .hasMessageContaining("is not signed in")
        .hasMessageContaining("Run fake login");
    assertThatThrownBy(() -> told.open(agent("a word"), worktree))
        .isInstanceOf(AgentException.class)
        .hasMessageContaining("without a name");
    assertThat(told.all(AgentStarted.class)).isEmpty();
  }

  @Test
  void one_that_dies_before_it_can_be_prompted_is_started_once_more() throws Exception {
    try (AgentSession session = told.open(agent("stumbles"), worktree)) {
      assertThat(told.all(Noted.class)).anyMatch(note -> note.text().contains("once more"));
      assertThat(told.all(AgentStarted.class)).hasSize(1);
      session.prompt(told.prompt("hi"));
      assertThat(ended(1)).isEqualTo(new TurnEnded(End.DONE, null));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"die now", "just end"})
  void a_process_that_dies_in_a_turn_is_told_as_gone_and_not_as_a_turn_that_ended(String how)
      throws Exception {
    try (AgentSession session = open()) {
      session.prompt(told.prompt(how));
      AgentExited exited = told.first(AgentExited.class);
      assertThat(exited.exitCode()).isEqualTo(how.equals("die now") ? 137 : 3);
      if (how.equals("just end")) {
        assertThat(exited.reason()).contains("Something broke inside");
      } else {
        assertThat(told.first(MessageAdded.class).text()).isEqualTo("my last words");
      }
      assertThat(told.all(TurnEnded.class)).isEmpty();
    }
    assertThat(told.all(AgentExited.class)).hasSize(1);
  }

  @Test
  void garbage_is_noted_once_of_a_kind_and_the_turn_goes_on() throws Exception {
    try (AgentSession session = open()) {
      session.prompt(told.prompt("garbage"));
      assertThat(ended(1).end()).isEqualTo(End.DONE);
      assertThat(wasTold()).contains("\"id\":77,\"error\":{\"code\":-32601");
    }
    assertThat(told.first(MessageAdded.class).text()).isEqualTo("still hereI was refused.");
    assertThat(told.all(Noted.class))
        .extracting(Noted::raw)
        .contains("a greeting that is no message", "not json", "[1,2]", "{\"a\":1}");
    assertThat(told.all(Noted.class)).filteredOn(n -> n.text().endsWith("surprise")).hasSize(1);
    assertThat(told.all(Noted.class)).anyMatch(note -> note.text().endsWith("surprise/told"));
    assertThat(told.all(Noted.class)).anyMatch(note -> note.text().endsWith("surprise/request"));
  }

  @Test
  void a_line_of_50_megabytes_is_read_and_what_is_kept_of_it_is_bounded() throws Exception {
    try (AgentSession session = open()) {
      session.prompt(told.prompt("a huge line"));
      assertThat(ended(1).end()).isEqualTo(End.DONE);
    }
    assertThat(told.first(ToolFinished.class).result().length()).isBetween(256 * 1024, 257 * 1024);
  }

  @Test
  void a_message_that_does_not_end_is_bounded() throws Exception {
    try (AgentSession session = open()) {
      session.prompt(told.prompt("many words"));
      ended(1);
    }
    assertThat(told.first(MessageAdded.class).text())
        .hasSizeBetween(1_000_000, (1 << 20) + 100)
        .containsPattern("y\n\n… \\(451,424 characters that stood here are not kept\\) …\n\ny")
        .endsWith("yy");
  }

  @Test
  void late_words_are_told_once_and_no_call_begins_with_its_end() throws Exception {
    try (AgentSession session = open()) {
      session.prompt(told.prompt("late words"));
      ended(1);
      session.prompt(told.prompt("hi"));
      ended(2);
    }
    assertThat(told.all(MessageAdded.class))
        .extracting(MessageAdded::text)
        .containsExactly("in time", "too late", "hello");
    assertThat(told.all(TurnEnded.class)).hasSize(2);
  }

  @Test
  void words_of_another_conversation_are_passed_over() throws Exception {
    try (AgentSession session = open()) {
      session.prompt(told.prompt("others"));
      ended(1);
    }
    assertThat(told.all(MessageAdded.class))
        .extracting(MessageAdded::text)
        .containsExactly("for you");
  }

  @ParameterizedTest
  @CsvSource({
    "no more tokens, LIMIT, limit of tokens",
    "no way, FAILED, refused",
    "for no reason, FAILED, whatever",
    "break, FAILED, That model is gone.",
    "sign in, FAILED, Run fake login"
  })
  void a_turn_that_does_not_end_well_says_so(String prompt, End end, String reason)
      throws Exception {
    try (AgentSession session = open()) {
      session.prompt(told.prompt(prompt));
      assertThat(ended(1).end()).isEqualTo(end);
      assertThat(ended(1).reason()).contains(reason);
      session.prompt(told.prompt("hi"));
      assertThat(ended(2).end()).isEqualTo(End.DONE);
    }
  }

  @Test
  void a_turn_in_which_the_tokens_are_used_up_is_ended_at_once() throws Exception {
    told.limits = new Limits(null, 1_000L, null);
    try (AgentSession session = open()) {
      session.prompt(told.prompt("spend"));
      assertThat(ended(1).end()).isEqualTo(End.LIMIT);
      assertThat(ended(1).reason()).contains("The token limit of 1,000 is reached");
    }
    assertThat(wasTold()).contains("session/cancel");
  }

  @Test
  void once_the_money_is_spent_no_prompt_reaches_it_any_more() throws Exception {
    told.limits = new Limits(400_000L, null, null);
    try (AgentSession session = open()) {
      session.prompt(told.prompt("hi"));
      assertThat(ended(1).end()).isEqualTo(End.DONE);
      session.prompt(told.prompt("something else"));
      assertThat(ended(2).end()).isEqualTo(End.LIMIT);
      assertThat(ended(2).reason()).contains("$0.40 is reached ($0.50 used)");
    }
    assertThat(wasTold()).doesNotContain("something else");
  }

  // ---- interrupting and steering --------------------------------------------------------------

  @Test
  void an_interrupted_turn_ends_and_the_next_one_works() throws Exception {
    try (AgentSession session = open()) {
      session.prompt(told.prompt("hang"));
      until("it speaks", () -> !told.tails.isEmpty());
      session.interrupt();
      assertThat(ended(1).end()).isEqualTo(End.INTERRUPTED);
      session.prompt(told.prompt("hi"));
      assertThat(ended(2).end()).isEqualTo(End.DONE);
    }
    assertThat(told.all(MessageAdded.class))
        .extracting(MessageAdded::text)
        .containsExactly("hanging", "hello");
  }

  @Test
  void what_an_interrupted_command_left_running_is_ended_and_nothing_else() throws Exception {
    try (AgentSession session = open()) {
      session.prompt(told.prompt("leaves a command"));
      Path file = home.resolve("command");
      until("it runs", () -> Files.exists(file) && !Files.readString(file).isEmpty());
      long command = Long.parseLong(Files.readString(file));
      long helper = Long.parseLong(Files.readString(home.resolve("helper")));
      assertThat(ProcessHandle.of(command)).isPresent();

      session.interrupt();

      assertThat(ended(1).end()).isEqualTo(End.INTERRUPTED);
      until("the command is gone", () -> ProcessHandle.of(command).isEmpty());
      assertThat(ProcessHandle.of(helper).filter(ProcessHandle::isAlive)).isPresent();
    }
    assertThat(told.first(ToolFinished.class).outcome()).isEqualTo(ToolOutcome.CANCELLED);
  }

  @Test
  void an_open_request_is_answered_as_cancelled_when_the_turn_is_interrupted() throws Exception {
    told.decide =
        _ -> {
          try {
            until("the turn is over", () -> !told.all(TurnEnded.class).isEmpty());
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
          return new Decision(true, null);
        };
    try (AgentSession session = open()) {
      session.prompt(told.prompt("ask"));
      until("it asks", () -> !told.asked.isEmpty());
      session.interrupt();
      assertThat(ended(1).end()).isEqualTo(End.INTERRUPTED);
      until("it is answered", () -> wasTold().contains("{\"outcome\":\"cancelled\"}"));
    }
    assertThat(wasTold()).doesNotContain("\"selected\"");
  }

  @Test
  void without_a_way_to_steer_a_prompt_waits_for_the_next_turn() throws Exception {
    try (AgentSession session = open()) {
      session.prompt(told.prompt("hang"));
      until("it speaks", () -> !told.tails.isEmpty());
      session.steer(told.prompt("and this"));
      PromptQueued queued = told.first(PromptQueued.class);
      assertThat(queued.text()).isEqualTo("and this");
      assertThat(queued.origin()).isEqualTo(PromptOrigin.QUEUE);
    }
  }

  @Test
  void an_agent_that_fetches_what_is_said_meanwhile_gets_it_in_the_same_turn() throws Exception {
    try (AgentSession session = told.open(agent("", "qwen"), worktree)) {
      session.prompt(told.prompt("drain"));
      until("it speaks", () -> !told.tails.isEmpty());
      session.steer(told.prompt("and this"));
      Files.writeString(home.resolve("steer"), "steered");
      ended(1);
      session.prompt(told.prompt("hang"));
      until("it works", () -> told.tails.contains("hanging"));
      session.steer(told.prompt("too late for it"));
      session.interrupt();
      ended(2);
    }
    assertThat(wasTold()).contains("{\"messages\":[\"and this\"],\"hasQueuedPrompt\":false}");
    assertThat(told.all(PromptQueued.class))
        .extracting(PromptQueued::text)
        .containsExactly("too late for it");
  }

  @Test
  void a_turn_that_begins_by_itself_is_a_turn_of_its_own() throws Exception {
    try (AgentSession session = open()) {
      session.prompt(told.prompt("by itself"));
      ended(2);
    }
    assertThat(told.all(TurnStarted.class))
        .extracting(TurnStarted::promptId)
        .containsExactly("p1", null);
    assertThat(told.all(MessageAdded.class))
        .extracting(MessageAdded::text)
        .containsExactly("first", "and on");
  }

  @Test
  void one_that_will_not_go_is_ended_with_its_children() throws Exception {
    long child;
    try (AgentSession session = told.open(agent("stubborn"), worktree)) {
      session.prompt(told.prompt("with a child"));
      child = Long.parseLong(told.first(MessageAdded.class).text().substring(6));
      assertThat(ProcessHandle.of(child)).isPresent();
    }
    until("the child is gone", () -> ProcessHandle.of(child).isEmpty());
    assertThat(ProcessHandle.of(told.first(AgentStarted.class).pid())).isEmpty();
  }

  // ---- permission -----------------------------------------------------------------------------

  @Test
  void a_yes_goes_back_as_once_and_the_agents_own_answer_only_when_it_was_chosen()
      throws Exception {
    try (AgentSession session = open()) {
      session.prompt(told.prompt("ask"));
      ended(1);
      assertThat(wasTold()).contains("\"optionId\":\"yes\"").doesNotContain("\"all\"");
      told.decide = _ -> new Decision(true, null, "all");
      session.prompt(told.prompt("ask"));
      ended(2);
    }
    assertThat(wasTold()).contains("\"optionId\":\"all\"");
    assertThat(told.asked.getFirst().command()).isEqualTo("make");
    assertThat(told.choices.getFirst())
        .extracting(choice -> choice.label())
        .containsExactly("Fake: Always");
    assertThat(told.first(ToolFinished.class).exitCode()).isZero();
    assertThat(told.first(ToolOutput.class).text()).isEqualTo("made\n");
  }

  @Test
  void a_command_that_runs_elsewhere_is_asked_for_with_the_place() throws Exception {
    try (AgentSession session = open()) {
      session.prompt(told.prompt("from outside"));
      ended(1);
    }
    assertThat(told.asked.getFirst().command()).isEqualTo("cd /etc && make");
  }

  @Test
  void an_agent_that_stops_at_a_no_is_told_why_and_goes_on_but_not_for_ever() throws Exception {
    told.decide = _ -> new Decision(false, "Not on a Friday.");
    try (AgentSession session = open()) {
      session.prompt(told.prompt("ask"));
      assertThat(ended(1).end()).isEqualTo(End.DONE);
      for (int i = 1; i <= 3; i++) {
        PromptQueued next = told.all(PromptQueued.class).getLast();
        assertThat(told.all(PromptQueued.class)).hasSize(i);
        assertThat(next.text()).contains("make", "Not on a Friday.");
        assertThat(next.origin()).isEqualTo(PromptOrigin.MUSTER);
        session.prompt(new Prompt(next.promptId(), "ask", List.of()));
        ended(i + 1);
      }
      assertThat(told.all(PromptQueued.class)).hasSize(3);
    }
    assertThat(wasTold()).contains("\"optionId\":\"no\"");
    assertThat(told.first(ToolFinished.class).outcome()).isEqualTo(ToolOutcome.DENIED);
  }

  // ---- files ----------------------------------------------------------------------------------

  @Test
  void a_file_is_written_once_it_was_allowed_and_nobody_is_asked_twice() throws Exception {
    try (AgentSession session = open()) {
      session.prompt(told.prompt("edit then write"));
      ended(1);
    }
    assertThat(worktree.resolve("made.txt")).hasContent("new\n");
    assertThat(told.asked).hasSize(1);
    assertThat(told.asked.getFirst().paths()).containsExactly(worktree.resolve("made.txt"));
  }

  @Test
  void a_write_that_nobody_allowed_before_is_asked_for() throws Exception {
    Files.writeString(worktree.resolve("there.txt"), "\uFEFFold\n");
    try (AgentSession session = open()) {
      session.prompt(told.prompt("write there.txt"));
      ended(1);
      told.decide = _ -> new Decision(false, "No.");
      session.prompt(told.prompt("write another.txt"));
      ended(2);
    }
    assertThat(told.asked).hasSize(2);
    assertThat(told.asked.getFirst().detail()).contains("+new");
    assertThat(worktree.resolve("there.txt")).hasContent("\uFEFFnew\n");
    assertThat(worktree.resolve("another.txt")).doesNotExist();
    assertThat(told.all(MessageAdded.class))
        .extracting(MessageAdded::text)
        .containsExactly("It is written.", "I was refused.");
  }

  @Test
  void nothing_is_written_outside_the_worktree_or_through_a_link_or_over_what_is_no_text()
      throws Exception {
    Path secret = Files.writeString(home.resolve("secret.txt"), "secret");
    Files.createSymbolicLink(worktree.resolve("link.txt"), secret);
    Files.createSymbolicLink(worktree.resolve("out"), home);
    Path latin = Files.write(worktree.resolve("latin.txt"), new byte[] {(byte) 0xE9, 10});
    try (AgentSession session = open()) {
      int turn = 0;
      for (String path :
          List.of("../secret.txt", secret.toString(), "link.txt", "out/secret.txt", "out/x")) {
        session.prompt(told.prompt("write " + path));
        ended(++turn);
      }
      assertThat(told.asked).isEmpty();
      session.prompt(told.prompt("write latin.txt"));
      ended(++turn);
    }
    assertThat(secret).hasContent("secret");
    assertThat(home.resolve("x")).doesNotExist();
    assertThat(latin).hasBinaryContent(new byte[] {(byte) 0xE9, 10});
    assertThat(told.all(MessageAdded.class))
        .hasSize(6)
        .extracting(MessageAdded::text)
        .containsOnly("I was refused.");
  }
}
