package dev.muster.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.store.OwnerLock.Outcome;
import dev.muster.engine.store.OwnerLock.Owner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnerLockTest {
  @TempDir Path home;
  DataFolder folder;

  @BeforeEach
  void made() throws StoreException {
    folder = DataFolder.at(home).create();
  }

  /** Takes the lock, says so, and stays until it is killed. */
  static final class Taker {
    public static void main(String[] arguments) throws Exception {
      Outcome outcome = OwnerLock.take(DataFolder.at(Path.of(arguments[0])));
      System.out.println(outcome.getClass().getSimpleName());
      System.in.read();
    }
  }

  @Test
  void one_muster_owns_a_data_folder_and_the_others_are_told_which() throws Exception {
    try (Child other = new Child(Taker.class, home.toString())) {
      assertThat(other.out.readLine()).isEqualTo("Taken");

      Outcome outcome = OwnerLock.take(folder);

      assertThat(outcome).isInstanceOf(Outcome.Held.class);
      Owner owner = ((Outcome.Held) outcome).owner();
      assertThat(owner).isNotNull();
      assertThat(owner.pid()).isEqualTo(other.process.pid());
      assertThat(owner.alive()).isTrue();
      assertThat(OwnerLock.owner(folder)).contains(owner);
    }
  }

  @Test
  void of_many_that_start_at_once_one_owns_the_folder_and_after_its_kill_another_one()
      throws Exception {
    List<Child> all = new ArrayList<>();
    try {
      for (int n = 0; n < 4; n++) {
        all.add(new Child(Taker.class, home.toString()));
      }
      List<String> said = new ArrayList<>();
      for (Child one : all) {
        said.add(one.out.readLine());
      }
      assertThat(said).containsOnlyOnce("Taken").filteredOn("Held"::equals).hasSize(3);

      all.get(said.indexOf("Taken")).kill();
      try (Child next = new Child(Taker.class, home.toString())) {
        assertThat(next.out.readLine()).isEqualTo("Taken");
        assertThat(OwnerLock.owner(folder).orElseThrow().pid()).isEqualTo(next.process.pid());
      }
    } finally {
      for (Child one : all) {
        one.close();
      }
    }
  }

  @Test
  void the_lock_of_a_killed_muster_is_no_owner() throws Exception {
    try (Child other = new Child(Taker.class, home.toString())) {
      assertThat(other.out.readLine()).isEqualTo("Taken");
      other.kill();
    }
    assertThat(folder.lock()).exists();
    assertThat(OwnerLock.owner(folder)).isEmpty();

    try (OwnerLock lock = taken()) {
      assertThat(OwnerLock.owner(folder).orElseThrow().pid())
          .isEqualTo(ProcessHandle.current().pid());
      try (Child other = new Child(Taker.class, home.toString())) {
        assertThat(other.out.readLine()).isEqualTo("Held");
      }
    }
  }

  @Test
  void a_pid_that_was_given_to_somebody_else_is_no_owner() throws Exception {
    long self = ProcessHandle.current().pid();
    Files.writeString(
        folder.data().resolve("muster.owner"), self + " " + Instant.parse("2001-01-01T00:00:00Z"));

    assertThat(OwnerLock.owner(folder)).isEmpty();
    taken().close();
  }

  @Test
  void within_one_process_it_is_taken_once_and_stays_taken() throws Exception {
    try (OwnerLock lock = taken()) {
      assertThat(OwnerLock.take(folder)).isInstanceOf(Outcome.Held.class);
      // Opening and closing the lock file a second time would have given it up on POSIX.
      try (Child other = new Child(Taker.class, home.toString())) {
        assertThat(other.out.readLine()).isEqualTo("Held");
      }
    }
    taken().close();
  }

  @Test
  void what_is_unreadable_in_the_owner_file_hinders_nobody() throws Exception {
    Files.writeString(folder.data().resolve("muster.owner"), "\0\1nonsense");

    assertThat(OwnerLock.owner(folder)).isEmpty();
    taken().close();
    assertThat(folder.data().resolve("muster.owner")).doesNotExist();
  }

  private OwnerLock taken() throws StoreException {
    Outcome outcome = OwnerLock.take(folder);
    assertThat(outcome).isInstanceOf(Outcome.Taken.class);
    return ((Outcome.Taken) outcome).lock();
  }
}
