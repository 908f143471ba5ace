package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.agent.builtin.model.ScriptedModelServer;
import dev.muster.engine.agent.builtin.model.ScriptedReply;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.store.SessionRow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A task from the command line, over real HTTP, to an edited file and a command that ran. */
class RunWithModelTest extends CliFixture {
  private ScriptedModelServer server;

  @BeforeEach
  void startServer() {
    server = ScriptedModelServer.start();
    environment.put("ANTHROPIC_API_KEY", "key-a");
    environment.put("ANTHROPIC_BASE_URL", server.anthropicBaseUrl());
    environment.put("OPENAI_API_KEY", "key-o");
    environment.put("OPENAI_BASE_URL", server.openAiBaseUrl());
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  private static ScriptedReply write() {
    return ScriptedReply.text("I write the answer.")
        .andCall("c1", "write", "{\"path\":\"answer.txt\",\"content\":\"right\\n\"}");
  }

  private static ScriptedReply test() {
    return ScriptedReply.call("c2", "run", "{\"command\":\"sh test.sh\"}");
  }

  private static ScriptedReply done() {
    return ScriptedReply.text("It passes.").tokens(1_200, 30, 0, 0);
  }

  private SessionRow only() throws Exception {
    assertThat(rows()).hasSize(1);
    return rows().getFirst();
  }

  private String answer(SessionRow session) throws Exception {
    return Files.readString(Path.of(session.worktree(), "answer.txt"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"muster-anthropic", "muster-openai"})
  void a_task_is_done_and_the_users_checkout_is_untouched(String agent) throws Exception {
    Map<String, String> before = repository.everythingOfTheUser();
    server.script(write(), test(), done());
    Typed typed = Typed.nobody();

    int exit =
        muster(
            typed,
            "run",
            "make the test pass",
            "--agent",
            agent,
            "--mode",
            "full-auto",
            "--without-sandbox");

    assertThat(typed.err()).isEmpty();
    assertThat(exit).isZero();
    assertThat(typed.out())
        .contains("> make the test pass", "* edit answer.txt", "* run sh test.sh", "    PASS")
        .contains("It passes.", "done: session " + only().id());
    assertThat(answer(only())).isEqualTo("right\n");
    assertThat(only().state()).isEqualTo(SessionState.READY);
    assertThat(repository.everythingOfTheUser()).isEqualTo(before);
    assertThat(checkout().resolve("answer.txt")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"muster-anthropic", "muster-openai"})
  void a_task_is_done_although_the_server_stumbles_at_every_step(String agent) throws Exception {
    server.script(
        ScriptedReply.status(529),
        write(),
        ScriptedReply.status(429).header("retry-after", "1"),
        ScriptedReply.fault(ScriptedReply.Fault.CUT, "I was about"),
        test(),
        ScriptedReply.fault(ScriptedReply.Fault.MALFORMED, "It pa"),
        done());
    Typed typed = Typed.nobody();

    int exit =
        muster(
            typed,
            "run",
            "make the test pass",
            "--json",
            "--agent",
            agent,
            "--mode",
            "full-auto",
            "--without-sandbox");

    assertThat(exit).isZero();
    assertThat(kinds(typed.out()))
        .contains("RetryScheduled", "ToolStarted", "ToolFinished", "TreeChanged", "TurnEnded")
        .startsWith("SessionCreated");
    assertThat(answer(only())).isEqualTo("right\n");
  }

  @Test
  void every_line_of_json_is_one_event_in_order_and_nothing_else() throws Exception {
    server.script(ScriptedReply.text("Nothing to do."));
    Typed typed = Typed.nobody();
    assertThat(muster(typed, "run", "--json", "--agent", "muster-anthropic", "look")).isZero();

    var lines = json(typed.out());
    for (int i = 0; i < lines.size(); i++) {
      assertThat(lines.get(i).path("seq").asInt()).isEqualTo(i + 1);
      assertThat(lines.get(i).path("session").asString()).isEqualTo(only().id().value());
      assertThat(lines.get(i).path("event").isObject()).isTrue();
    }
    assertThat(lines.getLast().path("kind").asString()).isEqualTo("StateChanged");
    assertThat(lines.getLast().path("event").path("to").asString()).isEqualTo("READY");
  }

  @Test
  void a_key_that_is_refused_fails_with_1_and_a_sentence() throws Exception {
    server.script(ScriptedReply.status(401));
    Typed typed = Typed.nobody();
    assertThat(muster(typed, "run", "look", "--agent", "muster-anthropic")).isEqualTo(1);
    assertThat(typed.err())
        .contains("session " + only().id() + " is failed", "muster run --resume " + only().id());
    assertThat(typed.out() + typed.err()).doesNotContain("key-a");
    assertThat(only().state()).isEqualTo(SessionState.FAILED);
  }

  @Test
  void the_money_limit_stops_the_session() throws Exception {
    server.script(write().tokens(1_000_000, 1_000_000, 0, 0), test(), done());
    Typed typed = Typed.nobody();
    int exit =
        muster(
            typed,
            "run",
            "x",
            "--agent",
            "muster-anthropic",
            "--mode",
            "full-auto",
            "--without-sandbox",
            "--limit-cost",
            "0.01");
    assertThat(exit).isEqualTo(1);
    assertThat(only().state()).isEqualTo(SessionState.STOPPED);
    assertThat(typed.out()).contains("the turn reached a limit").doesNotContain("* run");
  }

  @Test
  void an_agent_without_a_key_is_refused_with_what_it_lacks() throws Exception {
    environment.remove("ANTHROPIC_API_KEY");
    Typed typed = Typed.nobody();
    assertThat(muster(typed, "run", "x", "--agent", "muster-anthropic")).isEqualTo(2);
    assertThat(typed.err()).contains("cannot be started", "ANTHROPIC_API_KEY");
    assertThat(rows()).isEmpty();
  }

  @Test
  void the_first_agent_that_can_be_started_is_used_and_never_the_rehearsal() throws Exception {
    environment.remove("ANTHROPIC_API_KEY");
    server.script(ScriptedReply.text("Hello."));
    assertThat(muster(Typed.nobody(), "run", "hello")).isZero();
    assertThat(only().agentId()).isEqualTo("muster-openai");

    environment.remove("OPENAI_API_KEY");
    Typed typed = Typed.nobody();
    assertThat(muster(typed, "run", "hello")).isEqualTo(2);
    assertThat(typed.err()).contains("--agent rehearsal");
  }

  @Test
  void agents_are_listed_with_what_they_lack() throws Exception {
    environment.remove("OPENAI_API_KEY");
    Typed typed = Typed.nobody();
    assertThat(muster(typed, "agents")).isZero();
    assertThat(typed.out())
        .contains("muster-anthropic", "muster-openai", "OPENAI_API_KEY", "Rehearsal (scripted)");
    Typed asJson = Typed.nobody();
    assertThat(muster(asJson, "agents", "--json")).isZero();
    assertThat(json(asJson.out()))
        .anySatisfy(
            agent -> {
              assertThat(agent.path("id").asString()).isEqualTo("rehearsal");
              assertThat(agent.path("scripted").asBoolean()).isTrue();
            });
  }
}
