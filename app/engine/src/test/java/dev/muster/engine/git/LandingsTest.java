package dev.muster.engine.git;

import static dev.muster.engine.git.LandingPlan.Outcome.CONFLICTS;
import static dev.muster.engine.git.LandingPlan.Outcome.NOTHING;
import static dev.muster.engine.git.LandingPlan.Outcome.READY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Landing: what is shown is what happens, and nothing of the user's is touched. */
class LandingsTest {
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
    test.write(".gitignore", "*.log\n");
    test.write("a.txt", "1\n2\n3\n4\n5\n6\n7\n8\n9\n");
    test.write("b.txt", "b\n");
    test.commit("one");
    test.git("branch", "release");
    repository = test.open();
    landings = repository.landings();
  }

  @AfterEach
  void close() {
    test.close();
  }

  private SessionWork work() throws Exception {
    var work = sessions.make("abc", "main");
    TestRepository.write(work.worktree(), "a.txt", "ONE\n2\n3\n4\n5\n6\n7\n8\n9\n");
    sessions.commit(work, "Change the first line");
    TestRepository.write(work.worktree(), "new.txt", "not committed\n");
    TestRepository.write(work.worktree(), "noise.log", "ignored\n");
    return work;
  }

  private LandingRequest request(SessionWork work, String target, LandingWay way) {
    return new LandingRequest(work, target, way, "Land it\n\nWith a body.", "The rest");
  }

  private String releaseMoves() {
    test.sh(
        test.root(),
        "git worktree add -q ../other release; cd ../other; echo NINE >>a.txt; git commit -qam"
            + " nine; cd ../project; git worktree remove ../other");
    return test.git("rev-parse", "release").strip();
  }

  @ParameterizedTest
  @EnumSource
  void what_is_planned_is_what_lands_and_the_checkout_is_untouched(LandingWay way)
      throws Exception {
    var work = work();
    var before = releaseMoves();
    test.write("a.txt", "dirty\n");
    test.write("mine.txt", "untracked\n");
    test.git("add", "b.txt");
    var mine = test.everythingOfTheUser();
    var plan = landings.plan(request(work, "release", way));
    assertThat(plan.outcome()).isEqualTo(READY);
    assertThat(plan.possible()).containsExactlyInAnyOrder(Moving.BRANCH, Moving.NEW_BRANCH);
    assertThat(plan.uncommitted()).isEqualTo(1);
    assertThat(plan.targetBefore()).isEqualTo(before);
    assertThat(plan.changes().files())
        .extracting(FileChange::path)
        .containsExactly("a.txt", "new.txt");
    assertThat(plan.commits())
        .hasSize(way == LandingWay.MERGE ? 3 : way == LandingWay.SQUASH ? 1 : 2);
    assertThat(test.everythingOfTheUser()).isEqualTo(mine);
    assertThat(test.git(work.worktree(), "status", "--porcelain")).isEqualTo("?? new.txt\n");

    var landed = landings.land(plan, Moving.BRANCH);
    assertThat(test.git("rev-parse", "release").strip())
        .isEqualTo(plan.result())
        .isEqualTo(landed.after());
    assertThat(test.git("show", "release:a.txt")).isEqualTo("ONE\n2\n3\n4\n5\n6\n7\n8\n9\nNINE\n");
    assertThat(test.git("show", "release:new.txt")).isEqualTo("not committed\n");
    assertThat(test.git("ls-tree", "--name-only", "release")).doesNotContain("noise.log");
    assertThat(test.git("log", "-1", "--format=%an <%ae> %cn", "release").strip())
        .isEqualTo("Ada <ada@example.org> Ada");
    assertThat(test.git(work.worktree(), "status", "--porcelain")).isEmpty();
    assertThat(test.git(work.worktree(), "log", "-1", "--format=%s").strip()).isEqualTo("The rest");
    assertThat(landings.unfinished()).isEmpty();
    assertThat(landings.of("abc")).containsExactly(landed);
    mine.remove("refs");
    var now = test.everythingOfTheUser();
    now.remove("refs");
    assertThat(now).isEqualTo(mine);

    var undo = landings.undoing(landed);
    assertThat(undo.possible()).isTrue();
    assertThat(undo.movesCheckout()).isFalse();
    assertThat(landings.undo(landed, false).undone()).isTrue();
    assertThat(test.git("rev-parse", "release").strip()).isEqualTo(before);
    assertThat(landings.of("abc").getFirst().undone()).isTrue();
    assertThat(landings.undoing(landings.of("abc").getFirst()).possible()).isFalse();
    test.git("reflog", "expire", "--expire=all", "--all");
    test.git("gc", "-q", "--prune=now");
    assertThat(test.git("cat-file", "-t", landed.after()).strip()).isEqualTo("commit");
    // And once more, as if nothing had been.
    var again = landings.land(landings.plan(request(work, "release", way)), Moving.BRANCH);
    assertThat(again.number()).isEqualTo(2);
  }

  @Test
  void a_clean_checkout_moves_with_its_branch_when_asked_and_back_again() throws Exception {
    var work = work();
    var plan = landings.plan(request(work, "main", LandingWay.SQUASH));
    assertThat(plan.place().checkout()).isEqualTo(test.root());
    assertThat(plan.possible()).containsExactlyInAnyOrder(Moving.CHECKOUT, Moving.NEW_BRANCH);
    assertThatThrownBy(() -> landings.land(plan, Moving.BRANCH)).isInstanceOf(GitException.class);
    test.write("untracked.txt", "stays\n");
    // Times that git does not know are no changes.
    test.sh(test.root(), "touch -d '2020-01-01' a.txt b.txt");
    var landed = landings.land(plan, Moving.CHECKOUT);
    assertThat(test.root().resolve("new.txt")).hasContent("not committed\n");
    assertThat(test.git("status", "--porcelain")).isEqualTo("?? untracked.txt\n");
    assertThat(test.git("symbolic-ref", "HEAD").strip()).isEqualTo("refs/heads/main");
    assertThatThrownBy(() -> landings.undo(landed, false))
        .isInstanceOf(GitException.class)
        .hasMessageContaining("checked out");
    test.sh(test.root(), "touch -d '2020-01-01' a.txt b.txt new.txt");
    landings.undo(landed, true);
    assertThat(test.git("rev-parse", "HEAD").strip()).isEqualTo(plan.targetBefore());
    assertThat(test.root().resolve("new.txt")).doesNotExist();
    assertThat(test.git("status", "--porcelain")).isEqualTo("?? untracked.txt\n");
  }

  @Test
  void a_dirty_checkout_stays_as_it_is_and_a_new_branch_is_offered() throws Exception {
    var work = work();
    test.write("a.txt", "dirty\n");
    var mine = test.everythingOfTheUser();
    var plan = landings.plan(request(work, "main", LandingWay.MERGE));
    assertThat(plan.possible()).containsExactly(Moving.NEW_BRANCH);
    assertThat(String.join(" ", plan.tells())).contains("a.txt").contains("new branch");
    var landed = landings.land(plan, Moving.NEW_BRANCH);
    assertThat(landed.target()).isEqualTo("muster/landed/abc");
    assertThat(test.everythingOfTheUser()).isEqualTo(mine);
    assertThat(test.git("show", "muster/landed/abc:new.txt")).isEqualTo("not committed\n");
    landings.undo(landed, false);
    assertThat(test.git("branch", "--list", "muster/landed/*")).isEmpty();
  }

  @Test
  void an_ignored_file_where_a_new_one_would_come_keeps_the_checkout_from_moving()
      throws Exception {
    var work = sessions.make("abc", "main");
    TestRepository.write(work.worktree(), "keys.log", "by the agent\n");
    test.git(work.worktree(), "add", "-f", "keys.log");
    sessions.commit(work, "forced");
    test.write("keys.log", "mine\n");
    var plan = landings.plan(request(work, "main", LandingWay.MERGE));
    assertThat(plan.possible()).containsExactly(Moving.NEW_BRANCH);
    assertThat(plan.place().inTheWay().getFirst()).contains("keys.log");
  }

  @Test
  void a_target_that_moved_meanwhile_is_not_touched() throws Exception {
    var work = work();
    var plan = landings.plan(request(work, "release", LandingWay.SQUASH));
    var moved = releaseMoves();
    assertThatThrownBy(() -> landings.land(plan, Moving.BRANCH))
        .isInstanceOf(GitException.class)
        .hasMessageContaining("moved since");
    assertThat(test.git("rev-parse", "release").strip()).isEqualTo(moved);
    assertThat(landings.unfinished()).isEmpty();
    assertThat(test.git(work.worktree(), "status", "--porcelain")).isEqualTo("?? new.txt\n");
  }

  @Test
  void a_target_that_is_gone_meanwhile_is_said_to_be_gone_and_the_others_are_named()
      throws Exception {
    var work = work();
    var plan = landings.plan(request(work, "release", LandingWay.SQUASH));
    test.git("branch", "-D", "release");
    assertThatThrownBy(() -> landings.land(plan, Moving.BRANCH))
        .isInstanceOf(GitException.class)
        .hasMessage(
            "The branch release is gone since this was shown. Nothing was landed. There is still:"
                + " main.");
    assertThatThrownBy(() -> landings.plan(request(work, "release", LandingWay.SQUASH)))
        .isInstanceOf(GitException.class)
        .hasMessage("There is no branch “release” in project. There is still: main.");
    assertThat(landings.unfinished()).isEmpty();
  }

  @Test
  void files_that_changed_since_are_not_landed() throws Exception {
    var work = work();
    var plan = landings.plan(request(work, "release", LandingWay.SQUASH));
    TestRepository.write(work.worktree(), "new.txt", "changed again\n");
    assertThatThrownBy(() -> landings.land(plan, Moving.BRANCH))
        .isInstanceOf(GitException.class)
        .hasMessageContaining("have changed");
    assertThat(test.git("rev-parse", "release").strip()).isEqualTo(plan.targetBefore());
  }

  @Test
  void a_target_that_was_checked_out_meanwhile_is_not_moved_under_its_checkout() throws Exception {
    var work = work();
    var plan = landings.plan(request(work, "release", LandingWay.SQUASH));
    test.git("switch", "-q", "release");
    var mine = test.everythingOfTheUser();
    assertThatThrownBy(() -> landings.land(plan, Moving.BRANCH))
        .isInstanceOf(GitException.class)
        .hasMessageContaining("checked out");
    assertThat(test.everythingOfTheUser()).isEqualTo(mine);
    assertThat(landings.unfinished()).isEmpty();
  }

  @Test
  void what_is_there_already_lands_as_nothing() throws Exception {
    var work = work();
    landings.land(landings.plan(request(work, "release", LandingWay.SQUASH)), Moving.BRANCH);
    for (var way : LandingWay.values()) {
      var plan = landings.plan(request(work, "release", way));
      // A merge would still say that the branch came in.
      assertThat(plan.outcome())
          .as(way.name())
          .isEqualTo(way == LandingWay.MERGE ? READY : NOTHING);
    }
  }

  @Test
  void a_conflict_says_which_file_and_why_and_moves_nothing() throws Exception {
    var work = sessions.make("abc", "main");
    Files.delete(work.worktree().resolve("b.txt"));
    TestRepository.write(work.worktree(), "a.txt", "SESSION\n2\n3\n4\n5\n6\n7\n8\n9\n");
    test.sh(
        test.root(),
        "git worktree add -q ../other release; cd ../other; echo more >>b.txt; sed -i s/1/TARGET/"
            + " a.txt; git commit -qam target; cd ../project; git worktree remove ../other");
    var plan = landings.plan(request(work, "release", LandingWay.MERGE));
    assertThat(plan.outcome()).isEqualTo(CONFLICTS);
    assertThat(plan.possible()).isEmpty();
    assertThat(plan.conflicts())
        .extracting(MergeConflict::path, MergeConflict::kind)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("a.txt", MergeConflict.Kind.BOTH_MODIFIED),
            org.assertj.core.groups.Tuple.tuple("b.txt", MergeConflict.Kind.MODIFIED_DELETED));
    assertThat(plan.conflicts().getLast().sentence())
        .isEqualTo("b.txt: release changed it and muster/abc deleted it.");
    assertThat(plan.conflicts().getLast().session()).isNull();
    var rebase = landings.plan(request(work, "release", LandingWay.REBASE));
    assertThat(rebase.outcome()).isEqualTo(CONFLICTS);
    assertThat(rebase.tells().getFirst()).contains("The rest");
  }

  @Test
  void nothing_is_undone_once_something_came_after_it() throws Exception {
    var work = work();
    var landed =
        landings.land(landings.plan(request(work, "release", LandingWay.SQUASH)), Moving.BRANCH);
    var later = releaseMoves();
    assertThat(landings.undoing(landed).refusals().getFirst()).contains("came after");
    assertThatThrownBy(() -> landings.undo(landed, true)).isInstanceOf(GitException.class);
    assertThat(test.git("rev-parse", "release").strip()).isEqualTo(later);
    assertThat(landings.unfinished()).isEmpty();
  }
}
