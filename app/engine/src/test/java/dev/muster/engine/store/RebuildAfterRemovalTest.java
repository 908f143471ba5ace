package dev.muster.engine.store;

import static dev.muster.engine.store.StoreFixture.ONE;
import static dev.muster.engine.store.StoreFixture.TWO;
import static dev.muster.engine.store.StoreFixture.created;
import static dev.muster.engine.store.StoreFixture.open;
import static dev.muster.engine.store.StoreFixture.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.event.LifeEvent.Pruned;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.SessionId;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was thrown away on purpose is no difference between what was and what is. */
class RebuildAfterRemovalTest {
  private static final Instant THEN = Instant.parse("2026-05-01T10:00:00Z");

  @TempDir Path home;
  DataFolder folder;
  Store store;

  @BeforeEach
  void opened() throws StoreException {
    folder = DataFolder.at(home);
    store = open(folder);
    write(ONE);
    write(TWO);
    store.search().catchUp();
  }

  @AfterEach
  void closed() {
    store.close();
  }

  private void write(SessionId session) {
    List<SessionEvent> story = new ArrayList<>();
    story.add(created("Session " + session, "shop"));
    for (int n = 1; n < 60; n++) {
      story.add(said("needle " + n + " in " + session + " " + "hay ".repeat(n % 7)));
    }
    store.journal().appendAll(session, 1, story).join();
  }

  private void prune(SessionId session, int parts) {
    Pruned pruned =
        new Pruned(
            THEN,
            "Thrown away",
            "shop",
            "shop",
            "/shop",
            "a",
            "A",
            true,
            null,
            THEN,
            THEN,
            1,
            60,
            0,
            null,
            9_000,
            List.of(),
            List.of());
    store.journal().append(session, 1, pruned).join();
    for (int n = 0; n < parts && store.journal().prune(session, 25) > 0; n++) {
      // A part at a time, as it is done beside agents at work.
    }
  }

  private int sessionsFound(String text) {
    store.search().catchUp();
    return store.search().ask(SearchAsk.of(text)).sessions();
  }

  @Test
  void after_a_session_was_pruned_all_is_as_the_journal_says() {
    prune(ONE, 100);
    assertThat(store.journal().session(ONE).orElseThrow().events()).isEqualTo(1);
    assertThat(sessionsFound("needle")).isEqualTo(1);

    assertThat(store.rebuild().differences()).isEmpty();
    assertThat(store.rebuild().differences()).as("once more").isEmpty();
    assertThat(sessionsFound("needle")).isEqualTo(1);
  }

  @Test
  void in_the_middle_of_pruning_it_is_so_too_and_after_it_still() {
    prune(ONE, 1);
    assertThat(store.journal().weight(ONE).events()).isBetween(2L, 60L);
    assertThat(store.rebuild().differences()).isEmpty();
    prune(TWO, 100);
    while (store.journal().prune(ONE, 25) > 0) {
      // To its end.
    }
    assertThat(store.rebuild().differences()).isEmpty();
    assertThat(sessionsFound("needle")).isZero();
  }

  @Test
  void a_session_that_was_taken_out_as_if_it_had_never_been_is_found_no_more() throws Exception {
    assertThat(sessionsFound("")).isEqualTo(2);
    while (store.journal().erase(TWO, 25) > 0) {
      // A part at a time.
    }
    assertThat(sessionsFound("")).isEqualTo(1);
    assertThat(sessionsFound("needle")).isEqualTo(1);
    assertThat(store.rebuild().differences()).isEmpty();

    write(TWO);
    assertThat(sessionsFound("needle")).isEqualTo(2);
    assertThat(store.rebuild().differences()).isEmpty();
    while (store.journal().erase(TWO, 25) > 0) {
      // And when Muster is started only after that.
    }
    store.close();
    store = open(folder);
    assertThat(sessionsFound("")).isEqualTo(1);
    assertThat(store.rebuild().differences()).isEmpty();
  }

  @Test
  void a_word_too_much_is_still_a_difference_after_pruning() throws Exception {
    prune(ONE, 100);
    store.search().catchUp();
    store.close();
    try (Connection index = Database.open(folder.searchIndex())) {
      long no = Database.number(index, "select no from facts where id = '" + TWO + "'");
      Database.execute(
          index,
          "insert into said (rowid, "
              + SearchPlace.values()[0].column()
              + ") values ("
              + SearchRow.of(no, 1_000)
              + ", 'smuggled')");
    }
    store = open(folder);
    assertThat(store.rebuild().differences())
        .singleElement()
        .satisfies(found -> assertThat(found.field()).isEqualTo("search"));
    assertThat(store.rebuild().differences()).isEmpty();
  }
}
