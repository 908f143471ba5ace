package dev.muster.engine.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Law 5, as far as deciding goes: every combination of facts. */
class RemovalPlanTest {
  private static final int BITS = 17;

  /** The facts that the bits of a number stand for. */
  private static RemovalFacts facts(int bits) {
    var b = new boolean[BITS];
    for (int i = 0; i < BITS; i++) {
      b[i] = (bits >> i & 1) == 1;
    }
    return new RemovalFacts(
        "abc",
        Path.of("/w/abc"),
        !b[0],
        b[1],
        b[2],
        b[3] ? "mine" : null,
        b[4],
        b[5] ? "other" : null,
        b[6],
        b[7] ? (b[8] ? "muster/task" : "feature") : null,
        b[9],
        b[10] ? 2 : 0,
        b[11] ? 1 : 0,
        b[12] ? 1 : 0,
        b[13] ? List.of("sub/") : List.of(),
        b[14] ? List.of(".env") : List.of(),
        List.of("target/ (3 MiB)"),
        b[15] ? List.of("“big” is not part of this: it is new and large (99 MiB).") : List.of(),
        b[16] ? List.of("its changes.") : List.of());
  }

  private static void always(Consumer<RemovalFacts> claim) {
    for (int bits = 0; bits < 1 << BITS; bits++) {
      var facts = facts(bits);
      try {
        claim.accept(facts);
      } catch (AssertionError e) {
        throw new AssertionError("for " + facts, e);
      }
    }
  }

  private static boolean mustRefuse(RemovalFacts f) {
    return f.mainCheckout()
        || !f.registered() && !f.missing()
        || f.running()
        || f.usedBy() != null
        || f.lockedBy() != null
        || !f.unknown().isEmpty();
  }

  private static <T> int index(RemovalPlan plan, Class<T> kind) {
    for (int i = 0; i < plan.steps().size(); i++) {
      if (kind.isInstance(plan.steps().get(i))) {
        return i;
      }
    }
    return -1;
  }

  private static void check(boolean claim, String what) {
    if (!claim) {
      throw new AssertionError(what);
    }
  }

  @Test
  void no_work_is_thrown_away_by_any_plan() {
    always(
        f -> {
          var plan = RemovalPlan.of(f);
          check(plan.refused() == mustRefuse(f), "refused exactly when it must be");
          if (plan.refused()) {
            check(plan.steps().isEmpty(), "a refused plan does nothing");
            return;
          }
          if (!f.registered()) {
            check(plan.steps().isEmpty(), "of what is gone altogether nothing is left to do");
            return;
          }
          int snapshot = index(plan, RemovalStep.Snapshot.class);
          int move = index(plan, RemovalStep.MoveToTrash.class);
          int forget = index(plan, RemovalStep.Forget.class);
          int keep = index(plan, RemovalStep.KeepIgnored.class);
          int empty = index(plan, RemovalStep.EmptyTrash.class);
          int stay = index(plan, RemovalStep.KeepTrash.class);
          int branch = index(plan, RemovalStep.DeleteBranch.class);
          boolean work = f.uncommitted() > 0 || f.ownCommits() > 0 || f.droppedCommits() > 0;
          check(work == (snapshot == 0), "work is kept first of all");
          check(f.missing() == (move < 0), "the folder is moved when it is there");
          check(forget > move, "the repository forgets after the move");
          check(
              forget > keep && forget > empty && forget > stay,
              "until all is done to the folder a kill leaves what can be put back");
          check(f.missing() || (empty < 0) != (stay < 0), "the trash is emptied or it stays");
          check(
              empty < 0 || (f.nested().isEmpty() && f.leftOut().isEmpty()),
              "nothing unkept is deleted");
          check(f.missing() || f.ignored().isEmpty() == (keep < 0), "ignored files are kept");
          check(empty < 0 || keep < empty, "before the deleting");
          check(
              branch < 0
                  || ("muster/task".equals(f.branch())
                      && f.ownCommits() == 0
                      && !f.branchElsewhere()),
              "only a branch of ours that holds nothing goes");
          check(f.ownLock() == (index(plan, RemovalStep.Unlock.class) >= 0), "our lock comes off");
        });
  }

  @Test
  void every_plan_says_what_it_does_in_sentences() {
    always(
        f -> {
          var plan = RemovalPlan.of(f);
          var said = new ArrayList<>(plan.refusals());
          said.addAll(plan.tells());
          check(!said.isEmpty(), "something is said");
          for (var sentence : said) {
            check(sentence.matches("(?s)[A-Z“0-9].*[.')]"), "a sentence: " + sentence);
          }
          var all = String.join(" ", said);
          if (!plan.refused() && !f.missing()) {
            check(f.ignored().isEmpty() || all.contains(".env"), "ignored files are named");
            check(f.nested().isEmpty() || all.contains("sub/"), "repositories inside are named");
            check(f.leftOut().isEmpty() || all.contains("“big”"), "what does not fit is named");
          }
        });
  }

  @Test
  void the_sentences_read_well() {
    var f =
        new RemovalFacts(
            "abc",
            Path.of("/w/abc"),
            true,
            false,
            false,
            null,
            true,
            null,
            false,
            "muster/task",
            false,
            3,
            1,
            0,
            List.of(),
            List.of(".env", "data/"),
            List.of("target/ (3 MiB)"),
            List.of(),
            List.of());
    assertThat(RemovalPlan.of(f).tells())
        .containsExactly(
            "3 uncommitted files, 1 commit of its own are kept under refs/muster/archive/abc.",
            "2 ignored files and folders are kept beside it: .env, data/.",
            "Made by builds, and deleted: target/ (3 MiB).",
            "The branch muster/task stays.");
    assertThat(RemovalPlan.of(f).steps())
        .containsExactly(
            new RemovalStep.Snapshot("refs/muster/archive/abc"),
            new RemovalStep.MoveToTrash(),
            new RemovalStep.KeepIgnored(List.of(".env", "data/")),
            new RemovalStep.EmptyTrash(),
            new RemovalStep.Unlock(),
            new RemovalStep.Forget());
  }
}
