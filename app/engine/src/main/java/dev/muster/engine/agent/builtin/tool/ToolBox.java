package dev.muster.engine.agent.builtin.tool;

import dev.muster.engine.agent.builtin.model.ToolDefinition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tools an agent has, by name. Immutable. */
public final class ToolBox {
  private final Map<String, Tool> byName;

  /**
   * A box with these tools, offered to the model in this order.
   *
   * @throws IllegalArgumentException when two have the same name
   */
  public ToolBox(List<? extends Tool> tools) {
    Map<String, Tool> map = new LinkedHashMap<>();
    for (Tool tool : tools) {
      if (map.put(tool.definition().name(), tool) != null) {
        throw new IllegalArgumentException("two tools named " + tool.definition().name());
      }
    }
    byName = map;
  }

  /** All tools, in their order. */
  public List<Tool> all() {
    return List.copyOf(byName.values());
  }

  /** The tool with exactly this name. The name comes from a model: data, not trusted. */
  public Optional<Tool> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** What to tell the model about the tools. The same order and text every time, for its cache. */
  public List<ToolDefinition> definitions() {
    return byName.values().stream().map(Tool::definition).toList();
  }

  /** A box with one more tool. */
  public ToolBox with(Tool tool) {
    List<Tool> more = new ArrayList<>(byName.values());
    more.add(tool);
    return new ToolBox(more);
  }
}
