package dev.muster.engine.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Forecasts: what would conflict, with what, and what to land first. */
class ForecastTest {
  @TempDir Path dir;
  private TestRepository test;
  private TestSessions sessions;
  private Forecasts forecasts;

  @BeforeEach
  void make() throws Exception {
    dir = dir.toRealPath();
    test = new TestRepository(dir.resolve("project"));
    sessions = new TestSessions(test, dir.resolve("data"));
    for (int i = 1; i <= 4; i++) {
      test.write(i + ".txt", "1\n2\n3\n4\n5\n6\n7\n8\n9\n");
    }
    test.commit("one");
    forecasts = new Forecasts(test.open());
  }

  @AfterEach
  void close() {
    test.close();
  }

  private Contender session(String name, String file, String from, String to) throws Exception {
    var work = sessions.make(name, "main~0");
    test.sh(work.worktree(), "sed -i s/^%s$/%s/ %s".formatted(from, to, file));
    return forecasts.contender(work);
  }

  @Test
  void says_who_conflicts_with_whom_and_what_to_land_first() throws Exception {
    var all = new ArrayList<Contender>();
    all.add(session("hub", "1.txt", "[123]", "HUB"));
    all.add(session("one", "1.txt", "1", "ONE"));
    all.add(session("two", "1.txt", "9", "TWO"));
    all.add(session("late", "2.txt", "5", "LATE"));
    all.add(session("three", "3.txt", "5", "THREE"));
    var same = sessions.make("idle", "main");
    all.add(forecasts.contender(same));
    test.sh(test.root(), "sed -i s/5/MAIN/ 2.txt; git commit -qam two");
    var mine = test.everythingOfTheUser();
    var forecast = forecasts.forecast(new ForecastRequest("main", all));
    assertThat(test.everythingOfTheUser()).isEqualTo(mine);
    assertThat(forecast.sessions())
        .extracting(s -> s.outcome().name())
        .containsExactly("CLEAN", "CLEAN", "CLEAN", "CONFLICTS", "CLEAN", "NOTHING");
    assertThat(forecast.of("late").orElseThrow().conflicts()).containsExactly("2.txt");
    assertThat(forecast.of("late").orElseThrow().sentence())
        .isEqualTo("Conflicts with main in 2.txt; 1 commit behind it.");
    assertThat(forecast.of("one").orElseThrow().behind()).isEqualTo(1);
    assertThat(forecast.of("one").orElseThrow().files()).isEqualTo(1);
    assertThat(forecast.overlaps())
        .extracting(o -> o.one() + " " + o.other() + " " + o.kind() + " " + o.paths())
        .containsExactlyInAnyOrder(
            "hub one SAME_LINES [1.txt]",
            "hub two SAME_FILES [1.txt]",
            "one two SAME_FILES [1.txt]");
    assertThat(forecast.order()).containsExactly("two", "three", "hub", "one", "late");
    assertThat(forecast.leftOut()).isEmpty();
  }

  @Test
  void the_same_is_computed_once_and_in_the_background() throws Exception {
    var request = new ForecastRequest("main", List.of(session("one", "1.txt", "1", "ONE")));
    var first = forecasts.inBackground(request).get(30, TimeUnit.SECONDS);
    assertThat(forecasts.forecast(request)).isSameAs(first);
    assertThat(forecasts.contender(sessions.work("one")))
        .isEqualTo(request.contenders().getFirst());
    test.git("commit", "-q", "--allow-empty", "-m", "moved");
    assertThat(forecasts.forecast(request)).isNotEqualTo(first);
  }

  @Test
  void a_history_of_its_own_is_told_and_disturbs_no_other() throws Exception {
    var one = session("one", "1.txt", "1", "ONE");
    var tree = test.git("rev-parse", "HEAD^{tree}").strip();
    var alien = test.git("commit-tree", "-m", "alien", tree).strip();
    var forecast =
        forecasts.forecast(
            new ForecastRequest("main", List.of(new Contender("alien", alien, alien), one)));
    assertThat(forecast.sessions())
        .extracting(s -> s.outcome().name())
        .containsExactly("UNKNOWN", "CLEAN");
  }

  @Test
  void more_sessions_than_are_looked_at_are_named() throws Exception {
    var head = test.git("rev-parse", "HEAD").strip();
    var all = new ArrayList<Contender>();
    for (int i = 0; i <= Forecasts.MAX_SESSIONS; i++) {
      all.add(new Contender("s" + i, head, head));
    }
    assertThat(forecasts.forecast(new ForecastRequest("main", all)).leftOut())
        .containsExactly("s" + Forecasts.MAX_SESSIONS);
  }
}
