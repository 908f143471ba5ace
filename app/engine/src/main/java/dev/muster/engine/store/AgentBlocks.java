package dev.muster.engine.store;

import dev.muster.engine.store.Settings.AgentEntry;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes the blocks {@code [[agent]]} of the settings; touches only what has changed. */
final class AgentBlocks {
  private static final String NAME = "agent";
  private static final String ENV = "agent.env";

  private AgentBlocks() {}

  /** By id, so that a block that could not be used stays where it is. */
  static void edit(TomlText text, List<AgentEntry> before, List<AgentEntry> after) {
    for (AgentEntry old : before) {
      int header = text.header(NAME, old.id());
      Optional<AgentEntry> now = after.stream().filter(a -> a.id().equals(old.id())).findFirst();
      if (header >= 0 && now.isEmpty()) {
        text.removeTree(header);
      } else if (header >= 0) {
        edit(text, header, old, now.orElseThrow());
      }
    }
    List<String> known = before.stream().map(AgentEntry::id).toList();
    after.stream()
        .filter(agent -> !known.contains(agent.id()))
        .forEach(added -> text.append(-1, block(added)));
  }

  private static void edit(TomlText text, int header, AgentEntry before, AgentEntry after) {
    if (!before.env().equals(after.env())) {
      text.removeBelow(header, ENV);
      text.set(header, "env", table(after.env()));
    }
    if (!Objects.equals(before.name(), after.name())) {
      text.set(header, "name", quoted(after.name()));
    }
    if (before.kind() != after.kind()) {
      text.set(header, "kind", kind(after));
    }
    if (!before.command().equals(after.command())) {
      text.set(header, "command", list(after.command()));
    }
    if (!before.passEnv().equals(after.passEnv())) {
      text.set(header, "pass_env", list(after.passEnv()));
    }
    if (before.enabled() != after.enabled()) {
      text.set(header, "enabled", Boolean.toString(after.enabled()));
    }
  }

  private static String block(AgentEntry agent) {
    StringBuilder block = new StringBuilder("[[agent]]\n");
    line(block, "id", TomlText.quoted(agent.id()));
    line(block, "name", quoted(agent.name()));
    line(block, "kind", kind(agent));
    line(block, "command", list(agent.command()));
    line(block, "pass_env", list(agent.passEnv()));
    line(block, "env", table(agent.env()));
    line(block, "enabled", agent.enabled() ? null : "false");
    return block.toString();
  }

  private static void line(StringBuilder block, String key, @Nullable String value) {
    if (value != null) {
      block.append(key).append(" = ").append(value).append('\n');
    }
  }

  private static @Nullable String kind(AgentEntry agent) {
    return agent.kind() == null ? null : TomlText.quoted(SettingsReader.word(agent.kind()));
  }

  private static @Nullable String quoted(@Nullable String value) {
    return value == null ? null : TomlText.quoted(value);
  }

  private static @Nullable String list(List<String> values) {
    return values.isEmpty() ? null : TomlText.array(values);
  }

  private static @Nullable String table(Map<String, String> env) {
    return env.isEmpty()
        ? null
        : new TreeMap<>(env)
            .entrySet().stream()
                .map(e -> e.getKey() + " = " + TomlText.quoted(e.getValue()))
                .collect(Collectors.joining(", ", "{ ", " }"));
  }
}
