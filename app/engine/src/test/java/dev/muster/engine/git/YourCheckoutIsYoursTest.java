package dev.muster.engine.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Law 4: status, HEAD, index, configuration, refs and files of the user are what they were. */
class YourCheckoutIsYoursTest {
  @TempDir Path dir;
  private TestRepository test;

  @BeforeEach
  void make() throws Exception {
    dir = dir.toRealPath();
    test = new TestRepository(dir.resolve("project"));
    test.write(".gitignore", ".env\n*.log\n");
    test.write(".worktreeinclude", ".env\n");
    test.write("a.txt", "1\n2\n3\n");
    test.write("b.txt", "1\n");
    test.write("c.txt", "1\n");
    test.commit("one");
    test.git("branch", "feature");
    test.git("tag", "v1");
    // As dirty as a checkout gets, with a stat cache that is out of date.
    test.write("a.txt", "stashed\n");
    test.git("stash", "-q");
    test.write("a.txt", "staged\n");
    test.git("add", "a.txt");
    test.write("a.txt", "staged and changed\n");
    test.git("mv", "b.txt", "moved.txt");
    test.write("untracked.txt", "mine\n");
    test.write(".env", "KEY=1\n");
    test.write("noise.log", "x\n");
    test.sh(test.root(), "touch -d '2020-01-01' c.txt");
  }

  @AfterEach
  void close() {
    test.close();
  }

  private void everything(Repository repository) throws Exception {
    repository.facts();
    repository.branches(true);
    var index = dir.resolve("data/index");
    var tree = dir.resolve("data/trees/one");
    var made =
        repository.worktrees().create(new WorktreeRequest(tree, "A task", null, "session abc"));
    assertThat(made.copied().files()).isEqualTo(1);
    var live = repository.worktrees().live(tree, index, ChangeBounds.DEFAULT);
    live.checkpoint("abc", 0, "start");
    TestRepository.write(tree, "a.txt", "by the agent\n");
    TestRepository.write(tree, "new.txt", "by the agent\n");
    var changes = live.changes(made.base());
    for (var file : changes.files()) {
      live.diff(changes, file);
    }
    live.checkpoint("abc", 1, "turn 1");
    repository.checkpoints().of("abc");
    repository.worktrees().lock(tree, "again");
    repository.worktrees().list();
    repository.worktrees().cost(tree);
    var removal =
        repository.removal(dir.resolve("data/kept"), new Trash(dir.resolve("data/trash")));
    var request = new RemovalRequest("abc", tree, index, "session abc", null, false);
    RemovalPlan.of(removal.facts(request));
    removal.remove(request).deleted().get(30, TimeUnit.SECONDS);
    removal.archives();
  }

  @Test
  void your_checkout_is_yours_through_the_life_of_a_session() throws Exception {
    var before = test.everythingOfTheUser();
    everything(test.open());
    assertThat(test.everythingOfTheUser()).isEqualTo(before);
  }

  @Test
  void your_checkout_is_yours_in_the_middle_of_a_conflict() throws Exception {
    test.sh(
        test.root(),
        "git stash -q; git checkout -q feature; echo x >c.txt; git commit -qam x; git checkout -q"
            + " main; echo y >c.txt; git commit -qam y; git merge feature || true");
    var before = test.everythingOfTheUser();
    assertThat(before.get("status")).contains("u UU");
    everything(test.open());
    assertThat(test.everythingOfTheUser()).isEqualTo(before);
  }

  @Test
  void your_checkout_is_yours_on_a_detached_head_and_in_a_linked_worktree() throws Exception {
    test.sh(test.root(), "git stash -q; git checkout -q --detach v1");
    var linked = dir.resolve("linked");
    test.git("worktree", "add", "-q", linked.toString(), "feature");
    TestRepository.write(linked, "a.txt", "changed in the linked one\n");
    TestRepository.write(linked, ".env", "KEY=2\n");
    TestRepository.write(linked, ".worktreeinclude", ".env\n");
    var before = test.everythingOfTheUser();
    var status = test.git(linked, "--no-optional-locks", "status", "--porcelain");
    everything(Repository.open(test.git(), linked));
    assertThat(test.everythingOfTheUser()).isEqualTo(before);
    assertThat(test.git(linked, "--no-optional-locks", "status", "--porcelain")).isEqualTo(status);
  }

  @Test
  void only_names_of_musters_own_are_added() throws Exception {
    everything(test.open());
    assertThat(
            test.git("for-each-ref", "--format=%(refname)", "refs/muster", "refs/heads/muster")
                .lines())
        .containsExactlyInAnyOrder(
            "refs/muster/abc/0", "refs/muster/abc/1", "refs/muster/archive/abc");
  }
}
