package dev.muster.engine.store;

import dev.muster.engine.event.PermissionMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the user has chosen, as it stands in {@code config.toml}. Never holds a key: only the name
 * of a variable or of an entry in the system's keychain.
 *
 * @param slots how many sessions may work at once, 1 to 64
 * @param defaultAgent id of the agent offered first; null for the first that is available
 * @param providers model services, each id once
 * @param rules permission rules in the policy's own notation
 * @param agents what is said of agents that are programs of their own, each id once
 */
public record Settings(
    int slots,
    Theme theme,
    @Nullable String defaultAgent,
    PermissionMode defaultMode,
    List<Provider> providers,
    List<String> rules,
    List<AgentEntry> agents) {

  /** Settings that say nothing of agents. */
  public Settings(
      int slots,
      Theme theme,
      @Nullable String defaultAgent,
      PermissionMode defaultMode,
      List<Provider> providers,
      List<String> rules) {
    this(slots, theme, defaultAgent, defaultMode, providers, rules, List.of());
  }

  /** What a new user has. */
  public static final Settings DEFAULTS =
      new Settings(8, Theme.SYSTEM, null, PermissionMode.EDIT, List.of(), List.of());

  public Settings {
    providers = List.copyOf(providers);
    rules = List.copyOf(rules);
    agents = List.copyOf(agents);
  }

  /** Light or dark. */
  public enum Theme {
    SYSTEM,
    DARK,
    LIGHT
  }

  /** The language a provider speaks. */
  public enum Api {
    ANTHROPIC("anthropic"),
    OPENAI_RESPONSES("openai-responses"),
    OPENAI_CHAT("openai-chat");

    private final String word;

    Api(String word) {
      this.word = word;
    }

    /** As written in the settings. */
    public String word() {
      return word;
    }

    /** The api of that word. */
    public static Optional<Api> of(String word) {
      for (Api api : values()) {
        if (api.word.equals(word)) {
          return Optional.of(api);
        }
      }
      return Optional.empty();
    }
  }

  /** The language an agent program speaks. */
  public enum AgentKind {
    CLAUDE,
    CODEX,
    ACP
  }

  /**
   * What is said of an agent that is a program of its own: one that Muster knows, by its id, or
   * another that speaks the Agent Client Protocol.
   *
   * @param id unique, {@code a-z 0-9 -}
   * @param name for people; null for the known name, or the id
   * @param kind null for that of the known agent
   * @param command program and arguments; a known program alone gets the arguments it needs; empty
   *     to look for the known program
   * @param passEnv variables of Muster's own environment that it may see, by name
   * @param env variables it gets, none of them secret
   * @param enabled false to leave it out
   */
  public record AgentEntry(
      String id,
      @Nullable String name,
      @Nullable AgentKind kind,
      List<String> command,
      List<String> passEnv,
      Map<String, String> env,
      boolean enabled) {
    public AgentEntry {
      command = List.copyOf(command);
      passEnv = List.copyOf(passEnv);
      env = Map.copyOf(env);
    }

    /** An agent that speaks the Agent Client Protocol. */
    public static AgentEntry acp(String id, @Nullable String name, List<String> command) {
      return new AgentEntry(id, name, AgentKind.ACP, command, List.of(), Map.of(), true);
    }

    public AgentEntry withEnabled(boolean enabled) {
      return new AgentEntry(id, name, kind, command, passEnv, env, enabled);
    }
  }

  /**
   * A model service.
   *
   * @param id unique, {@code a-z 0-9 -}
   * @param name for people
   * @param baseUrl http or https; null for the vendor's own
   * @param keyEnv name of the environment variable that holds the key; null where none is needed
   * @param keyKeychain name of the keychain entry that holds the key; null where none
   * @param models offered for choice, the default first; may be empty
   * @param prices by model; empty where unknown
   * @param contextWindow tokens that fit into a conversation; null to go by what is known of the
   *     model
   */
  public record Provider(
      String id,
      String name,
      Api api,
      @Nullable String baseUrl,
      @Nullable String keyEnv,
      @Nullable String keyKeychain,
      List<String> models,
      List<Price> prices,
      @Nullable Long contextWindow) {
    public Provider {
      models = List.copyOf(models);
      prices = List.copyOf(prices);
    }

    /** A service whose context window is that of the model. */
    public Provider(
        String id,
        String name,
        Api api,
        @Nullable String baseUrl,
        @Nullable String keyEnv,
        @Nullable String keyKeychain,
        List<String> models,
        List<Price> prices) {
      this(id, name, api, baseUrl, keyEnv, keyKeychain, models, prices, null);
    }

    /** What a model of this provider costs, if the settings say so. */
    public Optional<Price> price(String model) {
      return prices.stream().filter(price -> price.model().equals(model)).findFirst();
    }
  }

  /**
   * What a model costs, in dollars per million tokens.
   *
   * @param cacheRead null for the price of input
   * @param cacheWrite null for the price of input
   */
  public record Price(
      String model,
      double input,
      double output,
      @Nullable Double cacheRead,
      @Nullable Double cacheWrite) {}

  public Settings withSlots(int slots) {
    return new Settings(slots, theme, defaultAgent, defaultMode, providers, rules, agents);
  }

  public Settings withTheme(Theme theme) {
    return new Settings(slots, theme, defaultAgent, defaultMode, providers, rules, agents);
  }

  public Settings withDefaultAgent(@Nullable String agent) {
    return new Settings(slots, theme, agent, defaultMode, providers, rules, agents);
  }

  public Settings withDefaultMode(PermissionMode mode) {
    return new Settings(slots, theme, defaultAgent, mode, providers, rules, agents);
  }

  public Settings withProviders(List<Provider> providers) {
    return new Settings(slots, theme, defaultAgent, defaultMode, providers, rules, agents);
  }

  public Settings withRules(List<String> rules) {
    return new Settings(slots, theme, defaultAgent, defaultMode, providers, rules, agents);
  }

  public Settings withAgents(List<AgentEntry> agents) {
    return new Settings(slots, theme, defaultAgent, defaultMode, providers, rules, agents);
  }

  /** What is said of an agent, if anything is. */
  public Optional<AgentEntry> agent(String id) {
    return agents.stream().filter(entry -> entry.id().equals(id)).findFirst();
  }

  /** With this entry in the place of the one with its id, or behind the others. */
  public Settings withAgent(AgentEntry entry) {
    List<AgentEntry> all = new ArrayList<>(agents);
    all.replaceAll(old -> old.id().equals(entry.id()) ? entry : old);
    if (agent(entry.id()).isEmpty()) {
      all.add(entry);
    }
    return withAgents(all);
  }

  /** With an agent left out, or no longer; all else that is said of it stays. */
  public Settings withAgentEnabled(String id, boolean enabled) {
    return withAgent(
        agent(id)
            .map(entry -> entry.withEnabled(enabled))
            .orElseGet(
                () -> new AgentEntry(id, null, null, List.of(), List.of(), Map.of(), enabled)));
  }
}
