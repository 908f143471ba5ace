package dev.muster.engine.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Landing starts nothing that an agent may have put there, and works in odd repositories. */
class LandingSafetyTest {
  @TempDir Path dir;

  private static final String BOTH =
      "git worktree add -q ../other release; cd ../other; echo target >>a.txt; git commit -qam"
          + " target; cd ../project; git worktree remove --force ../other";

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a merge driver          | git config merge.x.driver 'touch $HOME/ran; false'; git config merge.x.recursive x; echo '*.txt merge=x' >.gitattributes; git add -A; git commit -qm x
          a default merge driver  | git config merge.default x; git config merge.x.driver 'touch $HOME/ran; false'
          a private attribute     | git config merge.x.driver 'touch $HOME/ran; false'; echo '*.txt merge=x' >.git/info/attributes
          a diff program          | git config diff.external 'touch $HOME/ran'; git config diff.x.textconv 'touch $HOME/ran'; git config diff.x.command 'touch $HOME/ran'; echo '*.txt diff=x' >.gitattributes; git add -A; git commit -qm x
          a signing program       | git config commit.gpgSign true; printf '#!/bin/sh\\ntouch $HOME/ran\\n' >$HOME/gpg; chmod +x $HOME/gpg; git config gpg.program $HOME/gpg
          a signature check       | git config merge.verifySignatures true; git config branch.main.mergeOptions '--verify-signatures --squash'; printf '#!/bin/sh\\ntouch $HOME/ran\\n' >$HOME/gpg; chmod +x $HOME/gpg; git config gpg.program $HOME/gpg
          a monitor               | printf '#!/bin/sh\\ntouch $HOME/ran\\n' >.git/fsm; chmod +x .git/fsm; git config core.fsmonitor .git/fsm
          an editor               | git config core.editor 'touch $HOME/ran;'; git config sequence.editor 'touch $HOME/ran;'
          hooks                   | for h in pre-commit commit-msg prepare-commit-msg post-commit pre-merge-commit post-merge pre-rebase post-rewrite post-checkout reference-transaction post-index-change; do printf '#!/bin/sh\\ntouch $HOME/ran\\nexit 1\\n' >.git/hooks/$h; chmod +x .git/hooks/$h; done
          """)
  void nothing_is_started_by(String name, String setUp) throws Exception {
    var home = dir.toRealPath();
    try (var test = new TestRepository(home.resolve("project"))) {
      test.write("a.txt", "1\n2\n3\n4\n5\n6\n");
      test.commit("one");
      test.git("branch", "release");
      test.sh(
          test.root(),
          "git -c commit.gpgSign=false -c core.hooksPath=/dev/null version; "
              + setUp.replace("git commit", "git -c commit.gpgSign=false commit"));
      test.sh(
          test.root(),
          BOTH.replace("git ", "git -c core.hooksPath=/dev/null -c commit.gpgSign=false ")
              + "; rm -f $HOME/ran");
      var work = new TestSessions(test, home.resolve("data")).make("abc", "main");
      test.sh(work.worktree(), "sed -i s/1/ONE/ a.txt; echo new >new.txt");
      var repository = test.open();
      var landings = repository.landings();
      for (var way : LandingWay.values()) {
        var plan = landings.plan(new LandingRequest(work, "release", way, "Land", "The rest"));
        assertThat(plan.ready()).as(way.name()).isTrue();
        landings.undo(landings.land(plan, Moving.BRANCH), false);
      }
      // In the user's own checkout too, except for filters.
      var plan =
          landings.plan(new LandingRequest(work, "main", LandingWay.MERGE, "Land", "The rest"));
      landings.undo(landings.land(plan, Moving.CHECKOUT), true);
      repository.commits().commit(work, "again");
      var forecasts = new Forecasts(repository);
      forecasts.forecast(new ForecastRequest("release", List.of(forecasts.contender(work))));
      assertThat(test.sh(test.root(), "ls $HOME")).doesNotContain("ran");
    }
  }

  @Test
  void hooks_and_signing_that_did_not_run_are_told() throws Exception {
    try (var test = new TestRepository(dir.toRealPath().resolve("project"))) {
      test.write("a.txt", "1\n");
      test.commit("one");
      test.git("branch", "release");
      test.sh(
          test.root(),
          "mkdir .husky; printf '#!/bin/sh\\n' >.husky/pre-commit; chmod +x .husky/pre-commit; git"
              + " config core.hooksPath .husky; git config commit.gpgSign true");
      var work = new TestSessions(test, dir.toRealPath().resolve("data")).make("abc", "main");
      TestRepository.write(work.worktree(), "a.txt", "2\n");
      var request = new LandingRequest(work, "release", LandingWay.SQUASH, "Land", "The rest");
      assertThat(String.join(" ", test.open().landings().plan(request).tells()))
          .contains("pre-commit")
          .contains("not signed");
      assertThat(String.join(" ", test.open().commits().commit(work, "x").notes()))
          .contains("pre-commit")
          .contains("not signed");
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ids of 64 digits        | rm -rf .git; git init -q --object-format=sha256; git add -A; git commit -qm one; git branch release
          line ends converted     | git config core.autocrlf true; rm a.txt; git checkout -q a.txt
          a sparse checkout       | mkdir -p keep drop; echo 1 >keep/k; echo 1 >drop/d; git add -A; git commit -qm more; git branch -f release; git sparse-checkout set keep
          a shallow clone         | git commit -q --allow-empty -m two; cd ..; git clone -q --depth 1 file://$PWD/project shallow; rm -rf project; mv shallow project; cd project; git branch release
          objects of another      | cd ..; git clone -q --shared project second; mv project first; sed -i s/project/first/ second/.git/objects/info/alternates; mv second project; cd project; git branch release
          packed refs             | git pack-refs --all; git gc -q
          three-way markers       | git config merge.conflictStyle zdiff3; git config merge.renames false
          a branch called muster  | git branch muster
          odd names               | printf x >"$(printf 'a\\tb\\303\\251')"; git add -A; git commit -qm odd; git branch -f release
          """)
  void landing_works_with(String name, String setUp) throws Exception {
    var home = dir.toRealPath();
    try (var test = new TestRepository(home.resolve("project"))) {
      test.write("a.txt", "1\n2\n3\n4\n5\n6\n");
      test.commit("one");
      test.git("branch", "release");
      test.sh(test.root(), setUp);
      test.sh(test.root(), BOTH);
      var work = new TestSessions(test, home.resolve("data")).make("abc", "main");
      test.sh(work.worktree(), "sed -i s/1/ONE/ a.txt; echo new >new.txt");
      var mine = test.everythingOfTheUser();
      var landings = test.open().landings();
      for (var way : LandingWay.values()) {
        var plan = landings.plan(new LandingRequest(work, "release", way, "Land", "The rest"));
        assertThat(plan.ready()).as(way.name()).isTrue();
        for (var moving : List.of(Moving.BRANCH, Moving.NEW_BRANCH)) {
          var landed =
              landings.land(
                  landings.plan(new LandingRequest(work, "release", way, "Land", "The rest")),
                  moving);
          assertThat(test.git("show", landed.target() + ":a.txt").replace("\r", ""))
              .isEqualTo("ONE\n2\n3\n4\n5\n6\ntarget\n");
          landings.undo(landed, false);
        }
        assertThat(test.git(work.worktree(), "status", "--porcelain")).isEmpty();
      }
      var now = test.everythingOfTheUser();
      // Where a branch is called muster, the session's has another name.
      assertThat(refs(now.remove("refs"))).isEqualTo(refs(mine.remove("refs")));
      assertThat(now).isEqualTo(mine);
    }
  }

  private static String refs(String all) {
    return all.replaceAll("\\S+ commit\trefs/heads/muster-work/abc\n", "");
  }

  @Test
  void the_attributes_of_the_target_choose_among_gits_own_ways_of_merging() throws Exception {
    try (var test = new TestRepository(dir.toRealPath().resolve("project"))) {
      test.write("log.txt", "1\n");
      test.write("d/log.txt", "1\n");
      test.write(".gitattributes", "log.txt merge=union\n");
      test.write("d/.gitattributes", "log.txt -merge\n");
      test.commit("one");
      test.git("branch", "release");
      test.sh(
          test.root(),
          "git worktree add -q ../other release; cd ../other; echo t >>log.txt; echo t"
              + " >>d/log.txt; git commit -qam t; cd ../project; git worktree remove ../other");
      var work = new TestSessions(test, dir.toRealPath().resolve("data")).make("abc", "main");
      test.sh(work.worktree(), "echo s >>log.txt; echo s >>d/log.txt");
      var request = new LandingRequest(work, "release", LandingWay.MERGE, "Land", "The rest");
      var plan = test.open().landings().plan(request);
      assertThat(plan.conflicts()).extracting(MergeConflict::path).containsExactly("d/log.txt");
    }
  }

  @Test
  void a_partial_clone_is_told_how_to_get_what_is_missing() throws Exception {
    var home = dir.toRealPath();
    try (var test = new TestRepository(home.resolve("server"))) {
      test.write("a.txt", "1\n2\n3\n4\n");
      test.commit("one");
      test.git("branch", "release");
      test.sh(
          test.root(),
          "git config uploadpack.allowFilter true; git worktree add -q ../other release; cd"
              + " ../other; echo 5 >>a.txt; git commit -qam five; cd ..; git clone -q"
              + " --filter=blob:none file://$PWD/server partial; cd partial; git branch release"
              + " origin/release");
      var repository = Repository.open(test.git(), home.resolve("partial"));
      var work = new TestSessions(test, home.resolve("data")).work("abc");
      repository.worktrees().create(new WorktreeRequest(work.worktree(), "abc", null, null));
      TestRepository.write(work.worktree(), "a.txt", "0\n2\n3\n4\n");
      var request = new LandingRequest(work, "release", LandingWay.MERGE, "Land", "The rest");
      var command = "git diff --stat release muster/abc";
      assertThatThrownBy(() -> repository.landings().plan(request))
          .isInstanceOf(GitException.class)
          .hasMessageContaining(command);
      test.sh(home.resolve("partial"), command);
      assertThat(repository.landings().plan(request).ready()).isTrue();
    }
  }

  @Test
  void a_user_git_does_not_know_is_told_how_to_say_who_they_are() throws Exception {
    try (var test = new TestRepository(dir.toRealPath().resolve("project"))) {
      test.write("a.txt", "1\n");
      test.commit("one");
      test.git("branch", "release");
      var work = new TestSessions(test, dir.toRealPath().resolve("data")).make("abc", "main");
      TestRepository.write(work.worktree(), "a.txt", "2\n");
      Files.writeString(
          Path.of(test.env().get("HOME")).resolve(".gitconfig"), "[user]\nuseConfigOnly = true\n");
      assertThatThrownBy(() -> test.open().commits().commit(work, "x"))
          .isInstanceOf(GitException.class)
          .hasMessageContaining("user.email");
    }
  }
}
