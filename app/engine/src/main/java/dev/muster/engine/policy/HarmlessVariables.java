package dev.muster.engine.policy;

import java.util.Set;

/** Environment variables that change how a command talks, never what it runs. */
final class HarmlessVariables {
  private static final Set<String> HARMLESS =
      Set.of(
          "CI",
          "NODE_ENV",
          "LANG",
          "LANGUAGE",
          "TZ",
          "NO_COLOR",
          "FORCE_COLOR",
          "CLICOLOR",
          "CLICOLOR_FORCE",
          "TERM",
          "COLUMNS",
          "LINES",
          "DEBUG",
          "VERBOSE",
          "RUST_BACKTRACE",
          "RUST_LOG",
          "PYTHONUNBUFFERED",
          "PYTHONDONTWRITEBYTECODE",
          "GIT_TERMINAL_PROMPT",
          "DJANGO_DEBUG",
          "RAILS_ENV",
          "RACK_ENV",
          "APP_ENV",
          "PORT",
          "LOG_LEVEL");

  private HarmlessVariables() {}

  /** Whether a variable, or a word {@code NAME=value}, is one of them. */
  static boolean harmless(String nameOrAssignment) {
    int equals = nameOrAssignment.indexOf('=');
    String name = equals < 0 ? nameOrAssignment : nameOrAssignment.substring(0, equals);
    return HARMLESS.contains(name) || name.startsWith("LC_");
  }
}
