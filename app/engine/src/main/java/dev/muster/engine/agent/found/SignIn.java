package dev.muster.engine.agent.found;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Whether an agent is signed in, as far as files and variables tell. No secret is read: it is
 * enough that the file is there. What cannot be told is never called signed in.
 */
enum SignIn {
  YES("signed in"),
  KEY("with a key you pass on"),
  NO("not signed in"),
  UNKNOWN("sign-in not known");

  private final String words;

  SignIn(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }

  /**
   * Looks.
   *
   * @param env the agent's own environment
   */
  static SignIn of(KnownAgent agent, Map<String, String> env, Path home) {
    return switch (agent.id()) {
      case "claude" -> claude(env, home);
      case "codex" -> codex(env, home);
      default -> UNKNOWN;
    };
  }

  private static SignIn claude(Map<String, String> env, Path home) {
    if (anyOf(env, "ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "CLAUDE_CODE_OAUTH_TOKEN")) {
      return KEY;
    }
    if (anyOf(env, "CLAUDE_CODE_USE_BEDROCK", "CLAUDE_CODE_USE_VERTEX")) {
      return UNKNOWN;
    }
    Path folder = folder(env, "CLAUDE_CONFIG_DIR", home.resolve(".claude"));
    if (Files.isRegularFile(folder.resolve(".credentials.json"))) {
      return YES;
    }
    boolean keychain = System.getProperty("os.name", "").startsWith("Mac");
    return keychain || mentions(folder.resolve("settings.json"), "apiKeyHelper", "\"env\"")
        ? UNKNOWN
        : NO;
  }

  private static SignIn codex(Map<String, String> env, Path home) {
    if (anyOf(env, "OPENAI_API_KEY", "CODEX_API_KEY")) {
      return KEY;
    }
    Path folder = folder(env, "CODEX_HOME", home.resolve(".codex"));
    if (Files.isRegularFile(folder.resolve("auth.json"))) {
      return YES;
    }
    return mentions(folder.resolve("config.toml"), "model_provider", "keyring") ? UNKNOWN : NO;
  }

  private static boolean anyOf(Map<String, String> env, String... names) {
    return List.of(names).stream().anyMatch(name -> !env.getOrDefault(name, "").isBlank());
  }

  private static Path folder(Map<String, String> env, String variable, Path otherwise) {
    String set = env.getOrDefault(variable, "");
    return set.isBlank() ? otherwise : otherwise.resolveSibling(set);
  }

  private static boolean mentions(Path file, String... words) {
    try {
      String text = Files.size(file) > 1 << 20 ? "" : Files.readString(file);
      return List.of(words).stream().anyMatch(text::contains);
    } catch (IOException none) {
      return false; // no such file says nothing
    }
  }
}
