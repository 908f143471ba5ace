package dev.muster.engine.agent.wire;

import dev.muster.engine.agent.AgentCommand;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Finds in a line on the wire which commands an agent announced: over the Agent Client Protocol,
 * and as Claude Code tells them when it begins. Pure functions; what is said is data, and bounded.
 */
public final class AnnouncedCommands {
  /** Every line that announces commands holds one of these. */
  public static final List<String> MARKS =
      List.of("available_commands_update", "\"commands\"", "\"slash_commands\"");

  private static final int MOST = 300;
  private static final int LONGEST = 200;
  private static final Pattern NAME = Pattern.compile("[\\w][\\w:./-]{0,79}");

  /** They draw or ask something in a terminal, which is not there. */
  private static final Set<String> NONE_OF_OURS = Set.of("exit", "quit");

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private AnnouncedCommands() {}

  /**
   * All commands there are from this line on; empty where the line announces none.
   *
   * @param line as the agent said it
   */
  public static Optional<List<AgentCommand>> in(String line) {
    if (MARKS.stream().noneMatch(line::contains)) {
      return Optional.empty();
    }
    JsonNode said;
    try {
      said = JSON.readTree(line);
    } catch (JacksonException cut) {
      return Optional.empty(); // a line that was cut, or no JSON: it announces nothing
    }
    JsonNode update = said.path("params").path("update");
    if (update.path("sessionUpdate").asString("").equals("available_commands_update")) {
      return Optional.of(commands(update.path("availableCommands")));
    }
    JsonNode begun = said.path("response").path("response").path("commands");
    if (said.path("type").asString("").equals("control_response") && begun.isArray()) {
      return Optional.of(commands(begun));
    }
    JsonNode names = said.path("slash_commands");
    return said.path("type").asString("").equals("system") && names.isArray()
        ? Optional.of(commands(names))
        : Optional.empty();
  }

  private static List<AgentCommand> commands(JsonNode all) {
    Map<String, AgentCommand> found = new LinkedHashMap<>();
    for (JsonNode one : all) {
      String name = one.isString() ? one.asString("") : one.path("name").asString("");
      if (NAME.matcher(name).matches() && !NONE_OF_OURS.contains(name) && found.size() < MOST) {
        JsonNode input = one.path("input").path("hint");
        JsonNode hint = input.isMissingNode() ? one.path("argumentHint") : input;
        found.putIfAbsent(name, new AgentCommand(name, line(one.path("description")), line(hint)));
      }
    }
    return List.copyOf(new ArrayList<>(found.values()));
  }

  private static String line(JsonNode text) {
    String one = text.asString("").lines().findFirst().orElse("").strip();
    return one.length() <= LONGEST ? one : one.substring(0, LONGEST - 1) + "…";
  }
}
