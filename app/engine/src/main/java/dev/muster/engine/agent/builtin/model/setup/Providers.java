package dev.muster.engine.agent.builtin.model.setup;

import dev.muster.engine.agent.builtin.model.ApiKind;
import dev.muster.engine.agent.builtin.model.ModelProvider;
import dev.muster.engine.agent.builtin.model.Prices;
import dev.muster.engine.agent.builtin.model.wire.Endpoint;
import dev.muster.engine.agent.builtin.model.wire.HttpModelProvider;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * All model providers of this Muster: Anthropic and OpenAI from the variables their own tools read,
 * and whatever the settings add. Immutable.
 *
 * <p>Read are {@code ANTHROPIC_API_KEY} or {@code ANTHROPIC_AUTH_TOKEN}, {@code
 * ANTHROPIC_BASE_URL}, {@code ANTHROPIC_MODEL}, {@code OPENAI_API_KEY}, {@code OPENAI_BASE_URL},
 * {@code OPENAI_MODEL}. Where OpenAI's base URL is not OpenAI's own, a third provider {@code
 * openai-chat} speaks Chat Completions to it, because most such servers know nothing newer.
 */
public final class Providers {
  private static final String ANTHROPIC = "https://api.anthropic.com";
  private static final String OPENAI = "https://api.openai.com/v1";
  private static final List<String> CLAUDE =
      List.of("claude-sonnet-5-5", "claude-opus-5-5", "claude-haiku-5-5", "claude-fable-5-1");
  private static final List<String> GPT =
      List.of("gpt-6.1-sol", "gpt-6.1-terra", "gpt-6-luna", "gpt-6-astra");

  private final List<Entry> entries;
  private final Prices prices;
  private final List<String> problems;

  private Providers(List<Entry> entries, Prices prices, List<String> problems) {
    this.entries = List.copyOf(entries);
    this.prices = prices;
    this.problems = List.copyOf(problems);
  }

  /**
   * One provider and whether it can be used.
   *
   * @param status one line: the model, where the key is
   * @param remedy what to do when it is not ready; null when it is
   */
  public record Entry(
      ProviderConfig config,
      ModelProvider provider,
      boolean ready,
      String status,
      @Nullable String remedy) {}

  /**
   * Gathers the providers, with a connection pool of their own, which is made when one is first
   * asked: what it reads for that, such as the system's certificates, no start should wait for.
   */
  public static Providers fromEnvironment(
      Map<String, String> environment, ModelSettings settings, KeyLookup keys) {
    return fromEnvironment(environment, settings, keys, new OneClient());
  }

  /** Gathers the providers. Opens no connection and asks no keychain. */
  public static Providers fromEnvironment(
      Map<String, String> environment,
      ModelSettings settings,
      KeyLookup keys,
      Supplier<OkHttpClient> client) {
    Prices prices = Prices.standard().with(settings.prices());
    Map<String, ProviderConfig> configs = new LinkedHashMap<>();
    for (ProviderConfig config : builtIn(environment)) {
      configs.put(config.id(), config);
    }
    for (ProviderConfig config : settings.providers()) {
      configs.put(config.id(), config);
    }
    List<Entry> entries = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (ProviderConfig config : configs.values()) {
      try {
        entries.add(entry(config, keys, prices, client));
      } catch (IllegalArgumentException e) {
        problems.add(
            "The base URL of the model provider "
                + config.id()
                + " is "
                + e.getMessage()
                + ". It is left out.");
      }
    }
    return new Providers(entries, prices, problems);
  }

  /** All providers, those from the environment first. */
  public List<Entry> all() {
    return entries;
  }

  /** Finds one by its id. */
  public Optional<Entry> find(String id) {
    return entries.stream().filter(entry -> entry.config().id().equals(id)).findFirst();
  }

  /** Prices and bounds of models, the user's own included. */
  public Prices prices() {
    return prices;
  }

  /** What was wrong with base URLs, as sentences. */
  public List<String> problems() {
    return problems;
  }

  /** The vendor's own address for a format. */
  static String vendor(ApiKind api) {
    return api == ApiKind.ANTHROPIC ? ANTHROPIC : OPENAI;
  }

  private static Entry entry(
      ProviderConfig config, KeyLookup keys, Prices prices, Supplier<OkHttpClient> client) {
    Endpoint endpoint =
        new Endpoint(
            config.id(),
            config.label(),
            config.baseUrl(),
            config.key().describe(),
            () -> keys.fetch(config.key()),
            config.model());
    ModelProvider provider =
        HttpModelProvider.of(
            config.api(), endpoint, config.bearer(), config.maxOutputTokens(), prices, client);
    boolean ready = keys.likely(config.key());
    String model = config.model().isEmpty() ? "the server's first model" : config.model();
    String remedy =
        switch (config.key()) {
          case KeySource.Environment(String variable) ->
              "Set " + variable + " and start Muster again.";
          case KeySource.Keychain _ ->
              "Install the system's keychain tool (Debian: libsecret-tools), or name a variable.";
          case KeySource.None _ -> "";
        };
    return new Entry(
        config,
        provider,
        ready,
        ready ? model + " · " + config.key().describe() : "no key",
        ready ? null : remedy);
  }

  /** The one that all providers share. Safe for any thread. */
  private static final class OneClient implements Supplier<OkHttpClient> {
    private @Nullable OkHttpClient made;

    @Override
    public synchronized OkHttpClient get() {
      OkHttpClient client = made;
      if (client == null) {
        client = HttpModelProvider.newClient();
        made = client;
      }
      return client;
    }
  }

  private static List<ProviderConfig> builtIn(Map<String, String> env) {
    List<ProviderConfig> list = new ArrayList<>();
    boolean token =
        set(env, "ANTHROPIC_API_KEY").isEmpty() && !set(env, "ANTHROPIC_AUTH_TOKEN").isEmpty();
    list.add(
        make(
            "anthropic",
            "Anthropic",
            ApiKind.ANTHROPIC,
            or(set(env, "ANTHROPIC_BASE_URL"), ANTHROPIC),
            token ? "ANTHROPIC_AUTH_TOKEN" : "ANTHROPIC_API_KEY",
            token,
            models(set(env, "ANTHROPIC_MODEL"), CLAUDE)));
    String openai = set(env, "OPENAI_BASE_URL");
    List<String> gpt = models(set(env, "OPENAI_MODEL"), GPT);
    list.add(
        make(
            "openai",
            "OpenAI",
            ApiKind.RESPONSES,
            or(openai, OPENAI),
            "OPENAI_API_KEY",
            false,
            gpt));
    if (!openai.isEmpty() && !openai.contains("://api.openai.com")) {
      list.add(
          make(
              "openai-chat",
              "OpenAI-compatible",
              ApiKind.CHAT,
              openai,
              "OPENAI_API_KEY",
              false,
              gpt));
    }
    return list;
  }

  private static ProviderConfig make(
      String id,
      String label,
      ApiKind api,
      String url,
      String variable,
      boolean bearer,
      List<String> models) {
    return new ProviderConfig(
        id,
        label,
        api,
        url,
        new KeySource.Environment(variable),
        bearer,
        models.getFirst(),
        models,
        0,
        0);
  }

  private static List<String> models(String chosen, List<String> usual) {
    if (chosen.isEmpty()) {
      return usual;
    }
    List<String> list = new ArrayList<>();
    list.add(chosen);
    usual.stream().filter(model -> !model.equals(chosen)).forEach(list::add);
    return list;
  }

  private static String set(Map<String, String> env, String name) {
    return env.getOrDefault(name, "").strip();
  }

  private static String or(String value, String other) {
    return value.isEmpty() ? other : value;
  }
}
