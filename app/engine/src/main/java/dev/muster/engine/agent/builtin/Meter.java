package dev.muster.engine.agent.builtin;

import dev.muster.engine.agent.AgentLaunch.Spent;
import dev.muster.engine.agent.AgentListener;
import dev.muster.engine.agent.builtin.model.ModelInfo;
import dev.muster.engine.agent.builtin.model.ModelTurn;
import dev.muster.engine.agent.builtin.model.Prices;
import dev.muster.engine.agent.builtin.model.Usage;
import dev.muster.engine.event.Limits;
import dev.muster.engine.event.MoneyEvent.UsageReported;
import dev.muster.engine.event.OutcomeEvent.Level;
import dev.muster.engine.event.OutcomeEvent.Noted;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Counts tokens and money, tells of them after every answer, and says when a limit is reached. */
final class Meter {
  private final Limits limits;
  private final Prices prices;
  private final AgentListener out;
  private final long contextWindow;
  private long tokens;
  private long costMicros;
  private long context;
  private boolean saidUncounted;
  private boolean saidUnpriced;

  /**
   * Goes on counting where the session stands.
   *
   * @param contextWindow tokens that fit as the settings say; 0 to go by the table of models
   */
  Meter(Limits limits, Spent spent, Prices prices, long contextWindow, AgentListener out) {
    this.limits = limits;
    this.prices = prices;
    this.contextWindow = contextWindow;
    this.out = out;
    tokens = spent.tokens();
    costMicros = spent.costMicros();
  }

  /**
   * Counts an answer and tells of it.
   *
   * @param asked the model that was asked for: answers may name a dated one
   * @param sentChars characters sent, for an estimate where the server counts nothing
   */
  void count(String asked, ModelTurn answer, long sentChars) {
    Usage usage = answer.usage();
    if (usage == null) {
      estimate(asked, answer, sentChars);
      return;
    }
    OptionalLong cost = prices.costMicros(asked, usage);
    if (cost.isEmpty() && limits.costMicros() != null && !saidUnpriced) {
      saidUnpriced = true;
      note(
          "What "
              + asked
              + " costs is not known, so the money limit cannot stop this session. Set a token"
              + " limit, or a price in config.toml.");
    }
    tokens += usage.context();
    costMicros += cost.orElse(0);
    context = usage.context();
    long size = contextSize(asked);
    out.event(
        new UsageReported(
            asked,
            usage.input(),
            usage.output(),
            usage.cacheRead(),
            usage.cacheWrite(),
            cost.isPresent() ? cost.getAsLong() : null,
            context,
            size == 0 ? null : size));
  }

  private void estimate(String asked, ModelTurn answer, long sentChars) {
    long guess = (sentChars + Conversation.chars(answer.content())) / 4;
    tokens += guess;
    context = guess;
    if (!saidUncounted) {
      saidUncounted = true;
      note(
          "The server does not report tokens for "
              + asked
              + ". Limits go by an estimate of four characters a token; no cost is known.");
    }
  }

  /** How many tokens fit; 0 when that is not known. */
  long contextSize(String model) {
    return contextWindow > 0
        ? contextWindow
        : prices.find(model).map(ModelInfo::contextWindow).orElse(0L);
  }

  /** Tokens in the conversation after the last answer, with what was added since. */
  long contextWith(long addedChars) {
    context += addedChars / 4;
    return context;
  }

  /** The conversation was shortened to about this many tokens. */
  void shortened(long tokensNow) {
    context = tokensNow;
  }

  long context() {
    return context;
  }

  /** Why the session must stop here; null when it need not. */
  @Nullable Ending limitReached() {
    if (limits.tokens() != null && tokens >= limits.tokens()) {
      return Ending.limit(
          String.format(
              Locale.ROOT,
              "The token limit of %,d is reached (%,d used). The work is kept; raise the limit to"
                  + " go on.",
              limits.tokens(),
              tokens));
    }
    if (limits.costMicros() != null && costMicros >= limits.costMicros()) {
      return Ending.limit(
          String.format(
              Locale.ROOT,
              "The money limit of $%.2f is reached ($%.2f used). The work is kept; raise the limit"
                  + " to go on.",
              limits.costMicros() / 1e6,
              costMicros / 1e6));
    }
    return null;
  }

  private void note(String text) {
    out.event(new Noted(Level.WARNING, text, null));
  }
}
