package dev.muster.engine.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of the user's that git ignores are seen ahead where new ones would come, and stay. */
class LandingInTheWayTest {
  @TempDir Path dir;
  private TestRepository test;
  private TestSessions sessions;
  private Repository repository;
  private Landings landings;

  @BeforeEach
  void make() throws Exception {
    dir = dir.toRealPath();
    test = new TestRepository(dir.resolve("project"));
    sessions = new TestSessions(test, dir.resolve("data"));
    test.write("a.txt", "a\n");
    test.write("was", "a file\n");
    test.write("box/in.txt", "in a folder\n");
    test.commit("one");
    TestRepository.write(test.root(), ".git/info/exclude", "/d\n/dd/\n/box/own.log\n");
    repository = test.open();
    landings = repository.landings();
  }

  @AfterEach
  void close() {
    test.close();
  }

  /** What a session landed on main would bring: a file in {@code d}, and {@code dd}. */
  private LandingPlan plan() throws Exception {
    var work = sessions.make("abc", "main");
    TestRepository.write(work.worktree(), "d/f", "new\n");
    Files.writeString(work.worktree().resolve("dd"), "new\n");
    test.git(work.worktree(), "add", "-f", "d/f", "dd");
    sessions.commit(work, "Add them");
    return landings.plan(new LandingRequest(work, "main", LandingWay.MERGE, "Land it", "The rest"));
  }

  @Test
  void an_ignored_file_where_a_new_folder_would_come_is_named_ahead() throws Exception {
    test.write("d", "mine\n");
    var plan = plan();
    assertThat(plan.possible()).containsExactly(Moving.NEW_BRANCH);
    assertThat(String.join(" ", plan.tells())).contains("does not track").contains("(d)");
  }

  @Test
  void an_ignored_folder_where_a_new_file_would_come_is_named_ahead() throws Exception {
    test.write("dd/sub/x", "mine\n");
    var plan = plan();
    assertThat(plan.possible()).containsExactly(Moving.NEW_BRANCH);
    assertThat(String.join(" ", plan.tells())).contains("does not track").contains("(dd/sub/x)");
  }

  @Test
  void what_a_landing_takes_away_itself_and_an_empty_folder_are_not_in_the_way() throws Exception {
    Files.createDirectories(test.root().resolve("dd/empty"));
    var work = sessions.make("abc", "main");
    Files.delete(work.worktree().resolve("was"));
    TestRepository.write(work.worktree(), "was/in.txt", "a folder now\n");
    Files.delete(work.worktree().resolve("box/in.txt"));
    Files.delete(work.worktree().resolve("box"));
    Files.writeString(work.worktree().resolve("box"), "a file now\n");
    Files.writeString(work.worktree().resolve("dd"), "new\n");
    sessions.commit(work, "Change their kinds");
    var request = new LandingRequest(work, "main", LandingWay.SQUASH, "Land it", "The rest");
    var plan = landings.plan(request);
    assertThat(plan.possible()).contains(Moving.CHECKOUT);
    var landed = landings.land(plan, Moving.CHECKOUT);
    assertThat(test.root().resolve("was/in.txt")).hasContent("a folder now");
    assertThat(test.root().resolve("box")).hasContent("a file now");
    assertThat(test.root().resolve("dd")).hasContent("new");

    landings.undo(landed, true);
    assertThat(test.root().resolve("box/in.txt")).hasContent("in a folder");
    test.write("box/own.log", "mine\n");
    assertThat(landings.plan(request).possible()).containsExactly(Moving.NEW_BRANCH);
  }

  @Test
  void where_git_refuses_all_the_same_the_files_are_named_and_nothing_was_moved() throws Exception {
    var plan = plan();
    test.write("d", "mine\n");
    test.write("dd/x", "mine\n");
    var mine = test.everythingOfTheUser();
    var checkout = repository.worktrees().at(test.root());
    assertThatThrownBy(
            () ->
                new TargetCheckout(repository)
                    .forward(checkout, plan.targetBefore(), plan.result()))
        .isInstanceOf(GitException.class)
        .hasMessageContaining("dd)")
        .hasMessageContaining("Nothing was moved.");
    assertThat(test.everythingOfTheUser()).isEqualTo(mine);
    assertThatThrownBy(() -> landings.land(plan, Moving.CHECKOUT))
        .isInstanceOf(GitException.class)
        .hasMessageContaining("(d, dd/x)")
        .hasMessageContaining("Nothing was changed");
    assertThat(test.everythingOfTheUser()).isEqualTo(mine);
    assertThat(landings.unfinished()).isEmpty();
  }
}
