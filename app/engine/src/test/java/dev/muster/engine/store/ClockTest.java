package dev.muster.engine.store;

import static dev.muster.engine.store.StoreFixture.ONE;
import static dev.muster.engine.store.StoreFixture.TWO;
import static dev.muster.engine.store.StoreFixture.created;
import static dev.muster.engine.store.StoreFixture.prompt;
import static dev.muster.engine.store.StoreFixture.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.TurnEvent;
import dev.muster.engine.event.TurnEvent.TurnEnded;
import dev.muster.engine.event.TurnEvent.TurnStarted;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A clock that is set back in the middle of a session. */
class ClockTest {
  private static final Instant NOW = Instant.parse("2026-05-20T12:00:00Z");

  @TempDir Path home;
  final HandSet clock = new HandSet();
  Store store;

  /** Stands where it is set. */
  private static final class HandSet extends Clock {
    volatile Instant now = NOW;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  @BeforeEach
  void opened() throws StoreException {
    store = Store.open(DataFolder.at(home), clock);
  }

  @AfterEach
  void closed() {
    store.close();
  }

  private void append(SessionId session, int turn, SessionEvent... events) {
    store.journal().appendAll(session, turn, List.of(events)).join();
  }

  /** One session lives through it, the other one was before. */
  private void livedThrough() {
    clock.now = NOW.minus(Duration.ofHours(2));
    append(TWO, 0, created("The other", "p"), prompt("an earlier needle"));
    clock.now = NOW;
    append(ONE, 0, created("Lives through it", "p"));
    append(ONE, 1, prompt("the needle"), new TurnStarted("p"));
    clock.now = NOW.minus(Duration.ofDays(365));
    append(ONE, 1, said("a needle of last year, says the clock"));
    append(ONE, 1, new TurnEnded(TurnEvent.End.DONE, null));
    clock.now = NOW.minus(Duration.ofDays(364));
    append(ONE, 2, prompt("another needle"));
    store.search().catchUp();
  }

  @Test
  void events_stay_in_the_order_in_which_they_came_whatever_the_clock_says() {
    livedThrough();

    List<Recorded> story = store.journal().read(ONE, 1, 100);
    assertThat(story).extracting(Recorded::seq).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    assertThat(story.get(3).at()).isEqualTo(NOW.minus(Duration.ofDays(365)));
    assertThat(store.stories().tail(ONE, 2).events()).isEqualTo(story.subList(4, 6));
    assertThat(StoreFixture.all(store.journal()).subList(2, 8)).isEqualTo(story);
    assertThat(store.journal().check()).isEmpty();
    assertThat(store.rebuild().differences()).isEmpty();
  }

  @Test
  void a_session_does_not_become_older_than_it_was_so_it_stays_on_top_and_is_not_pruned_early() {
    livedThrough();

    SessionRow row = store.journal().session(ONE).orElseThrow();
    assertThat(row.lastAt()).isEqualTo(NOW);
    assertThat(store.journal().sessions()).extracting(SessionRow::id).containsExactly(ONE, TWO);
    SessionFacts facts = store.search().facts(ONE).orElseThrow();
    assertThat(facts.worked()).isGreaterThanOrEqualTo(Duration.ZERO);
    assertThat(facts.row()).isEqualTo(row);
  }

  @Test
  void what_came_after_the_clock_was_set_back_is_found_and_counts_for_the_day_it_was()
      throws Exception {
    livedThrough();
    clock.now = NOW;

    assertThat(found("needle")).containsExactly(ONE, TWO);
    assertThat(found("needle after:7d")).containsExactly(ONE, TWO);
    assertThat(found("another")).containsExactly(ONE);
    assertThat(found("needle before:2025-12-31")).isEmpty();
    assertThat(store.search().find(Search.Query.of("needle")).hits())
        .extracting(Search.Hit::seq)
        .startsWith(6L, 4L, 2L);
  }

  private List<SessionId> found(String text) {
    return store.search().ask(SearchAsk.of(text)).groups().stream()
        .map(group -> group.session().row().id())
        .toList();
  }

  @Test
  void a_story_that_goes_on_after_a_restart_with_the_clock_back_is_numbered_on() throws Exception {
    livedThrough();
    store.close();
    clock.now = NOW.minus(Duration.ofDays(3_650));
    store = Store.open(DataFolder.at(home), clock);
    assertThat(store.rescued()).isEmpty();

    append(ONE, 2, said("ten years ago"));

    assertThat(store.journal().tail(ONE, 1).getFirst().seq()).isEqualTo(7);
    store.search().catchUp();
    assertThat(found("ten years")).containsExactly(ONE);
    assertThat(store.journal().session(ONE).orElseThrow().lastAt()).isEqualTo(NOW);
  }
}
