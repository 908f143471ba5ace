package dev.muster.engine.agent.builtin.tool;

import dev.muster.engine.agent.builtin.model.ToolDefinition;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Builds the argument schema of a tool, the same text every time. */
final class Schema {
  private final ObjectNode schema = JsonMapper.shared().createObjectNode();
  private final ObjectNode properties;
  private final ArrayNode required;

  Schema() {
    schema.put("type", "object");
    properties = schema.putObject("properties");
    required = schema.putArray("required");
    schema.put("additionalProperties", false);
  }

  Schema required(String name, String type, String description) {
    required.add(name);
    return optional(name, type, description);
  }

  Schema optional(String name, String type, String description) {
    properties.putObject(name).put("type", type).put("description", description);
    return this;
  }

  /** An optional list of strings. */
  Schema strings(String name, String description) {
    ObjectNode list = properties.putObject(name).put("type", "array");
    list.put("description", description);
    list.putObject("items").put("type", "string");
    return this;
  }

  /** A required list of objects, each with a text and one of these words. */
  Schema steps(String name, String description, String text, String word, List<String> words) {
    required.add(name);
    ObjectNode list = properties.putObject(name).put("type", "array");
    list.put("description", description);
    ObjectNode item = list.putObject("items").put("type", "object");
    ObjectNode parts = item.putObject("properties");
    parts.putObject(text).put("type", "string");
    ArrayNode choices = parts.putObject(word).put("type", "string").putArray("enum");
    words.forEach(choices::add);
    item.putArray("required").add(text).add(word);
    item.put("additionalProperties", false);
    return this;
  }

  ToolDefinition tool(String name, String description) {
    return new ToolDefinition(name, description.strip().replaceAll("\\s*\\n\\s*", " "), schema);
  }
}
