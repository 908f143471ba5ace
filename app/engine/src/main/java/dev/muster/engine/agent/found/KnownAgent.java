package dev.muster.engine.agent.found;

import java.util.List;

/**
 * An agent that Muster knows by name.
 *
 * @param id of its profile
 * @param program what to look for on the search path
 * @param arguments that make it speak its protocol
 * @param tested the version Muster was tested with
 * @param install what installs it
 * @param login what signs it in
 */
public record KnownAgent(
    String id,
    String name,
    Speaks speaks,
    String program,
    List<String> arguments,
    String tested,
    String install,
    String login) {

  /** The language it speaks over standard input and output. */
  public enum Speaks {
    /** Claude Code's stream-json. */
    CLAUDE,
    /** {@code codex app-server}. */
    CODEX,
    /** The Agent Client Protocol. */
    ACP
  }

  /** All of them, in the order in which they are offered. */
  public static final List<KnownAgent> ALL =
      List.of(
          new KnownAgent(
              "claude",
              "Claude Code",
              Speaks.CLAUDE,
              "claude",
              List.of(),
              "2.1.329",
              "npm install -g @anthropic-ai/claude-code",
              "claude, then /login"),
          new KnownAgent(
              "codex",
              "Codex",
              Speaks.CODEX,
              "codex",
              List.of("app-server"),
              "0.169.0",
              "npm install -g @openai/codex",
              "codex login"),
          new KnownAgent(
              "opencode",
              "OpenCode",
              Speaks.ACP,
              "opencode",
              List.of("acp"),
              "1.18.33",
              "npm install -g opencode-ai",
              "opencode auth login"),
          new KnownAgent(
              "gemini",
              "Gemini CLI",
              Speaks.ACP,
              "gemini",
              List.of("--acp"),
              "0.61.0",
              "npm install -g @google/gemini-cli",
              "gemini, then /auth"),
          new KnownAgent(
              "qwen",
              "Qwen Code",
              Speaks.ACP,
              "qwen",
              List.of("--acp", "--approval-mode", "default"),
              "0.24.4",
              "npm install -g @qwen-code/qwen-code",
              "qwen, then /auth"));
}
