package dev.muster.engine.keep;

import static dev.muster.engine.keep.KeepFixture.ONE;
import static dev.muster.engine.keep.KeepFixture.TWO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.engine.event.LifeEvent.Pruned;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.event.Shelf;
import dev.muster.engine.git.TestRepository;
import dev.muster.engine.store.Search;
import dev.muster.engine.store.SessionRow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HousekeepingTest {
  @TempDir Path temp;
  private TestRepository sample;
  private KeepFixture keep;

  @BeforeEach
  void open() throws Exception {
    sample = new TestRepository(temp.resolve("sample"));
    sample.write("README.md", "# Sample\n");
    sample.write(".gitignore", "node_modules/\n");
    sample.commit("Begin");
    keep = new KeepFixture(temp.resolve("home"), sample.root());
  }

  @AfterEach
  void close() {
    keep.close();
    sample.close();
  }

  private void trashed() throws Exception {
    keep.make(ONE, 20);
    keep.close(ONE);
    keep.house.trash(ONE);
  }

  @Test
  void what_a_session_costs_is_told_by_what_it_is_and_known_the_next_time() throws Exception {
    keep.make(ONE, 20);
    List<DiskUse> uses = new ArrayList<>();
    DiskTotal total = keep.house.weigh(Set.of(), uses::add).done().join();
    DiskUse use = uses.getFirst();
    assertThat(use.events()).isEqualTo(23);
    assertThat(use.journal()).isPositive();
    assertThat(use.outputs()).isEqualTo(10_000);
    assertThat(use.rawLogs()).isEqualTo(3_000);
    assertThat(use.caches()).isEqualTo(50_000);
    assertThat(use.source()).isBetween(10L, 2_000L);
    assertThat(use.complete()).isTrue();
    assertThat(total.total()).isEqualTo(use.total());
    keep.house.weigh(Set.of(), uses::add).done().join();
    assertThat(uses.getLast()).isSameAs(use);

    Weighing stopped = keep.house.weigh(Set.of(TWO), uses::add);
    stopped.cancel();
    assertThat(stopped.done().join().sessions()).isZero();
  }

  @Test
  void only_what_is_over_can_be_put_away_and_all_of_it_comes_back() throws Exception {
    keep.make(ONE, 1);
    assertThatThrownBy(() -> keep.house.archive(ONE)).hasMessageContaining("is not over");
    assertThatThrownBy(() -> keep.house.trash(ONE)).hasMessageContaining("is not over");
    keep.close(ONE);
    SessionRow before = keep.row(ONE);
    keep.house.archive(ONE);
    assertThat(keep.row(ONE).shelf()).isEqualTo(Shelf.ARCHIVED);
    keep.house.trash(ONE);
    keep.house.trash(ONE);
    assertThat(keep.row(ONE).shelf()).isEqualTo(Shelf.TRASHED);
    keep.house.restore(ONE);
    assertThat(keep.row(ONE).shelf()).isEqualTo(Shelf.ACTIVE);
    assertThat(keep.row(ONE).state()).isEqualTo(before.state());
    assertThat(keep.row(ONE).worktree()).isEqualTo(before.worktree());
    assertThat(keep.worktree(ONE).resolve("work.txt")).exists();
  }

  @Test
  void the_plan_says_what_goes_and_what_stays_and_changes_nothing() throws Exception {
    trashed();
    keep.make(TWO, 5);
    PrunePlan plan = keep.house.plan(PruneRule.trash());
    assertThat(plan.goes()).extracting(g -> g.facts().session()).containsExactly(ONE);
    assertThat(String.join("\n", plan.goes().getFirst().tells()))
        .contains("events and the files", "The worktree", "1 uncommitted file is kept under")
        .contains("stays as refs/muster/archive/" + ONE);
    assertThat(plan.stays())
        .extracting(PrunePlan.Staying::why)
        .containsExactly("It is not over: close it first.");
    assertThat(plan.bytes()).isBetween(60_000L, plan.total());
    assertThat(keep.worktree(ONE)).exists();
    assertThat(keep.row(ONE).shelf()).isEqualTo(Shelf.TRASHED);

    PruneRule old = new PruneRule(Set.of(), true, Instant.EPOCH, null, false);
    assertThat(keep.house.plan(old).goes()).isEmpty();
    PruneRule small = new PruneRule(Set.of(), true, null, Long.MAX_VALUE, false);
    assertThat(keep.house.plan(small).goes()).isEmpty();
  }

  @Test
  void pruning_takes_rows_files_and_refs_out_keeps_unlanded_work_and_leaves_a_small_note()
      throws Exception {
    trashed();
    keep.make(TWO, 5);
    long events = keep.row(ONE).events();
    PruneReport report = keep.house.prune(keep.house.plan(PruneRule.trash()), PruneListener.NONE);
    assertThat(report.problems()).isEmpty();
    assertThat(report.pruned()).containsExactly(ONE);

    List<Recorded> left = keep.store.journal().read(ONE, 1, 10);
    assertThat(left).hasSize(1);
    assertThat(left.getFirst().seq()).isEqualTo(1);
    Pruned pruned = (Pruned) left.getFirst().event();
    assertThat(pruned.events()).isEqualTo(events);
    assertThat(pruned.left()).hasSize(1);
    assertThat(pruned.removed())
        .extracting(r -> r.ref())
        .containsExactly("refs/muster/" + ONE + "/1");
    assertThat(keep.refs(ONE)).containsExactly("refs/muster/archive/" + ONE);
    assertThat(sample.git("show", "refs/muster/archive/" + ONE + ":work.txt"))
        .contains("work of " + ONE);
    assertThat(keep.folder.sessionFolder(ONE)).doesNotExist();
    assertThat(keep.worktree(ONE)).doesNotExist();
    assertThat(keep.row(ONE).shelf()).isEqualTo(Shelf.PRUNED);
    assertThat(keep.row(ONE).state()).isEqualTo(SessionState.CLOSED);
    assertThat(keep.row(ONE).title()).isEqualTo("Session " + ONE);
    keep.store.search().catchUp();
    assertThat(keep.store.search().find(Search.Query.of("needle" + ONE)).hits()).isEmpty();
    assertThat(keep.store.search().find(Search.Query.of("needle" + TWO)).hits()).isNotEmpty();

    // The other one is as it was, and what is derived is what the journal says.
    assertThat(keep.worktree(TWO).resolve("work.txt")).exists();
    assertThat(keep.refs(TWO)).containsExactly("refs/muster/" + TWO + "/1");
    assertThat(keep.store.journal().check()).isEmpty();
    List<SessionRow> live = keep.store.journal().sessions();
    keep.store.journal().rebuildSessions();
    assertThat(keep.store.journal().sessions()).isEqualTo(live);
    assertThatThrownBy(() -> keep.house.restore(ONE)).hasMessageContaining("was pruned");
    assertThat(keep.house.plan(PruneRule.trash()).goes()).isEmpty();
  }

  @Test
  void unlanded_work_goes_only_when_that_is_said_and_its_commit_is_named() throws Exception {
    trashed();
    PruneRule rule = new PruneRule(Set.of(ONE), false, null, null, true);
    keep.house.prune(keep.house.plan(rule), PruneListener.NONE);
    assertThat(keep.refs(ONE)).isEmpty();
    Pruned pruned = (Pruned) keep.store.journal().read(ONE, 1, 1).getFirst().event();
    assertThat(pruned.left()).isEmpty();
    String commit =
        pruned.removed().stream()
            .filter(ref -> ref.ref().equals("refs/muster/archive/" + ONE))
            .findFirst()
            .orElseThrow()
            .commit();
    // Until git clears up, it can be brought back.
    assertThat(sample.git("show", commit + ":work.txt")).contains("work of " + ONE);
  }

  @Test
  void what_was_taken_back_after_it_was_shown_stays() throws Exception {
    trashed();
    PrunePlan plan = keep.house.plan(PruneRule.trash());
    keep.house.restore(ONE);
    PruneReport report = keep.house.prune(plan, PruneListener.NONE);
    assertThat(report.pruned()).isEmpty();
    assertThat(report.problems()).singleElement().asString().contains("moved meanwhile");
    assertThat(keep.worktree(ONE).resolve("work.txt")).exists();
  }

  @Test
  void a_worktree_that_somebody_locked_keeps_its_session() throws Exception {
    trashed();
    sample.git("worktree", "unlock", keep.worktree(ONE).toString());
    sample.git("worktree", "lock", "--reason", "mine", keep.worktree(ONE).toString());
    PrunePlan plan = keep.house.plan(PruneRule.trash());
    assertThat(plan.goes()).isEmpty();
    assertThat(plan.stays().getFirst().why()).contains("mine");
    assertThat(Files.exists(keep.worktree(ONE))).isTrue();
  }
}
