package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.Engine;
import dev.muster.engine.EngineOptions;
import dev.muster.engine.agent.builtin.model.ScriptedModelServer;
import dev.muster.engine.agent.builtin.model.ScriptedReply;
import dev.muster.engine.control.ControlServer;
import dev.muster.engine.control.Desk;
import dev.muster.engine.store.SessionRow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** {@code muster rewind} and {@code muster run --fork ID@TURN}, on what the Muster agent wrote. */
@DisabledOnOs(OS.WINDOWS)
class RewindTest extends CliFixture {
  private final ScriptedModelServer server = ScriptedModelServer.start();
  private String id = "";

  @BeforeEach
  void work() throws Exception {
    environment.put("ANTHROPIC_API_KEY", "key-a");
    environment.put("ANTHROPIC_BASE_URL", server.anthropicBaseUrl());
    server.script(write("one"), ScriptedReply.text("It is one."));
    says("run", "write one", "--agent", "muster-anthropic", "--mode", "edit");
    id = rows().getFirst().id().value();
    server.script(
        ScriptedReply.call("c-read", "read", "{\"path\":\"answer.txt\"}"),
        write("two"),
        ScriptedReply.text("It is two."));
    says("run", "--resume", id, "write two");
    assertThat(answer(row())).isEqualTo("two");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static ScriptedReply write(String word) {
    return ScriptedReply.call(
        "c-" + word, "write", "{\"path\":\"answer.txt\",\"content\":\"" + word + "\"}");
  }

  private String says(String... args) throws Exception {
    Typed typed = Typed.nobody();
    assertThat(muster(typed, args)).as(typed.err()).isZero();
    return typed.out();
  }

  private void refused(String sentence, String... args) throws Exception {
    Typed typed = Typed.nobody();
    assertThat(muster(typed, args)).isEqualTo(2);
    assertThat(typed.err()).startsWith("muster: ").contains(sentence);
    assertThat(typed.out()).isEmpty();
  }

  private SessionRow row() throws Exception {
    return rows().stream().filter(r -> r.id().value().equals(id)).findFirst().orElseThrow();
  }

  private static String answer(SessionRow session) throws Exception {
    return Files.readString(Path.of(session.worktree(), "answer.txt"));
  }

  private void backAndForward() throws Exception {
    assertThat(says("rewind", id).lines())
        .hasSize(3)
        .anyMatch(line -> line.matches("    0  .*files and conversation  the beginning"))
        .anyMatch(line -> line.matches("    1  .*files and conversation  write one"))
        .anyMatch(line -> line.matches("\\*   2  .*files and conversation  write two"));

    assertThat(says("rewind", id.substring(0, 12), "1"))
        .startsWith("back to the end of turn 1, files and conversation. What was there is kept as")
        .contains("refs/muster/" + id + "/rewind/1");
    assertThat(answer(row())).isEqualTo("one");
    assertThat(says("rewind", id, "--forward")).startsWith("forward again to the end of turn 2");
    assertThat(answer(row())).isEqualTo("two");
    refused("forward", "rewind", id, "--forward");
    refused("no checkpoint of turn 7", "rewind", id, "7");
    refused("takes no turn", "rewind", id, "1", "--forward");
    refused("There is no session", "rewind", "zzz", "1");
    assertThat(json(says("rewind", id, "1", "--json")).getFirst().path("toTurn").asInt())
        .isEqualTo(1);
  }

  private void theNextTurnKnowsOnlyWhatCounts() throws Exception {
    server.script(ScriptedReply.text("I see one."));
    says("run", "--resume", id, "what is it");
    String asked = server.requests().getLast().body().toString();
    assertThat(asked).contains("write one", "what is it").doesNotContain("write two");
    assertThat(says("show", id)).contains("  back to the end of turn 1, files and conversation");
  }

  private void aNewOneBeginsThere() throws Exception {
    refused("a turn is a number", "run", "--fork", id + "@x", "another way");
    refused("no checkpoint of turn 9", "run", "--fork", id + "@9", "another way");
    List<String> before = rows().stream().map(r -> r.id().value()).toList();
    server.script(ScriptedReply.text("It was two."));
    says("run", "--fork", id + "@2", "another way", "--mode", "edit");
    SessionRow made =
        rows().stream().filter(r -> !before.contains(r.id().value())).findFirst().orElseThrow();
    assertThat(answer(made)).isEqualTo("two");
    String asked = server.requests().getLast().body().toString();
    assertThat(asked)
        .contains("write one", "write two", "another way")
        .doesNotContain("what is it");
  }

  @Test
  void a_session_goes_back_and_forward_and_a_new_one_begins_where_it_was() throws Exception {
    backAndForward();
    theNextTurnKnowsOnlyWhatCounts();
    aNewOneBeginsThere();
  }

  @Test
  void and_beside_a_running_muster() throws Exception {
    try (Engine engine = Engine.open(new EngineOptions(folder, environment));
        ControlServer door =
            ControlServer.open(
                folder,
                new Desk(
                    engine.fleet(),
                    engine.journal(),
                    engine.search(),
                    engine::agents,
                    List::of,
                    () -> {}))) {
      backAndForward();
      theNextTurnKnowsOnlyWhatCounts();
      aNewOneBeginsThere();
      assertThat(door.followed()).isZero();
    }
  }
}
