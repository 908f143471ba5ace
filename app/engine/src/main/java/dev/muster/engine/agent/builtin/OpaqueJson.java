package dev.muster.engine.agent.builtin;

import dev.muster.engine.agent.builtin.model.ApiKind;
import dev.muster.engine.agent.builtin.model.Opaque;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The form in which reasoning that must be sent back stands in the journal. */
final class OpaqueJson {
  private static final JsonMapper JSON = JsonMapper.shared();

  private OpaqueJson() {}

  static @Nullable String write(@Nullable Opaque opaque) {
    return opaque == null
        ? null
        : JSON.createObjectNode()
            .put("api", opaque.api().word())
            .put("model", opaque.model())
            .put("block", opaque.json())
            .toString();
  }

  /** Null for what is unreadable: the conversation goes on without it. */
  static @Nullable Opaque read(@Nullable String json) {
    if (json == null) {
      return null;
    }
    try {
      JsonNode node = JSON.readTree(json);
      ApiKind api = ApiKind.ofWord(node.path("api").asString("")).orElse(null);
      String block = node.path("block").asString("");
      return api == null || block.isEmpty()
          ? null
          : new Opaque(api, node.path("model").asString(""), block);
    } catch (JacksonException _) {
      return null; // written by another version; thinking may always be left out
    }
  }
}
