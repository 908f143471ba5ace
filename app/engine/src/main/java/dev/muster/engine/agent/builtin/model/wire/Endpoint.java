package dev.muster.engine.agent.builtin.model.wire;

import dev.muster.engine.agent.builtin.model.ModelException;
import dev.muster.engine.agent.builtin.model.Secret;
import java.util.Optional;

/**
 * Where a provider is, and how to get in.
 *
 * @param id the provider's id
 * @param label the name a person reads
 * @param baseUrl as the user wrote it
 * @param keyHint where the key is, as in "the variable X"
 * @param key fetches the key
 * @param defaultModel the model used when a session names none; may be empty
 */
public record Endpoint(
    String id, String label, String baseUrl, String keyHint, Key key, String defaultModel) {

  /** Fetches a key. */
  @FunctionalInterface
  public interface Key {
    /** The key; empty when none is needed. May block while a keychain is unlocked. */
    Optional<Secret> fetch() throws ModelException, InterruptedException;
  }
}
