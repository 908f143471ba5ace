package dev.muster.engine.agent.contract;

import dev.muster.engine.agent.builtin.model.ApiKind;
import dev.muster.engine.agent.builtin.model.ScriptedModelServer;
import dev.muster.engine.agent.builtin.model.ScriptedModelServer.Seen;
import dev.muster.engine.agent.builtin.model.ScriptedReply;
import dev.muster.engine.host.Environments;
import dev.muster.engine.store.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The real agents side by side, all with the same model of our own: how Muster is told of them, and
 * how each one's tools are called, which shows in what it asks.
 */
public final class RealAgents implements Play.Tools {
  /** Nine of them, of every kind. */
  public static final List<String> NINE =
      List.of(
          "claude",
          "claude",
          "codex",
          "codex",
          "opencode",
          "opencode",
          "muster-anthropic",
          "muster-anthropic",
          "codex");

  /**
   * What a Muster needs in its environment to find them and to let them talk to the model.
   *
   * @param home their home folder, made here
   * @param data Muster's folder, where the settings are written
   */
  public static Map<String, String> environment(ScriptedModelServer model, Path home, Path data)
      throws IOException {
    Path codex = Files.createDirectories(home.resolve(".codex"));
    Path temporary = Files.createDirectories(home.resolve("tmp"));
    Files.writeString(codex.resolve("config.toml"), CodexTools.settings(model));
    Path opencode = Files.createDirectories(home.resolve(".config/opencode"));
    Files.writeString(opencode.resolve("opencode.json"), OpenCodeTools.settings(model));
    Path settings = DataFolder.at(data).configFile();
    Files.createDirectories(settings.getParent());
    Files.writeString(
        settings,
        """
        [[agent]]
        id = "claude"
        pass_env = ["ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL"]
        env = { CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC = "1" }

        [[agent]]
        id = "codex"
        pass_env = ["SCRIPTED_KEY", "CODEX_HOME"]
        env = { TMPDIR = "%s" }

        [[agent]]
        id = "opencode"
        env = { OPENCODE_DISABLE_MODELS_FETCH = "1", OPENCODE_DISABLE_LSP_DOWNLOAD = "1" }
        """
            .formatted(temporary));
    Map<String, String> env = new HashMap<>(Environments.scrubbed());
    Path claude = Path.of(Installed.program("claude"));
    env.put("PATH", claude.getParent() + ":" + System.getenv("PATH"));
    env.put("HOME", home.toString());
    for (String folder : List.of("CONFIG", "DATA", "STATE", "CACHE")) {
      env.remove("XDG_" + folder + "_HOME");
    }
    env.put("ANTHROPIC_BASE_URL", model.anthropicBaseUrl());
    env.put("ANTHROPIC_API_KEY", "sk-test");
    env.put("CODEX_HOME", codex.toString());
    env.put("SCRIPTED_KEY", "sk-test");
    return env;
  }

  private static Play.Tools of(Seen request) {
    if (request.api() == ApiKind.RESPONSES) {
      return new CodexTools();
    }
    if (request.api() == ApiKind.CHAT) {
      return new OpenCodeTools();
    }
    return request.body().path("tools").toString().contains("\"Bash\"")
        ? new ClaudeTools()
        : new MusterTools();
  }

  @Override
  public ScriptedReply run(Seen request, String callId, String command) {
    return of(request).run(request, callId, command);
  }

  @Override
  public ScriptedReply write(Seen request, String callId, String path, String content) {
    return of(request).write(request, callId, path, content);
  }

  @Override
  public int planCalls(Seen request) {
    return of(request).planCalls(request);
  }

  @Override
  public @Nullable ScriptedReply plan(Seen request, String callId, int done) {
    return of(request).plan(request, callId, done);
  }

  @Override
  public @Nullable ScriptedReply ask(Seen request, String callId) {
    return of(request).ask(request, callId);
  }
}
