package dev.muster.engine.agent.builtin.model;

import java.util.Locale;
import java.util.Optional;

/** The wire formats Muster speaks to a model, and the one it plays itself. */
public enum ApiKind {
  /** Anthropic Messages, {@code POST /v1/messages}. */
  ANTHROPIC("anthropic"),
  /** OpenAI Responses, {@code POST /v1/responses}, stateless. */
  RESPONSES("responses"),
  /** OpenAI-compatible Chat Completions, {@code POST /v1/chat/completions}. */
  CHAT("chat"),
  /** No network at all: a script, always labelled as such. */
  SCRIPTED("scripted");

  private final String word;

  ApiKind(String word) {
    this.word = word;
  }

  /** The word for this format in settings files. */
  public String word() {
    return word;
  }

  /** Finds the format by its word in a settings file; case does not matter. */
  public static Optional<ApiKind> ofWord(String word) {
    String wanted = word.strip().toLowerCase(Locale.ROOT);
    for (ApiKind kind : values()) {
      if (kind.word.equals(wanted)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
