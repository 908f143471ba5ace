package dev.muster.engine.agent.builtin;

import dev.muster.engine.agent.Agent;
import dev.muster.engine.agent.AgentException;
import dev.muster.engine.agent.AgentLaunch;
import dev.muster.engine.agent.AgentListener;
import dev.muster.engine.agent.AgentSession;
import dev.muster.engine.agent.Gate;
import dev.muster.engine.agent.Prompt;
import dev.muster.engine.event.ConversationEvent.PromptQueued;
import dev.muster.engine.event.ConversationEvent.PromptSent;
import dev.muster.engine.event.EventJson;
import dev.muster.engine.event.Limits;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.PromptOrigin;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.TurnEvent.TurnEnded;
import dev.muster.engine.event.TurnEvent.TurnStarted;
import dev.muster.engine.policy.ActionRequest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Stands where a session stands: keeps what an attempt tells as a journal would, and answers what
 * it asks. Everything goes through the JSON form of events, as in a real journal.
 */
final class AgentHarness implements AgentListener, Gate, AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  private final EventJson json = new EventJson();
  private final SessionId id = SessionId.create(Instant.now());
  private final Path worktree;
  private final Path folder;
  private final List<Recorded> journal = new ArrayList<>();
  private final List<String> tails = new ArrayList<>();
  private final List<String> dropped = new ArrayList<>();
  private final List<ActionRequest> asked = new ArrayList<>();
  private final Map<String, CompletableFuture<Decision>> open = new HashMap<>();
  private final List<PromptQueued> queued = new ArrayList<>();
  private @Nullable AgentSession session;
  private int attempt;
  private int turn;
  private int prompts;

  Limits limits = Limits.NONE;
  Map<String, String> options = Map.of();
  @Nullable String model;
  volatile PermissionMode mode = PermissionMode.FULL_AUTO;
  volatile Function<ActionRequest, CompletableFuture<Decision>> decide =
      _ -> CompletableFuture.completedFuture(new Decision(true, null));

  AgentHarness(Path worktree, Path folder) {
    this.worktree = worktree;
    this.folder = folder;
  }

  /** Opens an attempt; a second call is a resume, as after a crash. */
  AgentHarness open(Agent agent) throws AgentException {
    attempt++;
    session =
        agent.open(
            new AgentLaunch(
                id,
                attempt,
                worktree,
                folder,
                model,
                mode,
                limits,
                new AgentLaunch.Spent(0, 0),
                attempt == 1 ? null : id.value(),
                this::journal,
                options,
                this),
            this);
    return this;
  }

  /** Sends a prompt and waits for the end of its turn. */
  TurnEnded ask(String text) {
    int before = ends().size();
    send(text);
    await(h -> h.ends().size() > before);
    return ends().getLast();
  }

  /** Sends a prompt and returns at once. */
  void send(String text) {
    session().prompt(prompt(text, false));
  }

  void steer(String text) {
    session().steer(prompt(text, true));
  }

  AgentSession session() {
    if (session == null) {
      throw new IllegalStateException("not open");
    }
    return session;
  }

  private Prompt prompt(String text, boolean steer) {
    String promptId = "p" + ++prompts;
    event(new PromptSent(promptId, text, List.of(), PromptOrigin.USER, steer));
    return new Prompt(promptId, text, List.of());
  }

  /** Leaves the attempt as a crash would: nothing of it is told any more. */
  void crashTo(List<Recorded> what) {
    close();
    synchronized (this) {
      journal.clear();
      journal.addAll(what);
    }
  }

  synchronized List<Recorded> journal() {
    return List.copyOf(journal);
  }

  synchronized List<SessionEvent> events() {
    return journal.stream().map(Recorded::event).toList();
  }

  <T> List<T> events(Class<T> kind) {
    return events().stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  List<TurnEnded> ends() {
    return events(TurnEnded.class);
  }

  /** All tail text so far. */
  synchronized String tailText() {
    return String.join("", tails);
  }

  synchronized List<String> dropped() {
    return List.copyOf(dropped);
  }

  synchronized List<ActionRequest> asked() {
    return List.copyOf(asked);
  }

  /** Waits until it is so, or fails after a generous time. */
  synchronized void await(Predicate<AgentHarness> condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.test(this)) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw new AssertionError("It never came to that. Events: " + events());
      }
      try {
        wait(Math.max(1, left / 1_000_000));
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Override
  public synchronized void event(SessionEvent event) {
    if (event instanceof TurnStarted) {
      turn++;
    }
    SessionEvent stored = json.read(EventJson.kind(event), json.write(event));
    journal.add(new Recorded(id, journal.size() + 1, Instant.now(), turn, stored));
    if (event instanceof PromptQueued prompt) {
      queued.add(prompt);
    }
    if (!queued.isEmpty() && ends().size() == events(TurnStarted.class).size()) {
      PromptQueued next = queued.removeFirst(); // as a session does when a turn is over
      journal.add(
          new Recorded(
              id,
              journal.size() + 1,
              Instant.now(),
              turn,
              new PromptSent(next.promptId(), next.text(), List.of(), next.origin(), false)));
      session().prompt(new Prompt(next.promptId(), next.text(), List.of()));
    }
    notifyAll();
  }

  @Override
  public synchronized void tail(String tailId, TailKind kind, String delta) {
    tails.add(delta);
    notifyAll();
  }

  @Override
  public synchronized void tailDropped(String tailId) {
    dropped.add(tailId);
    notifyAll();
  }

  @Override
  public void raw(boolean fromAgent, String line) {}

  @Override
  public PermissionMode mode() {
    return mode;
  }

  @Override
  public CompletableFuture<Decision> request(ActionRequest action, List<Choice> choices) {
    CompletableFuture<Decision> decision = decide.apply(action);
    synchronized (this) {
      asked.add(action);
      open.put(action.requestId(), decision);
      notifyAll();
    }
    return decision;
  }

  @Override
  public CompletableFuture<@Nullable String> ask(
      String questionId, String text, List<String> choices, boolean several) {
    return CompletableFuture.completedFuture(choices.isEmpty() ? "yes" : choices.getFirst());
  }

  @Override
  public void withdraw(String requestOrQuestionId) {
    CompletableFuture<Decision> decision;
    synchronized (this) {
      decision = open.remove(requestOrQuestionId);
    }
    if (decision != null) {
      decision.complete(new Decision(false, "The request was withdrawn."));
    }
  }

  @Override
  public void close() {
    if (session != null) {
      session.close();
    }
  }
}
