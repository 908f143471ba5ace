package dev.muster.engine.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TakeApartTest {
  @TempDir Path dir;
  private TestRepository test;
  private Path tree;
  private String base;
  private LiveTree live;
  private TakeApart apart;

  @BeforeEach
  void make() throws Exception {
    dir = dir.toRealPath();
    test = new TestRepository(dir.resolve("project"));
    test.write("a.txt", "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n");
    test.write("gone.txt", "bye\nbye\n");
    base = test.commit("base");
    var repository = test.open();
    tree = dir.resolve("trees/one");
    repository.worktrees().create(new WorktreeRequest(tree, "One", null, null));
    live = repository.worktrees().live(tree, dir.resolve("data/index/one"), ChangeBounds.DEFAULT);
    apart = live.takeApart("s1");
  }

  @AfterEach
  void close() {
    test.close();
  }

  private FileChange change(String path) throws GitException {
    return live.changes(base).files().stream()
        .filter(f -> f.path().equals(path))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no change of " + path));
  }

  private Part hunk(String path, int number) throws GitException {
    var file = change(path);
    return Part.hunk(file, live.diff(live.changes(base), file).hunks().get(number));
  }

  @Test
  void a_dropped_hunk_is_gone_and_comes_back() throws Exception {
    TestRepository.write(tree, "a.txt", "one\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\nlast\n");
    var before = live.tree();
    var dropped = apart.drop(List.of(hunk("a.txt", 0)));
    assertThat(tree.resolve("a.txt"))
        .hasContent("1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\nlast\n");
    assertThat(dropped.notes()).isEmpty();
    assertThat(dropped.kept().ref()).isEqualTo("refs/muster/dropped/s1/1");
    assertThat(test.git("rev-parse", dropped.kept().ref() + "^{tree}").strip()).isEqualTo(before);
    assertThat(new String(apart.patch(dropped.kept()), StandardCharsets.UTF_8)).contains("+one");
    var back = apart.putBack(1);
    assertThat(back.notes()).isEmpty();
    assertThat(live.tree()).isEqualTo(before);
    assertThat(apart.kept()).extracting(KeptChange::undone).containsExactly(true, false);
    assertThat(test.git("for-each-ref", "refs/muster/doing")).isEmpty();
    assertThat(Files.list(tree.getParent())).containsExactly(tree);
  }

  @Test
  void a_new_a_deleted_and_a_renamed_file_are_as_before() throws Exception {
    test.sh(tree, "rm gone.txt; mkdir -p x/y; echo new >x/y/new; mv a.txt 'x/b ü.txt'");
    var changes = live.changes(base);
    var dropped = apart.drop(changes.files().stream().map(Part::whole).toList());
    assertThat(live.changes(base).files()).isEmpty();
    assertThat(tree.resolve("x")).doesNotExist();
    apart.putBack(dropped.kept().number());
    assertThat(live.tree()).isEqualTo(changes.tree());
  }

  @Test
  void an_edit_is_written_only_over_what_was_seen() throws Exception {
    TestRepository.write(tree, "a.txt", "seen\n");
    var seen = change("a.txt").newId();
    apart.edit("a.txt", seen, "edited\n".getBytes(StandardCharsets.UTF_8));
    assertThat(tree.resolve("a.txt")).hasContent("edited\n");
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> apart.edit("a.txt", seen, "again\n".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("has changed since you looked at it");
    assertThat(tree.resolve("a.txt")).hasContent("edited\n");
  }
}
