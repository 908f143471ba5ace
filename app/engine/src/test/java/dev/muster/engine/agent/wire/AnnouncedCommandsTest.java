package dev.muster.engine.agent.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.agent.AgentCommand;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AnnouncedCommandsTest {
  @Test
  void what_a_real_agent_announced_is_understood() throws Exception {
    List<AgentCommand> last = List.of();
    JsonMapper json = JsonMapper.builder().build();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    AnnouncedCommandsTest.class.getResourceAsStream(
                        "/dev/muster/engine/agent/acp/recorded/qwen/misc.jsonl")),
                StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode entry = json.readTree(line);
        if (entry.path("dir").asString("").equals("out")) {
          last = AnnouncedCommands.in(entry.path("line").asString("")).orElse(last);
        }
      }
    }
    assertThat(last).hasSizeGreaterThan(2);
    assertThat(last)
        .filteredOn(command -> command.name().equals("status"))
        .containsExactly(new AgentCommand("status", "show version info", ""));
  }

  @Test
  void claude_code_s_commands_come_with_its_first_answer_or_by_name_alone() {
    assertThat(
            AnnouncedCommands.in(
                "{\"type\":\"control_response\",\"response\":{\"response\":{\"commands\":["
                    + "{\"name\":\"compact\",\"description\":\"Shorten\\nit\",\"argumentHint\":"
                    + "\"[what]\"}]}}}"))
        .contains(List.of(new AgentCommand("compact", "Shorten", "[what]")));
    assertThat(
            AnnouncedCommands.in(
                "{\"type\":\"system\",\"subtype\":\"init\",\"slash_commands\":[\"doctor\"]}"))
        .contains(List.of(new AgentCommand("doctor", "", "")));
  }

  @Test
  void what_is_no_announcement_announces_nothing_and_odd_names_are_left_out() {
    assertThat(AnnouncedCommands.in("{\"type\":\"assistant\",\"text\":\"\\\"commands\\\"\"}"))
        .isEqualTo(Optional.empty());
    assertThat(AnnouncedCommands.in("{\"commands\"")).isEmpty();
    assertThat(AnnouncedCommands.in("")).isEmpty();
    assertThat(
            AnnouncedCommands.in(
                "{\"type\":\"system\",\"slash_commands\":[\"a b\",\"\",\"ok\",\"ok\",7]}"))
        .contains(List.of(new AgentCommand("ok", "", "")));
  }
}
