package dev.muster.desktop.grid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.desktop.control.Tone;
import dev.muster.desktop.live.FakeFleet;
import dev.muster.engine.event.ObservedEvent.AgentStarted;
import dev.muster.engine.event.ObservedEvent.CheckpointMade;
import dev.muster.engine.event.ObservedEvent.SilenceNoticed;
import dev.muster.engine.event.ObservedEvent.TreeChanged;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.ToolKind;
import dev.muster.engine.event.ToolOutcome;
import dev.muster.engine.event.WorkEvent.ToolFinished;
import dev.muster.engine.event.WorkEvent.ToolStarted;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvidenceTest {
  private final FakeFleet fleet = new FakeFleet();
  private final SessionId id = fleet.addWorking("One");

  private void run(int exit, Long pid) {
    fleet.emit(
        id,
        new AgentStarted(1, pid, null, null, null),
        new ToolStarted("c1", ToolKind.RUN, "run", "npm test", "{}", List.of(), false, null),
        new ToolFinished("c1", ToolOutcome.OK, exit, 900, null, null, null, null));
  }

  private Evidence evidence() {
    var all = Evidence.of(fleet.snapshot(id), fleet.clock());
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  @Test
  void only_a_run_that_muster_saw_and_nothing_was_edited_after_is_green() {
    run(0, null);
    assertThat(evidence().tone()).isEqualTo(Tone.SUCCESS);
    assertThat(evidence().text()).isEqualTo("npm test exit 0 · after last edit");

    fleet.emit(
        id,
        new ToolStarted("c2", ToolKind.EDIT, "edit", "a.ts", "{}", List.of(), false, null),
        new ToolFinished("c2", ToolOutcome.OK, null, 3, null, 2, 0, null));
    assertThat(evidence().tone()).isEqualTo(Tone.INFO);
    assertThat(evidence().text()).isEqualTo("1 edit since npm test");
  }

  @Test
  void a_run_is_not_green_when_files_were_changed_by_anything_else_since() {
    run(0, null);
    fleet.emit(id, new CheckpointMade("refs/muster/s/1", "c1", "t1"));
    assertThat(evidence().tone()).isEqualTo(Tone.SUCCESS);
    fleet.emit(id, new TreeChanged("t2", List.of(), 1, 0));
    assertThat(evidence().tone()).isEqualTo(Tone.INFO);
    assertThat(evidence().text()).isEqualTo("files changed since: npm test");
  }

  @Test
  void an_agents_word_is_not_evidence() {
    run(0, 4711L);

    assertThat(evidence().tone()).isEqualTo(Tone.NEUTRAL);
  }

  @Test
  void a_failing_run_is_red() {
    run(1, null);

    assertThat(evidence().tone()).isEqualTo(Tone.DANGER);
  }

  @Test
  void silence_is_said() {
    fleet.emit(id, new SilenceNoticed(fleet.clock()));
    fleet.pass(180);

    assertThat(evidence().text()).isEqualTo("silent for 3m");
  }
}
