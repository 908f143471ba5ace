package dev.muster.engine.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The work of several sessions together, without landing any. */
class CombiningTest {
  @TempDir Path dir;
  private TestRepository test;
  private TestSessions sessions;
  private Forecasts forecasts;

  @BeforeEach
  void make() throws Exception {
    dir = dir.toRealPath();
    test = new TestRepository(dir.resolve("project"));
    sessions = new TestSessions(test, dir.resolve("data"));
    test.write("1.txt", "1\n2\n3\n4\n5\n6\n7\n8\n9\n");
    test.commit("one");
    forecasts = new Forecasts(test.open());
  }

  @AfterEach
  void close() {
    test.close();
  }

  private Contender session(String name, String from, String to) throws Exception {
    var work = sessions.make(name, "main~0");
    test.sh(work.worktree(), "sed -i s/^%s$/%s/ 1.txt".formatted(from, to));
    return forecasts.contender(work);
  }

  @Test
  void what_merges_is_together_and_what_conflicts_is_left_out_and_named() throws Exception {
    var all =
        List.of(session("top", "1", "TOP"), session("end", "9", "END"), session("too", "1", "TOO"));
    test.sh(test.root(), "echo new > 2.txt; git add -A; git commit -qm two");
    var mine = test.everythingOfTheUser();
    var combined = forecasts.combine(new ForecastRequest("main", all));
    assertThat(test.everythingOfTheUser()).isEqualTo(mine);
    assertThat(combined.merged()).containsExactly("end", "top");
    assertThat(combined.leftOut())
        .containsExactly(new Combined.LeftOutSession("too", List.of("1.txt"), 0, ""));
    assertThat(test.git("show", combined.commit() + ":1.txt"))
        .isEqualTo("TOP\n2\n3\n4\n5\n6\n7\n8\nEND\n");
    assertThat(test.git("show", combined.commit() + ":2.txt")).isEqualTo("new\n");
    var changes =
        test.open()
            .compare()
            .changes(
                Version.of(combined.targetCommit()),
                Version.of(combined.commit()),
                CompareOptions.DEFAULT);
    assertThat(changes.files()).extracting(FileChange::path).containsExactly("1.txt");
    assertThat(changes.added()).isEqualTo(2);
  }

  @Test
  void work_that_stands_on_another_sessions_work_is_not_counted_twice() throws Exception {
    var below = sessions.make("below", "main");
    test.sh(below.worktree(), "sed -i s/^1$/ONE/ 1.txt");
    sessions.commit(below, "below");
    var above = sessions.make("above", "muster/below");
    test.sh(above.worktree(), "sed -i s/^ONE$/TWO/ 1.txt");
    var combined =
        forecasts.combine(
            new ForecastRequest(
                "main", List.of(forecasts.contender(below), forecasts.contender(above))));
    assertThat(combined.leftOut()).isEmpty();
    assertThat(test.git("show", combined.commit() + ":1.txt")).startsWith("TWO\n2\n");
  }

  @Test
  void a_session_is_known_without_a_look_at_its_worktree() throws Exception {
    var work = sessions.make("seen", "main");
    test.sh(work.worktree(), "sed -i s/^1$/ONE/ 1.txt");
    var looked = forecasts.contender(work);
    var tree = test.git("rev-parse", looked.tip() + "^{tree}").strip();
    assertThat(forecasts.contender("seen", looked.head(), tree)).isEqualTo(looked);
    assertThat(forecasts.contender("seen", looked.head(), null).tip()).isEqualTo(looked.head());
  }
}
