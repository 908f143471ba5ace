package dev.muster.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.engine.event.ConversationEvent.MessageAdded;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The schemas here are copies of what was released: they must never be changed to make a test pass.
 */
class MigrationsTest {
  private static final List<String> FORM_1 =
      List.of(
          "create table event (id integer primary key, session text not null, seq integer not null,"
              + " at integer not null, turn integer not null, kind text not null,"
              + " body text not null) strict",
          "create unique index event_session_seq on event (session, seq)",
          "create table journal (id text not null) strict",
          "insert into journal values ('0123456789abcdef')");
  private static final List<String> FORM_2 =
      List.of(
          "create table session (id text primary key, project text not null,"
              + " last_at integer not null, events integer not null, row text not null)"
              + " strict, without rowid",
          "alter table journal add column session_form integer not null default 0");
  private static final List<String> FORM_3 =
      List.of(
          "create table project (id text primary key, name text not null, checkout text not null,"
              + " last_opened integer not null) strict, without rowid",
          "create table process (pid integer primary key, identity text not null)" + " strict");

  private static final List<String> FORM_4 =
      List.of(
          "create table lost (session text not null, first integer not null, last integer not null)"
              + " strict");
  private static final List<String> EVENTS =
      List.of(
          "insert into event values (1, 'sold00001', 1, 1700000000123, 0, 'SessionCreated',"
              + " '{\"title\":\"Old one\",\"projectId\":\"shop\",\"gone\":true}')",
          "insert into event values (2, 'sold00001', 2, 1700000000456, 1, 'MessageAdded',"
              + " '{\"messageId\":\"m\",\"text\":\"kept words\"}')");

  @TempDir Path home;
  DataFolder folder;

  @BeforeEach
  void made() throws StoreException {
    folder = DataFolder.at(home).create();
  }

  @SafeVarargs
  private void old(int form, List<String>... statements) throws Exception {
    try (Connection connection = Database.open(folder.database())) {
      for (List<String> some : statements) {
        for (String sql : some) {
          Database.execute(connection, sql);
        }
      }
      Database.execute(connection, "pragma user_version = " + form);
      Database.execute(connection, "pragma application_id = " + 0x4d757374);
    }
  }

  private void everythingIsThere() throws Exception {
    try (Store store = StoreFixture.open(folder)) {
      Recorded last = store.journal().read(new SessionId("sold00001"), 2, 1).getFirst();
      assertThat(last)
          .isEqualTo(
              new Recorded(
                  new SessionId("sold00001"),
                  2,
                  Instant.ofEpochMilli(1_700_000_000_456L),
                  1,
                  new MessageAdded("m", "kept words", null)));
      SessionRow row = store.journal().sessions().getFirst();
      assertThat(row.title()).isEqualTo("Old one");
      assertThat(row.projectId()).isEqualTo("shop");
      assertThat(row.events()).isEqualTo(2);
      store.search().catchUp();
      assertThat(store.search().find(Search.Query.of("\"kept words\"")).hits()).hasSize(1);
      store.projects().opened("shop", "shop", home);
      assertThat(store.processes().all()).isEmpty();
      assertThat(store.journal().check()).isEmpty();
      assertThat(store.journal().append(last.session(), 2, StoreFixture.said("new")).join().seq())
          .isEqualTo(3);
    }
    try (Connection connection = Database.open(folder.database())) {
      assertThat(Database.number(connection, "pragma user_version")).isEqualTo(Migrations.newest());
    }
  }

  private List<Path> backups() throws Exception {
    try (var files = Files.list(folder.backups())) {
      return files.sorted().toList();
    }
  }

  @Test
  void a_new_database_is_made_and_needs_no_copy() throws Exception {
    StoreFixture.open(folder).close();

    assertThat(backups()).isEmpty();
    assertThat(Migrations.newest()).isEqualTo(4);
  }

  @Test
  void step_2_from_a_journal_of_events_alone_gives_sessions_their_rows() throws Exception {
    old(1, FORM_1, EVENTS);

    everythingIsThere();
  }

  @Test
  void step_3_adds_projects_and_processes_and_keeps_the_rest() throws Exception {
    old(2, FORM_1, FORM_2, EVENTS);

    everythingIsThere();
  }

  @Test
  void step_4_makes_room_for_what_a_rescue_could_not_bring_back() throws Exception {
    old(3, FORM_1, FORM_2, FORM_3, EVENTS);

    everythingIsThere();
  }

  @Test
  void todays_form_is_opened_as_it_is() throws Exception {
    old(4, FORM_1, FORM_2, FORM_3, FORM_4, EVENTS);

    everythingIsThere();
    assertThat(backups()).isEmpty();
  }

  @Test
  void a_copy_is_made_before_a_migration_and_can_be_put_back() throws Exception {
    old(1, FORM_1, EVENTS);
    StoreFixture.open(folder).close();

    List<Path> copies = backups();
    assertThat(copies).hasSize(1);
    assertThat(copies.getFirst().getFileName().toString()).endsWith("-form1.db");
    Files.delete(folder.database());
    Files.copy(copies.getFirst(), folder.database());
    everythingIsThere();
  }

  @Test
  void only_the_last_three_copies_are_kept() throws Exception {
    for (int n = 1; n <= 4; n++) {
      Files.writeString(folder.backups().resolve("muster-2020010" + n + "-form1.db"), "old");
    }
    old(1, FORM_1, EVENTS);
    StoreFixture.open(folder).close();

    assertThat(backups()).hasSize(3);
    assertThat(backups().getFirst().toString()).contains("muster-20200103");
  }

  @Test
  void a_database_of_a_newer_muster_is_refused_and_not_touched() throws Exception {
    old(99, FORM_1, EVENTS);
    byte[] before = Files.readAllBytes(folder.database());

    assertThatThrownBy(() -> StoreFixture.open(folder))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("newer Muster")
        .hasMessageContaining("Nothing was changed")
        .hasMessageContaining("form 99");
    assertThat(Files.readAllBytes(folder.database())).isEqualTo(before);
  }

  @Test
  void a_database_of_another_program_is_refused() throws Exception {
    try (Connection connection = Database.open(folder.database())) {
      Database.execute(connection, "create table bookmarks (url text)");
    }

    assertThatThrownBy(() -> StoreFixture.open(folder))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("another program");
  }

  @Test
  void a_file_that_is_no_database_is_moved_aside_and_kept() throws Exception {
    String poem = "this is not a database, it is a poem. ".repeat(500);
    Files.writeString(folder.database(), poem);

    try (Store store = StoreFixture.open(folder)) {
      assertThat(store.rescued().orElseThrow().kept()).hasContent(poem);
      assertThat(StoreFixture.all(store.journal())).isEmpty();
    }
  }
}
