package dev.muster.engine.imported;

import dev.muster.engine.agent.claude.ClaudeTranscripts;
import dev.muster.engine.agent.codex.CodexTranscripts;
import dev.muster.engine.agent.transcript.Transcripts;
import java.nio.file.Path;
import java.util.Map;

/** An agent whose own files of old conversations can be read. */
public enum PastAgent {
  CLAUDE("claude", "Claude Code"),
  CODEX("codex", "Codex");

  private final String id;
  private final String title;

  PastAgent(String id, String title) {
    this.id = id;
    this.title = title;
  }

  /** As its profile's. */
  public String id() {
    return id;
  }

  /** For people. */
  public String title() {
    return title;
  }

  /**
   * Its own folder in this environment; not necessarily there.
   *
   * @param home the user's
   */
  public Path folder(Map<String, String> env, Path home) {
    return switch (this) {
      case CLAUDE -> ClaudeTranscripts.folder(env, home);
      case CODEX -> CodexTranscripts.folder(env, home);
    };
  }

  Transcripts transcripts(Path folder) {
    return switch (this) {
      case CLAUDE -> new ClaudeTranscripts(folder);
      case CODEX -> new CodexTranscripts(folder);
    };
  }
}
