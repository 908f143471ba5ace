package dev.muster.engine.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.engine.git.MergeConflict.Kind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Conflicts: shown from all sides, and resolved on the session's own branch. */
class ConflictsTest {
  @TempDir Path dir;
  private TestRepository test;
  private TestSessions sessions;
  private Repository repository;

  @BeforeEach
  void make() throws Exception {
    dir = dir.toRealPath();
    test = new TestRepository(dir.resolve("project"));
    sessions = new TestSessions(test, dir.resolve("data"));
    test.write("text.txt", "1\n2\n3\n");
    test.write("gone.txt", "1\n");
    test.write("moved.txt", "a\nb\nc\nd\ne\nf\n");
    test.write("picture", "\0one");
    test.write("calm.txt", "1\n2\n3\n4\n5\n6\n7\n8\n");
    test.commit("one");
    test.git("branch", "release");
    test.git("worktree", "add", "-q", dir.resolve("other").toString(), "release");
    repository = test.open();
  }

  @AfterEach
  void close() {
    test.close();
  }

  private SessionWork everyKind() throws Exception {
    test.sh(
        dir.resolve("other"),
        """
        sed -i s/2/TARGET/ text.txt; echo more >>gone.txt; git mv moved.txt by-target.txt
        printf '\\0two' >picture; sed -i s/8/EIGHT/ calm.txt; echo t >both.txt
        git add -A; git commit -qm target
        """);
    var work = sessions.make("abc", "main");
    test.sh(
        work.worktree(),
        """
        sed -i s/2/SESSION/ text.txt; rm gone.txt; mv moved.txt by-session.txt
        printf '\\0three' >picture; sed -i s/1/ONE/ calm.txt; echo s >both.txt
        """);
    return work;
  }

  private LandingPlan plan(SessionWork work) throws Exception {
    return repository
        .landings()
        .plan(new LandingRequest(work, "release", LandingWay.MERGE, "Land it", "The rest"));
  }

  private static MergeConflict of(LandingPlan plan, String path) {
    return plan.conflicts().stream().filter(c -> c.path().equals(path)).findFirst().orElseThrow();
  }

  @Test
  void every_conflict_says_why_and_shows_its_sides() throws Exception {
    var plan = plan(everyKind());
    assertThat(plan.conflicts())
        .extracting(c -> c.path() + " " + c.kind())
        .containsExactly(
            "both.txt BOTH_ADDED",
            "by-session.txt RENAMED_RENAMED",
            "by-target.txt RENAMED_RENAMED",
            "gone.txt MODIFIED_DELETED",
            "moved.txt RENAMED_RENAMED",
            "picture BINARY",
            "text.txt BOTH_MODIFIED");
    var conflicts = repository.conflicts();
    var texts = conflicts.texts(plan, of(plan, "text.txt"), Conflicts.MAX_BYTES);
    assertThat(texts.base().text()).isEqualTo("1\n2\n3\n");
    assertThat(texts.target().text()).isEqualTo("1\nTARGET\n3\n");
    assertThat(texts.session().text()).isEqualTo("1\nSESSION\n3\n");
    assertThat(texts.merged().text())
        .isEqualTo("1\n<<<<<<< release\nTARGET\n=======\nSESSION\n>>>>>>> muster/abc\n3\n");
    assertThat(ConflictTexts.hasMarkers(texts.merged().text())).isTrue();
    assertThat(ConflictTexts.hasMarkers(texts.base().text())).isFalse();
    var picture = conflicts.texts(plan, of(plan, "picture"), Conflicts.MAX_BYTES);
    assertThat(picture.session()).isEqualTo(new ConflictText("", 6, false, false));
    var cut = conflicts.texts(plan, of(plan, "text.txt"), 3).base();
    assertThat(cut).isEqualTo(new ConflictText("1\n2", 6, true, false));
    assertThat(conflicts.texts(plan, of(plan, "gone.txt"), 9).session()).isNull();
    assertThat(of(plan, "picture").kind()).isEqualTo(Kind.BINARY);
  }

  @Test
  void resolved_files_become_a_merge_on_the_sessions_branch_and_then_it_lands() throws Exception {
    var work = everyKind();
    var mine = test.everythingOfTheUser();
    var plan = plan(work);
    List<Resolution> resolutions =
        List.of(
            new Resolution.Content("text.txt", bytes("1\nBOTH\n3\n")),
            new Resolution.Content("both.txt", bytes("t\ns\n")),
            new Resolution.TakeTarget("gone.txt"),
            new Resolution.TakeSession("picture"),
            new Resolution.Delete("moved.txt"),
            new Resolution.TakeSession("by-session.txt"),
            new Resolution.TakeSession("by-target.txt"));
    var commit = repository.conflicts().resolve(plan, resolutions, "Merge release");
    assertThat(commit.branch()).isEqualTo("muster/abc");
    assertThat(test.git(work.worktree(), "status", "--porcelain")).isEmpty();
    assertThat(work.worktree().resolve("text.txt")).hasContent("1\nBOTH\n3\n");
    assertThat(work.worktree().resolve("gone.txt")).hasContent("1\nmore\n");
    assertThat(work.worktree().resolve("by-target.txt")).doesNotExist();
    assertThat(work.worktree().resolve("calm.txt")).hasContent("ONE\n2\n3\n4\n5\n6\n7\nEIGHT\n");
    assertThat(test.git(work.worktree(), "log", "-1", "--format=%P").strip())
        .isEqualTo(plan.sessionAfter() + " " + plan.targetBefore());
    test.git("worktree", "remove", dir.resolve("other").toString());
    for (var way : List.of(LandingWay.MERGE, LandingWay.SQUASH)) {
      var request = new LandingRequest(work, "release", way, "Land it", "The rest");
      assertThat(repository.landings().plan(request).ready()).isTrue();
    }
    repository.landings().land(plan(work), Moving.BRANCH);
    assertThat(test.git("show", "release:text.txt")).isEqualTo("1\nBOTH\n3\n");
    var now = test.everythingOfTheUser();
    assertThat(now.remove("refs")).contains("release");
    mine.remove("refs");
    assertThat(now).isEqualTo(mine);
  }

  @Test
  void nothing_happens_while_a_file_is_not_resolved_or_the_session_went_on() throws Exception {
    var work = everyKind();
    var plan = plan(work);
    var conflicts = repository.conflicts();
    assertThatThrownBy(
            () -> conflicts.resolve(plan, List.of(new Resolution.Delete("text.txt")), "Merge"))
        .hasMessageContaining("6 files are not resolved yet: both.txt");
    assertThatThrownBy(
            () -> conflicts.resolve(plan, List.of(new Resolution.Delete("calm.txt")), "Merge"))
        .hasMessageContaining("“calm.txt” does not conflict");
    var all =
        plan.conflicts().stream()
            .<Resolution>map(c -> new Resolution.TakeSession(c.path()))
            .toList();
    TestRepository.write(work.worktree(), "text.txt", "went on\n");
    assertThatThrownBy(() -> conflicts.resolve(plan, all, "Merge"))
        .hasMessageContaining("have changed");
    assertThat(work.worktree().resolve("text.txt")).hasContent("went on\n");
    assertThat(repository.landings().unfinished()).isEmpty();
    assertThat(test.git(work.worktree(), "rev-parse", "HEAD").strip())
        .isEqualTo(plan.sessionBefore());
  }

  @Test
  void an_ignored_file_of_the_sessions_is_not_overwritten_by_the_targets() throws Exception {
    test.sh(
        dir.resolve("other"),
        "sed -i s/2/TARGET/ text.txt; echo theirs >.env; git add -A; git commit -qm target");
    var work = sessions.make("abc", "main");
    test.sh(
        work.worktree(), "sed -i s/2/SESSION/ text.txt; echo .env >.gitignore; echo secret >.env");
    var plan = plan(work);
    assertThatThrownBy(
            () ->
                repository
                    .conflicts()
                    .resolve(plan, List.of(new Resolution.TakeTarget("text.txt")), "Merge"))
        .hasMessageContaining("ignored file");
    assertThat(work.worktree().resolve(".env")).hasContent("secret\n");
    assertThat(repository.landings().unfinished()).isEmpty();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
