package dev.muster.engine.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.engine.GreetingFixture;
import dev.muster.engine.agent.builtin.model.ScriptedReply;
import dev.muster.engine.event.OutcomeEvent.Committed;
import dev.muster.engine.event.OutcomeEvent.LandingUndone;
import dev.muster.engine.event.OutcomeEvent.Merged;
import dev.muster.engine.event.OutcomeEvent.Noted;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.git.Forecast;
import dev.muster.engine.git.Git;
import dev.muster.engine.git.Landed;
import dev.muster.engine.git.LandingPlan;
import dev.muster.engine.git.LandingWay;
import dev.muster.engine.git.Moving;
import dev.muster.engine.git.Repository;
import dev.muster.engine.git.Resolution;
import dev.muster.engine.git.SessionForecast;
import dev.muster.engine.host.LocalHost;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Landing what the Muster agent really made, in a whole engine. */
class SessionLandingsTest extends GreetingFixture {

  @Test
  void a_landing_is_planned_done_told_and_taken_back_and_the_dirty_checkout_stays()
      throws Exception {
    SessionId id = greeting("Mend the greeting", "hello");
    repository.git("switch", "--quiet", "-c", "mine");
    repository.write("greet.sh", "echo helo there\n");
    repository.write("notes.txt", "mine\n");
    repository.git("add", "notes.txt");
    Map<String, String> before = repository.everythingOfTheUser();
    String main = repository.git("rev-parse", "main");

    assertThat(done(engine.landings().targets(id))).startsWith("main", "mine");
    String message = done(engine.landings().message(id));
    assertThat(message).isEqualTo("Mend the greeting\n");
    LandingPlan plan = done(engine.landings().plan(id, "main", LandingWay.SQUASH, message));
    assertThat(plan.ready()).isTrue();
    assertThat(plan.possible()).contains(Moving.BRANCH);
    assertThat(repository.git("rev-parse", "main")).isEqualTo(main);

    Landed landed = done(engine.landings().land(id, plan, Moving.BRANCH));
    assertThat(repository.git("show", "main:greet.sh")).contains("hello");
    assertThat(repository.git("log", "-1", "--format=%B", "main")).contains("Mend the greeting");
    assertThat(events(id))
        .anyMatch(Committed.class::isInstance)
        .contains(new Merged("main", landed.after(), "squash"));

    Landed undone = done(engine.landings().undo(id, landed, false));
    assertThat(undone.undone()).isTrue();
    assertThat(repository.git("rev-parse", "main")).isEqualTo(main);
    assertThat(events(id)).contains(new LandingUndone("main", landed.after()));
    assertThat(repository.everythingOfTheUser()).usingRecursiveComparison().isEqualTo(before);
  }

  @Test
  void two_that_change_the_same_lines_are_foretold_and_the_second_goes_back_to_its_agent()
      throws Exception {
    SessionId one = greeting("One", "hello");
    SessionId two = greeting("Two", "hi");
    repository.git("switch", "--quiet", "-c", "mine");
    Forecast forecast = done(engine.landings().forecast(one, "main"));
    assertThat(forecast.overlapsOf(one.value())).hasSize(1);
    assertThat(forecast.of(two.value()).orElseThrow().outcome())
        .isEqualTo(SessionForecast.Outcome.CLEAN);

    LandingPlan first = done(engine.landings().plan(one, "main", LandingWay.MERGE, "One"));
    done(engine.landings().land(one, first, Moving.BRANCH));
    assertThatThrownBy(() -> done(engine.landings().land(one, first, Moving.BRANCH)))
        .hasMessageContaining("Nothing was landed");

    LandingPlan second = done(engine.landings().plan(two, "main", LandingWay.MERGE, "Two"));
    assertThat(second.outcome()).isEqualTo(LandingPlan.Outcome.CONFLICTS);
    assertThat(done(engine.landings().forecast(one, "main")).of(two.value()).orElseThrow())
        .matches(f -> f.outcome() == SessionForecast.Outcome.CONFLICTS && f.behind() > 0);
    server.script(ScriptedReply.text("I shall see."));
    done(engine.landings().handBack(two, second));
    person.await(two, s -> s.state() == SessionState.READY && s.turn() == 2);
    assertThat(server.requests().getLast().body().path("messages").toString())
        .contains("greet.sh: ", "git merge " + second.targetBefore());
  }

  @Test
  void what_was_landed_and_not_told_any_more_is_told_at_the_next_start() throws Exception {
    SessionId id = greeting("Mend it", "hello");
    repository.git("switch", "--quiet", "-c", "mine");
    LandingPlan plan = done(engine.landings().plan(id, "main", LandingWay.REBASE, "Mend it"));
    // As when Muster dies after git has done it.
    Landed landed;
    try (LocalHost host = new LocalHost()) {
      landed =
          Repository.open(Git.on(host), repository.root()).landings().land(plan, Moving.BRANCH);
    }
    assertThat(events(id)).noneMatch(Merged.class::isInstance);
    reopen();
    assertThat(done(engine.landings().interrupted())).isEmpty();
    assertThat(events(id)).contains(new Merged("main", landed.after(), "rebase"));
    assertThat(done(engine.landings().interrupted())).isEmpty();
    assertThat(events(id)).filteredOn(Merged.class::isInstance).hasSize(1);
  }

  /** A landing as a killed Muster leaves it after the branch had moved, and the engine anew. */
  private Landed killedWhileLanding(SessionId id) throws Exception {
    repository.git("switch", "--quiet", "-c", "mine");
    LandingPlan plan = done(engine.landings().plan(id, "main", LandingWay.SQUASH, "Mend it"));
    Landed landed;
    try (LocalHost host = new LocalHost()) {
      landed =
          Repository.open(Git.on(host), repository.root()).landings().land(plan, Moving.BRANCH);
    }
    repository.git("update-ref", "refs/muster/landing/" + id, landed.ref());
    repository.git("update-ref", "-d", landed.ref());
    reopen();
    return landed;
  }

  @Test
  void a_landing_cut_short_is_told_at_the_next_start_and_finished() throws Exception {
    SessionId id = greeting("Mend it", "hello");
    Landed landed = killedWhileLanding(id);
    SessionLandings.Interrupted found = done(engine.landings().interrupted()).getFirst();
    assertThat(found.session()).isEqualTo(id);
    assertThat(found.what().sentence()).contains("only the note of it is missing");
    assertThat(done(engine.landings().finish(found)).after()).isEqualTo(landed.after());
    assertThat(done(engine.landings().interrupted())).isEmpty();
    assertThat(events(id))
        .contains(new Merged("main", landed.after(), "squash"))
        .anyMatch(event -> event instanceof Noted note && note.text().endsWith("It was finished."));
    assertThatThrownBy(() -> done(engine.landings().finish(found)))
        .hasMessageContaining("finished or undone in the meantime");
  }

  @Test
  void a_landing_cut_short_is_taken_back_and_told_as_undone() throws Exception {
    SessionId id = greeting("Mend it", "hello");
    String before = repository.git("rev-parse", "main");
    Landed landed = killedWhileLanding(id);
    done(engine.landings().takeBack(done(engine.landings().interrupted()).getFirst()));
    assertThat(repository.git("rev-parse", "main")).isEqualTo(before);
    assertThat(done(engine.landings().interrupted())).isEmpty();
    assertThat(events(id))
        .contains(new LandingUndone("main", landed.after()))
        .anyMatch(event -> event instanceof Noted note && note.text().contains("was taken back"));
    assertThat(done(engine.landings().landings(id))).allMatch(Landed::undone);
  }

  @Test
  void a_conflict_is_shown_with_who_made_it_resolved_and_then_landed_beside_the_dirty_checkout()
      throws Exception {
    SessionId one = greeting("One", "hello");
    SessionId two = greeting("Two", "hi");
    repository.git("switch", "--quiet", "-c", "mine");
    repository.write("greet.sh", "echo mine\n");
    LandingPlan first = done(engine.landings().plan(one, "main", LandingWay.SQUASH, "One"));
    done(engine.landings().land(one, first, Moving.BRANCH));
    Map<String, String> before = repository.everythingOfTheUser();
    LandingPlan stuck = done(engine.landings().plan(two, "main", LandingWay.SQUASH, "Two"));
    SessionConflicts.Shown shown =
        done(engine.conflicts().show(two, stuck, stuck.conflicts().getFirst()));
    assertThat(shown.texts().target().text()).isEqualTo("echo hello\n");
    assertThat(shown.texts().session().text()).isEqualTo("echo hi\n");
    assertThat(shown.origins().target())
        .singleElement()
        .matches(origin -> origin.session().equals(one.value()) && origin.subject().equals("One"));

    String main = repository.git("rev-parse", "main");
    byte[] both = "echo hello, hi\n".getBytes(StandardCharsets.UTF_8);
    done(
        engine
            .conflicts()
            .resolve(two, stuck, List.of(new Resolution.Content("greet.sh", both)), "Merge main"));
    assertThat(repository.git("rev-parse", "main")).isEqualTo(main);
    LandingPlan clean = done(engine.landings().plan(two, "main", LandingWay.SQUASH, "Two"));
    assertThat(clean.ready()).isTrue();
    assertThatThrownBy(() -> done(engine.conflicts().resolve(two, stuck, List.of(), "Merge main")))
        .hasMessageContaining("changed since this was shown");
    done(engine.landings().land(two, clean, Moving.BRANCH));
    assertThat(repository.git("show", "main:greet.sh")).isEqualTo("echo hello, hi\n");
    Map<String, String> after = repository.everythingOfTheUser();
    before.remove("refs");
    after.remove("refs");
    assertThat(after).containsAllEntriesOf(before);
  }
}
