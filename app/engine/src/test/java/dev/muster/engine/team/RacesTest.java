package dev.muster.engine.team;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.GreetingFixture;
import dev.muster.engine.agent.builtin.model.ScriptedReply;
import dev.muster.engine.event.ClosedAs;
import dev.muster.engine.event.OutcomeEvent.Noted;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.session.CommandRun;
import dev.muster.engine.session.SessionSnapshot;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Three sessions of the Muster agent, two of them on one task, in a whole engine. */
class RacesTest extends GreetingFixture {
  private static final String TASK = "Mend the greeting\nand say so";

  @Test
  void a_check_that_was_green_does_not_stay_green_when_a_command_changes_the_files()
      throws Exception {
    SessionId one =
        session(
            TASK,
            run("c1", "sh -n greet.sh"),
            run("c2", "sed -i s/helo/hello/ greet.sh"),
            ScriptedReply.text("Done."));
    assertThat(done(engine.races().facts(one)).runs())
        .extracting(CommandRun::command, CommandRun::editsSince, CommandRun::current)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("sed -i s/helo/hello/ greet.sh", 0, true),
            org.assertj.core.groups.Tuple.tuple("sh -n greet.sh", 0, false));
    assertThat(engine.fleet().session(one).orElseThrow().lastRun().current()).isTrue();
    String checked = done(engine.races().facts(one)).runs().getFirst().tree();
    assertThat(engine.fleet().session(one).orElseThrow().changes().treeHash()).isEqualTo(checked);
  }

  @Test
  void the_same_first_prompt_makes_a_race_whose_others_are_dropped_and_can_be_brought_back()
      throws Exception {
    SessionId one =
        session(
            TASK,
            run("c1", "sh -n greet.sh"),
            edit("c2", "helo", "hello"),
            run("c3", "sh greet.sh"),
            run("c4", "test -f none"),
            ScriptedReply.text("Done."));
    SessionId two = session(TASK, edit("c1", "helo", "hallo"), ScriptedReply.text("Done."));
    SessionId other = session("Something else", ScriptedReply.text("Done."));
    Race race = done(engine.races().of(one));
    assertThat(race.task()).isEqualTo(TASK);
    assertThat(race.sessions()).containsExactly(one, two);
    assertThat(done(engine.races().of(other)).sessions()).containsExactly(other);

    RaceFacts facts = done(engine.races().facts(one));
    assertThat(facts.turns()).isEqualTo(1);
    assertThat(facts.runs())
        .extracting(
            CommandRun::command, CommandRun::exitCode, CommandRun::editsSince, CommandRun::observed)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("test -f none", 1, 0, true),
            org.assertj.core.groups.Tuple.tuple("sh greet.sh", 0, 0, true),
            org.assertj.core.groups.Tuple.tuple("sh -n greet.sh", 0, 1, true));

    Races.Picked picked = done(engine.races().pick(one, List.of(two)));
    assertThat(picked.problems()).isEmpty();
    assertThat(picked.dropped()).containsExactly(two);
    SessionSnapshot dropped = engine.fleet().session(two).orElseThrow();
    assertThat(dropped.closedAs()).isEqualTo(ClosedAs.DROPPED);
    assertThat(repository.git("show", "refs/muster/archive/" + two + ":greet.sh"))
        .isEqualTo("echo hallo\n");
    assertThat(
            engine.journal().ofKinds(one, java.util.Set.of(Noted.class.getSimpleName())).stream()
                .map(recorded -> ((Noted) recorded.event()).text()))
        .anyMatch(
            text ->
                text.contains("Picked out of 2 sessions")
                    && text.contains("git branch NAME refs/muster/archive/" + two));
    assertThat(done(engine.races().of(one)).sessions()).containsExactly(one);
  }

  @Test
  void one_that_cannot_be_dropped_is_named_and_stays() throws Exception {
    SessionId one = session(TASK, ScriptedReply.text("Done."));
    SessionId two = session(TASK, ScriptedReply.text("Done."));
    done(engine.fleet().close(two, ClosedAs.KEPT));
    Races.Picked picked = done(engine.races().pick(one, List.of(two)));
    assertThat(picked.dropped()).isEmpty();
    assertThat(picked.problems()).hasSize(1);
    assertThat(engine.fleet().session(two).orElseThrow().closedAs()).isEqualTo(ClosedAs.KEPT);
  }
}
