package dev.muster.engine.agent.builtin.model;

import java.util.Locale;
import java.util.Optional;

/** How hard a model should think; each wire format has its own way of saying it. */
public enum ThinkingEffort {
  /** Says nothing about thinking: the model does what its maker chose. */
  DEFAULT,
  /** As little as the model allows. */
  OFF,
  LOW,
  MEDIUM,
  HIGH,
  MAX;

  /** The word for settings files and for APIs that take these words. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Finds an effort by its word; case does not matter. */
  public static Optional<ThinkingEffort> ofWord(String word) {
    String wanted = word.strip().toUpperCase(Locale.ROOT);
    for (ThinkingEffort effort : values()) {
      if (effort.name().equals(wanted)) {
        return Optional.of(effort);
      }
    }
    return Optional.empty();
  }
}
