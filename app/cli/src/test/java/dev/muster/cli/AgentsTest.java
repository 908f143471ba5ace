package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.Engine;
import dev.muster.engine.EngineOptions;
import dev.muster.engine.control.ControlServer;
import dev.muster.engine.control.Desk;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import tools.jackson.databind.JsonNode;

/** {@code muster agents} tells of all of them: those of Muster and those that are installed. */
@DisabledOnOs(OS.WINDOWS)
class AgentsTest extends CliFixture {

  @BeforeEach
  void installAgents() throws Exception {
    Path home = Files.createDirectories(temp.resolve("user"));
    FakeAgents.script(temp.resolve("bin/claude"), "echo '2.1.400 (Claude Code)'");
    FakeAgents.script(temp.resolve("bin/house-agent"), "echo never asked");
    Files.createDirectories(home.resolve(".claude"));
    Files.writeString(home.resolve(".claude/.credentials.json"), "{}");
    Files.createDirectories(folder.config());
    Files.writeString(
        folder.configFile(),
        """
        [[agent]]
        id = "gemini"
        enabled = false

        [[agent]]
        id = "house"
        name = "House agent"
        command = ["house-agent", "--acp"]
        """);
  }

  private void saysAll() {
    Typed typed = Typed.nobody();
    assertThat(muster(typed, "agents")).as(typed.err()).isZero();
    assertThat(typed.out())
        .containsPattern("(?m)^claude +Claude Code +ready +2\\.1\\.400 +signed in · newer than 2")
        .containsPattern("(?m)^gemini +Gemini CLI +left out +- ")
        .containsPattern("(?m)^house +House agent +ready +- ")
        .containsPattern("(?m)^rehearsal +Rehearsal \\(scripted\\) +ready +- ");

    Typed asJson = Typed.nobody();
    assertThat(muster(asJson, "agents", "--json")).isZero();
    JsonNode claude =
        json(asJson.out()).stream()
            .filter(agent -> agent.path("id").asString().equals("claude"))
            .findFirst()
            .orElseThrow();
    assertThat(claude.path("state").asString()).isEqualTo("READY");
    assertThat(claude.path("version").asString()).isEqualTo("2.1.400");
    assertThat(claude.path("age").asString()).isEqualTo("NEWER");
    assertThat(claude.path("program").asString()).endsWith("/bin/claude");
    assertThat(claude.path("availability").path("ready").asBoolean()).isTrue();
    assertThat(json(asJson.out()))
        .filteredOn(agent -> agent.path("id").asString().equals("rehearsal"))
        .singleElement()
        .matches(agent -> agent.path("state").asString().equals("READY"));
  }

  @Test
  void all_agents_are_told_with_version_and_state_without_a_window() {
    saysAll();
  }

  @Test
  void and_beside_one() throws Exception {
    try (Engine engine = Engine.open(new EngineOptions(folder, environment));
        ControlServer server =
            ControlServer.open(
                folder,
                new Desk(
                    engine.fleet(),
                    engine.journal(),
                    engine.search(),
                    engine::agents,
                    () -> engine.installedAgents().join(),
                    () -> {}))) {
      saysAll();
    }
  }

  @Test
  void an_agent_that_was_written_into_the_settings_meanwhile_is_found() throws Exception {
    try (Engine engine = Engine.open(new EngineOptions(folder, environment))) {
      assertThat(engine.installedAgents().get()).noneMatch(a -> a.id().equals("second"));
      Files.writeString(
          folder.configFile(), "[[agent]]\nid = \"second\"\ncommand = [\"house-agent\"]\n");
      assertThat(engine.installedAgents().get()).anyMatch(a -> a.id().equals("second"));

      assertThat(engine.settingsProblems()).isEmpty();

      Files.writeString(folder.configFile(), "[[agent\n");
      assertThat(engine.installedAgents().get())
          .as("what cannot be read changes nothing")
          .anyMatch(a -> a.id().equals("second"));
      assertThat(engine.settingsProblems()).singleElement().asString().contains("line 1");
    }
  }

  @Test
  void an_agent_that_is_left_out_is_gone_at_once_and_there_again_when_it_is_wanted()
      throws Exception {
    try (Engine engine = Engine.open(new EngineOptions(folder, environment))) {
      assertThat(engine.agents()).anyMatch(agent -> agent.id().equals("claude"));
      engine.changeSettings(s -> s.withAgentEnabled("claude", false)).get();
      assertThat(engine.agents()).noneMatch(agent -> agent.id().equals("claude"));
      engine.changeSettings(s -> s.withAgentEnabled("claude", true)).get();
      assertThat(engine.agents()).anyMatch(agent -> agent.id().equals("claude"));
    }
  }
}
