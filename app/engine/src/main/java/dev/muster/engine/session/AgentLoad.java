package dev.muster.engine.session;

import dev.muster.engine.host.TreeUsage;
import java.time.Duration;

/**
 * What an agent's process tree takes of the machine, as Muster measured it. Shown, not stored.
 *
 * @param residentBytes memory held now; 0 when it has no process, or none any more
 * @param cores processors kept busy since it was looked at before, as 0.35; 0 at the first look
 * @param processes how many belong to the tree now
 */
public record AgentLoad(long residentBytes, double cores, int processes) {
  /** There is no process, or the system does not tell. */
  public static final AgentLoad NONE = new AgentLoad(0, 0, 0);

  /** What two looks tell; {@code before} is unknown at the first. */
  static AgentLoad between(TreeUsage before, TreeUsage now, Duration passed) {
    if (!now.known() || now.processes() == 0) {
      return NONE;
    }
    Duration used = now.cpu().minus(before.cpu());
    // Where a child was never waited for, its time can be gone from the sum.
    boolean tells = before.known() && !used.isNegative() && passed.isPositive();
    double cores = tells ? (double) used.toNanos() / passed.toNanos() : 0;
    return new AgentLoad(now.residentBytes(), cores, now.processes());
  }
}
