package dev.muster.engine.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A Muster that is killed while it makes a worktree, keeps a checkpoint, commits, keeps what became
 * of conflicts or lands: nothing of it is in the way of doing it again, and nothing is lost.
 */
@EnabledOnOs(OS.LINUX)
class WorkKillTest {
  private static final int MOST_CALLS = 400;

  @TempDir Path dir;
  private TestRepository test;
  private TestSessions sessions;
  private Path data;
  private SessionWork work;
  private Map<String, String> mine;

  @BeforeEach
  void make() throws Exception {
    begin(dir.toRealPath());
  }

  private void begin(Path in) throws Exception {
    data = Files.createDirectories(in).resolve("data");
    test = new TestRepository(in.resolve("project"));
    sessions = new TestSessions(test, data);
    test.write(".gitignore", ".env\n");
    test.write(".worktreeinclude", ".env\n");
    test.write("a.txt", "1\n2\n3\n");
    test.commit("one");
    test.git("branch", "release");
    test.write(".env", "A=1\n");
    work = sessions.work(KilledWork.SESSION);
    mine = test.everythingOfTheUser();
  }

  @AfterEach
  void close() {
    test.close();
  }

  private boolean run(String what, String when, Object at) throws Exception {
    return KilledWork.run(test, data, what, when, at);
  }

  private void killed(String what, String at) throws Exception {
    var words = at.split(", ");
    assertThat(run(what, words[0], words[1])).as("it was killed").isFalse();
  }

  // ---- a worktree -----------------------------------------------------------------------------

  private void isMadeAgain() throws Exception {
    KilledWork.doing("make", test.open(), work, data, 0).run();
    assertThat(work.worktree().resolve("a.txt")).hasContent("1\n2\n3\n");
    assertThat(work.worktree().resolve(".env")).hasContent("A=1\n");
    assertThat(test.git(work.worktree(), "status", "--porcelain", "--branch").strip())
        .isEqualTo("## muster/abc");
    assertThat(test.open().worktrees().at(work.worktree()).locked()).isEqualTo(KilledWork.LOCK);
    assertThat(test.open().worktrees().list()).hasSize(2);
    new Trash(data.resolve("trash")).sweep().get(60, TimeUnit.SECONDS);
    if (Files.exists(data.resolve("trash"))) {
      assertThat(data.resolve("trash")).isEmptyDirectory();
    }
    assertThat(test.git("worktree", "prune", "--dry-run", "--verbose")).isEmpty();
    assertThat(test.everythingOfTheUser()).isEqualTo(mine);
  }

  @ParameterizedTest
  @ValueSource(strings = {"after, worktree add", "after, symbolic-ref", "before, check-ignore"})
  void a_worktree_that_was_half_made_is_made_again(String at) throws Exception {
    killed("make", at);
    if (at.endsWith("check-ignore")) {
      TestRepository.write(work.worktree(), ".env", "A"); // as if killed while it was copied
    }
    isMadeAgain();
    assertThat(test.git("branch", "--list", "muster/*").strip()).endsWith("muster/abc");
    assertThat(test.git("branch", "--list", "muster/*").lines()).hasSize(1);
  }

  @Test
  void a_worktree_whose_git_was_killed_too_is_made_again() throws Exception {
    var killing = data.resolve("killing");
    var attributes = test.root().resolve(".git/info/attributes");
    Files.createDirectories(attributes.getParent());
    Files.writeString(attributes, "a.txt filter=kill\n");
    test.git(
        "config",
        "filter.kill.smudge",
        "cat >/dev/null; kill -9 $(cat %s/pid) $PPID; exit 1".formatted(killing));
    test.git("config", "filter.kill.required", "true");
    killed("make", "call, 1000000");
    test.git("config", "--remove-section", "filter.kill");
    Files.delete(attributes);
    mine = test.everythingOfTheUser();
    isMadeAgain();
  }

  @ParameterizedTest
  @ValueSource(strings = {"after, update-ref -d", "before, worktree remove"})
  void clearing_a_half_made_worktree_away_can_be_killed_as_well(String at) throws Exception {
    killed("make", "before, check-ignore");
    killed("make", at);
    isMadeAgain();
    assertThat(test.git("branch", "--list", "muster/*").lines()).hasSize(1);
  }

  // ---- what is in it --------------------------------------------------------------------------

  private void begun() throws Exception {
    sessions.make(KilledWork.SESSION, "main");
    TestRepository.write(work.worktree(), "a.txt", "staged\n");
    test.git(work.worktree(), "add", "a.txt");
    TestRepository.write(work.worktree(), "a.txt", "ONE\n2\n3\n");
    TestRepository.write(work.worktree(), "new.txt", "untracked\n");
  }

  private void isAsTheAgentLeftIt() throws Exception {
    assertThat(work.worktree().resolve("a.txt")).hasContent("ONE\n2\n3\n");
    assertThat(work.worktree().resolve("new.txt")).hasContent("untracked\n");
    assertThat(test.everythingOfTheUser()).isEqualTo(mine);
  }

  @ParameterizedTest
  @ValueSource(strings = {"before, update-ref", "after, refs/muster/abc/1"})
  void a_checkpoint_that_was_cut_short_is_kept_again(String at) throws Exception {
    begun();
    killed("checkpoint", at);
    isAsTheAgentLeftIt();
    KilledWork.doing("checkpoint", test.open(), work, data, 0).run();
    assertThat(test.git("show", "refs/muster/abc/1:new.txt")).isEqualTo("untracked\n");
    assertThat(test.git(work.worktree(), "diff", "--cached")).contains("+staged");
    isAsTheAgentLeftIt();
  }

  private void isCommitted() throws Exception {
    test.open().commits().commit(work, "By a person");
    assertThat(test.git(work.worktree(), "status", "--porcelain")).isEmpty();
    assertThat(test.git("log", "--format=%s", "main..muster/abc")).isEqualTo("By a person\n");
    assertThat(test.git("show", "muster/abc:new.txt")).isEqualTo("untracked\n");
    var kept = test.git("for-each-ref", "--format=%(refname)", "refs/muster/kept").strip();
    assertThat(test.git("show", kept + ":a.txt")).isEqualTo("staged\n");
    isAsTheAgentLeftIt();
  }

  @ParameterizedTest
  @ValueSource(strings = {"after, refs/muster/kept", "before, commit: By a person"})
  void a_commit_that_was_cut_short_is_made_again(String at) throws Exception {
    begun();
    killed("commit", at);
    isAsTheAgentLeftIt();
    isCommitted();
  }

  /** No call of git lies between making its lock and renaming it. */
  @Test
  void a_lock_that_a_killed_muster_left_is_taken_away_and_nobody_elses() throws Exception {
    begun();
    var gitDir = test.root().resolve(".git/worktrees/abc");
    var ready = gitDir.resolve("muster-next-index");
    var lock = gitDir.resolve("index.lock");
    Files.copy(gitDir.resolve("index"), ready);
    Files.createLink(lock, ready);
    var live = test.open().worktrees().live(work.worktree(), work.index(), ChangeBounds.DEFAULT);
    live.tree();
    assertThat(lock).doesNotExist();
    assertThat(ready).doesNotExist();
    isCommitted();

    Files.copy(gitDir.resolve("index"), ready, StandardCopyOption.REPLACE_EXISTING);
    Files.writeString(lock, "somebody's");
    TestRepository.write(work.worktree(), "new.txt", "more\n");
    assertThatThrownBy(() -> test.open().commits().commit(work, "More"))
        .isInstanceOf(GitException.class)
        .hasMessageContaining("“" + lock + "”")
        .hasMessageContaining("Nothing was committed");
    assertThat(lock).hasContent("somebody's");
    assertThat(work.worktree().resolve("new.txt")).hasContent("more\n");
  }

  // ---- conflicts ------------------------------------------------------------------------------

  private void conflicting() throws Exception {
    sessions.make(KilledWork.SESSION, "main");
    TestRepository.write(work.worktree(), "a.txt", "ONE\n2\n3\n");
    sessions.commit(work, "mine");
    test.sh(
        test.root(),
        "git worktree add -q ../other release; cd ../other; sed -i s/1/TARGET/ a.txt; git commit"
            + " -qam target; cd ../project; git worktree remove ../other");
    mine = test.everythingOfTheUser();
  }

  private LandingPlan plan() throws GitException {
    var request = new LandingRequest(work, "release", LandingWay.REBASE, "Land it", "The rest");
    return test.open().landings().plan(request);
  }

  @Test
  void what_became_of_a_conflict_is_kept_or_asked_again() throws Exception {
    conflicting();
    killed("keep", "before, update-ref refs/muster/resolved/abc");
    assertThat(plan().conflicts()).hasSize(1);
    killed("keep", "after, update-ref refs/muster/resolved/abc");
    assertThat(plan().ready()).isTrue();
    killed("anew", "before, update-ref refs/muster/resolved/abc");
    assertThat(plan().ready()).isTrue();
    killed("anew", "after, update-ref refs/muster/resolved/abc");
    assertThat(plan().conflicts()).hasSize(1);
    assertThat(test.git("show", "refs/muster/resolved/abc^:a.txt")).isEqualTo("resolved\n");
    assertThat(test.everythingOfTheUser()).isEqualTo(mine);
  }

  // ---- landing --------------------------------------------------------------------------------

  private void isLandedOrLandsAgain(String before) throws Exception {
    var landings = test.open().landings();
    for (var found : landings.unfinished()) {
      assertThat(found.sentence()).containsIgnoringCase("landing on release");
      assertThat(found.canFinish()).isTrue();
      landings.finish(found);
    }
    if (landings.of(KilledWork.SESSION).isEmpty()) {
      assertThat(test.git("rev-parse", "release")).isEqualTo(before);
      landings.land(plan(), Moving.BRANCH);
    }
    assertThat(test.git("show", "release:new.txt")).isEqualTo("untracked\n");
    assertThat(landings.unfinished()).isEmpty();
    assertThat(landings.undo(landings.of(KilledWork.SESSION).getLast(), false).undone()).isTrue();
    assertThat(test.git("rev-parse", "release")).isEqualTo(before);
    isAsTheAgentLeftIt();
  }

  @ParameterizedTest
  @CsvSource({"MERGE, after", "REBASE, before"})
  void a_landing_of_every_way_is_finished(String way, String when) throws Exception {
    begun();
    var before = test.git("rev-parse", "release");
    assertThat(run(way, when, "refs/heads/release")).isFalse();
    isLandedOrLandsAgain(before);
  }

  /** Git asks this filter for a file of the user's checkout, and Muster is killed there. */
  private void killedInTheCheckout(String whom) throws Exception {
    begun();
    var pid = data.resolve("killing/pid");
    var attributes = test.root().resolve(".git/info/attributes");
    Files.createDirectories(attributes.getParent());
    Files.writeString(attributes, "new.txt filter=kill\n");
    // Only while it is armed: the filter is asked for the session's worktree, too.
    var smudge = "if [ -f %s ]; then kill -9 $(cat %s) %s; fi; cat".formatted(pid, pid, whom);
    test.git("config", "filter.kill.smudge", smudge);
    killed("checkout", "call, 1000000");
    test.git("config", "--remove-section", "filter.kill");
    Files.delete(attributes);
  }

  @Test
  void your_checkout_comes_to_its_end_when_muster_is_killed_while_it_moves() throws Exception {
    killedInTheCheckout("");
    var landings = test.open().landings();
    var end = Instant.now().plusSeconds(60);
    while (!landings.unfinished().getFirst().sentence().contains("only the note of it")) {
      assertThat(Instant.now()).as("git comes to its end").isBefore(end);
      TimeUnit.MILLISECONDS.sleep(20);
    }
    landings.finish(landings.unfinished().getFirst());
    assertThat(test.git("status", "--porcelain")).isEmpty();
    assertThat(test.root().resolve("new.txt")).hasContent("untracked\n");
    assertThat(test.root().resolve(".git/index.lock")).doesNotExist();
  }

  @Test
  void a_checkout_whose_git_was_killed_too_is_told_with_its_lock_and_can_be_finished()
      throws Exception {
    killedInTheCheckout("$PPID");
    var lock = test.root().resolve(".git/index.lock");
    var landings = test.open().landings();
    var found = landings.unfinished().getFirst();
    assertThat(found.canFinish()).isFalse();
    assertThat(found.sentence()).contains("“" + lock + "” is there");
    Files.delete(lock);
    if (!test.git("status", "--porcelain").isEmpty()) {
      assertThat(landings.unfinished().getFirst().sentence()).contains("git stash -u");
      test.git("stash", "-q", "-u");
    }
    landings.finish(landings.unfinished().getFirst());
    assertThat(test.git("status", "--porcelain")).isEmpty();
    assertThat(test.root().resolve("a.txt")).hasContent("ONE\n2\n3\n");
    assertThat(test.root().resolve("new.txt")).hasContent("untracked\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"make", "checkpoint", "commit", "keep", "SQUASH", "MERGE", "REBASE"})
  @Tag("slow")
  void at_every_single_call_of_git(String what) throws Exception {
    for (int call = 1; call < MOST_CALLS; call++) {
      test.close();
      begin(dir.toRealPath().resolve(what + "-" + call));
      var before = test.git("rev-parse", "release");
      if (what.equals("keep")) {
        conflicting();
      } else if (!what.equals("make")) {
        begun();
      }
      boolean done = run(what, "call", call);
      switch (what) {
        case "make" -> {
          if (!done) {
            isMadeAgain();
          }
        }
        case "checkpoint" -> {
          KilledWork.doing("checkpoint", test.open(), work, data, 0).run();
          assertThat(test.git("show", "refs/muster/abc/1:new.txt")).isEqualTo("untracked\n");
          isAsTheAgentLeftIt();
        }
        case "commit" -> isCommitted();
        case "keep" -> {
          if (!plan().conflicts().isEmpty()) {
            KilledWork.doing("keep", test.open(), work, data, 0).run();
          }
          assertThat(plan().ready()).isTrue();
        }
        default -> isLandedOrLandsAgain(before);
      }
      if (done) {
        return;
      }
    }
    throw new AssertionError("It never came to its end.");
  }
}
