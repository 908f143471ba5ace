package dev.muster.engine;

import dev.muster.engine.host.Capture;
import dev.muster.engine.host.Finished;
import dev.muster.engine.host.Host;
import dev.muster.engine.host.HostException;
import dev.muster.engine.host.HostFacts;
import dev.muster.engine.host.ProcessId;
import dev.muster.engine.host.ProcessSpec;
import dev.muster.engine.host.RunningProcess;
import dev.muster.engine.store.Processes;
import dev.muster.engine.store.Processes.Running;
import java.time.Duration;

/**
 * A host that writes down every lasting process it starts before handing it out, so that the next
 * start finds what a crash left behind. Short commands of Muster's own are not written down: they
 * end with Muster.
 */
final class WatchedHost implements Host {
  private final Host host;
  private final Processes processes;

  WatchedHost(Host host, Processes processes) {
    this.host = host;
    this.processes = processes;
  }

  @Override
  public String name() {
    return host.name();
  }

  @Override
  public RunningProcess start(ProcessSpec spec) throws HostException {
    RunningProcess process = host.start(spec);
    if (spec.lifetime() == ProcessSpec.Lifetime.GUARDED) {
      ProcessId id = process.id();
      try {
        processes.record(new Running(id.pid(), id.text()));
      } catch (RuntimeException unrecorded) {
        // Nothing runs unwatched: what the next start could not find does not run.
        process.end(Duration.ofSeconds(2));
        throw new HostException(
            "The process was ended at once, because it could not be written down: "
                + unrecorded.getMessage(),
            unrecorded);
      }
      process
          .exit()
          .whenCompleteAsync(
              (exit, failure) -> processes.remove(id.pid()),
              task -> Thread.ofVirtual().name("forget process").start(task));
    }
    return process;
  }

  @Override
  public Finished run(ProcessSpec spec, Duration limit, Capture capture) throws HostException {
    return host.run(spec, limit, capture);
  }

  @Override
  public HostFacts probe() throws HostException {
    return host.probe();
  }

  @Override
  public void close() {
    host.close();
  }
}
