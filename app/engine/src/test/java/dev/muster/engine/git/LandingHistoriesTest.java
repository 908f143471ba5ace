package dev.muster.engine.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.git.LandingPlan.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random little histories land as plain git would merge, squash and rebase them: the same tree, or
 * a conflict in the same files.
 */
class LandingHistoriesTest {
  private static final List<String> NAMES = List.of("a.txt", "b.txt", "d/c.txt", "d/e.txt");

  @TempDir Path dir;
  private int conflicts;
  private int landed;

  @Test
  void random_histories_land_as_plain_git_would_have_it() throws Exception {
    for (long seed = 1; seed <= 10; seed++) {
      history(seed);
    }
    // Here both sides have empty commits, which a rebase keeps.
    history(4600739430379573165L);
    // Here a binary file conflicts inside a rename that collides with another file.
    history(1043044310457794211L);
    // Both kinds came up, else this proves little.
    assertThat(conflicts).isPositive();
    assertThat(landed).isGreaterThan(10);
  }

  @Test
  @Tag("slow")
  void many_random_histories_land_as_plain_git_would_have_it() throws Exception {
    for (int round = 0; round < 60; round++) {
      history(new Random().nextLong());
    }
  }

  private void history(long seed) throws Exception {
    var random = new Random(seed);
    var home = Files.createDirectories(dir.toRealPath().resolve("h" + seed));
    try (var test = new TestRepository(home.resolve("project"))) {
      for (var name : NAMES) {
        test.write(name, text(random, 12));
      }
      if (random.nextInt(3) == 0) {
        test.write(".gitattributes", "a.txt merge=union\nb.txt -merge\n");
      }
      test.commit("one");
      test.git("branch", "release");
      var sessions = new TestSessions(test, home.resolve("data"));
      var work = sessions.make("abc", "main");
      var other = home.resolve("other");
      test.git("worktree", "add", "-q", other.toString(), "release");
      var turns = 1 + random.nextInt(4);
      for (int turn = 0; turn < turns; turn++) {
        if (random.nextBoolean()) {
          change(random, other);
          commit(test, other, "target " + turn);
        }
        change(random, work.worktree());
        commit(test, work.worktree(), "session " + turn + "\n\nWith a body.");
        if (random.nextInt(6) == 0) {
          // As somebody who takes over one change: a rebase leaves it out.
          test.sh(other, "git cherry-pick muster/abc || git cherry-pick --abort || true");
        }
      }
      change(random, work.worktree());
      test.git("worktree", "remove", "--force", other.toString());
      for (var way : LandingWay.values()) {
        compare(test, work, way, home, seed);
      }
    }
  }

  private void compare(TestRepository test, SessionWork work, LandingWay way, Path home, long seed)
      throws Exception {
    var as = "seed " + seed + ", " + way;
    var request = new LandingRequest(work, "release", way, "Land it", "the rest");
    var plan = test.open().landings().plan(request);
    var scratch = home.resolve("scratch-" + way);
    test.git(home, "clone", "-q", "--shared", test.root().toString(), scratch.toString());
    test.git(scratch, "fetch", "-q", "origin", plan.sessionAfter());
    var commands =
        switch (way) {
          case MERGE -> "git merge -q --no-ff -m x " + plan.sessionAfter();
          case SQUASH ->
              "git merge -q --squash %s; git diff --cached --quiet || git commit -qm x"
                  .formatted(plan.sessionAfter());
          case REBASE ->
              "git checkout -q --detach %s; git rebase -q release".formatted(plan.sessionAfter());
        };
    var said =
        test.sh(
            scratch,
            "git checkout -q -b release origin/release; ( set -e; %s ) >out 2>&1 && echo well || echo not"
                .formatted(commands));
    if (plan.outcome() == Outcome.CONFLICTS) {
      conflicts++;
      assertThat(said.strip()).as(as).isEqualTo("not");
      var unmerged =
          test.git(scratch, "diff", "--name-only", "--diff-filter=U").lines().sorted().toList();
      assertThat(plan.conflicts().stream().map(MergeConflict::path).sorted().toList())
          .as(as)
          .isEqualTo(unmerged);
      return;
    }
    assertThat(said.strip()).as(as + Files.readString(scratch.resolve("out"))).isEqualTo("well");
    landed += plan.ready() ? 1 : 0;
    var result = plan.ready() ? plan.result() : plan.targetBefore();
    assertThat(test.git("rev-parse", result + "^{tree}"))
        .as(as)
        .isEqualTo(test.git(scratch, "rev-parse", "HEAD^{tree}"));
    if (way == LandingWay.REBASE) {
      var format = "--format=%T %an %ae %at %B";
      assertThat(test.git("log", format, "release.." + result))
          .as(as)
          .isEqualTo(test.git(scratch, "log", format, "release..HEAD"));
    }
  }

  private static void commit(TestRepository test, Path in, String message) {
    test.git(in, "add", "-A");
    test.git(in, "commit", "-q", "--allow-empty", "-m", message);
  }

  private static void change(Random random, Path in) throws IOException {
    for (int n = random.nextInt(3); n >= 0; n--) {
      var name = NAMES.get(random.nextInt(NAMES.size()));
      var file = in.resolve(name);
      switch (random.nextInt(10)) {
        case 0 -> Files.deleteIfExists(file);
        case 1 -> {
          if (Files.exists(file)) {
            Files.move(
                file,
                in.resolve("moved-" + random.nextInt(3) + ".txt"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
          }
        }
        case 2 -> TestRepository.write(in, "new-" + random.nextInt(3), text(random, 3));
        default -> {
          if (Files.exists(file)) {
            var lines = new ArrayList<>(Files.readAllLines(file));
            if (!lines.isEmpty()) {
              lines.set(random.nextInt(lines.size()), "line " + random.nextInt(100));
            }
            if (random.nextBoolean()) {
              lines.add(random.nextInt(lines.size() + 1), "more " + random.nextInt(100));
            }
            Files.write(file, lines);
          }
        }
      }
    }
  }

  private static String text(Random random, int lines) {
    var text = new StringBuilder();
    for (int i = 0; i < lines; i++) {
      text.append(i).append(' ').append(random.nextInt(1000)).append('\n');
    }
    return text.toString();
  }
}
