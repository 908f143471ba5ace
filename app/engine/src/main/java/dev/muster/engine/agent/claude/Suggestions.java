package dev.muster.engine.agent.claude;

import dev.muster.engine.agent.Gate.Choice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the CLI offers beside yes and no, one by one.
 *
 * <p>Whatever is taken holds until this process ends and is written to no file: the CLI would put
 * rules into the worktree, where they would become part of the work. A switch to a mode in which
 * the CLI asks nobody is not offered: it would take the decision away from Muster's policy, whose
 * own modes do the same with its rules in force.
 */
final class Suggestions {
  /** The choice that says no and ends the turn. */
  static final String STOP = "stop";

  private static final int MOST = 6;

  private final Map<String, ObjectNode> byId = new LinkedHashMap<>();
  private final List<Choice> choices = new ArrayList<>();

  Suggestions(JsonNode offered) {
    int number = 0;
    for (JsonNode one : offered) {
      number++;
      String label = label(one);
      if (label != null && one instanceof ObjectNode node && byId.size() < MOST) {
        String id = "suggestion-" + number;
        ObjectNode kept = node.deepCopy();
        kept.put("destination", "session");
        byId.put(id, kept);
        choices.add(new Choice(id, label, true));
      }
    }
    choices.add(new Choice(STOP, "No, and stop", false));
  }

  List<Choice> choices() {
    return List.copyOf(choices);
  }

  /** What to send back for a choice; null when it is none of these. */
  @Nullable ObjectNode taken(@Nullable String id) {
    return id == null ? null : byId.get(id);
  }

  private static @Nullable String label(JsonNode offered) {
    switch (Messages.text(offered, "type")) {
      case "addRules" -> {
        if (!Messages.text(offered, "behavior").equals("allow")) {
          return null;
        }
        List<String> rules = new ArrayList<>();
        for (JsonNode rule : offered.path("rules")) {
          String content = Messages.text(rule, "ruleContent");
          String tool = Messages.text(rule, "toolName");
          rules.add(content.isEmpty() ? tool : tool + "(" + content + ")");
        }
        return rules.isEmpty()
            ? null
            : Messages.oneLine("Allow " + String.join(", ", rules) + " in this session");
      }
      case "addDirectories" -> {
        List<String> folders = new ArrayList<>();
        offered.path("directories").forEach(folder -> folders.add(folder.asString("")));
        return folders.isEmpty()
            ? null
            : Messages.oneLine("Allow work in " + String.join(", ", folders) + " in this session");
      }
      default -> {
        return null;
      }
    }
  }
}
