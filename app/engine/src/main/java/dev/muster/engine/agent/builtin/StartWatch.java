package dev.muster.engine.agent.builtin;

import dev.muster.engine.agent.AgentListener;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.WorkEvent.ToolStarted;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/**
 * Tells when a tool call has been told as started. With it, calls that run at the same time still
 * stand in the journal in the order the model gave them, so that a conversation built from the
 * journal is the one that was led. Safe for any thread.
 */
final class StartWatch implements AgentListener {
  private final AgentListener out;
  private final Map<String, CountDownLatch> awaited = new ConcurrentHashMap<>();

  StartWatch(AgentListener out) {
    this.out = out;
  }

  /** Opens once this call was told as started, or {@link #over} was said of it. */
  CountDownLatch expect(String callId) {
    return awaited.computeIfAbsent(callId, _ -> new CountDownLatch(1));
  }

  /** The call is over, started or not. */
  void over(String callId) {
    CountDownLatch latch = awaited.remove(callId);
    if (latch != null) {
      latch.countDown();
    }
  }

  @Override
  public void event(SessionEvent event) {
    out.event(event);
    if (event instanceof ToolStarted started) {
      over(started.callId());
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
