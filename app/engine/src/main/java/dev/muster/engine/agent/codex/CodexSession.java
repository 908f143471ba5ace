package dev.muster.engine.agent.codex;

import dev.muster.engine.agent.AgentException;
import dev.muster.engine.agent.AgentLaunch;
import dev.muster.engine.agent.AgentListener;
import dev.muster.engine.agent.AgentSession;
import dev.muster.engine.agent.Prompt;
import dev.muster.engine.agent.wire.AgentCommand;
import dev.muster.engine.agent.wire.JsonRpc;
import dev.muster.engine.agent.wire.Metered;
import dev.muster.engine.agent.wire.OrderlyEnd;
import dev.muster.engine.agent.wire.RpcProcess;
import dev.muster.engine.agent.wire.Said;
import dev.muster.engine.agent.wire.TurnKeeper;
import dev.muster.engine.agent.wire.WireProcess.Exit;
import dev.muster.engine.event.Attachment;
import dev.muster.engine.event.ConversationEvent.PromptQueued;
import dev.muster.engine.event.ObservedEvent.AgentExited;
import dev.muster.engine.event.ObservedEvent.AgentStarted;
import dev.muster.engine.event.PromptOrigin;
import dev.muster.engine.event.TurnEvent.End;
import dev.muster.engine.event.TurnEvent.TurnEnded;
import dev.muster.engine.host.Host;
import dev.muster.engine.host.HostException;
import dev.muster.engine.host.ProcessSpec;
import dev.muster.engine.host.TreeUsage;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One run of Codex: an app-server of its own with one thread. Its approval policy is always
 * "untrusted", in which it asks for every command and change but the harmless ones, so that
 * Muster's rules and mode decide; its own sandbox stays around what runs, and lets it write in the
 * worktree.
 */
final class CodexSession implements AgentSession, JsonRpc.Handler {
  private static final Logger LOG = LoggerFactory.getLogger(CodexSession.class);
  private static final Pattern EFFORT = Pattern.compile("[a-z]{1,20}");
  private static final Duration BY_ITSELF = Duration.ofSeconds(5);
  private static final Duration EXIT_TOLD = Duration.ofSeconds(15);

  private final AgentCommand command;
  private final AgentLaunch launch;
  private final Metered out;
  private final CodexMapper mapper;
  private final CodexApprovals approvals;
  private final TurnKeeper turns;
  private final RpcProcess process;
  private final OrderlyEnd ending = new OrderlyEnd(BY_ITSELF, EXIT_TOLD);
  private volatile String thread = "";
  private volatile @Nullable String turn;
  private volatile boolean interrupting;

  private CodexSession(Host host, AgentCommand command, AgentLaunch launch, AgentListener listener)
      throws HostException {
    this.command = command;
    this.launch = launch;
    this.out = new Metered(listener, launch.limits(), launch.usage(), this::limitReached);
    this.turns = new TurnKeeper(out, launch.limits().minutes(), this::interrupt);
    this.mapper = new CodexMapper(launch.worktree(), out, new Edges(), Clock.systemUTC());
    Map<String, String> env = new HashMap<>(command.env());
    env.putIfAbsent("RUST_LOG", "error");
    this.process =
        RpcProcess.start(
            host,
            ProcessSpec.of(launch.worktree(), command.argv()).withEnv(env),
            command.name(),
            false,
            out,
            this);
    this.approvals =
        new CodexApprovals(
            launch.worktree(), launch.gate(), turns, process.rpc(), mapper.items(), this::aside);
  }

  /**
   * Starts it and waits until its thread is there.
   *
   * @param models told what the program answers to {@code model/list}, some time later
   */
  static CodexSession open(
      Host host,
      AgentCommand command,
      AgentLaunch launch,
      AgentListener out,
      Consumer<JsonNode> models)
      throws AgentException {
    CodexSession session;
    try {
      session = new CodexSession(host, command, launch, out);
    } catch (HostException refused) {
      throw new AgentException(String.valueOf(refused.getMessage()), refused);
    }
    try {
      session.begin();
      session.process.rpc().ask("model/list", session.process.rpc().object()).thenAccept(models);
      return session;
    } catch (AgentException | RuntimeException failed) {
      session.ending.begin();
      session.process.wire().close(Duration.ZERO);
      throw failed;
    }
  }

  private void begin() throws AgentException {
    CodexHandshake handshake = new CodexHandshake(process, launch);
    JsonNode started = handshake.begin();
    thread = started.path("thread").path("id").asString("");
    mapper.thread(thread);
    mapper.model(started.path("model").asString("codex"));
    var id = process.wire().id();
    AgentStarted begun =
        new AgentStarted(launch.attempt(), id.pid(), id.started(), command.version(), thread);
    String why = handshake.forgot();
    out.event(why == null ? begun : begun.forgetting(why));
    process.wire().exit().thenAccept(this::ended);
  }

  // ---- what goes in ---------------------------------------------------------------------------

  @Override
  public void prompt(Prompt prompt) {
    // On a thread of its own: telling may have to wait for the one that calls.
    Thread.ofVirtual().name("codex prompt").start(() -> begin(prompt));
  }

  private void begin(Prompt prompt) {
    interrupting = false;
    if (!turns.begin(prompt.promptId())) {
      steer(prompt);
      return;
    }
    String limit = out.limit();
    if (limit != null) {
      turns.end(new TurnEnded(End.LIMIT, limit));
      return;
    }
    ObjectNode params = input(prompt);
    String effort = launch.options().get(CodexAgent.EFFORT);
    if (effort != null && EFFORT.matcher(effort).matches()) {
      params.put("effort", effort);
    }
    process
        .rpc()
        .ask("turn/start", params)
        .whenComplete(
            (answer, refused) -> {
              if (refused != null && !ending.begun() && process.alive()) {
                turns.end(
                    new TurnEnded(End.FAILED, "Codex did not take the prompt: " + why(refused)));
              }
            });
  }

  private static String why(Throwable refused) {
    Throwable cause = refused.getCause() == null ? refused : refused.getCause();
    return Said.line(String.valueOf(cause.getMessage()));
  }

  @Override
  public void steer(Prompt prompt) {
    String now = turn;
    if (now == null || !turns.running()) {
      Thread.ofVirtual().name("codex late").start(() -> queueAgain(prompt));
      return;
    }
    process
        .rpc()
        .ask("turn/steer", input(prompt).put("expectedTurnId", now))
        .whenComplete(
            (answer, refused) -> {
              if (refused != null) {
                // The turn it was for is just over: it waits for the next one.
                Thread.ofVirtual().name("codex late").start(() -> queueAgain(prompt));
              }
            });
  }

  /** An interrupt leaves the turn's commands running; nothing is to go on that was stopped. */
  private void endCommands() {
    process
        .rpc()
        .ask("thread/backgroundTerminals/clean", process.rpc().object().put("threadId", thread))
        .whenComplete(
            (answer, refused) -> {
              if (refused != null && !ending.begun() && process.alive()) {
                LOG.warn("Codex of {} did not end its commands.", launch.session(), refused);
              }
            });
  }

  /** Puts words of Muster's own into the running turn. */
  private void aside(String text) {
    String now = turn;
    if (now == null) {
      return;
    }
    ObjectNode params = process.rpc().object().put("threadId", thread).put("expectedTurnId", now);
    params
        .putArray("input")
        .addObject()
        .put("type", "text")
        .put("text", text)
        .putArray("text_elements");
    process
        .rpc()
        .ask("turn/steer", params)
        .whenComplete(
            (answer, refused) -> {
              if (refused != null) {
                LOG.debug("The turn that this was said to is over.", refused);
              }
            });
  }

  private void queueAgain(Prompt prompt) {
    out.event(
        new PromptQueued(
            prompt.promptId(), prompt.text(), prompt.attachments(), PromptOrigin.QUEUE));
  }

  private ObjectNode input(Prompt prompt) {
    ObjectNode params =
        process
            .rpc()
            .object()
            .put("threadId", thread)
            .put("clientUserMessageId", prompt.promptId());
    ArrayNode input = params.putArray("input");
    input.addObject().put("type", "text").put("text", prompt.text()).putArray("text_elements");
    for (Attachment attachment : prompt.attachments()) {
      if (attachment.mediaType().startsWith("image/")) {
        input.addObject().put("type", "localImage").put("path", attachment.path());
      }
    }
    return params;
  }

  @Override
  public void interrupt() {
    String now = turn;
    if (!turns.running()) {
      return;
    }
    interrupting = true;
    if (now != null) {
      process
          .rpc()
          .ask("turn/interrupt", process.rpc().object().put("threadId", thread).put("turnId", now))
          .whenComplete(
              (answer, refused) -> {
                if (refused != null) {
                  LOG.debug("There was nothing to interrupt any more.", refused);
                }
              });
    }
  }

  @Override
  public TreeUsage usage() {
    return process.wire().usage();
  }

  @Override
  public void close() {
    ending.end(turns, this::interrupt, process);
  }

  // ---- what comes out -------------------------------------------------------------------------

  @Override
  public void request(JsonNode id, String method, JsonNode params) {
    approvals.asked(id, method, params);
  }

  @Override
  public void notification(String method, JsonNode params) {
    if (method.equals("serverRequest/resolved")) {
      approvals.resolved(params.path("requestId"));
    } else {
      mapper.notification(method, params);
    }
  }

  private void limitReached() {
    String limit = out.limit();
    if (limit != null && turn != null) {
      turns.limitReached(limit);
    }
  }

  private final class Edges implements CodexMapper.Turns {
    @Override
    public void began(String turnId) {
      turn = turnId;
      turns.begin(null);
      if (interrupting) {
        interrupt(); // it was told to stop before it had said which turn this is
      }
    }

    @Override
    public void ended(TurnEnded end) {
      turn = null;
      interrupting = false;
      approvals.withdrawAll();
      if (end.end() != End.DONE) {
        endCommands();
      }
      turns.end(end);
      ending.turnOver();
    }
  }

  private void ended(Exit exit) {
    ending.exited();
    approvals.withdrawAll();
    turns.shut();
    String reason = ending.begun() ? null : process.reason(exit);
    out.event(new AgentExited(launch.attempt(), exit.code(), reason));
    ending.exitTold();
  }
}
