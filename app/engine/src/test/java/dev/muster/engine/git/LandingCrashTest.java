package dev.muster.engine.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Killed between any two steps, what was going on is told, and can be finished or undone. */
class LandingCrashTest {
  @TempDir Path dir;
  private TestRepository test;
  private TestSessions sessions;
  private SessionWork work;
  private Path data;

  @BeforeEach
  void make() throws Exception {
    dir = dir.toRealPath();
    data = dir.resolve("data");
    test = new TestRepository(dir.resolve("project"));
    sessions = new TestSessions(test, data);
    test.write("a.txt", "1\n2\n3\n");
    test.commit("one");
    test.git("branch", "release");
    work = sessions.make("abc", "main");
    TestRepository.write(work.worktree(), "a.txt", "ONE\n2\n3\n");
    TestRepository.write(work.worktree(), "new.txt", "untracked\n");
  }

  @AfterEach
  void close() {
    test.close();
  }

  /** Kills a real process right after a step. */
  private void killedAfter(String what, String target, String step) throws Exception {
    var command =
        KilledLanding.command(
            test.root().toString(), test.env().get("HOME"), data.toString(), what, target, step);
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (var out = process.inputReader()) {
      String line;
      do {
        line = out.readLine();
      } while (line != null && !line.startsWith("AT "));
      assertThat(line).isEqualTo("AT " + step);
    } finally {
      process.toHandle().destroyForcibly();
      process.waitFor();
    }
  }

  private String at(String ref) {
    return test.git("rev-parse", "--verify", ref).strip();
  }

  @ParameterizedTest(name = "{0} on {1}, killed after {2}, then {3}")
  @CsvSource({
    "BRANCH,release,RECORDED,finish",
    "BRANCH,release,STAGED,finish",
    "BRANCH,release,COMMITTED,finish",
    "BRANCH,release,MOVED,finish",
    "BRANCH,release,KEPT,finish",
    "BRANCH,release,RECORDED,undo",
    "BRANCH,release,STAGED,undo",
    "BRANCH,release,COMMITTED,undo",
    "BRANCH,release,MOVED,undo",
    "BRANCH,release,KEPT,undo",
    "CHECKOUT,main,COMMITTED,finish",
    "CHECKOUT,main,MOVED,finish",
    "CHECKOUT,main,COMMITTED,undo",
    "CHECKOUT,main,MOVED,undo",
    "NEW_BRANCH,main,COMMITTED,finish",
    "NEW_BRANCH,main,MOVED,undo",
  })
  void a_killed_landing_is_finished_or_undone(String moving, String target, String step, String end)
      throws Exception {
    var before = at(target);
    var files = contents(work.worktree());
    killedAfter(moving, target, step);
    var landings = test.open().landings();
    var found = landings.unfinished();
    assertThat(found).hasSize(1);
    assertThat(found.getFirst().session()).isEqualTo("abc");
    assertThat(found.getFirst().sentence()).containsIgnoringCase("landing on");
    assertThat(contents(work.worktree())).isEqualTo(files);
    if (end.equals("finish")) {
      assertThat(found.getFirst().canFinish()).isTrue();
      var landed = landings.finish(found.getFirst());
      assertThat(at(landed.target())).isEqualTo(landed.after());
      assertThat(test.git("show", landed.after() + ":new.txt")).isEqualTo("untracked\n");
      assertThat(landings.of("abc")).containsExactly(landed);
      assertThat(test.git(work.worktree(), "status", "--porcelain")).isEmpty();
      assertThat(landings.undo(landed, true).undone()).isTrue();
    } else {
      assertThat(found.getFirst().canUndo()).isTrue();
      landings.undo(found.getFirst());
      if (step.equals("MOVED") || step.equals("KEPT")) {
        assertThat(landings.of("abc").getFirst().undone()).isTrue();
        assertThat(test.git("show", landings.of("abc").getFirst().ref() + ":new.txt"))
            .isEqualTo("untracked\n");
      } else {
        assertThat(landings.of("abc")).isEmpty();
        var kept =
            test.git("for-each-ref", "--format=%(objectname)", "refs/muster/kept/abc/").strip();
        assertThat(test.git("show", kept + ":new.txt")).isEqualTo("untracked\n");
      }
    }
    assertThat(at(target)).isEqualTo(before);
    assertThat(test.git("branch", "--list", "muster/landed/*")).isEmpty();
    assertThat(landings.unfinished()).isEmpty();
    assertThat(contents(work.worktree())).isEqualTo(files);
    assertThat(test.git("status", "--porcelain")).isEmpty();
    // Nothing of it keeps the work from landing now.
    var request = new LandingRequest(work, target, LandingWay.MERGE, "Again", "The rest");
    assertThat(landings.plan(request).ready()).isTrue();
  }

  @ParameterizedTest(name = "on {0}, killed after {1}, then {2}")
  @CsvSource({
    "release,RECORDED,finish",
    "release,MOVED,finish",
    "release,KEPT,finish",
    "release,RECORDED,undo",
    "main,RECORDED,finish",
    "main,MOVED,finish",
  })
  void a_killed_undo_is_finished_or_given_up(String target, String step, String end)
      throws Exception {
    var before = at(target);
    var landings = test.open().landings();
    var request = new LandingRequest(work, target, LandingWay.SQUASH, "Land it", "The rest");
    var landed =
        landings.land(
            landings.plan(request), target.equals("main") ? Moving.CHECKOUT : Moving.BRANCH);
    killedAfter("UNDO", target, step);
    var found = landings.unfinished();
    assertThat(found).hasSize(1);
    assertThat(found.getFirst().sentence()).contains("Undoing");
    if (end.equals("finish")) {
      assertThat(landings.finish(found.getFirst()).undone()).isTrue();
      assertThat(at(target)).isEqualTo(before);
      assertThat(landings.of("abc").getFirst().undone()).isTrue();
    } else {
      landings.undo(found.getFirst());
      assertThat(at(target)).isEqualTo(landed.after());
      assertThat(landings.of("abc").getFirst().undone()).isFalse();
    }
    assertThat(landings.unfinished()).isEmpty();
    assertThat(test.git("status", "--porcelain")).isEmpty();
  }

  @ParameterizedTest(name = "killed after {0}, then {1}")
  @CsvSource({
    "RECORDED,finish",
    "STAGED,finish",
    "COMMITTED,finish",
    "MOVED,finish",
    "RECORDED,undo",
    "COMMITTED,undo",
  })
  void a_killed_resolution_is_finished_or_put_aside(String step, String end) throws Exception {
    test.sh(
        test.root(),
        "git worktree add -q ../other release; cd ../other; sed -i s/1/TARGET/ a.txt; git commit"
            + " -qam target; cd ../project; git worktree remove ../other");
    var files = contents(work.worktree());
    killedAfter("RESOLVE", "release", step);
    var repository = test.open();
    var landings = repository.landings();
    var found = landings.unfinished();
    assertThat(found).hasSize(1);
    assertThat(found.getFirst().sentence()).containsIgnoringCase("resolved conflicts");
    if (end.equals("finish")) {
      landings.finish(found.getFirst());
      assertThat(work.worktree().resolve("a.txt")).hasContent("resolved\n");
      assertThat(test.git(work.worktree(), "status", "--porcelain")).isEmpty();
      var request = new LandingRequest(work, "release", LandingWay.SQUASH, "Land", "The rest");
      landings.land(landings.plan(request), Moving.BRANCH);
      assertThat(test.git("show", "release:a.txt")).isEqualTo("resolved\n");
    } else {
      landings.undo(found.getFirst());
      assertThat(contents(work.worktree())).isEqualTo(files);
      var kept =
          test.git("for-each-ref", "--format=%(objectname)", "refs/muster/kept/abc/").strip();
      assertThat(test.git("show", kept + ":a.txt")).isEqualTo("resolved\n");
    }
    assertThat(landings.unfinished()).isEmpty();
  }

  @Test
  void work_that_went_on_after_the_kill_is_not_overwritten() throws Exception {
    killedAfter("BRANCH", "release", "RECORDED");
    TestRepository.write(work.worktree(), "new.txt", "went on\n");
    var landings = test.open().landings();
    var found = landings.unfinished().getFirst();
    assertThat(found.canFinish()).isFalse();
    assertThat(found.sentence()).contains("have changed since");
    landings.undo(found);
    assertThat(work.worktree().resolve("new.txt")).hasContent("went on\n");
    assertThat(landings.unfinished()).isEmpty();
  }

  @Test
  void a_target_that_moved_after_the_kill_is_left_alone() throws Exception {
    killedAfter("BRANCH", "release", "COMMITTED");
    var other = test.git("commit-tree", "-p", "release", "-m", "x", "release^{tree}").strip();
    test.git("update-ref", "refs/heads/release", other);
    var landings = test.open().landings();
    var found = landings.unfinished().getFirst();
    assertThat(found.canFinish()).isFalse();
    landings.undo(found);
    assertThat(at("release")).isEqualTo(other);
    assertThat(landings.unfinished()).isEmpty();
  }

  @Test
  void a_checkout_that_is_half_way_is_explained_and_can_be_finished() throws Exception {
    killedAfter("CHECKOUT", "main", "COMMITTED");
    // As if git itself had been killed in the middle of it.
    test.write("new.txt", "untracked\n");
    test.write("a.txt", "ON");
    var landings = test.open().landings();
    var found = landings.unfinished().getFirst();
    assertThat(found.canFinish()).isFalse();
    assertThat(found.sentence()).contains("a.txt").contains("new.txt").contains("git stash -u");
    test.git("stash", "-q", "-u");
    found = landings.unfinished().getFirst();
    assertThat(found.canFinish()).isTrue();
    landings.finish(found);
    assertThat(test.root().resolve("a.txt")).hasContent("ONE\n2\n3\n");
  }

  @Test
  void a_checkout_that_is_half_way_back_is_explained_and_can_be_finished() throws Exception {
    var landings = test.open().landings();
    var before = at("main");
    var request = new LandingRequest(work, "main", LandingWay.SQUASH, "Land it", "The rest");
    landings.land(landings.plan(request), Moving.CHECKOUT);
    killedAfter("UNDO", "main", "RECORDED");
    Files.delete(test.root().resolve("new.txt"));
    var found = landings.unfinished().getFirst();
    assertThat(found.canFinish()).isFalse();
    assertThat(found.sentence()).contains("new.txt").contains("git stash -u");
    test.git("stash", "-q", "-u");
    landings.finish(landings.unfinished().getFirst());
    assertThat(at("main")).isEqualTo(before);
    assertThat(test.git("status", "--porcelain")).isEmpty();
  }

  @Test
  void a_note_that_is_not_musters_is_told_and_moves_nothing() throws Exception {
    test.git("update-ref", "refs/muster/landing/abc", "HEAD");
    var landings = test.open().landings();
    var found = landings.unfinished().getFirst();
    assertThat(found.canFinish()).isFalse();
    assertThat(found.canUndo()).isFalse();
    assertThat(found.sentence()).contains("not a record");
  }

  private static List<String> contents(Path folder) throws IOException {
    var all = new ArrayList<String>();
    try (var files = Files.walk(folder)) {
      for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
        all.add(folder.relativize(file) + ": " + Files.readString(file));
      }
    }
    return all;
  }
}
