package dev.muster.engine.keep;

import static dev.muster.engine.keep.KeepFixture.ONE;
import static dev.muster.engine.keep.KeepFixture.TWO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.event.LifeEvent.Pruned;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.Shelf;
import dev.muster.engine.git.TestRepository;
import dev.muster.engine.store.SessionRow;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Throwing away is killed at any moment, and always comes to the same end. */
class PruneKillTest {
  private static final int KILLS = 5;
  private static final int MESSAGES = 12_000;

  @TempDir Path temp;

  /** Throws away what is in the trash; says when it begins. */
  static final class PruningProcess {
    public static void main(String[] arguments) throws Exception {
      try (var keep = new KeepFixture(Path.of(arguments[0]), Path.of(arguments[1]))) {
        keep.house.goOn();
        PrunePlan plan = keep.house.plan(PruneRule.trash());
        System.out.println("begin");
        System.out.flush();
        keep.house.prune(plan, PruneListener.NONE);
      }
    }
  }

  @Test
  void after_kill_9_at_any_moment_all_is_there_or_the_next_start_brings_it_to_its_end()
      throws Exception {
    try (var sample = new TestRepository(temp.resolve("sample"))) {
      sample.write("README.md", "# Sample\n");
      sample.write(".gitignore", "node_modules/\n");
      sample.commit("Begin");
      Path home = temp.resolve("home");
      try (var keep = new KeepFixture(home, sample.root())) {
        keep.make(ONE, MESSAGES);
        keep.make(TWO, 3);
        keep.close(ONE);
        keep.house.trash(ONE);
      }
      Random random = new Random(7);
      for (int n = 0; n < KILLS; n++) {
        killed(home, sample.root(), random.nextInt(100) * (1 + n));
        try (var keep = new KeepFixture(home, sample.root())) {
          assertThat(keep.store.journal().check()).isEmpty();
          whole(keep);
          // What is derived is what the journal says, also in the middle of it.
          List<SessionRow> live = keep.store.journal().sessions();
          keep.store.journal().rebuildSessions();
          assertThat(keep.store.journal().sessions()).isEqualTo(live);
        }
      }
      try (var keep = new KeepFixture(home, sample.root())) {
        keep.house.goOn();
        keep.house.prune(keep.house.plan(PruneRule.trash()), PruneListener.NONE);
        List<Recorded> left = keep.store.journal().read(ONE, 1, 10);
        assertThat(left).hasSize(1);
        assertThat(left.getFirst().event()).isInstanceOf(Pruned.class);
        assertThat(left.getFirst().seq()).isEqualTo(1);
        assertThat(keep.refs(ONE)).containsExactly("refs/muster/archive/" + ONE);
        assertThat(sample.git("show", "refs/muster/archive/" + ONE + ":work.txt"))
            .contains("work of " + ONE);
        assertThat(keep.folder.sessionFolder(ONE)).doesNotExist();
        assertThat(keep.worktree(ONE)).doesNotExist();
        assertThat(keep.row(TWO).shelf()).isEqualTo(Shelf.ACTIVE);
        assertThat(keep.worktree(TWO).resolve("work.txt")).exists();
      }
    }
  }

  /** Either nothing of its story is lost, or it says that it is pruned. Its work is never lost. */
  private static void whole(KeepFixture keep) throws Exception {
    SessionRow row = keep.row(ONE);
    if (row.shelf() == Shelf.PRUNED) {
      assertThat(keep.store.journal().tail(ONE, 1).getFirst().event()).isInstanceOf(Pruned.class);
      assertThat(keep.refs(ONE)).contains("refs/muster/archive/" + ONE);
    } else {
      assertThat(row.events()).isGreaterThan(MESSAGES);
      assertThat(
              keep.worktree(ONE).resolve("work.txt").toFile().exists()
                  || keep.refs(ONE).contains("refs/muster/archive/" + ONE))
          .isTrue();
    }
  }

  private static void killed(Path home, Path checkout, int afterMillis) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                PruningProcess.class.getName(),
                home.toString(),
                checkout.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var out = process.inputReader()) {
      assertThat(out.readLine()).isEqualTo("begin");
      // Any moment will do: the test holds for all of them.
      process.waitFor(afterMillis, TimeUnit.MILLISECONDS);
    } finally {
      process.toHandle().destroyForcibly();
      process.waitFor();
    }
  }
}
