package dev.muster.engine.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.event.ObservedEvent.AgentStarted;
import dev.muster.engine.event.ObservedEvent.CheckRan;
import dev.muster.engine.event.ObservedEvent.FileDelta;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.ToolKind;
import dev.muster.engine.event.ToolOutcome;
import dev.muster.engine.event.WorkEvent.ToolFinished;
import dev.muster.engine.event.WorkEvent.ToolStarted;
import dev.muster.engine.session.SessionSnapshot.Changes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PullRequestTextTest {
  private final List<Recorded> story = new ArrayList<>();
  private final Changes changes =
      new Changes(
          "t1",
          List.of(
              new FileDelta("a`b.txt", null, 'M', 2, 1),
              new FileDelta("p.png", null, 'A', null, null)),
          2,
          1);

  private void tell(SessionEvent event) {
    long seq = story.size() + 1L;
    story.add(new Recorded(new SessionId("stest00001"), seq, Instant.EPOCH, 1, event));
  }

  private void ran(String command, int exit) {
    String call = "c" + story.size();
    tell(new ToolStarted(call, ToolKind.RUN, "run", command, "{}", List.of(), false, null));
    tell(new ToolFinished(call, ToolOutcome.OK, exit, 5, null, null, null, null));
  }

  private void edited() {
    String call = "c" + story.size();
    tell(new ToolStarted(call, ToolKind.EDIT, "edit", "a.txt", "{}", List.of(), false, null));
    tell(new ToolFinished(call, ToolOutcome.OK, null, 5, null, null, null, null));
  }

  private String body() {
    return PullRequestText.body("", changes, story, ReviewState.EMPTY);
  }

  @Test
  void only_what_ran_after_the_last_edit_is_told_each_command_once_as_it_ended_last() {
    tell(new AgentStarted(1, null, null, null, null));
    ran("npm run old", 0);
    edited();
    ran("npm test", 1);
    ran("npm test", 0);
    assertThat(body())
        .contains("- `npm test`: exit 0, seen by Muster")
        .doesNotContain("exit 1")
        .doesNotContain("old");
    edited();
    assertThat(body()).doesNotContain("What ran");
  }

  @Test
  void what_a_program_of_its_own_reports_is_told_as_its_word() {
    tell(new AgentStarted(1, 4711L, Instant.EPOCH, null, null));
    ran("npm test", 0);
    assertThat(body()).contains("- `npm test`: exit 0, as the agent reports it");
  }

  @Test
  void a_check_counts_for_these_very_files_only() {
    tell(new CheckRan("lint", "npm run lint", 0, "t1", 5, null));
    tell(new CheckRan("types", "tsc", 0, "t0", 5, null));
    assertThat(body()).contains("- `npm run lint`: exit 0, run by Muster").doesNotContain("tsc");
  }

  @Test
  void names_and_commands_cannot_break_out_of_their_marks() {
    ran("echo `id`\n# Not a heading", 0);
    assertThat(body())
        .contains("- `` a`b.txt `` (+2 −1)")
        .contains("- `p.png` (binary)")
        .contains("- `` echo `id` # Not a heading ``: exit 0");
  }
}
