package dev.muster.engine.agent.claude;

import dev.muster.engine.agent.AgentLaunch;
import dev.muster.engine.agent.AgentListener;
import dev.muster.engine.agent.AgentSession;
import dev.muster.engine.agent.Prompt;
import dev.muster.engine.agent.WorkClock;
import dev.muster.engine.agent.wire.Said;
import dev.muster.engine.agent.wire.WireProcess;
import dev.muster.engine.agent.wire.WireProcess.Exit;
import dev.muster.engine.event.ObservedEvent.AgentExited;
import dev.muster.engine.event.OutcomeEvent.Level;
import dev.muster.engine.event.OutcomeEvent.Noted;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.TurnEvent.TurnEnded;
import dev.muster.engine.host.Host;
import dev.muster.engine.host.HostException;
import dev.muster.engine.host.OutputPump.Line;
import dev.muster.engine.host.ProcessSpec;
import dev.muster.engine.host.TreeUsage;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One process of Claude Code. Its lines are turned into events on the thread that reads them; what
 * is asked of it goes out at once and changes nothing but where the turn stands, so that a session
 * that is behind with its journal can always still speak to it.
 */
final class ClaudeSession implements AgentSession, ClaudeMapper.Wishes {
  private static final Logger LOG = LoggerFactory.getLogger(ClaudeSession.class);
  private static final Duration LAST_WORDS = Duration.ofSeconds(5);
  private static final Duration IDLE = Duration.ofSeconds(3);
  private static final Duration STALLED = Duration.ofSeconds(20);
  private static final Duration WINDOWS_EVERY = Duration.ofSeconds(60);
  private static final Duration EXIT_TOLD = Duration.ofSeconds(15);

  private final int attempt;
  private final Voice voice;
  private final Turns turns = new Turns();
  private final ClaudeMapper mapper;
  private final Permissions permissions;
  private final Control control;
  private final LimitWatch limits;
  private final CompletableFuture<WireProcess> started = new CompletableFuture<>();
  private final CompletableFuture<Void> exitTold = new CompletableFuture<>();

  /** Held while lines become events: they come from the reader, at times from a timer. */
  private final ReentrantLock mouth = new ReentrantLock();

  private volatile boolean closing;
  private volatile boolean windows = true;

  /** When the usage windows were asked for last, in nanoseconds; under the mouth. */
  private long asked;

  ClaudeSession(AgentLaunch launch, AgentListener out, Host host, ProcessSpec spec)
      throws HostException {
    attempt = launch.attempt();
    voice = new Voice(out);
    WorkClock clock = new WorkClock(launch.gate());
    limits = new LimitWatch(launch.limits(), launch.usage(), clock, this::limitReached);
    mapper =
        new ClaudeMapper(voice, launch.worktree(), attempt, InstantSource.system(), turns, this);
    permissions =
        new Permissions(clock, launch.worktree(), mapper.calls(), this::send, this::sendAside);
    control = new Control(this::send);
    WireProcess process =
        WireProcess.start(
            host,
            spec,
            "claude " + launch.session(),
            this::heard,
            line -> LOG.debug("Claude Code of {} on stderr: {}", launch.session(), line));
    started.complete(process); // what it has said already waits for this
    process.exit().thenAccept(this::exited);
  }

  WireProcess process() {
    return started.join();
  }

  /** The attempt is told of, and may speak. */
  void begins(List<SessionEvent> first) {
    voice.begin(first);
  }

  /** Ends it without a word, because it did not get ready. */
  void end() {
    voice.shut();
    process().close(Duration.ZERO);
  }

  /** Asks it to begin; the answer says which models there are. */
  CompletableFuture<JsonNode> initialize() {
    return control.ask(Control.named("initialize"));
  }

  // --- what the session asks ---

  @Override
  public void prompt(Prompt prompt) {
    String uuid = UUID.randomUUID().toString();
    turns.prompted(uuid, prompt);
    if (!send(PromptMessage.of(uuid, prompt))) {
      turns.unsent(uuid);
      throw new IllegalStateException("Claude Code no longer listens. Send it again.");
    }
    limits.turnBegins();
  }

  @Override
  public void steer(Prompt prompt) {
    String uuid = UUID.randomUUID().toString();
    if (!turns.steered(uuid, prompt) || !send(PromptMessage.of(uuid, prompt))) {
      turns.unsent(uuid);
      // The turn it was for is just over: it waits for the next one. Told on a thread of its own,
      // because the caller may be the one who has to make room for it.
      Thread.ofVirtual().name("claude-late").start(() -> voice.event(ClaudeMapper.queued(prompt)));
    }
  }

  @Override
  public void interrupt() {
    if (turns.interrupt()) {
      interruptAgain();
    }
  }

  @Override
  public void interruptAgain() {
    ObjectNode interrupt = Control.named("interrupt");
    interrupt.put("cancel_queued", true);
    control
        .ask(interrupt)
        .thenAccept(
            answer -> {
              if (Messages.text(answer, "subtype").equals("success")) {
                speak(() -> mapper.settle(true));
              }
            });
  }

  /**
   * The mode is asked at every decision, so the CLI need not know it. But one that was switched to
   * a mode in which it asks nobody comes back to the one where it asks.
   */
  @Override
  public void modeChanged(PermissionMode mode) {
    ObjectNode request = Control.named("set_permission_mode");
    request.put("mode", "default");
    control.ask(request);
  }

  @Override
  public TreeUsage usage() {
    return process().usage();
  }

  @Override
  public void close() {
    closing = true;
    if (turns.interrupt()) {
      control.ask(Control.named("interrupt"));
    }
    process().close(LAST_WORDS);
    exitTold.completeOnTimeout(null, EXIT_TOLD.toSeconds(), TimeUnit.SECONDS).join();
    limits.close();
    voice.shut();
  }

  // --- what the CLI asks ---

  @Override
  public void mayUse(String requestId, ObjectNode request) {
    permissions.ask(requestId, request);
  }

  @Override
  public void withdrawn(String requestId) {
    permissions.withdrawn(requestId);
  }

  @Override
  public void cannotAnswer(String requestId, String subtype) {
    ObjectNode line = Messages.object();
    line.put("type", "control_response");
    ObjectNode response = line.putObject("response");
    response.put("subtype", "error");
    response.put("request_id", requestId);
    response.put("error", "Muster does not know the request: " + subtype);
    send(line);
  }

  @Override
  public void answered(JsonNode response) {
    // What hangs on it may speak, which needs the mouth that this thread holds.
    Thread.ofVirtual().name("claude-answer").start(() -> control.answered(response));
  }

  @Override
  public void mayBeIdle() {
    CompletableFuture.delayedExecutor(IDLE.toSeconds(), TimeUnit.SECONDS)
        .execute(() -> speak(() -> mapper.settle(false)));
  }

  @Override
  public void mayStall(long results) {
    CompletableFuture.delayedExecutor(STALLED.toSeconds(), TimeUnit.SECONDS)
        .execute(() -> speak(() -> mapper.unstall(results)));
  }

  @Override
  public void used(long untold) {
    limits.used(untold);
  }

  /** Asks how full the account's usage windows are, unless it has none. */
  @Override
  public void summedUp() {
    long now = System.nanoTime();
    if (closing || !windows || (asked != 0 && now - asked < WINDOWS_EVERY.toNanos())) {
      return;
    }
    asked = now;
    ObjectNode request = Control.named("get_usage");
    request.put("skip_behaviors", true);
    control
        .ask(request)
        .thenAccept(
            answer -> {
              JsonNode limits = answer.path("response").path("rate_limits");
              windows = limits.isObject();
              ClaudeUsage.windows(limits).forEach(window -> speak(() -> voice.event(window)));
            });
  }

  private void limitReached(TurnEnded because) {
    speak(
        () -> {
          if (turns.busy()) {
            mapper.limitReached(because);
          }
        });
    interrupt();
  }

  // --- the wire ---

  private boolean send(ObjectNode message) {
    String line = message.toString();
    if (!process().send(line)) {
      return false;
    }
    voice.raw(false, line);
    return true;
  }

  /** Something for the agent that is no prompt of a person. */
  private void sendAside(String text) {
    ObjectNode line = Messages.object();
    line.put("type", "user");
    ObjectNode message = line.putObject("message");
    message.put("role", "user");
    message.put("content", text);
    send(line);
  }

  private void heard(Line line) {
    speak(
        () -> {
          voice.raw(true, line.text());
          if (line.dropped() > 0) {
            voice.event(
                new Noted(
                    Level.WARNING,
                    "Claude Code wrote a line that is too long to be read; it was left out.",
                    null));
          } else {
            mapper.line(line.text());
          }
        });
  }

  private void speak(Runnable words) {
    mouth.lock();
    try {
      words.run();
    } finally {
      mouth.unlock();
    }
  }

  private void exited(Exit exit) {
    boolean inTurn = turns.busy();
    control.gone();
    limits.close();
    speak(
        () -> {
          mapper.gone();
          String reason = closing ? null : reason(exit, inTurn);
          voice.event(new AgentExited(attempt, exit.code(), reason));
        });
    exitTold.complete(null);
  }

  private static String reason(Exit exit, boolean inTurn) {
    String how = exit.code() > 128 ? "signal " + (exit.code() - 128) : "exit code " + exit.code();
    String last = Said.lastLine(exit.stderr());
    return "Claude Code ended "
        + (inTurn ? "in the middle of its turn" : "by itself")
        + " ("
        + how
        + ")."
        + (last.isEmpty() ? "" : " It said: " + last)
        + " What it did is kept; resume to go on.";
  }
}
