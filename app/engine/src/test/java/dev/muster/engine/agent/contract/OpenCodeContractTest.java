package dev.muster.engine.agent.contract;

import dev.muster.engine.agent.Agent;
import dev.muster.engine.agent.AgentProfile.Availability;
import dev.muster.engine.agent.acp.AcpAgent;
import dev.muster.engine.agent.builtin.model.ScriptedModelServer;
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
 * The real OpenCode, installed by the profile, with a model of our own. Its settings say nothing of
 * permissions: that it asks at all is the adapter's doing.
 */
@Tag("real-agents")
class OpenCodeContractTest extends AgentContract {
  @Override
  protected Agent agent(ScriptedModelServer model, LocalHost host, Path home) throws Exception {
    Path settings = Files.createDirectories(home.resolve(".config/opencode"));
    Files.writeString(settings.resolve("opencode.json"), OpenCodeTools.settings(model));
    Map<String, String> env = new HashMap<>(Environments.scrubbed());
    env.put("HOME", home.toString());
    for (String folder : List.of("CONFIG", "DATA", "STATE", "CACHE")) {
      env.remove("XDG_" + folder + "_HOME");
    }
    env.put("OPENCODE_DISABLE_MODELS_FETCH", "1");
    env.put("OPENCODE_DISABLE_LSP_DOWNLOAD", "1");
    return new AcpAgent(
        new AgentCommand(
            "opencode",
            "OpenCode",
            List.of(Installed.program("opencode"), "acp"),
            env,
            null,
            Availability.yes("ready")),
        host);
  }

  @Override
  protected Play.Tools tools() {
    return new OpenCodeTools();
  }
}
