package dev.muster.engine.agent.builtin.model.setup;

import dev.muster.engine.agent.builtin.model.ApiKind;
import java.util.List;

/**
 * One provider as settings or the environment describe it. Holds the name of a key, never a key.
 *
 * @param id short and stable, {@code [a-z0-9-]}; part of an agent's id
 * @param label the name a person reads
 * @param api the wire format
 * @param baseUrl as the user wrote it; see {@link dev.muster.engine.agent.builtin.model.wire.Urls}
 * @param key where the key is
 * @param bearer whether the key goes into {@code Authorization: Bearer} where the format has a
 *     header of its own (Anthropic's {@code x-api-key})
 * @param model the default model; empty to ask the server for its first one
 * @param models models to offer, the default first; may be empty
 * @param contextWindow tokens that fit; 0 to go by the table of models
 * @param maxOutputTokens longest answer; 0 to go by the table of models
 */
public record ProviderConfig(
    String id,
    String label,
    ApiKind api,
    String baseUrl,
    KeySource key,
    boolean bearer,
    String model,
    List<String> models,
    long contextWindow,
    int maxOutputTokens) {

  public ProviderConfig {
    models = List.copyOf(models);
  }
}
