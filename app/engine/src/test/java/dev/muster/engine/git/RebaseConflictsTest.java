package dev.muster.engine.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.engine.git.LandingPlan.Outcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The conflicts of a rebase, resolved commit by commit: what is kept, and what lands in the end.
 */
class RebaseConflictsTest {
  @TempDir Path dir;
  private TestRepository test;
  private SessionWork work;
  private Repository repository;

  @BeforeEach
  void make() throws Exception {
    dir = dir.toRealPath();
    test = new TestRepository(dir.resolve("project"));
    test.write("a.txt", "1\n2\n3\n4\n5\n");
    test.write("b.txt", "1\n2\n3\n");
    test.write("c.txt", "1\n");
    test.commit("one");
    test.git("branch", "release");
    var sessions = new TestSessions(test, dir.resolve("data"));
    work = sessions.make("abc", "main");
    write("a.txt", "1\nfirst\n3\n4\n5\n");
    sessions.commit(work, "first\n\nIts body.");
    write("c.txt", "1\ncalm\n");
    sessions.commit(work, "calm");
    write("a.txt", "1\nfirst\n3\n4\nthird\n");
    write("b.txt", "1\nthird\n3\n");
    sessions.commit(work, "third");
    write("c.txt", "1\ncalm\nnot committed\n");
    target("sed -i s/2/TARGET/ a.txt b.txt");
    repository = test.open();
  }

  @AfterEach
  void close() {
    test.close();
  }

  private void write(String name, String text) throws Exception {
    TestRepository.write(work.worktree(), name, text);
  }

  private void target(String does) throws Exception {
    test.sh(
        test.root(),
        "git worktree add -q ../other release; cd ../other; "
            + does
            + "; git add -A; git commit -qm target; cd ../project; git worktree remove ../other");
  }

  private LandingPlan plan() throws Exception {
    return repository
        .landings()
        .plan(new LandingRequest(work, "release", LandingWay.REBASE, "Land", "The rest"));
  }

  private static Resolution content(String path, String text) {
    return new Resolution.Content(path, text.getBytes(StandardCharsets.UTF_8));
  }

  private void keep(LandingPlan plan, Resolution... resolutions) throws Exception {
    repository.conflicts().keep(plan, List.of(resolutions));
  }

  private String at(String ref) {
    return test.git("rev-parse", "--verify", ref).strip();
  }

  @Test
  void each_commit_is_resolved_by_itself_and_nothing_moves_before_the_plan_is_agreed_to()
      throws Exception {
    Map<String, String> mine = test.everythingOfTheUser();
    var first = plan();
    assertThat(first.outcome()).isEqualTo(Outcome.CONFLICTS);
    assertThat(first.stop()).extracting("subject", "number", "of").containsExactly("first", 1, 4);
    assertThat(first.tells().getFirst()).contains("“first”").contains("1 of 4");
    assertThat(first.conflicts()).extracting(MergeConflict::path).containsExactly("a.txt");
    var shown =
        repository.conflicts().texts(first, first.conflicts().getFirst(), Conflicts.MAX_BYTES);
    assertThat(shown.merged().text())
        .isEqualTo("1\n<<<<<<< release\nTARGET\n=======\nfirst\n>>>>>>> first\n3\n4\n5\n");
    var who = repository.conflicts().origins(first, first.conflicts().getFirst());
    assertThat(who.target()).extracting("subject").containsExactly("target");
    assertThat(who.session()).extracting("subject").containsExactly("first");

    keep(first, content("a.txt", "1\nTARGET first\n3\n4\n5\n"));
    var third = plan();
    assertThat(third.stop()).extracting("subject", "number", "of").containsExactly("third", 3, 4);
    assertThat(third.answered()).isEqualTo(1);
    assertThat(third.conflicts()).extracting(MergeConflict::path).containsExactly("b.txt");
    assertThat(
            repository
                .conflicts()
                .texts(third, third.conflicts().getFirst(), Conflicts.MAX_BYTES)
                .merged()
                .text())
        .contains("TARGET")
        .contains("third");
    keep(third, new Resolution.TakeSession("b.txt"));

    var ready = plan();
    assertThat(ready.ready()).isTrue();
    assertThat(ready.answered()).isEqualTo(2);
    assertThat(ready.tells()).anyMatch(tell -> tell.contains("2 conflicts were resolved by hand"));
    assertThat(ready.commits())
        .extracting(PlannedCommit::subject)
        .containsExactly("first", "calm", "third", "The rest");
    assertThat(test.everythingOfTheUser()).isEqualTo(mine);
    assertThat(at("muster/abc")).isEqualTo(ready.sessionBefore());

    repository.landings().land(ready, Moving.BRANCH);
    assertThat(test.git("show", "release:a.txt")).isEqualTo("1\nTARGET first\n3\n4\nthird\n");
    assertThat(test.git("show", "release~2:a.txt")).isEqualTo("1\nTARGET first\n3\n4\n5\n");
    assertThat(test.git("show", "release:b.txt")).isEqualTo("1\nthird\n3\n");
    assertThat(test.git("show", "release:c.txt")).isEqualTo("1\ncalm\nnot committed\n");
    assertThat(test.git("log", "-1", "--format=%B", "release~3").strip())
        .isEqualTo("first\n\nIts body.");
    assertThat(test.git("log", "--format=%P", "-1", "release~3").strip())
        .isEqualTo(first.targetBefore());
    assertThat(test.git("status", "--porcelain")).isEmpty();
  }

  @Test
  void what_was_resolved_holds_when_the_target_moves_elsewhere_and_not_when_it_moves_there()
      throws Exception {
    keep(plan(), content("a.txt", "1\nTARGET first\n3\n4\n5\n"));
    target("echo more >>c2.txt");
    assertThat(plan().stop()).extracting("subject").isEqualTo("third");
    target("sed -i s/TARGET/AGAIN/ a.txt");
    assertThat(plan().stop()).extracting("subject").isEqualTo("first");
  }

  @Test
  void some_files_of_a_commit_can_be_resolved_now_and_the_others_later() throws Exception {
    target("sed -i s/5/FIVE/ a.txt");
    keep(plan(), new Resolution.TakeTarget("a.txt"));
    var third = plan();
    assertThat(third.conflicts())
        .extracting(MergeConflict::path)
        .containsExactlyInAnyOrder("a.txt", "b.txt");
    keep(third, content("b.txt", "kept\n"));
    var rest = plan();
    assertThat(rest.stop()).extracting("subject").isEqualTo("third");
    assertThat(rest.conflicts()).extracting(MergeConflict::path).containsExactly("a.txt");
    assertThat(rest.answered()).isEqualTo(2);
    keep(rest, content("a.txt", "both\n"));
    var ready = plan();
    assertThat(test.git("show", ready.result() + ":a.txt")).isEqualTo("both\n");
    assertThat(test.git("show", ready.result() + ":b.txt")).isEqualTo("kept\n");
    // The first one became what the target has, so nothing is left of it.
    assertThat(ready.tells()).anyMatch(tell -> tell.contains("“first” is left out"));
    assertThat(ready.commits()).extracting(PlannedCommit::subject).doesNotContain("first");
  }

  @Test
  void all_of_it_can_be_resolved_anew_and_what_was_there_stays_reachable() throws Exception {
    keep(plan(), content("a.txt", "1\nTARGET first\n3\n4\n5\n"));
    assertThat(repository.conflicts().anew("abc")).isEqualTo(1);
    assertThat(plan().stop()).extracting("subject").isEqualTo("first");
    assertThat(repository.conflicts().anew("abc")).isZero();
    assertThat(test.git("show", "refs/muster/resolved/abc:a.txt"))
        .isEqualTo("1\nTARGET first\n3\n4\n5\n");
    keep(plan(), content("a.txt", "otherwise\n"));
    var third = plan();
    assertThat(third.stop()).extracting("subject").isEqualTo("third");
    assertThat(test.git("show", third.stop().onto() + ":a.txt")).isEqualTo("otherwise\n");
    assertThat(repository.sessionRefs().of("abc"))
        .anyMatch(ref -> ref.name().equals("refs/muster/resolved/abc"));
  }

  @Test
  void what_does_not_belong_there_is_refused_and_nothing_is_kept() throws Exception {
    var plan = plan();
    assertThatThrownBy(() -> keep(plan, content("b.txt", "x\n")))
        .hasMessageContaining("does not conflict");
    assertThatThrownBy(() -> keep(plan)).hasMessageContaining("no commit here");
    assertThatThrownBy(
            () ->
                repository
                    .conflicts()
                    .resolve(plan, List.of(new Resolution.TakeTarget("a.txt")), "Merge"))
        .hasMessageContaining("resolved commit by commit");
    assertThat(test.git("for-each-ref", "refs/muster/resolved")).isEmpty();
    assertThat(plan().stop()).isEqualTo(plan.stop());
  }

  @Test
  void a_note_that_is_not_musters_counts_for_nothing_and_is_in_nobodys_way() throws Exception {
    test.git("update-ref", "refs/muster/resolved/abc", "main");
    var plan = plan();
    assertThat(plan.stop()).extracting("subject").isEqualTo("first");
    keep(plan, content("a.txt", "1\nTARGET first\n3\n4\n5\n"));
    assertThat(plan().stop()).extracting("subject").isEqualTo("third");
  }
}
