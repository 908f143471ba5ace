package dev.muster.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.store.Processes.Running;
import dev.muster.engine.store.Projects.Project;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Projects and processes. */
class SmallTablesTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00.123456Z");

  @TempDir Path home;

  @Test
  void processes_that_ran_when_muster_died_are_known_afterwards() throws Exception {
    Running agent = new Running(4711, "4711 started then");
    Running other = new Running(4712, "4712 ü \"quoted\"");
    try (Store store = StoreFixture.open(DataFolder.at(home))) {
      store.processes().record(agent);
      store.processes().record(other);
      store.processes().record(new Running(4713, "gone"));
      store.processes().remove(4713);
      store.processes().remove(1);
    }

    try (Store store = StoreFixture.open(DataFolder.at(home))) {
      assertThat(store.processes().all()).containsExactlyInAnyOrder(other, agent);
      Running reused = new Running(4711, "4711 started later");
      store.processes().record(reused);
      assertThat(store.processes().all()).containsExactlyInAnyOrder(other, reused);
    }
  }

  @Test
  void a_project_is_known_by_its_id_wherever_it_was_moved() throws Exception {
    Clock clock = Clock.fixed(NOON, ZoneOffset.UTC);
    try (Store store = Store.open(DataFolder.at(home), clock)) {
      store.projects().opened("id1", "shop", Path.of("/old/shop"));
    }
    Clock later = Clock.offset(clock, Duration.ofDays(1));
    try (Store store = Store.open(DataFolder.at(home), later)) {
      Projects projects = store.projects();
      Project other = projects.opened("id2", "bank ü", Path.of("/a b/bank"));
      assertThat(projects.all()).extracting(Project::id).containsExactly("id2", "id1");
      Project moved = projects.opened("id1", "shop", Path.of("/new/shop"));

      assertThat(projects.find("id1")).contains(moved);
      assertThat(moved.checkout()).isEqualTo(Path.of("/new/shop"));
      assertThat(projects.all()).containsExactlyInAnyOrder(moved, other);
      projects.forget("id2");
      assertThat(projects.all()).containsExactly(moved);
      assertThat(projects.find("id2")).isEmpty();
    }
  }
}
