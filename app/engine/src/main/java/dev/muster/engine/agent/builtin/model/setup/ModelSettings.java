package dev.muster.engine.agent.builtin.model.setup;

import dev.muster.engine.agent.builtin.model.ApiKind;
import dev.muster.engine.agent.builtin.model.Price;
import dev.muster.engine.store.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the user's settings say about models.
 *
 * @param providers providers of the user's own; one with the id of a built-in one replaces it
 * @param prices prices of the user's own, by the beginning of a model's id
 */
public record ModelSettings(List<ProviderConfig> providers, Map<String, Price> prices) {

  /** Settings that say nothing. */
  public static final ModelSettings NONE = new ModelSettings(List.of(), Map.of());

  public ModelSettings {
    providers = List.copyOf(providers);
    prices = Map.copyOf(prices);
  }

  /** What {@code config.toml} says. */
  public static ModelSettings of(Settings settings) {
    List<ProviderConfig> providers = new ArrayList<>();
    Map<String, Price> prices = new LinkedHashMap<>();
    for (Settings.Provider provider : settings.providers()) {
      providers.add(config(provider));
      for (Settings.Price price : provider.prices()) {
        prices.put(
            price.model(),
            new Price(
                price.input(),
                price.output(),
                or(price.cacheRead(), price.input()),
                or(price.cacheWrite(), price.input())));
      }
    }
    return new ModelSettings(providers, prices);
  }

  private static ProviderConfig config(Settings.Provider provider) {
    ApiKind api =
        switch (provider.api()) {
          case ANTHROPIC -> ApiKind.ANTHROPIC;
          case OPENAI_RESPONSES -> ApiKind.RESPONSES;
          case OPENAI_CHAT -> ApiKind.CHAT;
        };
    String variable = provider.keyEnv();
    String account = provider.keyKeychain();
    KeySource key =
        variable != null
            ? new KeySource.Environment(variable)
            : account != null ? new KeySource.Keychain(account) : new KeySource.None();
    String url = provider.baseUrl();
    Long window = provider.contextWindow();
    return new ProviderConfig(
        provider.id(),
        provider.name(),
        api,
        url != null ? url : Providers.vendor(api),
        key,
        // Anthropic's own name for a key that is sent as a bearer token.
        variable != null && variable.endsWith("AUTH_TOKEN"),
        provider.models().isEmpty() ? "" : provider.models().getFirst(),
        provider.models(),
        window == null ? 0 : window,
        0);
  }

  private static double or(@Nullable Double value, double other) {
    return value == null ? other : value;
  }
}
