package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.agent.builtin.model.ScriptedModelServer;
import dev.muster.engine.agent.builtin.model.ScriptedReply;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.store.SessionRow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an agent asks is answered at the terminal, or the turn ends and is kept. */
class AskingTest extends CliFixture {
  private ScriptedModelServer server;

  @BeforeEach
  void startServer() {
    server = ScriptedModelServer.start();
    environment.put("ANTHROPIC_API_KEY", "key-a");
    environment.put("ANTHROPIC_BASE_URL", server.anthropicBaseUrl());
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  private static ScriptedReply touch(String file) {
    return ScriptedReply.call("c1", "run", "{\"command\":\"touch " + file + "\"}");
  }

  private SessionRow only() throws Exception {
    assertThat(rows()).hasSize(1);
    return rows().getFirst();
  }

  private boolean made(String file) throws Exception {
    return Files.exists(Path.of(only().worktree(), file));
  }

  @Test
  void where_no_one_can_answer_the_turn_is_interrupted_kept_and_ends_with_3() throws Exception {
    server.script(touch("a"), ScriptedReply.text("Done."));
    Typed typed = Typed.nobody();
    assertThat(muster(typed, "run", "touch a", "--mode", "edit")).isEqualTo(3);

    SessionRow session = only();
    assertThat(typed.err()).contains("touch a", "muster run --resume " + session.id(), "is kept");
    assertThat(session.state()).isEqualTo(SessionState.STOPPED);
    assertThat(made("a")).isFalse();

    // And it can go on from there.
    server.script(ScriptedReply.text("I leave it."));
    Typed next = Typed.nobody();
    String prefix = session.id().value().substring(0, 12);
    assertThat(muster(next, "run", "--resume", prefix, "leave it")).isZero();
    assertThat(next.out()).contains("> leave it");
    assertThat(next.out()).doesNotContain("> touch a");
    assertThat(only().turns()).isEqualTo(2);
  }

  @Test
  void full_auto_without_leave_to_do_without_a_sandbox_ends_with_3() throws Exception {
    server.script(touch("a"), ScriptedReply.text("Done."));
    Typed typed = Typed.nobody();
    assertThat(muster(typed, "run", "x", "--mode", "full-auto", "--json")).isEqualTo(3);
    assertThat(made("a")).isFalse();
  }

  @Test
  void json_asks_nobody_even_at_a_terminal() throws Exception {
    server.script(touch("a"), ScriptedReply.text("Done."));
    Typed typed = Typed.person();
    assertThat(muster(typed, "run", "x", "--mode", "edit", "--json")).isEqualTo(3);
  }

  @Test
  void a_person_who_says_yes_lets_it_run() throws Exception {
    server.script(touch("a"), ScriptedReply.text("Done."));
    Typed typed = Typed.person();
    typed.type("y");
    CompletableFuture<Integer> run = musterMeanwhile(typed, "run", "x", "--mode", "edit");
    until("it asks", () -> typed.err().contains("Your answer:"));
    assertThat(typed.err()).contains("touch a", "  y  ", "  n  ");
    // What was typed before the question is no answer to it.
    assertThat(run).isNotDone();
    typed.type("maybe");
    until("it asks again", () -> typed.err().contains("Please type one of: "));
    typed.type("yes");

    assertThat(run.join()).isZero();
    assertThat(made("a")).isTrue();
    assertThat(typed.out()).contains("allowed by you");
  }

  @Test
  void a_person_who_says_no_is_obeyed_and_the_agent_goes_on() throws Exception {
    server.script(touch("a"), ScriptedReply.text("Then not."));
    Typed typed = Typed.person();
    CompletableFuture<Integer> run = musterMeanwhile(typed, "run", "x", "--mode", "edit");
    until("it asks", () -> typed.err().contains("Your answer:"));
    typed.type("n");
    assertThat(run.join()).isZero();
    assertThat(made("a")).isFalse();
    assertThat(typed.out()).contains("not allowed by you", "Then not.");
  }

  @Test
  void a_person_who_hangs_up_leaves_the_turn_interrupted() throws Exception {
    server.script(touch("a"), ScriptedReply.text("Done."));
    Typed typed = Typed.person();
    CompletableFuture<Integer> run = musterMeanwhile(typed, "run", "x", "--mode", "edit");
    until("it asks", () -> typed.err().contains("Your answer:"));
    typed.hangUp();
    assertThat(run.join()).isEqualTo(3);
    assertThat(only().state()).isEqualTo(SessionState.STOPPED);
  }

  @Test
  void a_question_is_answered_with_a_number_or_with_words() throws Exception {
    server.script(
        ScriptedReply.call(
            "q1", "ask_user", "{\"question\":\"Which colour?\",\"options\":[\"red\",\"blue\"]}"),
        ScriptedReply.text("Blue it is."));
    Typed typed = Typed.person();
    CompletableFuture<Integer> run = musterMeanwhile(typed, "run", "x");
    until("it asks", () -> typed.err().contains("Your answer"));
    assertThat(typed.err()).contains("Which colour?", "  2  blue");
    typed.type("2");
    assertThat(run.join()).isZero();
    assertThat(typed.out()).contains("answered: blue");
  }

  @Test
  void an_interruption_ends_the_turn_in_an_orderly_way() throws Exception {
    server.script(touch("a"), ScriptedReply.text("Done."));
    Typed typed = Typed.person();
    CompletableFuture<Integer> run = musterMeanwhile(typed, "run", "x", "--mode", "edit");
    until("it asks", () -> typed.err().contains("Your answer:"));
    for (Interrupts.Stopping stopping : stoppings) {
      stopping.stop();
    }
    assertThat(run.join()).isEqualTo(1);
    assertThat(only().state()).isEqualTo(SessionState.STOPPED);
    assertThat(made("a")).isFalse();
  }
}
