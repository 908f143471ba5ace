package dev.muster.engine.agent.builtin.model;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads the arguments a model wrote for a tool. */
public final class ToolArguments {
  private static final JsonMapper JSON = JsonMapper.shared();

  private ToolArguments() {}

  /**
   * The arguments as an object; empty text counts as no arguments, anything but an object fails.
   */
  public static Optional<ObjectNode> parse(String arguments) {
    if (arguments.isBlank()) {
      return Optional.of(JSON.createObjectNode());
    }
    try {
      JsonNode node = JSON.readTree(arguments);
      return node instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
    } catch (JacksonException _) {
      return Optional.empty(); // the caller tells the model that its arguments were not JSON
    }
  }
}
