package dev.muster.engine.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A Muster that is killed while it takes a worktree back leaves what the next one can finish. */
@EnabledOnOs(OS.LINUX)
class RewindKillTest {
  @TempDir Path dir;

  private final class Place implements AutoCloseable {
    final Path home;
    final TestRepository test;
    final Path tree;
    final Path index;
    final String target;
    final TreeMap<String, String> then;
    final TreeMap<String, String> later;
    final String thenTip;
    final String laterTip;

    Place(String name) throws Exception {
      home = Files.createDirectories(dir.toRealPath().resolve(name));
      test = new TestRepository(home.resolve("project"));
      test.write(".gitignore", "*.log\n");
      test.write("a.txt", "1\n");
      test.write("folder/b.txt", "b\n");
      test.commit("one");
      tree = home.resolve("trees/x");
      index = home.resolve("index/x");
      var repository = test.open();
      repository.worktrees().create(new WorktreeRequest(tree, "x", null, null));
      TestRepository.write(tree, "a.txt", "2\n");
      test.git(tree, "commit", "-q", "-am", "two");
      TestRepository.write(tree, "new.txt", "untracked\n");
      TestRepository.write(tree, "x.log", "ignored\n");
      test.sh(tree, "ln -s a.txt link; chmod +x new.txt");
      target = live().checkpoint("abc1", 1, "Turn 1").commit();
      then = state();
      thenTip = tip();
      TestRepository.write(tree, "a.txt", "3\n");
      test.git(tree, "commit", "-q", "-am", "three");
      test.sh(tree, "rm -r folder new.txt; echo f > folder; ln -sfn ../gone link; echo 4 > a.txt");
      test.git(tree, "add", "a.txt");
      TestRepository.write(tree, "c.txt", "c\n");
      later = state();
      laterTip = tip();
    }

    LiveTree live() throws GitException {
      return test.open().worktrees().live(tree, index, ChangeBounds.DEFAULT);
    }

    String tip() {
      return test.git("rev-parse", "muster/x").strip();
    }

    TreeMap<String, String> state() throws Exception {
      var all = new TreeMap<String, String>();
      try (var files = Files.walk(tree)) {
        for (var file : files.toList()) {
          var name = tree.relativize(file).toString();
          if (Files.isSymbolicLink(file)) {
            all.put(name, "link " + Files.readSymbolicLink(file));
          } else if (Files.isRegularFile(file) && !name.equals(".git")) {
            all.put(name, (Files.isExecutable(file) ? "x " : "- ") + Files.readString(file));
          }
        }
      }
      return all;
    }

    /** What it said until its end. */
    List<String> run(String at, String when) throws Exception {
      var process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "--enable-native-access=ALL-UNNAMED",
                  "-XX:TieredStopAtLevel=1",
                  "-Xshare:auto",
                  "-cp",
                  System.getProperty("java.class.path"),
                  KilledRewind.class.getName(),
                  test.root().toString(),
                  tree.toString(),
                  index.toString(),
                  test.env().get("HOME"),
                  home.resolve("killing").toString(),
                  target,
                  at,
                  when)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int exit = process.waitFor();
      assertThat(exit).as(said).isIn(0, 137);
      assertThat(exit == 0).isEqualTo(said.contains("DONE"));
      return said.lines().toList();
    }

    /** What the next start does: finishes what was written down, or finds that nothing happened. */
    void checkAfter(List<String> said) throws Exception {
      var kept = said.stream().filter(l -> l.startsWith("KEPT ")).findFirst();
      if (kept.isEmpty()) {
        assertThat(state()).isEqualTo(later);
        assertThat(tip()).isEqualTo(laterTip);
        return;
      }
      var words = kept.get().split(" ");
      var before = words[1];
      live().rewinds().bring("abc1", 1, "muster/x", before, target);
      assertThat(state()).isEqualTo(then);
      assertThat(tip()).isEqualTo(thenTip);
      assertThat(test.git(tree, "status", "--porcelain").lines())
          .containsExactlyInAnyOrder("?? link", "?? new.txt");
      live().rewinds().bring("abc1", 1, "muster/x", before, before);
      assertThat(state()).isEqualTo(later);
      assertThat(tip()).isEqualTo(laterTip);
      assertThat(test.git(tree, "show", ":a.txt")).isEqualTo("4\n");
      assertThat(test.git("fsck", "--connectivity-only")).doesNotContain("missing", "broken");
    }

    @Override
    public void close() {
      test.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "commit-tree,after",
    "refs/muster/abc1/rewind/1,after",
    "read-tree -m,before",
    "read-tree -m,after",
    "refs/heads/muster/x,after",
    "read-tree --reset,before",
    "read-tree --reset,after",
    "--refresh,after",
  })
  void whenever_the_kill_comes_the_state_before_and_the_wanted_one_can_be_had(
      String at, String when) throws Exception {
    try (var place = new Place("x")) {
      var said = place.run(at, when);
      assertThat(said).doesNotContain("DONE");
      place.checkAfter(said);
    }
  }

  /** A kill that takes git itself along leaves its lock and half of the files. */
  @Test
  void a_kill_in_the_middle_of_writing_files_is_finished_or_undone() throws Exception {
    try (var place = new Place("x")) {
      var killing = place.home.resolve("killing");
      var attributes = place.test.root().resolve(".git/info/attributes");
      Files.createDirectories(attributes.getParent());
      Files.writeString(attributes, "new.txt filter=kill\n");
      place.test.git(
          "config",
          "filter.kill.smudge",
          "cat >/dev/null; test -f "
              + killing
              + "/pid && kill -9 $(cat "
              + killing
              + "/pid) $PPID; exit 1");
      place.test.git("config", "filter.kill.required", "true");

      var said = place.run("1000000", "before");
      assertThat(said).hasSize(1);
      assertThat(place.state()).isNotEqualTo(place.later);

      place.test.git("config", "--remove-section", "filter.kill");
      place.checkAfter(said);
    }
  }

  @Test
  @Tag("slow")
  void at_every_single_call_of_git() throws Exception {
    for (int call = 1; ; call++) {
      try (var place = new Place("call-" + call)) {
        var said = place.run(Integer.toString(call), "before");
        place.checkAfter(said);
        if (said.contains("DONE")) {
          assertThat(call).isGreaterThan(20);
          return;
        }
      }
    }
  }
}
