package dev.muster.engine.agent.wire;

import dev.muster.engine.agent.AgentLaunch.Spent;
import dev.muster.engine.agent.AgentListener;
import dev.muster.engine.event.Limits;
import dev.muster.engine.event.MoneyEvent.UsageReported;
import dev.muster.engine.event.SessionEvent;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Passes on what an agent program tells, and counts what it uses of the session's tokens and money
 * on the way: such a program knows nothing of Muster's limits. Safe for any thread.
 */
public final class Metered implements AgentListener {
  private final AgentListener out;
  private final Limits limits;
  private final Runnable reached;
  private long tokens;
  private long costMicros;
  private @Nullable String limit;

  /**
   * Counts from here on.
   *
   * @param before what the session had used
   * @param reached run once, when a limit is reached by what is told; on a thread of its own
   */
  public Metered(AgentListener out, Limits limits, Spent before, Runnable reached) {
    this.out = out;
    this.limits = limits;
    this.reached = reached;
    this.tokens = before.tokens();
    this.costMicros = before.costMicros();
    this.limit = over();
  }

  /** Which limit is reached, a sentence for a person; null while there is none. */
  public synchronized @Nullable String limit() {
    return limit;
  }

  private @Nullable String over() {
    Long mostTokens = limits.tokens();
    Long mostMoney = limits.costMicros();
    if (mostTokens != null && tokens >= mostTokens) {
      return String.format(
          Locale.ROOT,
          "The token limit of %,d is reached (%,d used). The work is kept; raise the limit to go"
              + " on.",
          mostTokens,
          tokens);
    }
    if (mostMoney != null && costMicros >= mostMoney) {
      return String.format(
          Locale.ROOT,
          "The money limit of $%.2f is reached ($%.2f used). The work is kept; raise the limit to"
              + " go on.",
          mostMoney / 1e6,
          costMicros / 1e6);
    }
    return null;
  }

  private synchronized boolean count(UsageReported used) {
    tokens += used.input() + used.output() + used.cacheRead() + used.cacheWrite();
    Long cost = used.costMicros();
    costMicros += cost == null ? 0 : cost;
    boolean before = limit != null;
    limit = over();
    return limit != null && !before;
  }

  @Override
  public void event(SessionEvent event) {
    out.event(event);
    if (event instanceof UsageReported used && count(used)) {
      Thread.ofVirtual().name("muster-limit").start(reached);
    }
  }

  @Override
  public void tail(String id, TailKind kind, String delta) {
    out.tail(id, kind, delta);
  }

  @Override
  public void tailDropped(String id) {
    out.tailDropped(id);
  }

  @Override
  public void raw(boolean fromAgent, String line) {
    out.raw(fromAgent, line);
  }
}
