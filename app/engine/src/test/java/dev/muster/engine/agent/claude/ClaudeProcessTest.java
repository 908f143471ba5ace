package dev.muster.engine.agent.claude;

import static dev.muster.engine.host.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.engine.agent.AgentException;
import dev.muster.engine.agent.AgentLaunch;
import dev.muster.engine.agent.AgentProfile.Availability;
import dev.muster.engine.agent.AgentSession;
import dev.muster.engine.agent.Gate.Decision;
import dev.muster.engine.agent.wire.AgentCommand;
import dev.muster.engine.agent.wire.FakeSession;
import dev.muster.engine.event.ConversationEvent.MessageAdded;
import dev.muster.engine.event.ConversationEvent.PromptQueued;
import dev.muster.engine.event.MoneyEvent.LimitSeen;
import dev.muster.engine.event.MoneyEvent.UsageReported;
import dev.muster.engine.event.ObservedEvent.AgentExited;
import dev.muster.engine.event.ObservedEvent.AgentStarted;
import dev.muster.engine.event.OutcomeEvent.Noted;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.ToolOutcome;
import dev.muster.engine.event.TurnEvent.End;
import dev.muster.engine.event.TurnEvent.TurnEnded;
import dev.muster.engine.event.TurnEvent.TurnStarted;
import dev.muster.engine.event.WorkEvent.ToolFinished;
import dev.muster.engine.event.WorkEvent.ToolStarted;
import dev.muster.engine.host.LocalHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that speaks like Claude Code and misbehaves as no recording can. */
class ClaudeProcessTest {
  @TempDir Path folder;
  private final LocalHost host = new LocalHost();
  private final FakeSession told = new FakeSession();
  private Path script = Path.of("");

  @BeforeEach
  void findScript() throws Exception {
    var url = Objects.requireNonNull(ClaudeProcessTest.class.getResource("fake-claude.sh"));
    script = Path.of(url.toURI());
  }

  @AfterEach
  void close() {
    host.close();
  }

  private ClaudeAgent agent(String behaviour) {
    Map<String, String> env = new HashMap<>();
    env.put("PATH", System.getenv("PATH"));
    env.put("HOME", folder.toString());
    env.put("FAKE", behaviour);
    return new ClaudeAgent(
        new AgentCommand(
            "claude",
            "Claude Code",
            List.of("/bin/sh", script.toString()),
            env,
            "1.2.3",
            Availability.yes("signed in")),
        host);
  }

  private AgentSession open() throws Exception {
    return told.open(agent(""), folder);
  }

  private String file(String name) throws Exception {
    until(name, () -> Files.exists(folder.resolve(name)));
    return Files.readString(folder.resolve(name));
  }

  @Test
  void a_turn_begins_speaks_counts_and_ends() throws Exception {
    try (AgentSession session = open()) {
      session.prompt(told.prompt("hi"));
      assertThat(told.first(TurnEnded.class)).isEqualTo(new TurnEnded(End.DONE, null));
    }
    assertThat(told.events.getFirst()).isInstanceOf(AgentStarted.class);
    assertThat(told.first(TurnStarted.class).promptId()).isEqualTo("p1");
    assertThat(told.first(MessageAdded.class).text()).isEqualTo("hello");
    assertThat(told.first(UsageReported.class).costMicros()).isEqualTo(10_000);
    assertThat(told.first(AgentExited.class)).isEqualTo(new AgentExited(1, 0, null));
    assertThat(told.events.getLast()).isInstanceOf(AgentExited.class);
  }

  @Test
  void a_new_conversation_gets_its_id_here_and_is_told_as_what_to_resume() throws Exception {
    try (AgentSession session = open()) {
      assertThat(session).isNotNull();
    }
    AgentStarted started = told.first(AgentStarted.class);
    assertThat(UUID.fromString(started.resumeToken()).toString()).isEqualTo(started.resumeToken());
    assertThat(started.version()).isEqualTo("9.9.9");
    assertThat(file("arguments"))
        .contains("--session-id " + started.resumeToken())
        .contains("--permission-mode default")
        .doesNotContain("--resume");
  }

  @Test
  void a_resumed_conversation_keeps_its_id() throws Exception {
    told.resume = "abc-1";
    try (AgentSession session = open()) {
      assertThat(session).isNotNull();
    }
    assertThat(told.first(AgentStarted.class).resumeToken()).isEqualTo("abc-1");
    assertThat(file("arguments")).contains("--resume abc-1").doesNotContain("--session-id");
  }

  @Test
  void a_fork_begins_with_what_was_said_under_an_id_of_its_own() throws Exception {
    told.options = Map.of(AgentLaunch.FORK, "abc-1", ClaudeAgent.EFFORT, "max");
    try (AgentSession session = open()) {
      assertThat(session).isNotNull();
    }
    String token = told.first(AgentStarted.class).resumeToken();
    assertThat(file("arguments"))
        .contains("--resume abc-1 --fork-session --session-id " + token)
        .contains("--effort max");
  }

  @ParameterizedTest
  @CsvSource({
    "gone, No conversation found with session ID: gone",
    "--add-dir, has no conversation of the name “--add-dir”"
  })
  void a_fork_of_what_it_does_not_know_does_not_begin_with_nothing(String of, String sentence) {
    told.options = Map.of(AgentLaunch.FORK, of);
    assertThatThrownBy(this::open)
        .isInstanceOf(AgentException.class)
        .hasMessageContaining(sentence);
    assertThat(told.events).isEmpty();
  }

  @Test
  void what_looks_like_an_option_never_reaches_the_command_line() throws Exception {
    told.resume = "--dangerously-skip-permissions";
    told.options = Map.of(ClaudeAgent.EFFORT, "--add-dir /");
    try (AgentSession session = open()) {
      assertThat(session).isNotNull();
    }
    assertThat(file("arguments")).doesNotContain("dangerously").doesNotContain("--effort");
  }

  @Test
  void a_conversation_it_no_longer_knows_is_begun_anew_and_that_is_said() throws Exception {
    told.resume = "gone";
    try (AgentSession session = open()) {
      session.prompt(told.prompt("hi"));
      told.first(TurnEnded.class);
    }
    assertThat(told.all(AgentStarted.class)).hasSize(1);
    assertThat(told.first(AgentStarted.class).resumeToken()).isNotEqualTo("gone");
    assertThat(told.first(AgentStarted.class).forgot()).contains("no longer knows this");
    assertThat(told.all(AgentExited.class)).hasSize(1);
  }

  @Test
  void one_that_cannot_start_says_why() {
    assertThatThrownBy(() -> told.open(agent("broken"), folder))
        .isInstanceOf(AgentException.class)
        .hasMessageContaining("Cannot find its own files");
    assertThat(told.events).isEmpty();
  }

  @Test
  void what_it_offers_is_in_the_profile_once_it_has_started() throws Exception {
    ClaudeAgent agent = agent("");
    assertThat(agent.profile().models()).contains("opus");
    try (AgentSession session = told.open(agent, folder)) {
      assertThat(session).isNotNull();
    }
    assertThat(agent.profile().models()).containsExactly("default", "large");
    assertThat(agent.profile().efforts()).containsExactly("low", "max");
  }

  @ParameterizedTest
  @ValueSource(strings = {"die now", "just end"})
  void a_process_that_dies_in_a_turn_is_told_as_gone_and_not_as_a_turn_that_ended(String how)
      throws Exception {
    try (AgentSession session = open()) {
      session.prompt(told.prompt(how));
      AgentExited exited = told.first(AgentExited.class);
      assertThat(exited.exitCode()).isEqualTo(how.equals("die now") ? 137 : 3);
      assertThat(exited.reason()).contains("in the middle of its turn");
      if (how.equals("just end")) {
        assertThat(exited.reason()).contains("Something broke inside");
      }
      assertThat(told.all(TurnEnded.class)).isEmpty();
      assertThatThrownBy(() -> session.prompt(told.prompt("again")))
          .hasMessageContaining("no longer listens");
    }
    assertThat(told.all(AgentExited.class)).hasSize(1);
  }

  @Test
  void garbage_is_noted_and_the_turn_goes_on() throws Exception {
    try (AgentSession session = open()) {
      session.prompt(told.prompt("garbage"));
      assertThat(told.first(TurnEnded.class).end()).isEqualTo(End.DONE);
    }
    assertThat(told.first(MessageAdded.class).text()).isEqualTo("still here");
    assertThat(told.all(Noted.class))
        .extracting(Noted::raw)
        .contains("a greeting that is no message", "not json", "[1,2]")
        .anyMatch(raw -> raw != null && raw.contains("surprise"));
  }

  @Test
  void a_line_of_50_megabytes_is_read_and_its_message_is_bounded() throws Exception {
    try (AgentSession session = open()) {
      session.prompt(told.prompt("a huge line"));
      assertThat(told.first(TurnEnded.class).end()).isEqualTo(End.DONE);
    }
    String text = told.first(MessageAdded.class).text();
    assertThat(text.length()).isBetween(Messages.MOST_TEXT, Messages.MOST_TEXT + 100);
    assertThat(text).endsWith("characters are left out)");
  }

  @Test
  void an_interrupted_turn_ends_as_that_and_the_next_one_works() throws Exception {
    try (AgentSession session = open()) {
      session.prompt(told.prompt("hang"));
      told.first(MessageAdded.class);
      session.interrupt();
      assertThat(told.first(TurnEnded.class).end()).isEqualTo(End.INTERRUPTED);
      session.prompt(told.prompt("hi"));
      until("the second end", () -> told.all(TurnEnded.class).size() == 2);
    }
    assertThat(told.all(TurnEnded.class).getLast().end()).isEqualTo(End.DONE);
  }

  @Test
  void a_steer_that_the_turn_did_not_look_at_waits_for_the_next_one() throws Exception {
    try (AgentSession session = open()) {
      session.prompt(told.prompt("hang"));
      told.first(MessageAdded.class);
      session.steer(told.prompt("later"));
      session.interrupt();
      told.first(TurnEnded.class);
      assertThat(told.first(PromptQueued.class).text()).isEqualTo("later");

      session.steer(told.prompt("too late"));
      until("it waits", () -> told.all(PromptQueued.class).size() == 2);
    }
  }

  @Test
  void a_turn_that_begins_by_itself_is_a_turn_of_its_own() throws Exception {
    try (AgentSession session = open()) {
      session.prompt(told.prompt("by itself"));
      until("two ends", () -> told.all(TurnEnded.class).size() == 2);
    }
    assertThat(told.all(TurnStarted.class))
        .extracting(TurnStarted::promptId)
        .containsExactly("p1", null);
  }

  @Test
  void a_turn_goes_on_while_an_agent_in_the_background_asks_and_is_interrupted_with_it()
      throws Exception {
    CountDownLatch answered = new CountDownLatch(1);
    told.decide =
        _ -> {
          try {
            answered.await();
          } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
          }
          return new Decision(false, "no");
        };
    try (AgentSession session = open()) {
      session.prompt(told.prompt("in the background"));
      until("it asks", () -> !told.asked.isEmpty());
      assertThat(told.all(UsageReported.class)).hasSize(1);
      assertThat(told.all(TurnEnded.class)).isEmpty();
      assertThat(told.first(ToolStarted.class).parentCall()).isEqualTo("t9");

      session.interrupt();
      assertThat(told.first(TurnEnded.class).end()).isEqualTo(End.INTERRUPTED);
      answered.countDown();
    }
    assertThat(told.all(TurnStarted.class)).hasSize(1);
  }

  @Test
  void a_turn_whose_background_agents_are_gone_ends_by_itself() throws Exception {
    told.decide = _ -> new Decision(false, "no", null);
    try (AgentSession session = open()) {
      session.prompt(told.prompt("in the background and ends"));
      assertThat(told.first(TurnEnded.class).end()).isEqualTo(End.DONE);
    }
    assertThat(told.all(TurnEnded.class)).hasSize(1);
  }

  @Test
  void the_usage_windows_of_the_account_are_asked_for_after_a_turn() throws Exception {
    try (AgentSession session = open()) {
      session.prompt(told.prompt("hi"));
      LimitSeen seen = told.first(LimitSeen.class);
      assertThat(seen.window()).isEqualTo("5 hours");
      assertThat(seen.usedFraction()).isEqualTo(0.25);
      assertThat(seen.resets()).isEqualTo("2026-11-21T10:00:00Z");
    }
    assertThat(told.all(LimitSeen.class)).hasSize(1);
  }

  @Test
  void a_yes_goes_back_with_the_arguments_and_the_one_choice_that_was_taken() throws Exception {
    told.decide = _ -> new Decision(true, null, "suggestion-1");
    try (AgentSession session = open()) {
      session.prompt(told.prompt("ask"));
      told.first(TurnEnded.class);
    }
    assertThat(told.asked.getFirst().command()).isEqualTo("make");
    assertThat(told.choices.getFirst())
        .extracting(choice -> choice.label())
        .containsExactly("Allow Bash(make:*) in this session", "No, and stop");
    assertThat(file("answers"))
        .contains("\"behavior\":\"allow\"")
        .contains("\"updatedInput\":{\"command\":\"make\"}")
        .contains("\"destination\":\"session\"")
        .doesNotContain("setMode")
        .doesNotContain("localSettings");
    assertThat(told.first(ToolFinished.class).exitCode()).isZero();
  }

  @Test
  void a_no_goes_back_with_its_reason_and_is_told_as_denied() throws Exception {
    told.decide = _ -> new Decision(false, "Not on a Friday.", Suggestions.STOP);
    try (AgentSession session = open()) {
      session.prompt(told.prompt("ask"));
      told.first(TurnEnded.class);
    }
    assertThat(file("answers"))
        .contains("\"behavior\":\"deny\"")
        .contains("Not on a Friday.")
        .contains("\"interrupt\":true");
    assertThat(told.first(ToolFinished.class).outcome()).isEqualTo(ToolOutcome.DENIED);
  }

  @Test
  void a_question_goes_to_a_person_and_its_answer_back() throws Exception {
    told.answer = "Blue";
    try (AgentSession session = open()) {
      session.prompt(told.prompt("question"));
      told.first(TurnEnded.class);
    }
    assertThat(file("answers")).contains("\"answers\":{\"Which?\":\"Blue\"}");
    assertThat(told.asked).isEmpty();
  }

  @Test
  void a_changed_mode_brings_it_back_to_where_it_asks() throws Exception {
    try (AgentSession session = open()) {
      session.modeChanged(PermissionMode.FULL_AUTO);
      assertThat(file("mode")).contains("\"mode\":\"default\"");
    }
  }

  @Test
  void nothing_is_said_once_it_is_closed() throws Exception {
    AgentSession session = told.open(agent("talkative"), folder);
    session.prompt(told.prompt("hi"));
    told.first(TurnEnded.class);
    session.close();
    int events = told.events.size();
    int lines = told.raw.size();

    host.close(); // whatever could still speak is gone now
    assertThat(told.events).hasSize(events);
    assertThat(told.raw).hasSize(lines);
    assertThat(told.all(AgentExited.class)).hasSize(1);
  }

  @Test
  void one_that_will_not_go_is_ended_with_what_it_started() throws Exception {
    AgentSession session = told.open(agent("stubborn"), folder);
    session.prompt(told.prompt("with a child"));
    String child = told.first(MessageAdded.class).text().replace("child ", "");
    long pid = Objects.requireNonNull(told.first(AgentStarted.class).pid());
    session.close();

    until("its child is gone", () -> !alive(Long.parseLong(child)));
    until("it is gone", () -> !alive(pid));
  }

  private static boolean alive(long pid) {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
  }
}
