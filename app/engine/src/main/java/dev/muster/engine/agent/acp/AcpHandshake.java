package dev.muster.engine.agent.acp;

import dev.muster.engine.agent.AgentException;
import dev.muster.engine.agent.AgentLaunch;
import dev.muster.engine.agent.AgentListener;
import dev.muster.engine.agent.acp.AcpChoices.Choice;
import dev.muster.engine.agent.wire.JsonRpc;
import dev.muster.engine.agent.wire.JsonRpc.RefusedException;
import dev.muster.engine.agent.wire.RpcProcess;
import dev.muster.engine.agent.wire.Said;
import dev.muster.engine.event.OutcomeEvent.Level;
import dev.muster.engine.event.OutcomeEvent.Noted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Everything before the first prompt: the protocol's version, a conversation, the mode and the
 * model. Blocks; used once.
 */
final class AcpHandshake {
  /** The code with which an agent says that somebody has to sign in. */
  static final long SIGN_IN = -32_000;

  private static final int VERSION = 1;
  private static final Duration READY = Duration.ofSeconds(90);

  private final String name;
  private final RpcProcess process;
  private final AgentLaunch launch;
  private final AgentListener out;
  private final AcpMapper mapper;
  private final AcpChoices choices;
  private @Nullable String forgot;
  private JsonNode hello = MissingNode.getInstance();

  AcpHandshake(
      String name,
      RpcProcess process,
      AgentLaunch launch,
      AgentListener out,
      AcpMapper mapper,
      AcpChoices choices) {
    this.name = name;
    this.process = process;
    this.launch = launch;
    this.out = out;
    this.mapper = mapper;
    this.choices = choices;
  }

  /** Why it begins a new conversation although there was one to go on with; null when not so. */
  @Nullable String forgot() {
    return forgot;
  }

  /**
   * Does it all.
   *
   * @return the id of the conversation
   * @throws AgentException with a sentence for a person
   */
  String begin() throws AgentException {
    JsonRpc rpc = process.rpc();
    ObjectNode params = rpc.object().put("protocolVersion", VERSION);
    ObjectNode able = params.putObject("clientCapabilities");
    // To be asked before a file is written is worth having. To be asked what is in one is not: the
    // agent can look, and the Gemini CLI then takes a file that is not there for a failure.
    able.putObject("fs").put("readTextFile", false).put("writeTextFile", true);
    able.put("terminal", false);
    able.putObject("_meta").put("terminal_output", true);
    params
        .putObject("clientInfo")
        .put("name", "muster")
        .put("title", "Muster")
        .put("version", "0.1");
    hello = process.answer(rpc.ask("initialize", params), READY);
    long speaks = hello.path("protocolVersion").asLong(VERSION);
    if (speaks != VERSION) {
      throw new AgentException(
          "%s speaks version %d of the Agent Client Protocol, and Muster version %d."
              .formatted(name, speaks, VERSION));
    }
    String session = conversation();
    if (session.isBlank()) {
      throw new AgentException(name + " began a conversation without a name. Try it again.");
    }
    mapper.session(session);
    mode(session);
    model(session);
    return session;
  }

  /** What the agent calls its version; null where it does not tell. */
  @Nullable String version() {
    JsonNode version = hello.path("agentInfo").path("version");
    return version.isString() ? Said.line(version.asString()) : null;
  }

  /** Whether pictures can go with a prompt. */
  boolean pictures() {
    return able("promptCapabilities").path("image").asBoolean(false);
  }

  /** What to do when it wants somebody to sign in. */
  String signIn() {
    List<String> ways = new ArrayList<>();
    for (JsonNode method : hello.path("authMethods")) {
      String how = method.path("description").asString("");
      ways.add(Said.line(how.isBlank() ? method.path("name").asString("") : how));
    }
    return name
        + " is not signed in. Start it once in a terminal and sign in there"
        + (ways.isEmpty() ? "." : " (" + String.join("; ", ways) + ").");
  }

  private JsonNode able(String to) {
    return hello.path("agentCapabilities").path(to);
  }

  // ---- the conversation -----------------------------------------------------------------------

  private String conversation() throws AgentException {
    String known = launch.resumeToken();
    String origin = launch.options().get(AgentLaunch.FORK);
    if (known != null || origin != null) {
      JsonNode goesOn = known != null ? resumed(known) : forked(String.valueOf(origin));
      if (goesOn != null) {
        choices.offered(goesOn);
        return known != null ? known : goesOn.path("sessionId").asString("");
      }
      forgot = name + " does not go on with this conversation.";
    }
    JsonNode answer = ask("session/new", place(process.rpc().object()));
    choices.offered(answer);
    return answer.path("sessionId").asString("");
  }

  /** Null when it cannot go on, or no longer knows the conversation. */
  private @Nullable JsonNode resumed(String known) throws AgentException {
    boolean resumes = able("sessionCapabilities").path("resume").isObject();
    if (!resumes && !able("loadSession").asBoolean(false)) {
      return null;
    }
    mapper.session(known);
    return goOn(resumes ? "session/resume" : "session/load", known);
  }

  /** A new conversation that begins with what was said in another; null when it cannot. */
  private @Nullable JsonNode forked(String origin) throws AgentException {
    return able("sessionCapabilities").path("fork").isObject()
        ? goOn("session/fork", origin)
        : null;
  }

  private @Nullable JsonNode goOn(String method, String conversation) throws AgentException {
    mapper.replaying(true);
    try {
      return ask(method, place(process.rpc().object().put("sessionId", conversation)));
    } catch (AgentException refused) {
      // Each refuses an id it does not know with another code; only a sign-in is something else.
      if (refused.getCause() instanceof RefusedException why
          && why.code() != SIGN_IN
          && process.alive()) {
        mapper.session("");
        return null;
      }
      throw refused;
    } finally {
      mapper.replaying(false);
    }
  }

  private ObjectNode place(ObjectNode params) {
    params.put("cwd", launch.worktree().toString());
    params.putArray("mcpServers");
    return params;
  }

  private JsonNode ask(String method, ObjectNode params) throws AgentException {
    try {
      return process.answer(process.rpc().ask(method, params), READY);
    } catch (AgentException failed) {
      if (failed.getCause() instanceof RefusedException why && why.code() == SIGN_IN) {
        throw new AgentException(signIn(), why);
      }
      throw failed;
    }
  }

  // ---- mode and model -------------------------------------------------------------------------

  private void mode(String session) throws AgentException {
    Choice wanted = choices.askingMode();
    if (wanted != null) {
      String before = choices.mode();
      choices.inMode(wanted.id());
      if (!set(session, "mode", "session/set_mode", "modeId", wanted.id())) {
        choices.inMode(before);
      }
    }
    if (choices.decidesAlone()) {
      out.event(
          new Noted(
              Level.WARNING,
              "In its own mode “%s” %s does not ask before it does something, and offers no other."
                  .formatted(choices.mode(), name),
              null));
    }
  }

  private void model(String session) throws AgentException {
    String wanted = launch.model();
    if (wanted == null || wanted.equals(choices.modelId())) {
      return;
    }
    boolean offered = choices.models().stream().anyMatch(one -> one.id().equals(wanted));
    if (offered && set(session, "model", "session/set_model", "modelId", wanted)) {
      choices.withModel(wanted);
    } else {
      out.event(
          new Noted(
              Level.WARNING,
              "%s has no model “%s”. It works with “%s”."
                  .formatted(name, Said.line(wanted), Said.line(choices.model())),
              null));
    }
  }

  /** Sets it in the way the agent offers; says whether it took it. */
  private boolean set(String session, String option, String method, String field, String value)
      throws AgentException {
    JsonNode config = choices.option(option);
    ObjectNode params = process.rpc().object().put("sessionId", session);
    try {
      if (config.has("id")) {
        params.put("configId", config.path("id").asString("")).put("value", value);
        ask("session/set_config_option", params);
      } else {
        ask(method, params.put(field, value));
      }
      return true;
    } catch (AgentException failed) {
      if (failed.getCause() instanceof RefusedException && process.alive()) {
        return false; // whoever asked for it says so
      }
      throw failed;
    }
  }
}
