package dev.muster.engine.agent.contract;

import dev.muster.engine.agent.Agent;
import dev.muster.engine.agent.AgentProfile.Availability;
import dev.muster.engine.agent.builtin.model.ScriptedModelServer;
import dev.muster.engine.agent.codex.CodexAgent;
import dev.muster.engine.agent.wire.AgentCommand;
import dev.muster.engine.host.Environments;
import dev.muster.engine.host.LocalHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;

/**
 * The real Codex, installed by the profile, with a model of our own. Its current models call one
 * tool, {@code exec}, with a script that calls the others; so does this one.
 */
@Tag("real-agents")
class CodexContractTest extends AgentContract {
  @Override
  protected Agent agent(ScriptedModelServer model, LocalHost host, Path home) throws Exception {
    Path settings = Files.createDirectory(home.resolve(".codex"));
    Files.writeString(settings.resolve("config.toml"), CodexTools.settings(model));
    Map<String, String> env = new HashMap<>(Environments.scrubbed());
    env.put("HOME", home.toString());
    env.put("CODEX_HOME", settings.toString());
    env.put("SCRIPTED_KEY", "sk-test");
    // Its helpers must not lie below the folder for temporary files.
    env.put("TMPDIR", Files.createDirectory(home.resolve("tmp")).toString());
    return new CodexAgent(
        new AgentCommand(
            "codex",
            "Codex",
            List.of(Installed.program("codex"), "app-server"),
            env,
            null,
            Availability.yes("ready")),
        host);
  }

  @Override
  protected Play.Tools tools() {
    return new CodexTools();
  }
}
