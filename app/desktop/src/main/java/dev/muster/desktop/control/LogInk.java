package dev.muster.desktop.control;

import java.util.Locale;

/** The colours of a log by meaning; LogView.css says which token each is. */
enum LogInk {
  DEFAULT,
  MUTED,
  ACCENT,
  SUCCESS,
  WARNING,
  DANGER,
  TEAM,
  SELECTION,
  FOUND,
  FOUND_CURRENT;

  /** The style class of the node whose fill is this colour. */
  String styleClass() {
    return "log-ink-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static LogInk of(Tone tone) {
    return switch (tone) {
      case NEUTRAL -> MUTED;
      case INFO -> ACCENT;
      case SUCCESS -> SUCCESS;
      case WARNING -> WARNING;
      case DANGER -> DANGER;
      case TEAM -> TEAM;
    };
  }
}
