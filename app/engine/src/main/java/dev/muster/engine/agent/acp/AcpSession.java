package dev.muster.engine.agent.acp;

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
import dev.muster.engine.agent.wire.TurnKeeper;
import dev.muster.engine.agent.wire.WireProcess.Exit;
import dev.muster.engine.event.ObservedEvent.AgentExited;
import dev.muster.engine.event.ObservedEvent.AgentStarted;
import dev.muster.engine.event.OutcomeEvent.Level;
import dev.muster.engine.event.OutcomeEvent.Noted;
import dev.muster.engine.event.TurnEvent;
import dev.muster.engine.event.TurnEvent.TurnEnded;
import dev.muster.engine.host.Host;
import dev.muster.engine.host.HostException;
import dev.muster.engine.host.ProcessSpec;
import dev.muster.engine.host.TreeUsage;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One run of an agent: a process of its own with one conversation. It works in that mode of its own
 * in which it asks for leave, so that Muster's rules and mode decide.
 */
final class AcpSession implements AgentSession, JsonRpc.Handler {
  private static final Duration BY_ITSELF = Duration.ofSeconds(2);
  private static final Duration EXIT_TOLD = Duration.ofSeconds(5);

  /** How long what an interrupted command left behind may take to end by itself. */
  private static final Duration LEFTOVERS = Duration.ofMillis(500);

  private final AgentCommand command;
  private final AgentLaunch launch;
  private final Metered out;
  private final AcpCalls calls;
  private final AcpFiles files;
  private final AcpMapper mapper;
  private final AcpApprovals approvals;
  private final AcpSteering steering;
  private final AcpUsage usage;
  private final TurnKeeper turns;
  private final RpcProcess process;
  private final AcpHandshake handshake;
  private final OrderlyEnd ending = new OrderlyEnd(BY_ITSELF, EXIT_TOLD);
  private String session = "";

  /** What belonged to the process before the first command of the turn; null before that. */
  private volatile @Nullable Set<Long> beforeCommands;

  /** A prompt is on its way or was sent, and is not answered. */
  private volatile boolean prompting;

  /** It has begun a turn by itself. */
  private volatile boolean itsOwnTurn;

  private volatile boolean interrupting;

  private AcpSession(
      Host host,
      AgentCommand command,
      AcpTraits traits,
      AgentLaunch launch,
      AgentListener listener,
      AcpChoices choices)
      throws HostException {
    this.command = command;
    this.launch = launch;
    this.out = new Metered(listener, launch.limits(), launch.usage(), this::limitReached);
    this.turns = new TurnKeeper(out, launch.limits().minutes(), this::interrupt);
    this.usage = new AcpUsage(out, command.name(), before(traits, launch));
    this.calls = new AcpCalls(launch.worktree(), out, Clock.systemUTC(), this::commandBegins);
    this.files = new AcpFiles(launch.worktree());
    this.steering = new AcpSteering(traits.steers(), out);
    AcpWords words = new AcpWords(out, "acp-" + launch.attempt() + "-");
    this.mapper = new AcpMapper(out, words, calls, usage, choices);
    this.process =
        RpcProcess.start(
            host,
            ProcessSpec.of(launch.worktree(), command.argv())
                .withEnv(AcpTraits.environment(command)),
            command.name(),
            true,
            out,
            this);
    this.approvals =
        new AcpApprovals(
            command.name(), launch.gate(), turns, process.rpc(), mapper, calls, files, steering);
    this.handshake = new AcpHandshake(command.name(), process, launch, out, mapper, choices);
  }

  /**
   * Starts it and waits until it can be prompted. One that dies before that is started once more.
   *
   * @param learned told what it offers
   */
  static AcpSession open(
      Host host,
      AgentCommand command,
      AcpTraits traits,
      AgentLaunch launch,
      AgentListener out,
      Consumer<AcpChoices> learned)
      throws AgentException {
    for (boolean again = false; ; again = true) {
      AcpChoices choices = new AcpChoices(command.name());
      AcpSession opened;
      try {
        opened = new AcpSession(host, command, traits, launch, out, choices);
      } catch (HostException refused) {
        throw new AgentException(String.valueOf(refused.getMessage()), refused);
      }
      try {
        opened.begin();
        opened.usage.model(choices.model());
        opened.usage.size(choices.size());
        learned.accept(choices);
        return opened;
      } catch (AgentException | RuntimeException failed) {
        boolean died = !opened.process.alive();
        opened.ending.begin();
        opened.process.wire().close(Duration.ZERO);
        if (again || !died) {
          throw failed;
        }
        // Some stumble over each other when several make their first files at the same moment.
        out.event(new Noted(Level.INFO, failed.getMessage() + " It is tried once more.", null));
      }
    }
  }

  /** See {@link AcpUsage}. */
  private static long before(AcpTraits traits, AgentLaunch launch) {
    if (!traits.countsOn()) {
      return 0;
    }
    boolean forked = launch.options().containsKey(AgentLaunch.FORK);
    return launch.resumeToken() != null ? launch.usage().costMicros() : forked ? -1 : 0;
  }

  private void begin() throws AgentException {
    session = handshake.begin();
    String version = handshake.version();
    var id = process.wire().id();
    AgentStarted begun =
        new AgentStarted(
            launch.attempt(),
            id.pid(),
            id.started(),
            version == null ? command.version() : version,
            session);
    String forgot = handshake.forgot();
    out.event(forgot == null ? begun : begun.forgetting(forgot));
    process.wire().exit().thenAccept(this::ended);
  }

  // ---- what goes in ---------------------------------------------------------------------------

  @Override
  public void prompt(Prompt prompt) {
    interrupting = false;
    prompting = true;
    // On a thread of its own: telling may have to wait for the one that calls.
    Thread.ofVirtual().name("acp prompt").start(() -> begin(prompt));
  }

  private void begin(Prompt prompt) {
    if (!turns.begin(prompt.promptId())) {
      prompting = false; // it has begun one by itself
      steering.later(prompt);
      return;
    }
    String limit = out.limit();
    if (limit != null) {
      prompting = false;
      turns.end(new TurnEnded(TurnEvent.End.LIMIT, limit));
      return;
    }
    beforeCommands = null;
    steering.prompted(prompt.promptId());
    ObjectNode params = process.rpc().object().put("sessionId", session);
    AcpPrompt.write(prompt, handshake.pictures(), params.putArray("prompt"));
    process
        .rpc()
        .ask("session/prompt", params)
        .whenComplete(
            (answer, refused) -> {
              prompting = false;
              if (refused == null) {
                answered(AcpEndings.of(answer, interrupting, calls.anyDenied()), answer);
              } else if (!ending.begun() && process.alive()) {
                TurnEnded end =
                    AcpEndings.of(command.name(), refused, interrupting, handshake::signIn);
                answered(end, MissingNode.getInstance());
              }
            });
    if (interrupting) {
      interrupt(); // it was told to stop before it had heard what to do
    }
  }

  @Override
  public void steer(Prompt prompt) {
    if (!turns.running() || !steering.take(prompt)) {
      Thread.ofVirtual().name("acp late").start(() -> steering.later(prompt));
    }
  }

  @Override
  public void interrupt() {
    if (!turns.running() && !prompting) {
      return;
    }
    interrupting = true;
    calls.cancelling();
    process.rpc().tell("session/cancel", process.rpc().object().put("sessionId", session));
    approvals.cancelAll();
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
    switch (method) {
      case "session/request_permission" -> approvals.permission(id, params);
      case "fs/write_text_file" -> approvals.write(id, params);
      case "craft/drainMidTurnQueue" -> process.rpc().answer(id, steering.drained(process.rpc()));
      case "_qwencode/start_turn" -> {
        process.rpc().answer(id, process.rpc().object().put("accepted", true));
        begins();
      }
      default -> {
        process
            .rpc()
            .refuse(id, JsonRpc.UNKNOWN_METHOD, "This client does not know " + method + ".");
        mapper.unknown(method, params);
      }
    }
  }

  @Override
  public void notification(String method, JsonNode params) {
    switch (method) {
      case "session/update" -> mapper.update(params);
      case "$/cancel_request" -> approvals.withdrawn(params.path("requestId"));
      case "_qwencode/start_turn" -> begins();
      case "_qwencode/end_turn" -> ends(params.path("reason").asString(""));
      default -> {
        if (!method.equals("_auth/status_update") && !method.startsWith("qwen/notify/")) {
          mapper.unknown(method, params);
        }
      }
    }
  }

  /** A turn of its own, for what has come from the background; it may have to wait for ours. */
  private void begins() {
    itsOwnTurn = true;
    if (!prompting) {
      turns.begin(null);
    }
  }

  private void ends(String reason) {
    boolean its = itsOwnTurn;
    itsOwnTurn = false;
    if (its && !prompting) {
      over(AcpEndings.ofItsOwn(reason, interrupting), MissingNode.getInstance());
    }
  }

  /** A prompt is answered. */
  private void answered(TurnEnded end, JsonNode answer) {
    boolean stopped = end.end() != TurnEvent.End.DONE && !interrupting && !ending.begun();
    if (stopped && dying()) {
      return; // not its word but its end is what happened; that is told when it is gone
    }
    over(end, answer);
  }

  /** Whether its first process was ended by somebody, and the rest is told to end. */
  private boolean dying() {
    return !process.wire().members().contains(process.wire().id().pid());
  }

  private void over(TurnEnded end, JsonNode answer) {
    Set<Long> spared = beforeCommands;
    if (interrupting && spared != null) {
      process.wire().endAllBut(spared, LEFTOVERS);
    }
    interrupting = false;
    approvals.cancelAll();
    files.turnOver();
    boolean stopped = end.end() == TurnEvent.End.DONE && calls.silentSinceDenial();
    mapper.turnOver(answer);
    steering.turnOver(stopped);
    turns.end(end);
    beforeCommands = null;
    ending.turnOver();
    if (itsOwnTurn && !ending.begun()) {
      turns.begin(null);
    }
  }

  private void limitReached() {
    String limit = out.limit();
    if (limit != null && (prompting || itsOwnTurn)) {
      turns.limitReached(limit);
    }
  }

  /** What is started from now on is the command's, or its children's. */
  private void commandBegins() {
    if (beforeCommands == null) {
      beforeCommands = process.wire().members();
    }
  }

  private void ended(Exit exit) {
    ending.exited();
    approvals.cancelAll();
    mapper.turnOver(MissingNode.getInstance());
    turns.shut();
    String reason = ending.begun() ? null : process.reason(exit);
    out.event(new AgentExited(launch.attempt(), exit.code(), reason));
    ending.exitTold();
  }
}
