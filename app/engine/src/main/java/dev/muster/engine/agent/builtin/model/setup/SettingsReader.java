package dev.muster.engine.agent.builtin.model.setup;

import dev.muster.engine.agent.builtin.model.ApiKind;
import dev.muster.engine.agent.builtin.model.Price;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Reads the tables {@code [provider.ID]} and {@code [price."PREFIX"]} of {@code config.toml}.
 *
 * <pre>
 * [provider.local]
 * api = "chat"                              # anthropic, responses or chat
 * base_url = "http://localhost:11434/v1"
 * model = "qwen3-coder"
 * label = "Ollama"                          # optional, as is everything below
 * models = ["qwen3-coder", "gpt-oss"]
 * key_env = "LOCAL_KEY"                     # the NAME of a variable, or
 * key_keychain = "local"                    # the account of a keychain entry of service "muster"
 * auth = "bearer"                           # for api = "anthropic" behind a gateway
 * context_window = 32768
 * max_output_tokens = 8192
 *
 * [price."qwen3"]                           # US dollars per million tokens
 * input = 0.1
 * output = 0.4
 * cache_read = 0.01                         # optional: the input price stands
 * cache_write = 0.1                         # optional: the input price stands
 * </pre>
 *
 * <p>A mistake costs only the entry it is in, and is told as a sentence. A key itself is refused.
 */
public final class SettingsReader {
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");
  private static final Set<String> LITERAL_KEYS = Set.of("key", "api_key", "apikey", "token");

  private final List<String> problems = new ArrayList<>();

  private SettingsReader() {}

  /** Reads the whole tree of a settings file; unknown entries are ignored. Never fails. */
  public static ModelSettings read(JsonNode root) {
    SettingsReader reader = new SettingsReader();
    List<ProviderConfig> providers = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : root.path("provider").properties()) {
      reader.provider(entry.getKey(), entry.getValue(), providers);
    }
    Map<String, Price> prices = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : root.path("price").properties()) {
      reader.price(entry.getKey(), entry.getValue(), prices);
    }
    return new ModelSettings(providers, prices, reader.problems);
  }

  private void provider(String id, JsonNode table, List<ProviderConfig> into) {
    String where = "config.toml, [provider." + id + "]: ";
    if (!ID.matcher(id).matches()) {
      problems.add(where + "an id is made of a-z, 0-9 and \"-\". The entry is ignored.");
      return;
    }
    for (String name : LITERAL_KEYS) {
      if (table.has(name)) {
        problems.add(
            where
                + "\""
                + name
                + "\" would hold a key. Muster takes no keys from files: name a variable with"
                + " key_env or a keychain entry with key_keychain. The entry is ignored.");
        return;
      }
    }
    ApiKind api = ApiKind.ofWord(text(table, "api")).orElse(null);
    if (api == null || api == ApiKind.SCRIPTED) {
      problems.add(
          where + "api must be \"anthropic\", \"responses\" or \"chat\". The entry is ignored.");
      return;
    }
    String url = text(table, "base_url");
    if (!url.startsWith("http://") && !url.startsWith("https://")) {
      problems.add(where + "base_url must begin with http:// or https://. The entry is ignored.");
      return;
    }
    String env = text(table, "key_env");
    String keychain = text(table, "key_keychain");
    if (!env.isEmpty() && !keychain.isEmpty()) {
      problems.add(where + "both key_env and key_keychain are set. key_env is used.");
    }
    KeySource key =
        !env.isEmpty()
            ? new KeySource.Environment(env)
            : !keychain.isEmpty() ? new KeySource.Keychain(keychain) : new KeySource.None();
    List<String> models = new ArrayList<>();
    table.path("models").forEach(model -> models.add(model.asString("")));
    models.removeIf(String::isBlank);
    String label = text(table, "label");
    String model = text(table, "model");
    into.add(
        new ProviderConfig(
            id,
            label.isEmpty() ? id : label,
            api,
            url,
            key,
            text(table, "auth").equalsIgnoreCase("bearer"),
            model.isEmpty() && !models.isEmpty() ? models.getFirst() : model,
            models,
            Math.max(0, table.path("context_window").asLong(0)),
            Math.max(0, table.path("max_output_tokens").asInt(0))));
  }

  private void price(String prefix, JsonNode table, Map<String, Price> into) {
    JsonNode input = table.path("input");
    JsonNode output = table.path("output");
    try {
      if (!input.isNumber() || !output.isNumber()) {
        throw new IllegalArgumentException("input and output are needed, as numbers");
      }
      into.put(
          prefix,
          new Price(
              input.asDouble(),
              output.asDouble(),
              table.path("cache_read").asDouble(input.asDouble()),
              table.path("cache_write").asDouble(input.asDouble())));
    } catch (IllegalArgumentException e) {
      problems.add(
          "config.toml, [price.\"" + prefix + "\"]: " + e.getMessage() + ". The entry is ignored.");
    }
  }

  private static String text(JsonNode table, String name) {
    return table.path(name).asString("").strip();
  }
}
