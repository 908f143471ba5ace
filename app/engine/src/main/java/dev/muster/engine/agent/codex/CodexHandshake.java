package dev.muster.engine.agent.codex;

import dev.muster.engine.agent.AgentException;
import dev.muster.engine.agent.AgentLaunch;
import dev.muster.engine.agent.wire.JsonRpc;
import dev.muster.engine.agent.wire.RpcProcess;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Everything before the first prompt of Codex: who speaks with it, and the thread that is begun,
 * gone on with or forked, on Muster's terms. Blocks; used once.
 */
final class CodexHandshake {
  private static final Duration READY = Duration.ofSeconds(60);

  private final RpcProcess process;
  private final AgentLaunch launch;
  private @Nullable String forgot;

  CodexHandshake(RpcProcess process, AgentLaunch launch) {
    this.process = process;
    this.launch = launch;
  }

  /** Why it begins a new thread although there was one to go on with; null when not so. */
  @Nullable String forgot() {
    return forgot;
  }

  /**
   * Does it all.
   *
   * @return what Codex says of its thread
   * @throws AgentException with a sentence for a person
   */
  JsonNode begin() throws AgentException {
    JsonRpc rpc = process.rpc();
    ObjectNode hello = rpc.object();
    hello
        .putObject("clientInfo")
        .put("name", "muster")
        .put("title", "Muster")
        .put("version", "0.1");
    hello.putObject("capabilities").put("experimentalApi", true).put("requestAttestation", false);
    process.answer(rpc.ask("initialize", hello), READY);
    rpc.tell("initialized", rpc.object());
    JsonNode started = thread();
    if (started.path("thread").path("id").asString("").isBlank()) {
      throw new AgentException("Codex began a thread without a name. Try it again.");
    }
    return started;
  }

  private JsonNode thread() throws AgentException {
    JsonRpc rpc = process.rpc();
    String known = launch.resumeToken();
    String at = launch.options().get(AgentLaunch.RESUME_AT);
    if (known != null && at != null) {
      return fork(known, at);
    }
    if (known != null) {
      ObjectNode resume = terms(rpc.object().put("threadId", known).put("excludeTurns", true));
      try {
        return process.answer(rpc.ask("thread/resume", resume), READY);
      } catch (AgentException refused) {
        if (!String.valueOf(refused.getMessage()).contains("no rollout found")) {
          throw refused;
        }
        // It never wrote this one down: no prompt had reached it, or its files are gone.
        forgot = "Codex no longer knows this conversation.";
      }
    }
    String origin = launch.options().get(AgentLaunch.FORK);
    if (known == null && origin != null) {
      return fork(origin, launch.options().get(AgentLaunch.FORK_AT));
    }
    return process.answer(rpc.ask("thread/start", terms(rpc.object())), READY);
  }

  /**
   * Begins a thread with what was said in another one, which stays as it is.
   *
   * @param until id of the last turn that counts; null for all
   */
  private JsonNode fork(String origin, @Nullable String until) throws AgentException {
    JsonRpc rpc = process.rpc();
    ObjectNode fork = terms(rpc.object().put("threadId", origin).put("excludeTurns", true));
    if (until != null) {
      fork.put("lastTurnId", until);
    }
    return process.answer(rpc.ask("thread/fork", fork), READY);
  }

  private ObjectNode terms(ObjectNode to) {
    to.put("cwd", launch.worktree().toString());
    to.put("approvalPolicy", "untrusted");
    to.put("approvalsReviewer", "user"); // not a model that approves in a person's place
    to.put("sandbox", "workspace-write");
    String model = launch.model();
    if (model != null) {
      to.put("model", model);
    }
    to.putObject("config").put("tools.update_plan.enabled", true);
    return to;
  }
}
