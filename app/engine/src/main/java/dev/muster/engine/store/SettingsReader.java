package dev.muster.engine.store;

import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.store.Settings.AgentEntry;
import dev.muster.engine.store.Settings.AgentKind;
import dev.muster.engine.store.Settings.Api;
import dev.muster.engine.store.Settings.Price;
import dev.muster.engine.store.Settings.Provider;
import dev.muster.engine.store.Settings.Theme;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Makes settings of a parsed {@code config.toml}. A value it cannot use is left at its default and
 * told in a sentence; keys it does not know are nobody's mistake.
 */
final class SettingsReader {
  private final String source;
  private final TomlText text;
  private final List<String> problems = new ArrayList<>();
  private boolean refused;
  private boolean rulesKnown = true;

  SettingsReader(String source) {
    this.source = source;
    this.text = TomlText.parse(source);
  }

  List<String> problems() {
    return problems;
  }

  /** Whether all permission rules were read; to be asked after {@link #read}. */
  boolean rulesKnown() {
    return rulesKnown;
  }

  Settings read(JsonNode root) {
    refuseKeys(root, "");
    Settings defaults = Settings.DEFAULTS;
    Place top = new Place(-1, "");
    int slots = number(root, "slots", defaults.slots(), 1, 64, top);
    Theme theme = word(root, "theme", defaults.theme(), Theme.values(), top);
    PermissionMode mode =
        word(root, "default_mode", defaults.defaultMode(), PermissionMode.values(), top);
    String agent = text(root, "default_agent", top);
    int before = problems.size();
    List<String> rules = texts(root, "rules", top);
    rulesKnown = problems.size() == before;
    return new Settings(slots, theme, agent, mode, providers(root), rules, agents(root));
  }

  /** Where a value stands: a block of the text, and what its keys are called in a sentence. */
  private record Place(int header, String prefix) {}

  private List<AgentEntry> agents(JsonNode root) {
    List<AgentEntry> agents = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    JsonNode nodes = root.path("agent");
    List<Integer> headers = text.headers("agent");
    for (int n = 0; n < nodes.size(); n++) {
      int header = n < headers.size() ? headers.get(n) : -1;
      Place place = new Place(header, "agent " + (n + 1) + ", ");
      AgentEntry agent = agent(nodes.get(n), place);
      if (agent != null && !ids.add(agent.id())) {
        problem(place, "id", "is there twice. The first one is used");
      } else if (agent != null) {
        agents.add(agent);
      }
    }
    return agents;
  }

  private @Nullable AgentEntry agent(JsonNode node, Place place) {
    int before = problems.size();
    refused = false;
    String id = text(node, "id", place);
    if (id == null || !id.matches("[a-z0-9][a-z0-9-]{0,39}")) {
      problem(place, "id", "must be given, of a-z, 0-9 and \"-\"");
    }
    AgentKind kind = null;
    if (node.has("kind")) {
      kind = word(node, "kind", AgentKind.ACP, AgentKind.values(), place);
    }
    List<String> command = texts(node, "command", place);
    checkCommand(command, place);
    List<String> passed = texts(node, "pass_env", place);
    if (passed.stream().anyMatch(name -> !name.matches("[A-Za-z_][A-Za-z0-9_]{0,99}"))) {
      problem(place, "pass_env", "must be names of environment variables");
    }
    Map<String, String> env = new LinkedHashMap<>();
    for (var variable : node.path("env").properties()) {
      JsonNode value = variable.getValue();
      if (!value.isString() || !variable.getKey().matches("[A-Za-z_][A-Za-z0-9_]{0,99}")) {
        problem(place, "env", "must give texts to names of environment variables");
      } else if (holdsKey(variable.getKey(), value.stringValue())) {
        // Told for the whole file by refuseKeys.
        refused = true;
      } else {
        env.put(variable.getKey(), value.stringValue());
      }
    }
    JsonNode enabled = node.path("enabled");
    if (!enabled.isMissingNode() && !enabled.isBoolean()) {
      problem(place, "enabled", "must be true or false");
    }
    if (refused || problems.size() > before) {
      problems.add(
          (id == null ? "An agent" : "The agent \"" + Secrets.shown(id) + "\"")
              + " is left out until that is mended.");
      return null;
    }
    return id == null
        ? null
        : new AgentEntry(
            id, text(node, "name", place), kind, command, passed, env, enabled.asBoolean(true));
  }

  /** A program that is looked for in whatever folder a session works in would be the session's. */
  private void checkCommand(List<String> command, Place place) {
    String program = command.isEmpty() ? "" : command.getFirst();
    if (program.contains("/") && !program.startsWith("/") && !program.startsWith("~/")) {
      problem(
          place,
          "command",
          "must begin with the name of a program, or with its whole path: /… or ~/…");
    } else if (command.stream().anyMatch(word -> word.indexOf('\0') >= 0)) {
      problem(place, "command", "must not hold a NUL character");
    }
  }

  private static boolean holdsKey(String name, String value) {
    return !value.isEmpty() && (Secrets.looksLikeKey(value) || Secrets.namesKey(name));
  }

  private List<Provider> providers(JsonNode root) {
    List<Provider> providers = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    JsonNode nodes = root.path("provider");
    List<Integer> headers = text.headers("provider");
    for (int n = 0; n < nodes.size(); n++) {
      // Written as an inline table there is no header of its own; the line is then that of the key.
      int header = n < headers.size() ? headers.get(n) : -1;
      Place place = new Place(header, "provider " + (n + 1) + ", ");
      Provider provider = provider(nodes.get(n), place);
      if (provider != null && !ids.add(provider.id())) {
        problem(place, "id", "is there twice. The first one is used");
      } else if (provider != null) {
        providers.add(provider);
      }
    }
    return providers;
  }

  private @Nullable Provider provider(JsonNode node, Place place) {
    int before = problems.size();
    refused = false;
    String id = text(node, "id", place);
    if (id == null || !id.matches("[a-z0-9][a-z0-9-]{0,39}")) {
      problem(place, "id", "must be given, of a-z, 0-9 and \"-\"");
    }
    String apiWord = text(node, "api", place);
    Api api = apiWord == null ? null : Api.of(apiWord).orElse(null);
    if (api == null) {
      problem(place, "api", "must be one of anthropic, openai-responses, openai-chat");
    }
    String baseUrl = text(node, "base_url", place);
    if (baseUrl != null && !isHttp(baseUrl)) {
      problem(place, "base_url", "must begin with http:// or https:// and name a host");
    }
    String keyEnv = text(node, "key_env", place);
    if (keyEnv != null && !keyEnv.matches("[A-Za-z_][A-Za-z0-9_]{0,99}")) {
      problem(place, "key_env", "must be the name of an environment variable");
    }
    String keychain = text(node, "key_keychain", place);
    List<String> models = texts(node, "models", place);
    List<Price> prices = prices(node, place);
    JsonNode window = node.path("context_window");
    if (!window.isMissingNode() && !(window.isIntegralNumber() && window.asLong(0) > 0)) {
      problem(place, "context_window", "must be a whole number of tokens");
    }
    if (refused || problems.size() > before) {
      problems.add(
          (id == null ? "A provider" : "The provider \"" + Secrets.shown(id) + "\"")
              + " is left out until that is mended.");
      return null;
    }
    String name = text(node, "name", place);
    return id == null || api == null
        ? null
        : new Provider(
            id,
            name == null ? id : name,
            api,
            baseUrl,
            keyEnv,
            keychain,
            models,
            prices,
            window.isMissingNode() ? null : Long.valueOf(window.asLong()));
  }

  private List<Price> prices(JsonNode provider, Place place) {
    List<Price> prices = new ArrayList<>();
    for (JsonNode node : provider.path("price")) {
      Double input = dollars(node, "input", place);
      Double output = dollars(node, "output", place);
      String model = text(node, "model", place);
      if (model == null || input == null || output == null) {
        problem(place, "price", "needs model, input and output (dollars per million tokens)");
      } else {
        prices.add(
            new Price(
                model,
                input,
                output,
                dollars(node, "cache_read", place),
                dollars(node, "cache_write", place)));
      }
    }
    return prices;
  }

  private int number(JsonNode node, String key, int otherwise, int min, int max, Place place) {
    JsonNode value = node.path(key);
    if (value.isMissingNode()) {
      return otherwise;
    }
    if (!value.isIntegralNumber()
        || !value.canConvertToInt()
        || value.intValue() < min
        || value.intValue() > max) {
      problem(
          place,
          key,
          "must be a whole number from " + min + " to " + max + "; " + otherwise + " is used");
      return otherwise;
    }
    return value.intValue();
  }

  private <E extends Enum<E>> E word(
      JsonNode node, String key, E otherwise, E[] values, Place place) {
    JsonNode value = node.path(key);
    if (value.isMissingNode()) {
      return otherwise;
    }
    for (E one : values) {
      if (value.isString() && word(one).equals(value.stringValue())) {
        return one;
      }
    }
    List<String> words = new ArrayList<>();
    for (E one : values) {
      words.add(word(one));
    }
    problem(
        place,
        key,
        "must be one of " + String.join(", ", words) + "; " + word(otherwise) + " is used");
    return otherwise;
  }

  /** As it is written in the file. */
  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private @Nullable Double dollars(JsonNode node, String key, Place place) {
    JsonNode value = node.path(key);
    if (value.isMissingNode()) {
      return null;
    }
    if (!value.isNumber() || !(value.doubleValue() >= 0) || value.doubleValue() > 1e6) {
      problem(place, "price", "has a " + key + " that is no number of dollars");
      return null;
    }
    return value.doubleValue();
  }

  private @Nullable String text(JsonNode node, String key, Place place) {
    return text(node.path(key), place, key);
  }

  private @Nullable String text(JsonNode value, Place place, String key) {
    if (value.isMissingNode()) {
      return null;
    }
    if (!value.isString() || value.stringValue().isBlank()) {
      problem(place, key, "must be a text in quotes");
      return null;
    }
    if (Secrets.looksLikeKey(value.stringValue())) {
      // Told for the whole file by refuseKeys.
      refused = true;
      return null;
    }
    return value.stringValue();
  }

  private List<String> texts(JsonNode node, String key, Place place) {
    List<String> texts = new ArrayList<>();
    JsonNode values = node.path(key);
    if (!values.isMissingNode() && !values.isArray()) {
      problem(place, key, "must be a list of texts: [\"one\", \"two\"]");
      return texts;
    }
    for (JsonNode value : values) {
      String text = text(value, place, key);
      if (text != null) {
        texts.add(text);
      }
    }
    return texts;
  }

  /** A key anywhere in the file is told, in settings this version does not know as well. */
  private void refuseKeys(JsonNode node, String path) {
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      refuseKeys(field.getValue(), path.isEmpty() ? field.getKey() : path + "." + field.getKey());
    }
    if (node.isArray()) {
      node.forEach(element -> refuseKeys(element, path));
    }
    if (node.isString() && holdsKey(path, node.stringValue())) {
      int name = Math.max(0, source.indexOf(path.substring(path.lastIndexOf('.') + 1)));
      int at = Math.max(name, source.indexOf(node.stringValue(), name));
      long line = 1 + source.substring(0, at).chars().filter(c -> c == '\n').count();
      problems.add(
          "config.toml, line "
              + line
              + ": "
              + path
              + " holds a key, and a key must not stand in a file; it is not used. "
              + (path.startsWith("agent.")
                  ? "Delete it here, put it into an environment variable of Muster's own, and name"
                      + " the variable in pass_env instead."
                  : "Put it into an environment variable or the system's keychain, give its name as"
                      + " key_env or key_keychain, and delete it here."));
    }
  }

  private static boolean isHttp(String url) {
    try {
      URI uri = new URI(url);
      return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
          && uri.getHost() != null;
    } catch (URISyntaxException malformed) {
      return false;
    }
  }

  private void problem(Place place, String key, String sentence) {
    problems.add(
        "config.toml, line "
            + text.line(place.header(), key)
            + ": "
            + place.prefix()
            + key
            + " "
            + sentence
            + ".");
  }
}
