package dev.muster.engine.store;

import static dev.muster.engine.store.StoreFixture.ONE;
import static dev.muster.engine.store.StoreFixture.TWO;
import static dev.muster.engine.store.StoreFixture.created;
import static dev.muster.engine.store.StoreFixture.open;
import static dev.muster.engine.store.StoreFixture.printed;
import static dev.muster.engine.store.StoreFixture.prompt;
import static dev.muster.engine.store.StoreFixture.said;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.engine.event.LifeEvent.Renamed;
import dev.muster.engine.event.LifeEvent.StateChanged;
import dev.muster.engine.event.MoneyEvent.UsageReported;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.event.UnknownEvent;
import dev.muster.engine.event.WorkEvent.ToolOutput;
import dev.muster.engine.host.Eventually;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  @TempDir Path home;
  DataFolder folder;
  Store store;
  Journal journal;

  @BeforeEach
  void opened() throws StoreException {
    folder = DataFolder.at(home);
    store = open(folder);
    journal = store.journal();
  }

  @AfterEach
  void closed() {
    store.close();
  }

  void reopen() throws StoreException {
    store.close();
    store = open(folder);
    journal = store.journal();
  }

  @Test
  void stored_before_shown_an_answered_append_is_in_the_file_for_everybody() throws Exception {
    Recorded recorded = journal.append(ONE, 1, said("hello")).join();

    try (Connection other = Database.open(folder.database())) {
      assertThat(Database.number(other, "select count(*) from event where body like '%hello%'"))
          .isEqualTo(1);
    }
    assertThat(recorded.seq()).isEqualTo(1);
    assertThat(recorded.turn()).isEqualTo(1);
    assertThat(journal.read(ONE, 1, 10)).containsExactly(recorded);
  }

  @Test
  void sequence_numbers_are_1_2_3_in_each_session_and_go_on_after_a_restart() throws Exception {
    journal.append(ONE, 0, said("a"));
    journal.append(TWO, 0, said("b"));
    journal.append(ONE, 0, said("c")).join();
    reopen();
    journal.append(ONE, 1, said("d"));
    journal.append(TWO, 1, said("e")).join();

    assertThat(journal.read(ONE, 1, 10)).extracting(Recorded::seq).containsExactly(1L, 2L, 3L);
    assertThat(journal.read(TWO, 1, 10)).extracting(Recorded::seq).containsExactly(1L, 2L);
    assertThat(journal.position()).isEqualTo(5);
    assertThat(journal.check()).isEmpty();
  }

  @Test
  void neighbours_stay_together_while_others_write() throws Exception {
    Thread other =
        Thread.startVirtualThread(
            () -> IntStream.range(0, 2_000).forEach(n -> journal.append(ONE, 1, said("x" + n))));
    List<CompletableFuture<List<Recorded>>> groups = new ArrayList<>();
    for (int n = 0; n < 200; n++) {
      groups.add(journal.appendAll(ONE, 1, List.of(said("1"), said("2"), said("3"))));
    }
    other.join();
    journal.flush();

    for (CompletableFuture<List<Recorded>> group : groups) {
      List<Recorded> three = group.join();
      assertThat(three)
          .extracting(Recorded::seq)
          .containsExactly(
              three.getFirst().seq(), three.getFirst().seq() + 1, three.getFirst().seq() + 2);
    }
    assertThat(journal.appendAll(ONE, 1, List.of()).join()).isEmpty();
    assertThat(journal.position()).isEqualTo(2_600);
  }

  @Test
  void replay_gives_what_was_lived_through() throws Exception {
    List<Recorded> lived = new ArrayList<>();
    for (int n = 0; n < 2_345; n++) {
      SessionEvent event = n % 3 == 0 ? printed("line " + n + " ü\n\t\"€😀") : said("said " + n);
      lived.add(journal.append(n % 2 == 0 ? ONE : TWO, n / 100, event).join());
      if (n == 40) {
        // From here on without waiting for each.
        break;
      }
    }
    List<CompletableFuture<Recorded>> rest = new ArrayList<>();
    for (int n = 41; n < 12_345; n++) {
      rest.add(journal.append(n % 2 == 0 ? ONE : TWO, n / 100, said("said " + n)));
    }
    rest.forEach(future -> lived.add(future.join()));

    reopen();

    assertThat(StoreFixture.all(journal)).isEqualTo(lived);
    List<Recorded> one = new ArrayList<>();
    assertThat(journal.replay(ONE, one::add)).isEqualTo(one.size());
    assertThat(one).isEqualTo(lived.stream().filter(e -> e.session().equals(ONE)).toList());
    assertThat(journal.tail(ONE, 7)).isEqualTo(one.subList(one.size() - 7, one.size()));
    assertThat(journal.read(ONE, 100, 50)).isEqualTo(one.subList(99, 149));
    assertThat(journal.replay(new SessionId("snobody01"), _ -> {})).isZero();
  }

  @Test
  void an_event_of_a_newer_version_is_kept_as_it_is() throws Exception {
    journal.append(ONE, 0, new UnknownEvent("Teleported", "{\"to\":\"mars\"}")).join();
    reopen();

    assertThat(journal.read(ONE, 1, 1).getFirst().event())
        .isEqualTo(new UnknownEvent("Teleported", "{\"to\":\"mars\"}"));
  }

  @Test
  void a_session_row_is_a_fold_of_the_events_live_after_a_restart_and_rebuilt() throws Exception {
    journal.append(ONE, 0, created("Fix the pool", "shop"));
    journal.append(ONE, 0, prompt("It fails now and then"));
    journal.append(ONE, 1, new StateChanged(SessionState.QUEUED, SessionState.WORKING, null, null));
    journal.append(ONE, 2, new UsageReported("m", 100, 20, 0, 0, 1_500L, null, null));
    journal.append(ONE, 2, new UsageReported("m", 10, 2, 0, 0, null, null, null));
    journal.append(ONE, 2, new Renamed("Fix the pool, really"));
    journal.append(TWO, 0, created("Other", "shop")).join();

    SessionRow row = journal.session(ONE).orElseThrow();
    assertThat(row.title()).isEqualTo("Fix the pool, really");
    assertThat(row.projectId()).isEqualTo("shop");
    assertThat(row.firstPrompt()).isEqualTo("It fails now and then");
    assertThat(row.state()).isEqualTo(SessionState.WORKING);
    assertThat(row.tokens()).isEqualTo(132);
    assertThat(row.costMicros()).isEqualTo(1_500);
    assertThat(row.events()).isEqualTo(6);
    assertThat(row.turns()).isEqualTo(2);
    assertThat(row.scripted()).isTrue();

    List<SessionRow> live = journal.sessions();
    assertThat(live).extracting(SessionRow::id).containsExactlyInAnyOrder(ONE, TWO);
    reopen();
    assertThat(journal.sessions()).isEqualTo(live);
    journal.rebuildSessions();
    assertThat(journal.sessions()).isEqualTo(live);
    assertThat(journal.session(new SessionId("snobody01"))).isEmpty();
  }

  @Test
  void history_comes_back_when_its_cache_was_lost_or_spoiled() throws Exception {
    journal.append(ONE, 0, created("Kept", "shop"));
    journal.append(TWO, 0, created("Kept, too", "shop")).join();
    List<SessionRow> before = journal.sessions();
    store.close();
    try (Connection other = Database.open(folder.database())) {
      Database.execute(other, "update session set row = '{broken' where id = '" + ONE + "'");
      Database.execute(other, "update session set row = '{}' where id = '" + TWO + "'");
      Database.execute(other, "update journal set session_form = 0");
    }
    store = open(folder);
    journal = store.journal();

    assertThat(journal.sessions()).isEqualTo(before);
  }

  @Test
  void the_caller_waits_while_the_queue_is_full_and_nothing_is_dropped() throws Exception {
    String big = "x".repeat(100_000);
    for (int n = 0; n < 500; n++) {
      journal.append(ONE, 0, new ToolOutput("c" + n, big, null));
    }
    journal.flush();

    assertThat(journal.position()).isEqualTo(500);
    assertThat(journal.tail(ONE, 1).getFirst().event())
        .isEqualTo(new ToolOutput("c499", big, null));
    // The writer crosses the last group off its list a moment after whoever waited is told.
    Eventually.until("nothing waits", () -> journal.behind().isZero());
  }

  @Test
  void an_append_to_a_closed_journal_fails_with_a_sentence() {
    store.close();

    CompletableFuture<Recorded> late = journal.append(ONE, 0, said("late"));
    assertThatThrownBy(late::join)
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(JournalException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> journal.read(ONE, 1, 1)).isInstanceOf(JournalException.class);
  }

  @Test
  void what_was_appended_before_closing_is_there_afterwards() throws Exception {
    for (int n = 0; n < 5_000; n++) {
      journal.append(ONE, 0, said("n" + n));
    }
    reopen();

    assertThat(journal.position()).isEqualTo(5_000);
  }
}
