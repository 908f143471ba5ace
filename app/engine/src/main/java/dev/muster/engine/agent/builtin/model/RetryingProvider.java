package dev.muster.engine.agent.builtin.model;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Tries a request again as a {@link RetryPolicy} says, and announces each pause before it starts.
 */
public final class RetryingProvider implements ModelProvider {
  private final ModelProvider provider;
  private final RetryPolicy policy;
  private final InstantSource clock;
  private final RandomGenerator chance;

  public RetryingProvider(
      ModelProvider provider, RetryPolicy policy, InstantSource clock, RandomGenerator chance) {
    this.provider = provider;
    this.policy = policy;
    this.clock = clock;
    this.chance = chance;
  }

  @Override
  public String id() {
    return provider.id();
  }

  @Override
  public String label() {
    return provider.label();
  }

  @Override
  public ApiKind api() {
    return provider.api();
  }

  @Override
  public String defaultModel() {
    return provider.defaultModel();
  }

  @Override
  public List<String> models(Cancel cancel) throws ModelException, InterruptedException {
    return provider.models(cancel);
  }

  @Override
  public ModelTurn stream(ModelRequest request, ModelListener listener, Cancel cancel)
      throws ModelException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      Counting counting = new Counting(listener);
      try {
        return provider.stream(request, counting, cancel);
      } catch (ModelException e) {
        Optional<Duration> pause = policy.pause(attempt, e, chance);
        if (cancel.isCancelled()) {
          throw ModelException.cancelled();
        }
        if (pause.isEmpty()) {
          throw e.retryable() ? givenUp(e, attempt) : e;
        }
        listener.on(
            new ModelEvent.RetryAnnounced(
                attempt,
                policy.maxAttempts(),
                e.sentence(),
                clock.instant().plus(pause.get()),
                counting.shown));
        if (cancel.await(pause.get())) {
          throw ModelException.cancelled();
        }
      }
    }
  }

  private ModelException givenUp(ModelException last, int attempts) {
    boolean tooLong =
        last.retryAfter().filter(wait -> wait.compareTo(policy.longestWait()) > 0).isPresent();
    String why =
        tooLong
            ? " It asks to wait longer than Muster waits on its own. Send the prompt again later."
            : attempts == 1
                ? ""
                : " Muster tried " + attempts + " times. Send the prompt again to go on.";
    return new ModelException(
        last.failure(), last.sentence() + why, last.retryAfter().orElse(null), last.status(), last);
  }

  /** Passes events on and counts the characters a failed attempt has shown. */
  private static final class Counting implements ModelListener {
    private final ModelListener next;
    private int shown;

    Counting(ModelListener next) {
      this.next = next;
    }

    @Override
    public void on(ModelEvent event) {
      switch (event) {
        case ModelEvent.TextDelta delta -> shown += delta.text().length();
        case ModelEvent.ThinkingDelta delta -> shown += delta.text().length();
        case ModelEvent.ToolCallStarted _,
            ModelEvent.ToolCallArguments _,
            ModelEvent.ToolCallComplete _,
            ModelEvent.UsageUpdated _,
            ModelEvent.RetryAnnounced _ -> {}
      }
      next.on(event);
    }

    @Override
    public void raw(boolean fromModel, String line) {
      next.raw(fromModel, line);
    }
  }
}
