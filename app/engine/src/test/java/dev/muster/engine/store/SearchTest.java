package dev.muster.engine.store;

import static dev.muster.engine.store.StoreFixture.ONE;
import static dev.muster.engine.store.StoreFixture.TWO;
import static dev.muster.engine.store.StoreFixture.created;
import static dev.muster.engine.store.StoreFixture.printed;
import static dev.muster.engine.store.StoreFixture.prompt;
import static dev.muster.engine.store.StoreFixture.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.ToolKind;
import dev.muster.engine.event.WorkEvent.ToolStarted;
import dev.muster.engine.store.Search.Hit;
import dev.muster.engine.store.Search.Page;
import dev.muster.engine.store.Search.Query;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchTest {
  @TempDir Path home;
  DataFolder folder;
  Store store;

  @BeforeEach
  void opened() throws StoreException {
    folder = DataFolder.at(home);
    store = StoreFixture.open(folder);
  }

  @AfterEach
  void closed() {
    store.close();
  }

  private void append(SessionEvent... events) {
    for (SessionEvent event : events) {
      store.journal().append(ONE, 1, event);
    }
    store.journal().flush();
  }

  private List<Hit> find(String text) {
    store.search().catchUp();
    return store.search().find(Query.of(text)).hits();
  }

  private List<Long> seqs(String text) {
    return find(text).stream().map(Hit::seq).toList();
  }

  private static List<String> marked(Hit hit) {
    return hit.marks().stream()
        .map(mark -> hit.snippet().substring(mark.start(), mark.end()))
        .toList();
  }

  @Test
  void what_is_said_and_run_is_found_newest_first() {
    append(
        created("Flaky user test", "shop"),
        prompt("Why does it fail with ECONNREFUSED?"),
        new ToolStarted(
            "c",
            ToolKind.RUN,
            "run",
            "npm run test:integration",
            "{}",
            List.of("src/db/pool.ts"),
            false,
            null),
        printed("Error: connect ECONNREFUSED 127.0.0.1:5432"),
        said("The container accepts TCP too early."));

    assertThat(seqs("econnrefused")).containsExactly(4L, 2L);
    assertThat(seqs("npm integration")).containsExactly(3L);
    assertThat(seqs("pool.ts")).containsExactly(3L);
    assertThat(seqs("flaky")).containsExactly(1L);
    assertThat(seqs("127.0.0.1:5432")).containsExactly(4L);
    Hit hit = find("econnrefused").getFirst();
    assertThat(hit.session()).isEqualTo(ONE);
    assertThat(hit.sessionTitle()).isEqualTo("Flaky user test");
    assertThat(hit.projectName()).isEqualTo("shop name");
    assertThat(hit.kind()).isEqualTo("ToolOutput");
    assertThat(hit.snippet()).isEqualTo("Error: connect ECONNREFUSED 127.0.0.1:5432");
    assertThat(marked(hit)).containsExactly("ECONNREFUSED");
  }

  @Test
  void words_phrases_and_prefixes() {
    append(
        said("rate limit per key"),
        said("limit the rate"),
        said("rates are unlimited"),
        said("Größe, naïve, Ελλάδα, Привет, 日本"));

    assertThat(seqs("rate limit")).containsExactly(2L, 1L);
    assertThat(seqs("\"rate limit\"")).containsExactly(1L);
    assertThat(seqs("rat*")).containsExactly(3L, 2L, 1L);
    assertThat(seqs("\"the ra\"*")).containsExactly(2L);
    assertThat(seqs("rate nothing")).isEmpty();
    assertThat(seqs("grosse")).isEmpty();
    assertThat(seqs("GRÖSSE")).isEmpty();
    assertThat(seqs("größe NAIVE ΕΛΛΆΔΑ привет 日本")).containsExactly(4L);
    assertThat(marked(find("naive").getFirst())).containsExactly("naïve");
    assertThat(marked(find("rat*").getFirst())).containsExactly("rates");
    assertThat(marked(find("\"rate limit\"").getFirst())).containsExactly("rate limit");
  }

  @Test
  void nothing_that_can_be_typed_is_an_error() {
    append(said("a b c"), said("and or not near text session"));
    List<String> typed =
        List.of(
            "\"",
            "\"\"",
            "\"\"\"",
            "*",
            "**",
            "a*b*",
            "AND",
            "a AND",
            "NOT",
            "a NOT b",
            "OR OR",
            "(",
            "a) OR (b",
            "NEAR(a b, 2)",
            "text:a",
            "session : x",
            "^a",
            "-a",
            "+",
            "a + b",
            "{a b}: c",
            "a\0b",
            "';drop table event;--",
            "\\",
            "%",
            "_",
            "…",
            "😀",
            "\u0301",
            "a\"b\"c",
            "\"a",
            "\"a b",
            "\"*",
            "\"\"*",
            "   ",
            ".",
            "::",
            "col.name:val",
            "--option=value",
            "C:\\dir\\x");

    for (String text : typed) {
      assertThat(find(text)).as(text).isNotNull();
    }
  }

  @Test
  void operators_of_the_database_are_plain_words() {
    append(said("this and that"), said("this that"), said("a NOT b"), said("text a"));

    assertThat(seqs("this AND that")).containsExactly(1L);
    assertThat(seqs("a NOT b")).containsExactly(3L);
    assertThat(seqs("text:a")).containsExactly(4L);
  }

  @Test
  void one_session_or_one_project_only() {
    append(created("One", "shop"), said("needle here"));
    store.journal().append(TWO, 0, created("Two", "a-b \"c\"/d"));
    store.journal().append(TWO, 0, said("needle there")).join();

    assertThat(find("needle")).extracting(Hit::session).containsExactly(TWO, ONE);
    Search search = store.search();
    assertThat(search.find(Query.of("needle").in(ONE)).hits())
        .extracting(Hit::snippet)
        .containsExactly("needle here");
    assertThat(search.find(new Query("needle", null, "a-b \"c\"/d", null, 10)).hits())
        .extracting(Hit::session)
        .containsExactly(TWO);
    assertThat(search.find(new Query("needle", ONE, "nobody", null, 10)).hits()).isEmpty();
  }

  @Test
  void pages_follow_each_other_without_gap_or_double() {
    for (int n = 1; n <= 25; n++) {
      append(said("needle " + n));
    }
    store.search().catchUp();
    List<Long> seqs = new ArrayList<>();
    Long before = null;
    do {
      Page page = store.search().find(new Query("needle", null, null, before, 10));
      page.hits().forEach(hit -> seqs.add(hit.seq()));
      before = page.next();
    } while (before != null);

    assertThat(seqs).hasSize(25).doesNotHaveDuplicates();
    assertThat(seqs).isSortedAccordingTo((a, b) -> Long.compare(b, a));
  }

  @Test
  void a_snippet_shows_the_place_on_one_line() {
    append(printed("x ".repeat(5_000) + "\n\tneedle\u001b[0m 😀\r\n" + "y ".repeat(5_000)));

    Hit hit = find("needle").getFirst();

    assertThat(hit.snippet()).hasSizeLessThan(210).startsWith("…").endsWith("…");
    assertThat(hit.snippet()).doesNotContain("\n", "\t", "\u001b").contains("😀");
    assertThat(marked(hit)).containsExactly("needle");
  }

  @Test
  void indexing_goes_on_where_it_was_after_a_restart() throws Exception {
    append(said("before"));
    store.search().catchUp();
    store.close();
    // Written while no index was being fed.
    try (Connection connection = Database.open(folder.database())) {
      Database.execute(
          connection,
          "insert into event select 2, session, 2, at, turn, kind,"
              + " replace(body, 'before', 'meanwhile') from event where id = 1");
    }
    store = StoreFixture.open(folder);
    append(said("after"));

    assertThat(seqs("before")).containsExactly(1L);
    assertThat(seqs("meanwhile")).containsExactly(2L);
    assertThat(seqs("after")).containsExactly(3L);
    assertThat(store.search().behind()).isZero();
  }

  @Test
  void an_index_that_is_lost_damaged_or_ahead_is_made_anew() throws Exception {
    append(said("needle"), said("needle"));
    store.search().catchUp();
    store.close();
    Files.delete(folder.searchIndex());
    store = StoreFixture.open(folder);
    assertThat(seqs("needle")).containsExactly(2L, 1L);

    store.close();
    Files.writeString(folder.searchIndex(), "no index at all ".repeat(1_000));
    store = StoreFixture.open(folder);
    assertThat(seqs("needle")).containsExactly(2L, 1L);

    // As after a power cut that took the journal's last commit and not the index's.
    store.close();
    try (Connection connection = Database.open(folder.database())) {
      Database.execute(connection, "delete from event where id = 2");
    }
    store = StoreFixture.open(folder);
    append(said("thread"));
    assertThat(seqs("needle")).containsExactly(1L);
    assertThat(seqs("thread")).containsExactly(2L);

    store.search().rebuild();
    assertThat(seqs("needle")).containsExactly(1L);
    assertThat(seqs("thread")).containsExactly(2L);
  }

  @Test
  void the_index_of_another_journal_is_not_trusted() throws Exception {
    append(said("needle"), said("needle"));
    store.search().catchUp();
    store.close();
    Files.delete(folder.database());
    store = StoreFixture.open(folder);
    append(said("other"), said("words"));

    assertThat(seqs("needle")).isEmpty();
    assertThat(seqs("words")).containsExactly(2L);
  }

  @Test
  void without_anyone_asking_it_is_searchable_soon() throws Exception {
    append(said("needle"));

    StoreFixture.await(() -> !store.search().find(Query.of("needle")).hits().isEmpty());
  }
}
