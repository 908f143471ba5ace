package dev.muster.desktop.control;

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
