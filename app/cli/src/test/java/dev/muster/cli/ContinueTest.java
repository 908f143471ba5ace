package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.event.LifeEvent.StateChanged;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.store.SessionRow;
import dev.muster.engine.store.Store;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** {@code muster run --like}, {@code --summary-of} and {@code muster resume}. */
@DisabledOnOs(OS.WINDOWS)
class ContinueTest extends CliFixture {
  private SessionRow looked(String task) throws Exception {
    Typed typed = Typed.nobody();
    assertThat(
            muster(
                typed,
                "run",
                task,
                "--agent",
                "rehearsal",
                "--pace",
                "0",
                "--repo",
                checkout().toString()))
        .as(typed.err())
        .isZero();
    return rows().stream().filter(row -> row.title().equals(task)).findFirst().orElseThrow();
  }

  private int of(Typed typed, String... args) throws Exception {
    return muster(typed, args);
  }

  @Test
  void a_prompt_is_given_again_and_a_summary_goes_with_a_new_one() throws Exception {
    String id = looked("Look at this").id().value();
    Typed typed = Typed.nobody();
    assertThat(of(typed, "run", "--like", id, "--agent", "rehearsal")).as(typed.err()).isZero();
    assertThat(rows()).filteredOn(row -> row.title().equals("Look at this")).hasSize(2);

    typed = Typed.nobody();
    assertThat(of(typed, "run", "--summary-of", id, "Look again", "--begin-with", "base"))
        .as(typed.err())
        .isZero();
    assertThat(typed.out()).contains("Rebuilt from the journal: with this goes an account");
  }

  @Test
  void what_does_not_go_together_is_refused_and_nothing_is_begun() throws Exception {
    for (String[] args :
        List.of(
            new String[] {"run", "--like", "s1", "a task"},
            new String[] {"run", "--like", "s1", "--title", "t"},
            new String[] {"run", "--summary-of", "s1"},
            new String[] {"run", "--like", "s1", "--summary-of", "s2"},
            new String[] {"run", "--like", "s1", "--begin-with", "moon"},
            new String[] {"run", "a task", "--begin-with", "tip"},
            new String[] {"resume"},
            new String[] {"resume", "s1", "--all"})) {
      Typed typed = Typed.nobody();
      assertThat(of(typed, args)).as(String.join(" ", args)).isEqualTo(Exit.BAD_USAGE);
      assertThat(typed.err()).isNotBlank();
    }
    assertThat(rows()).isEmpty();
  }

  @Test
  void all_that_was_cut_short_is_resumed_and_followed() throws Exception {
    Typed nothing = Typed.nobody();
    assertThat(of(nothing, "resume", "--all")).isZero();
    assertThat(nothing.err()).contains("there is nothing to resume");
    List<SessionRow> cut = List.of(looked("Look here"), looked("Look there"));
    try (Store store = Store.open(folder, Clock.systemUTC())) {
      for (SessionRow row : cut) {
        store
            .journal()
            .append(
                row.id(),
                1,
                new StateChanged(SessionState.READY, SessionState.LOST, "Muster ended.", null))
            .join();
      }
    }
    Typed typed = Typed.nobody();
    assertThat(of(typed, "resume", "--all")).as(typed.err()).isZero();
    for (SessionRow row : cut) {
      assertThat(typed.out()).contains("done: session " + row.id()).contains(row.id() + "  ");
    }
    assertThat(typed.out()).contains("own conversation");
    assertThat(rows()).allMatch(row -> row.state() == SessionState.READY && row.turns() == 2);
  }
}
