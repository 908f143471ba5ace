package dev.muster.engine.agent.found;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

  /** No file of settings or of a sign-in is larger than this. */
  private static final int LONGEST = 16 << 20;

  private static final Map<String, List<String>> KEYS =
      Map.of(
          "claude",
          List.of("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "CLAUDE_CODE_OAUTH_TOKEN"),
          "codex",
          List.of("OPENAI_API_KEY", "CODEX_API_KEY"),
          "opencode",
          List.of("ANTHROPIC_API_KEY", "OPENAI_API_KEY", "OPENROUTER_API_KEY"),
          "gemini",
          List.of("GEMINI_API_KEY", "GOOGLE_API_KEY"),
          "qwen",
          List.of("OPENAI_API_KEY", "DASHSCOPE_API_KEY"));

  /** A variable of this environment that the agent would take for a key. */
  static Optional<String> keyOf(KnownAgent agent, Map<String, String> env) {
    return KEYS.getOrDefault(agent.id(), List.of()).stream()
        .filter(name -> !env.getOrDefault(name, "").isBlank())
        .findFirst();
  }

  /**
   * Looks. An agent that may also work without an account, or that may find one where nobody can
   * look, is never called "not signed in": that would keep it from working.
   *
   * @param env the agent's own environment
   */
  static SignIn of(KnownAgent agent, Map<String, String> env, Path home) {
    if (keyOf(agent, env).isPresent()) {
      return KEY;
    }
    return switch (agent.id()) {
      case "claude" -> claude(env, home);
      case "codex" -> codex(env, home);
      case "opencode" ->
          isFile(folder(env, "XDG_DATA_HOME", home.resolve(".local/share")), "opencode/auth.json");
      case "gemini" -> isFile(home, ".gemini/oauth_creds.json");
      case "qwen" -> isFile(home, ".qwen/oauth_creds.json");
      default -> UNKNOWN;
    };
  }

  private static SignIn isFile(Path folder, String name) {
    return Files.isRegularFile(folder.resolve(name)) ? YES : UNKNOWN;
  }

  private static SignIn claude(Map<String, String> env, Path home) {
    if (anyOf(env, "CLAUDE_CODE_USE_BEDROCK", "CLAUDE_CODE_USE_VERTEX")) {
      return UNKNOWN;
    }
    Path folder = folder(env, "CLAUDE_CONFIG_DIR", home.resolve(".claude"));
    if (Files.isRegularFile(folder.resolve(".credentials.json"))) {
      return YES;
    }
    // A key that was made by signing in to the console stands here.
    Path state = anyOf(env, "CLAUDE_CONFIG_DIR") ? folder : home;
    if (mentions(state.resolve(".claude.json"), "\"primaryApiKey\"")) {
      return YES;
    }
    boolean keychain = System.getProperty("os.name", "").startsWith("Mac");
    return keychain || mentions(folder.resolve("settings.json"), "apiKeyHelper", "\"env\"")
        ? UNKNOWN
        : NO;
  }

  private static SignIn codex(Map<String, String> env, Path home) {
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

  /** Whether a file has one of these words; its text is not kept. */
  private static boolean mentions(Path file, String... words) {
    try (InputStream in = Files.newInputStream(file)) {
      String text = new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8);
      return List.of(words).stream().anyMatch(text::contains);
    } catch (IOException none) {
      return false; // no such file says nothing
    }
  }
}
