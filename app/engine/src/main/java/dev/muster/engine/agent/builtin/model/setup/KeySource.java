package dev.muster.engine.agent.builtin.model.setup;

/** Where a key is found. It names the place; the key itself is never kept in settings. */
public sealed interface KeySource {

  /** What a person is told about where the key comes from. */
  String describe();

  /** An environment variable. */
  record Environment(String variable) implements KeySource {
    @Override
    public String describe() {
      return "the variable " + variable;
    }
  }

  /** An entry of the system's keychain, service {@code muster}, with this account name. */
  record Keychain(String account) implements KeySource {
    @Override
    public String describe() {
      return "the keychain entry muster/" + account;
    }
  }

  /** No key is needed, as with most servers on one's own machine. */
  record None() implements KeySource {
    @Override
    public String describe() {
      return "no key";
    }
  }
}
