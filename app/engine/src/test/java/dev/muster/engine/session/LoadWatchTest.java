package dev.muster.engine.session;

import static dev.muster.engine.host.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.agent.AgentSession;
import dev.muster.engine.agent.Prompt;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.host.LocalHost;
import dev.muster.engine.host.ProcessSpec;
import dev.muster.engine.host.RunningProcess;
import dev.muster.engine.host.TreeUsage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadWatchTest {
  private static final SessionId SESSION = new SessionId("sessiona");

  @TempDir Path folder;
  private final List<AgentLoad> told = new CopyOnWriteArrayList<>();
  private final LoadWatch watch = new LoadWatch((id, load) -> told.add(load));

  /** An agent with this process, or with none. */
  private record Agent(TreeUsage fixed, RunningProcess process) implements AgentSession {
    @Override
    public TreeUsage usage() {
      return process == null ? fixed : process.usage();
    }

    @Override
    public void prompt(Prompt prompt) {}

    @Override
    public void steer(Prompt prompt) {}

    @Override
    public void interrupt() {}

    @Override
    public void close() {}
  }

  @Test
  void memory_and_processor_of_a_real_process_are_told_and_its_end_too() throws Exception {
    try (LocalHost host = new LocalHost()) {
      RunningProcess busy =
          host.start(ProcessSpec.of(folder, "/bin/sh", "-c", "while :; do :; done"));
      Agent agent = new Agent(TreeUsage.unknown(), busy);

      until(
          "it was seen at work",
          () -> {
            watch.look(SESSION, agent);
            return told.stream().anyMatch(load -> load.cores() > 0.05 && load.processes() > 0);
          });
      assertThat(told.getLast().residentBytes()).isPositive();

      watch.gone(SESSION);
      assertThat(told.getLast()).isEqualTo(AgentLoad.NONE);
    }
  }

  @Test
  void an_agent_without_a_process_is_never_told_of() {
    Agent agent = new Agent(TreeUsage.unknown(), null);
    watch.look(SESSION, agent);
    watch.gone(SESSION);

    assertThat(told).isEmpty();
  }

  @Test
  void the_processors_kept_busy_come_from_two_looks() {
    TreeUsage one = new TreeUsage(true, Duration.ofSeconds(10), 5_000, 0, 2, Set.of());
    TreeUsage two = new TreeUsage(true, Duration.ofMillis(11_500), 6_000, 0, 3, Set.of());

    assertThat(AgentLoad.between(one, two, Duration.ofSeconds(2)))
        .isEqualTo(new AgentLoad(6_000, 0.75, 3));
    assertThat(AgentLoad.between(TreeUsage.unknown(), two, Duration.ZERO))
        .isEqualTo(new AgentLoad(6_000, 0, 3));
    // A child that was never waited for takes its time with it.
    assertThat(AgentLoad.between(two, one, Duration.ofSeconds(2)).cores()).isZero();
  }
}
