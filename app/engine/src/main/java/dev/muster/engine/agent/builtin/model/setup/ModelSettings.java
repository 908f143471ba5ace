package dev.muster.engine.agent.builtin.model.setup;

import dev.muster.engine.agent.builtin.model.Price;
import java.util.List;
import java.util.Map;

/**
 * What the user's settings say about models; {@link SettingsReader} makes it.
 *
 * @param providers providers of the user's own; one with the id of a built-in one replaces it
 * @param prices prices of the user's own, by model prefix
 * @param problems what was wrong in the file, as sentences; the rest counts nevertheless
 */
public record ModelSettings(
    List<ProviderConfig> providers, Map<String, Price> prices, List<String> problems) {

  /** Settings that say nothing. */
  public static final ModelSettings NONE = new ModelSettings(List.of(), Map.of(), List.of());

  public ModelSettings {
    providers = List.copyOf(providers);
    prices = Map.copyOf(prices);
    problems = List.copyOf(problems);
  }
}
