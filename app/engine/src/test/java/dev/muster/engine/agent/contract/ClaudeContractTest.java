package dev.muster.engine.agent.contract;

import dev.muster.engine.agent.Agent;
import dev.muster.engine.agent.AgentProfile.Availability;
import dev.muster.engine.agent.builtin.model.ScriptedModelServer;
import dev.muster.engine.agent.claude.ClaudeAgent;
import dev.muster.engine.agent.wire.AgentCommand;
import dev.muster.engine.host.Environments;
import dev.muster.engine.host.LocalHost;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;

/** The real Claude Code, installed by the profile, with a model of our own. */
@Tag("real-agents")
class ClaudeContractTest extends AgentContract {
  @Override
  protected Agent agent(ScriptedModelServer model, LocalHost host, Path home) {
    Map<String, String> env = new HashMap<>(Environments.scrubbed());
    env.put("HOME", home.toString());
    env.put("ANTHROPIC_BASE_URL", model.anthropicBaseUrl());
    env.put("ANTHROPIC_API_KEY", "sk-test");
    env.put("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");
    return new ClaudeAgent(
        new AgentCommand(
            "claude",
            "Claude Code",
            List.of(Installed.program("claude")),
            env,
            null,
            Availability.yes("ready")),
        host);
  }

  @Override
  protected Play.Tools tools() {
    return new ClaudeTools();
  }
}
