package dev.muster.engine.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Repositories and settings as people have them: the life of a session works in each. */
class OddRepositoriesTest {
  @TempDir Path dir;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          plain                    | :
          line ends converted      | git config core.autocrlf true; git config core.safecrlf true; rm a.txt; git checkout -q a.txt
          line ends by attribute   | echo '*.txt text eol=crlf' >.gitattributes; git add -A; git commit -qm eol; rm a.txt; git checkout -q a.txt
          a filter                 | git config filter.up.clean 'tr A-Z a-z'; git config filter.up.smudge 'tr a-z A-Z'; echo 'a.txt filter=up' >.gitattributes; git add -A; git commit -qm filter; rm a.txt; git checkout -q a.txt
          an encoding              | echo 'u.txt working-tree-encoding=UTF-16LE' >.gitattributes; printf 'h\\0i\\0\\n\\0' >u.txt; git add -A; git commit -qm enc
          a sparse checkout        | mkdir -p keep drop; echo 1 >keep/k; echo 1 >drop/d; git add -A; git commit -qm more; git sparse-checkout set keep b
          a sparse index           | mkdir -p keep drop; echo 1 >keep/k; echo 1 >drop/d; git add -A; git commit -qm more; git sparse-checkout set --sparse-index keep b
          a split index            | git config core.splitIndex true; git update-index --split-index
          many files settings      | git config feature.manyFiles true; git update-index --index-version 4 --untracked-cache
          a file system monitor    | git config core.fsmonitor true
          a monitor hook           | printf '#!/bin/sh\\ntouch $HOME/ran\\nexit 1\\n' >.git/fsm; chmod +x .git/fsm; git config core.fsmonitor .git/fsm
          settings per worktree    | git config extensions.worktreeConfig true; git config --worktree user.name Bob
          stats ignored            | git config core.ignoreStat true; git config core.trustctime false; git config core.checkStat minimal
          modes ignored            | git config core.fileMode false
          untracked not shown      | git config status.showUntrackedFiles no; git config status.relativePaths false
          signed commits           | git config commit.gpgSign true; git config gpg.program false; git config tag.gpgSign true
          logs of every ref        | git config core.logAllRefUpdates always
          hooks                    | for h in pre-commit post-checkout reference-transaction post-index-change; do printf '#!/bin/sh\\ntouch $HOME/ran-'$h'\\nexit 1\\n' >.git/hooks/$h; chmod +x .git/hooks/$h; done
          hooks in the repository  | mkdir .husky; printf '#!/bin/sh\\nexit 1\\n' >.husky/post-checkout; chmod +x .husky/*; git config core.hooksPath .husky; git add -A; git commit -qm h
          a replaced commit        | git replace $(git rev-parse HEAD) $(git commit-tree -m other $(git mktree </dev/null))
          upstream set always      | git config branch.autoSetupMerge always; git config branch.autoSetupRebase always
          diff tools               | git config diff.external false; git config diff.tool x; echo '*.txt diff=x' >.gitattributes; git config diff.x.textconv false; git config diff.x.command false; git add -A; git commit -qm d
          a shallow clone          | git commit -q --allow-empty -m two; cd ..; git clone -q --depth 1 file://$PWD/project shallow; rm -rf project; mv shallow project
          """)
  void the_life_of_a_session_works_with(String name, String setUp) throws Exception {
    dir = dir.toRealPath();
    try (var test = new TestRepository(dir.resolve("project"))) {
      test.write("a.txt", "one\ntwo\n");
      test.write("b/c.txt", "c\n");
      test.commit("one");
      test.sh(test.root(), setUp);
      var before = test.everythingOfTheUser();
      test.sh(test.root(), "rm -f $HOME/ran*"); // what plain git ran until here
      var repository = test.open();
      repository.facts();
      var tree = dir.resolve("trees/one");
      var made =
          repository.worktrees().create(new WorktreeRequest(tree, "A task", null, "session abc"));
      var index = dir.resolve("index");
      var live = repository.worktrees().live(tree, index, ChangeBounds.DEFAULT);
      assertThat(live.changes(made.base()).files()).isEmpty();
      assertThat(live.changes(made.base()).leftOut()).isEmpty();

      Files.writeString(tree.resolve("b/c.txt"), "c\nd\n");
      Files.writeString(tree.resolve("b/new.txt"), "lf\nagain\r\n");
      var changes = live.changes(made.base());
      assertThat(changes.files())
          .extracting(FileChange::path)
          .containsExactly("b/c.txt", "b/new.txt");
      assertThat(live.diff(changes, changes.files().getFirst()).hunks().getFirst().lines())
          .extracting(DiffLine::text)
          .endsWith("d");
      assertThat(live.checkpoint("abc", 1, "turn").tree()).isEqualTo(changes.tree());
      var removal = repository.removal(dir.resolve("kept"), new Trash(dir.resolve("trash")));
      var removed =
          removal.remove(new RemovalRequest("abc", tree, index, "session abc", null, false));
      removed.deleted().get(30, TimeUnit.SECONDS);
      assertThat(tree).doesNotExist();
      assertThat(test.git("show", removed.archive() + ":b/c.txt")).isEqualTo("c\nd\n");

      assertThat(test.sh(test.root(), "ls $HOME")).doesNotContain("ran");
      assertThat(test.everythingOfTheUser()).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @CsvSource({"sha256", "sha1"})
  void both_kinds_of_object_ids_work(String format) throws Exception {
    dir = dir.toRealPath();
    try (var test = new TestRepository(dir.resolve("project"))) {
      test.sh(test.root(), "rm -rf .git; git init -q --object-format=" + format);
      test.write("a.txt", "one\n");
      var base = test.commit("one");
      var tree = dir.resolve("t");
      test.open().worktrees().create(new WorktreeRequest(tree, "x", null, null));
      var live = test.open().worktrees().live(tree, dir.resolve("i"), ChangeBounds.DEFAULT);
      Files.writeString(tree.resolve("a.txt"), "two\n");
      Files.writeString(tree.resolve("b.txt"), "new\n");
      var changes = live.changes(base);
      assertThat(changes.files()).hasSize(2);
      for (var file : changes.files()) {
        assertThat(live.diff(changes, file).hunks()).hasSize(1);
      }
      assertThat(live.checkpoint("abc", 1, "turn").tree()).isEqualTo(changes.tree());
    }
  }
}
