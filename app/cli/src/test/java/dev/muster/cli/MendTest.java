package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.Engine;
import dev.muster.engine.EngineOptions;
import dev.muster.engine.control.ControlServer;
import dev.muster.engine.control.Desk;
import dev.muster.engine.event.ConversationEvent.MessageAdded;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.store.Search;
import dev.muster.engine.store.Store;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import tools.jackson.databind.JsonNode;

/** The commands that keep the journal safe and make it right again. */
@DisabledOnOs(OS.WINDOWS)
class MendTest extends CliFixture {
  static final SessionId ONE = new SessionId("sone00001");

  private void said(String... texts) throws Exception {
    try (Store store = Store.open(folder, Clock.systemUTC())) {
      for (String text : texts) {
        store.journal().append(ONE, 0, new MessageAdded("m", text, null)).join();
      }
    }
  }

  @Test
  void rebuild_says_what_it_made_and_that_all_was_right() throws Exception {
    said("one", "two", "three");

    Typed typed = Typed.nobody();
    assertThat(muster(typed, "rebuild")).isZero();
    assertThat(typed.out())
        .contains("1 sessions made anew from 3 events", "all was as the journal says");

    Typed told = Typed.nobody();
    assertThat(muster(told, "rebuild", "--json")).isZero();
    JsonNode report = json(told.out()).getFirst();
    assertThat(report.path("events").asInt()).isEqualTo(3);
    assertThat(report.path("differences").isEmpty()).isTrue();
  }

  @Test
  void rebuild_beside_a_running_muster_is_done_by_that_one() throws Exception {
    said("one", "two", "three");
    try (Engine engine = Engine.open(new EngineOptions(folder, Map.of()));
        ControlServer server = ControlServer.open(folder, desk(engine))) {
      assertThat(server.followed()).isZero();
      engine.search().catchUp();

      Typed typed = Typed.nobody();
      assertThat(muster(typed, "rebuild")).as(typed.err()).isZero();
      assertThat(typed.out()).contains("made anew from", "all was as the journal says");
      Typed told = Typed.nobody();
      assertThat(muster(told, "rebuild", "--json")).isZero();
      assertThat(json(told.out()).getFirst().path("differences").isEmpty()).isTrue();
      assertThat(engine.search().find(Search.Query.of("two")).hits()).hasSize(1);
    }
  }

  @Test
  void a_journal_that_a_crash_kept_from_its_place_is_put_there_by_whoever_comes_next()
      throws Exception {
    said("one", "two");
    // As a restore leaves it that is killed before its last step.
    String waiting = "muster-20260101-120000-000-before-restore.db.ready";
    java.nio.file.Files.move(folder.database(), folder.data().resolve(waiting));

    Typed typed = Typed.nobody();
    assertThat(muster(typed, "show", "sone00001")).as(typed.err()).isZero();
    assertThat(typed.out()).contains("two");
    assertThat(folder.data().resolve(waiting)).doesNotExist();
  }

  private static Desk desk(Engine engine) {
    return new Desk(
        engine.fleet(),
        engine.journal(),
        engine.search(),
        engine::agents,
        () -> engine.installedAgents().join(),
        engine.importer(),
        engine.keepers(),
        null);
  }

  @Test
  void rebuild_beside_a_muster_that_does_not_answer_says_what_to_do() throws Exception {
    try (Engine engine = Engine.open(new EngineOptions(folder, Map.of()))) {
      assertThat(engine.fleet().sessions()).isEmpty();
      Typed typed = Typed.nobody();
      assertThat(muster(typed, "rebuild")).isEqualTo(Exit.FAILED);
      assertThat(typed.err())
          .contains("Muster is running (process " + ProcessHandle.current().pid() + ")")
          .contains("Nothing was changed. Close it");
    }
  }

  @Test
  void a_backup_is_made_beside_a_running_muster_and_restored_when_it_was_seen_what_it_does()
      throws Exception {
    said("one", "two");
    try (Engine engine = Engine.open(new EngineOptions(folder, Map.of()))) {
      assertThat(engine.fleet().sessions()).hasSizeLessThan(2);
      Typed typed = Typed.nobody();
      assertThat(muster(typed, "backup", "copy.db", "--json")).isZero();
      JsonNode made = json(typed.out()).getFirst();
      assertThat(made.path("events").asInt()).isEqualTo(2);
      assertThat(java.nio.file.Path.of(made.path("file").asString())).isRegularFile();
    }
    said("three");

    Typed seen = Typed.nobody();
    assertThat(muster(seen, "restore", "copy.db")).isEqualTo(Exit.NEEDS_ANSWER);
    assertThat(seen.out())
        .contains("Would be lost: 1 events of 1 session")
        .contains("Would be there again: nothing")
        .contains("Nothing was changed");
    Typed done = Typed.nobody();
    assertThat(muster(done, "restore", "copy.db", "--yes")).isZero();
    assertThat(done.out()).contains("No longer there: 1 events", "What was there is kept: ");
    Typed shown = Typed.nobody();
    assertThat(muster(shown, "show", "sone00001")).isZero();
    assertThat(shown.out()).contains("two").doesNotContain("three");

    Typed missing = Typed.nobody();
    assertThat(muster(missing, "restore", "none.db", "--yes")).isEqualTo(Exit.FAILED);
    Typed taken = Typed.nobody();
    assertThat(muster(taken, "backup", "copy.db")).isEqualTo(Exit.FAILED);
    assertThat(taken.err()).contains("exists already");
    Typed own = Typed.nobody();
    assertThat(muster(own, "backup")).isZero();
    Typed list = Typed.nobody();
    assertThat(muster(list, "backup", "--list")).isZero();
    assertThat(list.out()).contains("asked", "MB");
  }
}
