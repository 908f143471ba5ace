package dev.muster.engine.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.engine.git.RepositoryException.Problem;
import dev.muster.engine.host.LocalHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryTest {
  @TempDir Path dir;
  private TestRepository test;

  @BeforeEach
  void make() throws Exception {
    dir = dir.toRealPath();
    test = new TestRepository(dir.resolve("project"));
  }

  @AfterEach
  void close() {
    test.close();
  }

  private void refused(Path folder, Problem problem, String sentence) {
    assertThatThrownBy(() -> Repository.open(test.git(), folder))
        .isInstanceOfSatisfying(
            RepositoryException.class, e -> assertThat(e.problem()).isEqualTo(problem))
        .hasMessageContaining(sentence);
  }

  @Test
  void a_repository_is_opened_from_anywhere_inside() throws Exception {
    test.write("a/b/c.txt", "1\n");
    var commit = test.commit("one");
    for (var inside : new String[] {"", "a", "a/b", "a/b/c.txt", "a/../a"}) {
      var repository = Repository.open(test.git(), test.root().resolve(inside));
      assertThat(repository.root()).isEqualTo(test.root());
      assertThat(repository.name()).isEqualTo("project");
      assertThat(repository.commonDir()).isEqualTo(test.root().resolve(".git"));
      assertThat(repository.head()).isEqualTo(new Head("main", commit));
    }
  }

  @Test
  void a_folder_that_is_no_repository_gets_a_clear_sentence() throws Exception {
    var plain = Files.createDirectories(dir.resolve("plain"));
    refused(plain, Problem.NOT_A_REPOSITORY, "is not in a git repository. Run “git init”");
    refused(dir.resolve("nowhere"), Problem.NO_SUCH_FOLDER, "There is no folder");
  }

  @Test
  void a_bare_repository_gets_a_clear_sentence() {
    test.write("a", "1");
    test.commit("one");
    test.git(dir, "clone", "-q", "--bare", test.root().toString(), "bare.git");
    refused(dir.resolve("bare.git"), Problem.BARE, "is a bare repository: it has no checkout");
  }

  @Test
  void a_worktree_of_a_bare_repository_works() throws Exception {
    test.write("a", "1");
    test.commit("one");
    test.git(dir, "clone", "-q", "--bare", test.root().toString(), "bare.git");
    test.git(dir.resolve("bare.git"), "worktree", "add", "-q", dir.resolve("tree").toString());
    var repository = Repository.open(test.git(), dir.resolve("tree"));
    assertThat(repository.root()).isEqualTo(dir.resolve("tree"));
    assertThat(repository.commonDir()).isEqualTo(dir.resolve("bare.git"));
    var made =
        repository
            .worktrees()
            .create(new WorktreeRequest(dir.resolve("session"), "From a bare one", null, null));
    assertThat(made.path().resolve("a")).hasContent("1");
  }

  @Test
  void gits_own_folder_gets_a_clear_sentence() {
    test.write("a", "1");
    test.commit("one");
    refused(
        test.root().resolve(".git/refs"),
        Problem.INSIDE_GIT_FOLDER,
        "lies inside git's own folder");
  }

  @Test
  void a_repository_without_commits_gets_a_clear_sentence() {
    refused(test.root(), Problem.NO_COMMITS, "has no commit yet");
  }

  @Test
  void a_broken_repository_gets_a_clear_sentence() throws Exception {
    test.write("a", "1");
    test.commit("one");
    Files.writeString(test.root().resolve(".git/config"), "[core\nnonsense");
    refused(test.root(), Problem.BROKEN, "Git cannot read the repository");
  }

  @Test
  void a_detached_head_works() throws Exception {
    test.write("a", "1");
    var one = test.commit("one");
    test.write("a", "2");
    test.commit("two");
    test.git("checkout", "-q", one);
    var head = test.open().head();
    assertThat(head.detached()).isTrue();
    assertThat(head.commit()).isEqualTo(one);
    assertThat(head.label()).isEqualTo("detached at " + one.substring(0, 8));
    var made =
        test.open()
            .worktrees()
            .create(new WorktreeRequest(dir.resolve("s"), "From a detached head", null, null));
    assertThat(made.base()).isEqualTo(one);
    assertThat(made.path().resolve("a")).hasContent("1");
  }

  @Test
  void facts_tell_what_is_not_committed() throws Exception {
    test.write("a", "1");
    test.write("b", "1");
    test.write("old name", "some lines\nthat are\nmoved\n");
    test.commit("one");
    assertThat(test.open().facts().dirty()).isFalse();
    test.write("a", "changed");
    test.git("mv", "old name", "new name");
    test.write("new/x", "1");
    test.write("new/y", "1");
    var facts = test.open().facts();
    assertThat(facts.changed()).isEqualTo(2);
    assertThat(facts.untracked()).isEqualTo(1);
    assertThat(facts.dirty()).isTrue();
    assertThat(facts.operation()).isEmpty();
    assertThat(facts.submodules()).isEmpty();
    assertThat(facts.name()).isEqualTo("project");
  }

  @Test
  void facts_tell_of_a_merge_that_is_half_done() throws Exception {
    test.write("a", "1\n");
    test.commit("one");
    test.git("checkout", "-q", "-b", "other");
    test.write("a", "other\n");
    test.commit("other");
    test.git("checkout", "-q", "main");
    test.write("a", "main\n");
    test.commit("main");
    test.sh(test.root(), "git merge -q other || true");
    var facts = test.open().facts();
    assertThat(facts.operation()).isEqualTo("merge");
    assertThat(facts.changed()).isEqualTo(1);
  }

  @Test
  void facts_name_submodules() throws Exception {
    var lib = new TestRepository(dir.resolve("lib"));
    lib.write("l", "1");
    lib.commit("lib");
    lib.close();
    test.write("a", "1");
    test.commit("one");
    test.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", dir + "/lib", "li b");
    test.commit("with a submodule");
    assertThat(test.open().facts().submodules()).containsExactly("li b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"with space", "größe-ñ-日本", "line\nbreak", "-dash", "quote'\"", "tab\tin"})
  void odd_folder_names_work_to_the_end(String name) throws Exception {
    try (var odd = new TestRepository(dir.resolve(name))) {
      odd.write("sub dir/grün\nx.txt", "1\n");
      odd.write(".gitignore", ".env\n");
      odd.write(".worktreeinclude", ".env\n");
      odd.write(".env", "A=1\n");
      var base = odd.commit("one");
      var repository = odd.open();
      assertThat(repository.root()).isEqualTo(dir.resolve(name));
      var made =
          repository
              .worktrees()
              .create(
                  new WorktreeRequest(
                      dir.resolve("trees of " + name).resolve("ein Baum"), name, null, null));
      assertThat(made.copied().examples()).containsExactly(".env");
      TestRepository.write(made.path(), "sub dir/grün\nx.txt", "1\n2\n");
      var live =
          repository.worktrees().live(made.path(), dir.resolve("i " + name), ChangeBounds.DEFAULT);
      var changes = live.changes(base);
      assertThat(changes.files()).hasSize(1);
      assertThat(changes.files().getFirst().path()).isEqualTo("sub dir/grün\nx.txt");
      assertThat(live.checkpoint("abc", 0, "now").tree()).isEqualTo(changes.tree());
      assertThat(repository.worktrees().list()).hasSize(2);
    }
  }

  @Test
  void a_moved_folder_is_the_same_project_and_a_copied_one_is_not() throws Exception {
    test.write("a", "1");
    test.commit("one");
    var id = test.open().id();
    assertThat(id).matches("[a-z0-9]{16}");
    assertThat(test.open().id()).isEqualTo(id);

    var moved = dir.resolve("moved");
    Files.move(test.root(), moved);
    assertThat(Repository.open(test.git(), moved).id()).isEqualTo(id);

    test.sh(dir, "cp -a moved copied");
    var copy = Repository.open(test.git(), dir.resolve("copied")).id();
    assertThat(copy).isNotEqualTo(id).matches("[a-z0-9]{16}");
    assertThat(Repository.open(test.git(), dir.resolve("copied")).id()).isEqualTo(copy);
    assertThat(Repository.open(test.git(), moved).id()).isEqualTo(id);
  }

  @Test
  void all_worktrees_of_a_repository_are_one_project() throws Exception {
    test.write("a", "1");
    test.commit("one");
    test.git("worktree", "add", "-q", dir.resolve("linked").toString());
    assertThat(Repository.open(test.git(), dir.resolve("linked")).id()).isEqualTo(test.open().id());
  }

  @Test
  void an_id_file_cut_short_is_made_anew() throws Exception {
    test.write("a", "1");
    test.commit("one");
    var id = test.open().id();
    Files.writeString(test.root().resolve(".git/muster/id"), id.substring(0, 7));
    assertThat(test.open().id()).isNotEqualTo(id).matches("[a-z0-9]{16}");
  }

  @Test
  void branches_are_listed_the_latest_first() throws Exception {
    test.write("a", "1");
    test.commit("one — “first”");
    test.sh(
        test.root(),
        "git branch old; GIT_COMMITTER_DATE='2030-01-01T00:00:00Z' git commit -q --allow-empty -m"
            + " two;git update-ref refs/remotes/origin/main HEAD;git symbolic-ref"
            + " refs/remotes/origin/HEAD refs/remotes/origin/main");
    var branches = test.open().branches(true);
    assertThat(branches).extracting(Branch::name).containsExactly("main", "old", "origin/main");
    assertThat(branches).extracting(Branch::remote).containsExactly(false, false, true);
    assertThat(branches.get(1).subject()).isEqualTo("one — “first”");
    assertThat(test.open().branches(false)).hasSize(2);
  }

  @Test
  void a_revision_that_does_not_exist_is_a_sentence() {
    test.write("a", "1");
    test.commit("one");
    for (var bad : new String[] {"nothing", "--help", "HEAD:a", "main\n", ""}) {
      assertThatThrownBy(() -> test.open().resolve(bad))
          .isInstanceOf(GitException.class)
          .hasMessage("There is no commit “" + bad + "” in project.");
    }
  }

  @Test
  void no_git_and_an_old_git_are_sentences() throws Exception {
    try (var host = new LocalHost()) {
      assertThatThrownBy(() -> Git.on(host, Map.of("PATH", dir.toString())))
          .hasMessageStartingWith("Git was not found on this machine. Install git 2.38.0 or newer");
      var fake = dir.resolve("git");
      Files.writeString(fake, "#!/bin/sh\necho git version 2.25.1\n");
      assertThat(fake.toFile().setExecutable(true)).isTrue();
      assertThatThrownBy(() -> Git.on(host, Map.of("PATH", dir + ":" + System.getenv("PATH"))))
          .hasMessage("Git 2.25.1 on this machine is too old: Muster needs 2.38.0 or newer.");
    }
  }

  @Test
  void versions_are_read_from_every_vendor() throws Exception {
    assertThat(GitVersion.parse("git version 2.39.5\n")).hasToString("2.39.5");
    assertThat(GitVersion.parse("git version 2.50.1 (Apple Git-155)")).hasToString("2.50.1");
    assertThat(GitVersion.parse("git version 2.47.0.windows.2")).hasToString("2.47.0");
    assertThat(GitVersion.parse("git version 2.51-rc0")).hasToString("2.51.0");
    assertThatThrownBy(() -> GitVersion.parse("hub version 1")).isInstanceOf(GitException.class);
  }

  @Test
  void another_process_holding_a_lock_for_a_moment_is_waited_for() throws Exception {
    test.write("a", "1");
    var commit = test.commit("one");
    var lock = test.root().resolve(".git/refs/heads/x.lock");
    Files.createFile(lock);
    var release = Thread.ofVirtual().unstarted(() -> lock.toFile().delete());
    // Released while the call is in its retries: it is tried for about two seconds.
    var other =
        Thread.ofVirtual()
            .start(
                () -> {
                  java.util.concurrent.locks.LockSupport.parkNanos(300_000_000);
                  release.start();
                });
    test.git().run(GitPlace.at(test.root()), "update-ref", "refs/heads/x", commit);
    other.join();
    assertThat(test.git("rev-parse", "x").strip()).isEqualTo(commit);
  }

  @Test
  void a_lock_that_stays_is_a_sentence() throws Exception {
    test.write("a", "1");
    var commit = test.commit("one");
    Files.createFile(test.root().resolve(".git/refs/heads/x.lock"));
    assertThatThrownBy(
            () -> test.git().run(GitPlace.at(test.root()), "update-ref", "refs/heads/x", commit))
        .isInstanceOf(GitException.class)
        .hasMessageContaining("locked by another git process");
  }
}
