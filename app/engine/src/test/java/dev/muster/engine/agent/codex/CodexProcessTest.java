package dev.muster.engine.agent.codex;

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
import dev.muster.engine.event.Limits;
import dev.muster.engine.event.MoneyEvent.UsageReported;
import dev.muster.engine.event.ObservedEvent.AgentExited;
import dev.muster.engine.event.ObservedEvent.AgentStarted;
import dev.muster.engine.event.OutcomeEvent.Noted;
import dev.muster.engine.event.ToolOutcome;
import dev.muster.engine.event.TurnEvent.End;
import dev.muster.engine.event.TurnEvent.TurnEnded;
import dev.muster.engine.event.TurnEvent.TurnStarted;
import dev.muster.engine.event.WorkEvent.ToolFinished;
import dev.muster.engine.event.WorkEvent.ToolOutput;
import dev.muster.engine.host.LocalHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that speaks like Codex and misbehaves as no recording can. */
class CodexProcessTest {
  @TempDir Path folder;
  private final LocalHost host = new LocalHost();
  private final FakeSession told = new FakeSession();
  private Path script = Path.of("");

  @BeforeEach
  void findScript() throws Exception {
    var url = Objects.requireNonNull(CodexProcessTest.class.getResource("fake-codex.sh"));
    script = Path.of(url.toURI());
  }

  @AfterEach
  void close() {
    host.close();
  }

  private CodexAgent agent(String behaviour) {
    Map<String, String> env = new HashMap<>();
    env.put("PATH", System.getenv("PATH"));
    env.put("HOME", folder.toString());
    env.put("FAKE", behaviour);
    return new CodexAgent(
        new AgentCommand(
            "codex",
            "Codex",
            List.of("/bin/sh", script.toString()),
            env,
            "1.2.3",
            Availability.yes("signed in")),
        host);
  }

  private AgentSession open() throws Exception {
    return told.open(agent(""), folder);
  }

  private String wasTold() throws Exception {
    return Files.readString(folder.resolve("told"));
  }

  @Test
  void a_turn_begins_speaks_counts_and_ends() throws Exception {
    try (AgentSession session = open()) {
      session.prompt(told.prompt("hi"));
      assertThat(told.first(TurnEnded.class)).isEqualTo(new TurnEnded(End.DONE, null, "turn1"));
    }
    assertThat(told.first(AgentStarted.class).resumeToken()).isEqualTo("t");
    assertThat(told.all(TurnStarted.class)).extracting(TurnStarted::promptId).containsExactly("p1");
    assertThat(told.first(MessageAdded.class).text()).isEqualTo("hello");
    UsageReported used = told.first(UsageReported.class);
    assertThat(List.of(used.input(), used.output(), used.cacheRead())).containsExactly(6L, 2L, 4L);
    assertThat(told.events.getLast()).isEqualTo(new AgentExited(1, 0, null));
    assertThat(wasTold())
        .contains("\"approvalPolicy\":\"untrusted\"")
        .contains("\"approvalsReviewer\":\"user\"");
  }

  @Test
  void a_resumed_conversation_is_gone_on_with_and_a_lost_one_begun_anew() throws Exception {
    told.resume = "t";
    try (AgentSession session = open()) {
      assertThat(session).isNotNull();
    }
    assertThat(wasTold()).contains("thread/resume").doesNotContain("thread/start");
    told.resume = "gone";
    try (AgentSession session = open()) {
      assertThat(session).isNotNull();
    }
    assertThat(wasTold()).contains("thread/start");
    assertThat(told.all(AgentStarted.class).getLast().forgot())
        .contains("no longer knows this conversation");
  }

  @Test
  void a_fork_begins_with_what_was_said() throws Exception {
    told.options = Map.of(AgentLaunch.FORK, "abc-1", CodexAgent.EFFORT, "ultra");
    try (AgentSession session = open()) {
      session.prompt(told.prompt("hi"));
      told.first(TurnEnded.class);
    }
    assertThat(wasTold())
        .contains("thread/fork")
        .contains("\"threadId\":\"abc-1\"")
        .contains("\"effort\":\"ultra\"");
  }

  @Test
  void one_that_cannot_start_says_why() {
    assertThatThrownBy(() -> told.open(agent("broken"), folder))
        .isInstanceOf(AgentException.class)
        .hasMessageContaining("Cannot find its own files");
    assertThat(told.all(AgentStarted.class)).isEmpty();
  }

  @Test
  void what_it_offers_is_in_the_profile_once_it_has_started() throws Exception {
    CodexAgent agent = agent("");
    assertThat(agent.profile().models()).isEmpty();
    try (AgentSession session = told.open(agent, folder)) {
      assertThat(session).isNotNull();
      until("it told", () -> !agent.profile().models().isEmpty());
    }
    assertThat(agent.profile().models()).containsExactly("large");
    assertThat(agent.profile().efforts()).containsExactly("low", "ultra");
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
      }
      assertThat(told.all(TurnEnded.class)).isEmpty();
    }
    assertThat(told.all(AgentExited.class)).hasSize(1);
  }

  @Test
  void garbage_is_noted_and_the_turn_goes_on() throws Exception {
    try (AgentSession session = open()) {
      session.prompt(told.prompt("garbage"));
      assertThat(told.first(TurnEnded.class).end()).isEqualTo(End.DONE);
      until("it was refused", () -> wasTold().contains("\"id\":77,\"error\""));
    }
    assertThat(told.first(MessageAdded.class).text()).isEqualTo("still here");
    assertThat(told.all(Noted.class))
        .extracting(Noted::raw)
        .contains("a greeting that is no message", "not json", "[1,2]", "{\"a\":1}");
    assertThat(told.all(Noted.class)).anyMatch(note -> note.text().contains("surprise"));
  }

  @Test
  void a_line_of_50_megabytes_is_read_and_its_message_is_bounded() throws Exception {
    try (AgentSession session = open()) {
      session.prompt(told.prompt("a huge line"));
      assertThat(told.first(TurnEnded.class).end()).isEqualTo(End.DONE);
    }
    assertThat(told.first(MessageAdded.class).text().length()).isBetween(1 << 20, (1 << 20) + 100);
  }

  @Test
  void an_interrupted_turn_ends_with_its_commands_and_the_next_one_works() throws Exception {
    try (AgentSession session = open()) {
      session.prompt(told.prompt("hang"));
      told.first(MessageAdded.class);
      session.interrupt();
      assertThat(told.first(TurnEnded.class).end()).isEqualTo(End.INTERRUPTED);
      until("its commands", () -> wasTold().contains("thread/backgroundTerminals/clean"));
      session.prompt(told.prompt("hi"));
      until("the second end", () -> told.all(TurnEnded.class).size() == 2);
    }
    assertThat(told.all(TurnEnded.class).getLast().end()).isEqualTo(End.DONE);
  }

  @Test
  void a_steer_that_comes_too_late_waits_for_the_next_turn() throws Exception {
    try (AgentSession session = open()) {
      session.prompt(told.prompt("hang"));
      told.first(MessageAdded.class);
      session.steer(told.prompt("refused by the program"));
      assertThat(told.first(PromptQueued.class).text()).isEqualTo("refused by the program");
      session.interrupt();
      told.first(TurnEnded.class);
      session.steer(told.prompt("after the turn"));
      until("it waits", () -> told.all(PromptQueued.class).size() == 2);
    }
  }

  @Test
  void a_prompt_that_it_does_not_take_fails_the_turn_with_its_words() throws Exception {
    try (AgentSession session = open()) {
      session.prompt(told.prompt("refuse"));
      TurnEnded ended = told.first(TurnEnded.class);
      assertThat(ended.end()).isEqualTo(End.FAILED);
      assertThat(ended.reason()).contains("I will not.");
    }
  }

  @Test
  void once_its_tokens_are_used_up_no_prompt_reaches_it_any_more() throws Exception {
    told.limits = new Limits(null, 12L, null);
    try (AgentSession session = open()) {
      session.prompt(told.prompt("hi"));
      until("the first end", () -> told.all(TurnEnded.class).size() == 1);
      session.prompt(told.prompt("something else"));
      until("the second end", () -> told.all(TurnEnded.class).size() == 2);
    }
    TurnEnded last = told.all(TurnEnded.class).getLast();
    assertThat(last.end()).isEqualTo(End.LIMIT);
    assertThat(last.reason()).contains("The token limit of 12 is reached");
    assertThat(wasTold()).doesNotContain("something else");
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
  void a_yes_goes_back_and_the_rule_of_its_own_only_when_it_was_chosen() throws Exception {
    told.decide = _ -> new Decision(true, null);
    try (AgentSession session = open()) {
      session.prompt(told.prompt("ask"));
      told.first(TurnEnded.class);
      assertThat(wasTold()).contains("{\"decision\":\"accept\"}").doesNotContain("Execpolicy");
      told.decide = _ -> new Decision(true, null, "amend");
      session.prompt(told.prompt("ask"));
      until("the second end", () -> told.all(TurnEnded.class).size() == 2);
    }
    assertThat(wasTold()).contains("{\"execpolicy_amendment\":[\"make\"]}");
    assertThat(told.asked.getFirst().command()).isEqualTo("make");
    assertThat(told.choices.getFirst())
        .extracting(choice -> choice.label())
        .containsExactly("Codex: always allow “make”, everywhere", "Deny and stop");
    assertThat(told.first(ToolFinished.class).exitCode()).isZero();
    assertThat(told.first(ToolOutput.class).text()).isEqualTo("made");
  }

  @Test
  void a_no_is_told_as_denied_and_may_end_the_turn() throws Exception {
    told.decide = _ -> new Decision(false, "Not on a Friday.");
    try (AgentSession session = open()) {
      session.prompt(told.prompt("ask"));
      assertThat(told.first(TurnEnded.class).end()).isEqualTo(End.DONE);
      assertThat(wasTold()).contains("{\"decision\":\"decline\"}");
      until("it is told why", () -> wasTold().contains("Not on a Friday."));
      told.decide = _ -> new Decision(false, null, "cancel");
      session.prompt(told.prompt("ask"));
      until("the second end", () -> told.all(TurnEnded.class).size() == 2);
    }
    assertThat(told.all(TurnEnded.class).getLast().end()).isEqualTo(End.INTERRUPTED);
    assertThat(told.all(ToolFinished.class))
        .extracting(ToolFinished::outcome)
        .containsOnly(ToolOutcome.DENIED);
  }

  @Test
  void an_answer_reaches_it_and_a_question_nobody_answers_is_answered_empty() throws Exception {
    told.answer = "Blue";
    try (AgentSession session = open()) {
      session.prompt(told.prompt("question"));
      told.first(TurnEnded.class);
      assertThat(wasTold()).contains("{\"answers\":{\"q1\":{\"answers\":[\"Blue\"]}}}");
      told.answer = null;
      session.prompt(told.prompt("question"));
      until("the second end", () -> told.all(TurnEnded.class).size() == 2);
    }
    assertThat(wasTold()).contains("{\"answers\":{\"q1\":{\"answers\":[]}}}");
  }

  @Test
  void one_that_will_not_go_is_ended_with_its_children() throws Exception {
    long child;
    try (AgentSession session = told.open(agent("stubborn"), folder)) {
      session.prompt(told.prompt("with a child"));
      child = Long.parseLong(told.first(MessageAdded.class).text().substring(6));
      assertThat(ProcessHandle.of(child)).isPresent();
    }
    until("the child is gone", () -> ProcessHandle.of(child).isEmpty());
    assertThat(ProcessHandle.of(told.first(AgentStarted.class).pid())).isEmpty();
  }
}
