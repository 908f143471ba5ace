package dev.muster.engine.agent.builtin.model.setup;

import dev.muster.engine.agent.builtin.model.ModelException;
import dev.muster.engine.agent.builtin.model.ModelFailure;
import dev.muster.engine.agent.builtin.model.Secret;
import java.util.Map;
import java.util.Optional;

/** Fetches a key from where a {@link KeySource} says it is. Safe for any thread. */
public final class KeyLookup {
  private final Map<String, String> environment;
  private final Keychain keychain;

  /**
   * Looks in this environment and keychain.
   *
   * @param environment the process environment, or a test's own
   */
  public KeyLookup(Map<String, String> environment, Keychain keychain) {
    this.environment = environment;
    this.keychain = keychain;
  }

  /** Whether the key can be expected to be there. Does not block: keychains are not asked. */
  public boolean likely(KeySource source) {
    return switch (source) {
      case KeySource.Environment(String variable) -> fromEnvironment(variable).isPresent();
      case KeySource.Keychain _ -> keychain.available();
      case KeySource.None _ -> true;
    };
  }

  /**
   * Fetches the key; empty when none is needed. May block while a keychain asks the user to unlock
   * it.
   *
   * @throws ModelException ({@link ModelFailure#AUTH}) with a sentence when it is not there
   */
  public Optional<Secret> fetch(KeySource source) throws ModelException, InterruptedException {
    return switch (source) {
      case KeySource.None _ -> Optional.empty();
      case KeySource.Environment(String variable) ->
          Optional.of(
              fromEnvironment(variable)
                  .orElseThrow(
                      () ->
                          new ModelException(
                              ModelFailure.AUTH,
                              "There is no key: the variable "
                                  + variable
                                  + " is not set. Set it and start Muster again.")));
      case KeySource.Keychain(String account) -> Optional.of(keychain.lookup(account));
    };
  }

  private Optional<Secret> fromEnvironment(String variable) {
    return Optional.ofNullable(environment.get(variable))
        .filter(value -> !value.isBlank())
        .map(Secret::new);
  }
}
