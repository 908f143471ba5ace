package dev.muster.engine.agent.wire;

import static dev.muster.engine.host.Eventually.until;

import dev.muster.engine.agent.Agent;
import dev.muster.engine.agent.AgentException;
import dev.muster.engine.agent.AgentLaunch;
import dev.muster.engine.agent.AgentListener;
import dev.muster.engine.agent.AgentSession;
import dev.muster.engine.agent.Gate;
import dev.muster.engine.agent.Prompt;
import dev.muster.engine.event.Limits;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.policy.ActionRequest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Stands where a session stands: keeps what an attempt tells and answers what it asks. */
public final class FakeSession implements AgentListener, Gate {
  public final List<SessionEvent> events = new CopyOnWriteArrayList<>();
  public final List<ActionRequest> asked = new CopyOnWriteArrayList<>();
  public final List<List<Choice>> choices = new CopyOnWriteArrayList<>();
  public final List<String> raw = new CopyOnWriteArrayList<>();
  public volatile Function<ActionRequest, Decision> decide = _ -> new Decision(true, null);
  public volatile @Nullable String answer;
  public final List<String> tails = new CopyOnWriteArrayList<>();
  public @Nullable String resume;
  public Map<String, String> options = Map.of();
  public Limits limits = Limits.NONE;
  private int prompts;

  public AgentSession open(Agent agent, Path worktree) throws AgentException {
    return agent.open(
        new AgentLaunch(
            SessionId.create(Instant.now()),
            1,
            worktree,
            worktree,
            null,
            PermissionMode.SUGGEST,
            limits,
            new AgentLaunch.Spent(0, 0),
            resume,
            List::of,
            options,
            this),
        this);
  }

  public Prompt prompt(String text) {
    return new Prompt("p" + ++prompts, text, List.of());
  }

  public <T extends SessionEvent> List<T> all(Class<T> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  public <T extends SessionEvent> T first(Class<T> kind) throws Exception {
    until("a " + kind.getSimpleName(), () -> !all(kind).isEmpty());
    return all(kind).getFirst();
  }

  @Override
  public void event(SessionEvent event) {
    events.add(event);
  }

  @Override
  public void tail(String id, TailKind kind, String delta) {
    tails.add(delta);
  }

  @Override
  public void tailDropped(String id) {}

  @Override
  public void raw(boolean fromAgent, String line) {
    raw.add((fromAgent ? "< " : "> ") + line.substring(0, Math.min(2_000, line.length())));
  }

  @Override
  public PermissionMode mode() {
    return PermissionMode.SUGGEST;
  }

  @Override
  public CompletableFuture<Decision> request(ActionRequest action, List<Choice> offered) {
    asked.add(action);
    choices.add(offered);
    return CompletableFuture.supplyAsync(() -> decide.apply(action));
  }

  @Override
  public CompletableFuture<@Nullable String> ask(
      String questionId, String text, List<String> options, boolean several) {
    return CompletableFuture.completedFuture(answer);
  }

  @Override
  public void withdraw(String requestOrQuestionId) {}
}
