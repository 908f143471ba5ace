package dev.muster.engine.session;

import dev.muster.engine.agent.AgentSession;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.host.TreeUsage;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/** Looks now and then at what each agent's processes take, and tells when that has changed. */
final class LoadWatch {
  private final BiConsumer<SessionId, AgentLoad> tell;
  private final Map<SessionId, Look> looks = new ConcurrentHashMap<>();

  private record Look(AgentSession agent, TreeUsage usage, long atNanos, AgentLoad told) {}

  LoadWatch(BiConsumer<SessionId, AgentLoad> tell) {
    this.tell = tell;
  }

  /** Looks at an agent; on a thread of its own, since it reads the process table. */
  void look(SessionId id, AgentSession agent) {
    Thread.ofVirtual().name("load " + id).start(() -> measure(id, agent));
  }

  private void measure(SessionId id, AgentSession agent) {
    TreeUsage usage = agent.usage();
    long now = System.nanoTime();
    Look before = looks.get(id);
    AgentLoad load =
        before != null && before.agent == agent
            ? AgentLoad.between(before.usage, usage, Duration.ofNanos(now - before.atNanos))
            : AgentLoad.between(TreeUsage.unknown(), usage, Duration.ZERO);
    looks.put(id, new Look(agent, usage, now, load));
    if (before == null ? !load.equals(AgentLoad.NONE) : !load.equals(before.told)) {
      tell.accept(id, load);
    }
  }

  /** There is no agent any more. */
  void gone(SessionId id) {
    Look before = looks.remove(id);
    if (before != null && !before.told.equals(AgentLoad.NONE)) {
      tell.accept(id, AgentLoad.NONE);
    }
  }
}
