package dev.muster.engine.store;

import static dev.muster.engine.store.StoreFixture.ONE;
import static dev.muster.engine.store.StoreFixture.TWO;
import static dev.muster.engine.store.StoreFixture.created;
import static dev.muster.engine.store.StoreFixture.open;
import static dev.muster.engine.store.StoreFixture.prompt;
import static dev.muster.engine.store.StoreFixture.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.ToolKind;
import dev.muster.engine.event.ToolOutcome;
import dev.muster.engine.event.TurnEvent.TurnStarted;
import dev.muster.engine.event.WorkEvent.ToolFinished;
import dev.muster.engine.event.WorkEvent.ToolStarted;
import dev.muster.engine.store.RebuildReport.Difference;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lists show is a fold of the journal, and can be proved to be. */
class RebuildTest {
  @TempDir Path home;
  DataFolder folder;
  Store store;

  @BeforeEach
  void opened() throws StoreException {
    folder = DataFolder.at(home);
    store = open(folder);
    store.journal().append(ONE, 0, created("One", "shop"));
    store.journal().append(ONE, 1, prompt("Do it"));
    store.journal().append(TWO, 0, created("Two", "shop"));
    store.journal().append(TWO, 1, said("Done")).join();
  }

  @AfterEach
  void closed() {
    store.close();
  }

  @Test
  void a_rebuild_equals_what_was_lived_through() {
    List<SessionRow> live = store.journal().sessions();

    RebuildReport report = store.rebuild();

    assertThat(report.differences()).isEmpty();
    assertThat(report.equal()).isTrue();
    assertThat(report.sessions()).isEqualTo(2);
    assertThat(report.events()).isEqualTo(4);
    assertThat(store.journal().sessions()).isEqualTo(live);
  }

  @Test
  void what_was_spoiled_is_named_by_session_and_field_and_is_right_afterwards() throws Exception {
    List<SessionRow> live = store.journal().sessions();
    store.close();
    try (Connection other = Database.open(folder.database())) {
      Database.execute(
          other,
          "update session set row = json_set(row, '$.title', 'Wrong'), last_at = 5 where id = '"
              + ONE
              + "'");
      Database.execute(other, "delete from session where id = '" + TWO + "'");
      Database.execute(
          other,
          "insert into session (id, project, last_at, events, row) values ('sghost001', 'p', 1, 1,"
              + " '{}')");
    }
    store = open(folder);

    RebuildReport report = store.rebuild();

    assertThat(report.differences())
        .contains(
            new Difference(ONE, "title", "Wrong", "One"),
            new Difference(new SessionId("sghost001"), "row", "{}", null))
        .anyMatch(d -> ONE.equals(d.session()) && d.field().equals("last_at column"))
        .anyMatch(d -> TWO.equals(d.session()) && d.field().equals("row") && d.was() == null)
        .hasSize(4);
    assertThat(store.journal().sessions()).isEqualTo(live);
    assertThat(store.rebuild().equal()).isTrue();
  }

  @Test
  void what_is_folded_from_the_stories_is_compared_as_well() throws Exception {
    store.journal().append(ONE, 1, new TurnStarted(null));
    store
        .journal()
        .append(
            ONE,
            1,
            new ToolStarted("c1", ToolKind.RUN, "run", "make", "{}", List.of(), true, null));
    store
        .journal()
        .append(ONE, 1, new ToolFinished("c1", ToolOutcome.OK, 0, 12, null, null, null, null))
        .join();
    store.search().catchUp();
    assertThat(store.rebuild().differences()).isEmpty();
    store.close();
    try (Connection other = Database.open(folder.searchIndex())) {
      Database.execute(other, "update turn set commands = commands + 5");
      Database.execute(other, "delete from ran");
    }
    store = open(folder);

    assertThat(store.rebuild().differences())
        .anyMatch(d -> ONE.equals(d.session()) && d.field().equals("turns"))
        .anyMatch(d -> ONE.equals(d.session()) && d.field().equals("commands") && d.was() == null)
        .allMatch(d -> d.field().equals("turns") || d.field().equals("commands"));
    assertThat(store.rebuild().equal()).isTrue();
  }

  @Test
  void sessions_go_on_while_it_is_rebuilt_and_nothing_is_lost_or_different() throws Exception {
    AtomicBoolean enough = new AtomicBoolean();
    Thread busy =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (!enough.get()) {
                    store.journal().append(ONE, 1, said("more"));
                    store.journal().append(TWO, 1, prompt("more")).join();
                  }
                });
    for (int n = 0; n < 20; n++) {
      assertThat(store.rebuild().differences()).isEmpty();
    }
    enough.set(true);
    busy.join();
    store.journal().flush();

    assertThat(store.rebuild().differences()).isEmpty();
    assertThat(store.journal().check()).isEmpty();
    assertThat(store.journal().sessions().stream().mapToLong(SessionRow::events).sum())
        .isEqualTo(store.journal().position());
  }
}
